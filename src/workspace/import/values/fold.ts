/** Letters without accents and case, all else as single spaces: `Prénom (1)` and `prenom 1` are the same header. */
export function fold(text: string): string {
  const letters = foldLetters(text);
  return (
    isPlain(letters) ? letters.replaceAll(/[^a-z0-9]+/g, ' ') : letters.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
  ).trim();
}

/** Without accents and case, the letters that do not come apart included (ß, ø, ł). */
export const foldLetters = (text: string): string =>
  isPlain(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replaceAll(/\p{M}+/gu, '')
        .toLowerCase()
        .replaceAll(/[ßæœøłđðþı]/g, (letter) => single[letter] ?? letter);

/** Nearly every text is: it needs no tables of Unicode, and an import folds several for each row. */
const isPlain = (text: string): boolean => !/[^\0-\x7f]/.test(text);

const single: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/** `contactFirstName` and `CONTACTID` as people say them: `contact first name`, `contactid`. */
export const foldHeader = (header: string): string => fold(header.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'));

/** The same without spaces, for which `CONTACTID`, `Contact Id` and `contactId` are one. */
export const headerKey = (header: string): string => foldHeader(header).replaceAll(' ', '');

/** Edits (insert, drop, change, swap of neighbours) between two texts, at most `most` + 1. */
export function distance(a: string, b: string, most = 3): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let older: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((current[j - 1] ?? 0) + 1, (previous[j] ?? 0) + 1, (previous[j - 1] ?? 0) + change);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (older[j - 2] ?? 0) + 1);
      current.push(best);
    }
    older = previous;
    previous = current;
  }
  return Math.min(previous[b.length] ?? 0, most + 1);
}
