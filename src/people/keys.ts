import { foldLetters } from '../workspace/import/values/fold.ts';

/** What a name is ordered by, and what a fragment is looked for in. Written on every save, so that a list need not compute. */

const spaced = (text: string): string => foldLetters(text).replaceAll(/\s+/g, ' ').trim();

/** At most 200 characters: an index entry must stay small. */
export const nameKey = (name: string): string => spaced(name).slice(0, 200);

/** At most 400 characters: it stands in the index by name. */
export const accountSearchText = (account: { name: string; domain?: string | null; phone?: string | null }): string =>
  lines([account.name, account.domain, digits(account.phone)]).slice(0, 400);

export const contactSearchText = (contact: {
  name: string;
  emails?: readonly string[];
  phones?: readonly string[];
}): string => lines([contact.name, ...(contact.emails ?? []), ...(contact.phones ?? []).map(digits)]);

/** A fragment as a person types it, in the form in which it is looked for: `0171 / 234` finds +49 171 234…. */
export function searchFragment(typed: string): string {
  const looksLikePhone = /^[\d\s()+./-]+$/.test(typed) && (digits(typed)?.length ?? 0) >= 3;
  return looksLikePhone ? (digits(typed) ?? '').replace(/^0+/, '') : spaced(typed);
}

const digits = (phone: string | null | undefined): string | null => phone?.split(';')[0]?.replaceAll(/\D/g, '') ?? null;
const lines = (parts: readonly (string | null | undefined)[]): string =>
  parts
    .filter(Boolean)
    .map((part) => spaced(part!))
    .join('\n')
    .slice(0, 2000);
