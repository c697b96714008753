/** A spreadsheet runs a text as a formula that begins with one of these, after spaces too. */
const formula = /^[\s\u00a0\ufeff]*[=+\-@\t\r|%＝＋－＠]/;
/** Figures and phone numbers begin with signs as well, and are none. */
const harmless = /^[+-]?[\d\s().,/-]*\d[\d\s().,/%-]*$/;

/**
 * A text that no spreadsheet runs: with an apostrophe before it. A text that has an apostrophe before what would be a
 * formula already gets a second one, so that `unescapeFormula` gives back exactly what was there.
 */
export const escapeFormula = (text: string): string => (needsApostrophe(text) ? `'${text}` : text);

function needsApostrophe(text: string): boolean {
  const bare = text.replace(/^'+/, '');
  return formula.test(bare) && !(bare.length <= 40 && harmless.test(bare));
}

/** The inverse of `escapeFormula`, for reading our own files. */
export const unescapeFormula = (text: string): string =>
  text.startsWith("'") && needsApostrophe(text.slice(1)) ? text.slice(1) : text;
