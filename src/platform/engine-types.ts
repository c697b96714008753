import { types } from 'pg';

type Parser = (text: string) => unknown;

/** The types of `pg` take an enumeration of the types they know; the function takes any. */
const builtIn: (oid: number, format?: 'text' | 'binary') => Parser = types.getTypeParser;

/**
 * How values of the database arrive in the program, the same on both engines: int8 as number (as text when it does not
 * fit exactly), numeric as text, timestamptz as Date, date and timestamp as text, jsonb parsed, bytea as Buffer.
 * Given to every connection; `scripts/schema.ts` writes the matching types.
 */
export const typeParsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): Parser =>
    (format === 'binary' ? undefined : OWN.get(oid)) ?? builtIn(oid, format),
};

/** Leaves every value as the text that PostgreSQL sent. Used by backups. */
export const rawText = { getTypeParser: (): Parser => asText };

const asText: Parser = (text) => text;

const exactNumber: Parser = (text) => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
};

/** `2026-02-28 23:30:00.123456+00`, as every connection is told to write it: read digit by digit, as there are hundreds in a page. Anything else is left to `pg`. */
const instant: Parser = (text) => {
  const end = text.length - 3;
  if (
    end < 19 ||
    end > 26 ||
    text.charCodeAt(4) !== DASH ||
    text.charCodeAt(10) !== SPACE ||
    !text.endsWith('+00') ||
    text.startsWith('00')
  )
    return parseInstant(text);
  const two = (at: number) => text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 11 * ZERO;
  const fraction = (at: number) => (at < end ? text.charCodeAt(at) - ZERO : 0);
  const milliseconds = fraction(20) * 100 + fraction(21) * 10 + fraction(22);
  return new Date(Date.UTC(two(0) * 100 + two(2), two(5) - 1, two(8), two(11), two(14), two(17), milliseconds));
};
const parseInstant = builtIn(1184);
const [SPACE, DASH, ZERO] = [32, 45, 48] as const;

const oneDimension =
  (element: Parser): Parser =>
  (text) =>
    textArray(text).map((item) => (typeof item === 'string' ? element(item) : null));

const parseTextArray = builtIn(1009);
const textArray = (text: string): unknown[] => {
  const items = parseTextArray(text);
  return Array.isArray(items) ? items : [];
};

const OWN = new Map<number, Parser>([
  [20, exactNumber],
  [1016, oneDimension(exactNumber)],
  [1231, textArray],
  [1082, asText],
  [1182, textArray],
  [1114, asText],
  [1115, textArray],
  [1184, instant],
  [1186, asText],
  [1187, textArray],
]);
