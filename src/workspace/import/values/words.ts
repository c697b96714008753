import { distance, fold } from './fold.ts';

/** Yes and no in the languages of our aliases; undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  const word = fold(text);
  if (yes.has(word)) return true;
  return no.has(word) ? false : undefined;
}

const yes = new Set(
  'yes|y|true|1|on|x|active|ja|j|wahr|aktiv|oui|o|vrai|actif|si|s|verdadero|activo|vero|attivo|waar|actief|sim|verdadeiro|ativo|tak|checked'.split(
    '|',
  ),
);
const no = new Set(
  'no|n|false|0|off|inactive|nein|falsch|inaktiv|non|faux|inactif|falso|inactivo|inattivo|nee|onwaar|inactief|nao|inativo|nej|nie|unchecked'.split(
    '|',
  ),
);

/** The address in lower case, out of `Name <address>` too; undefined when it cannot be one. */
export function parseEmail(text: string): string | undefined {
  if (text.length > 500) return undefined;
  const bare = (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text)
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/[.,;]+$/, '');
  return bare.length <= 254 &&
    /^[^\s@,;<>"()]{1,64}@[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?\.[\p{L}\p{N}-]{2,}$/u.test(bare)
    ? bare.toLowerCase()
    : undefined;
}

/** `SemiYearly.com`, `https://www.acme.org/about` → the address as given with a scheme, and the bare domain. */
export function parseUrl(text: string): { url: string; domain: string } | undefined {
  const trimmed = text.trim();
  const whole = /^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (/\s/.test(trimmed) || !URL.canParse(whole)) return undefined;
  const { hostname } = new URL(whole);
  return /^[^.]+(\.[^.]+)+$/.test(hostname) && trimmed.length <= 2000
    ? { url: whole, domain: hostname.replace(/^www\./, '') }
    : undefined;
}

/** Parted at commas, semicolons or bars. */
export const parseList = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,;|\n]/)
      .map((each) => each.trim())
      .filter(Boolean),
  ),
];

/** Folded word → ours. The plan's own words win over ours, ours over the shipped ones. */
export const choiceLookup = (
  choices: readonly string[],
  words: Readonly<Record<string, string>> = {},
  own: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> =>
  new Map(
    [...Object.entries(words), ...choices.map((choice): [string, string] => [choice, choice]), ...Object.entries(own)]
      .filter(([, meant]) => choices.includes(meant))
      .map(([word, meant]) => [fold(word), meant]),
  );

/** The well-known word that a misspelt one stands for (`technolgy` → `technology`); undefined when it is right or unknown. */
export function correctSpelling(text: string, kind: 'industry' | 'country'): string | undefined {
  const key = `${kind}:${text}`;
  if (!corrections.has(key) && corrections.size < 10_000) corrections.set(key, closestWord(text, kind));
  return corrections.has(key) ? corrections.get(key) : closestWord(text, kind);
}

/** Columns repeat their few values; comparing with every country each time would cost more than all else. */
const corrections = new Map<string, string | undefined>();

function closestWord(text: string, kind: 'industry' | 'country'): string | undefined {
  const said = fold(text);
  const words = kind === 'industry' ? industries : countries();
  if (said.length < 5 || words.has(said)) return undefined;
  const close = [...words].filter((word) => word[0] === said[0] && distance(said, word, 1) <= 1);
  const [only] = close;
  if (close.length !== 1 || only === undefined) return undefined;
  return kind === 'country' ? (countryNames.get(only) ?? only) : sameCase(text, only);
}

const industries = new Set(
  'agriculture|automotive|banking|biotechnology|chemicals|communications|construction|consulting|consumer goods|education|electronics|employment|energy|engineering|entertainment|environmental|finance|financial services|food|government|healthcare|hospitality|insurance|it services|legal|logistics|machinery|manufacturing|marketing|media|medical|mining|nonprofit|pharma|pharmaceuticals|real estate|recreation|retail|service provider|services|shipping|software|technology|telecommunications|transportation|travel|utilities|wholesale'.split(
    '|',
  ),
);

const countryNames = new Map<string, string>();

function countries(): Set<string> {
  if (countryNames.size === 0) {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    for (let a = 65; a <= 90; a++)
      for (let b = 65; b <= 90; b++) {
        const name = names.of(String.fromCharCode(a, b));
        if (name) countryNames.set(fold(name), name);
      }
  }
  return new Set(countryNames.keys());
}

const sameCase = (text: string, word: string): string =>
  /^\p{Lu}/u.test(text) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
