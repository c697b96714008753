import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/**
 * E.164 (`+14155550132`), with the extension as `;ext=12`. `country` (ISO, two letters) reads numbers without country
 * code. Undefined when it cannot be dialled: too short, too long, letters, another country's.
 */
export function parsePhone(text: string, country: string): string | undefined {
  const trimmed = text.trim().replace(/^00(?=[1-9])/, '+');
  if (trimmed.length > 60) return undefined;
  const number = parsePhoneNumberFromString(
    trimmed,
    isSupportedCountry(country) ? { defaultCountry: country, extract: false } : { extract: false },
  );
  if (!number?.isPossible()) return undefined;
  // A zero that the country's rules neither take away nor allow: it is a number of another country.
  if (number.nationalNumber.startsWith('0') && !number.isValid()) return undefined;
  return number.ext ? `${number.number};ext=${number.ext}` : number.number;
}
