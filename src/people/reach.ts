import { getDomain } from 'tldts';
import { parsePhone } from '../workspace/import/values/phone.ts';

/** Addresses and numbers in the one form in which they are stored and compared. */

/** E.164 where it can be dialled (`country` reads numbers without a country code), otherwise as it was typed. */
export const storedPhone = (typed: string, country: string | null): string =>
  parsePhone(typed, country ?? '') ?? typed.replaceAll(/\s+/g, ' ').trim();

/** The registrable domain of a website: `https://shop.example.co.uk/x` → `example.co.uk`; null when there is none. */
export const websiteDomain = (website: string): string | null => getDomain(website, { allowPrivateDomains: true });

/** Each once, in the order given. */
export const distinct = (values: readonly string[]): string[] => [...new Set(values)];
