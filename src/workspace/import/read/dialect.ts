import Papa from 'papaparse';
import type { Dialect } from './csv.ts';
import { decodeHead, detectEncoding, type Encoding } from './encoding.ts';

const delimiters = [',', ';', '\t', '|'];

/**
 * How a table of text is written, from its first bytes (some 100 kB do). What the caller knows already is taken as it
 * is. The header is the first full line of words; a file that starts with figures has none and gets `Column 1` ….
 */
export function detectDialect(head: Uint8Array, known: { encoding?: Encoding; delimiter?: string } = {}): Dialect {
  const encoding = known.encoding ?? detectEncoding(head);
  const whole = decodeHead(head, encoding);
  const newline = whole.includes('\n') ? '\n' : whole.includes('\r') ? '\r' : '\n';
  const lastEnd = whole.lastIndexOf(newline);
  const text = whole.includes(newline) && whole.split(newline, 3).length > 2 ? whole.slice(0, lastEnd) : whole;
  const delimiter = known.delimiter ?? detectDelimiter(text, newline);
  const { headerLine, headers } = detectHeader(text, sampleRows(text, delimiter, newline));
  return { encoding, delimiter, newline, headerLine, headers };
}

const sampleRows = (text: string, delimiter: string, newline: '\n' | '\r'): string[][] =>
  Papa.parse<string[]>(text, { delimiter, newline, preview: 50 }).data.map((row) =>
    row.map((value) => value.replace(/\r$/, '')),
  );

/** The delimiter that cuts the rows into the most columns with the same number in nearly all of them. */
function detectDelimiter(text: string, newline: '\n' | '\r'): string {
  const scored = delimiters.map((delimiter) => {
    const widths = sampleRows(text, delimiter, newline)
      .filter((row) => row.some((value) => value.trim() !== ''))
      .map((row) => row.length);
    const width = mode(widths);
    const share = widths.filter((each) => each === width).length / Math.max(1, widths.length);
    return { delimiter, score: width > 1 ? share * share * (1 + Math.log(width)) : 0 };
  });
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a));
  return best.score > 0 ? best.delimiter : ',';
}

function mode(numbers: number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [0, 0] as [number, number])[0];
}

const filled = (row: string[]): number => row.filter((value) => value.trim() !== '').length;

function detectHeader(text: string, rows: string[][]): { headerLine: number; headers: string[] } {
  const widest = Math.max(0, ...rows.map(filled));
  const index = rows.slice(0, 20).findIndex((row) => filled(row) >= Math.max(1, widest * 0.6));
  const row = rows[index];
  const width = Math.max(0, ...rows.map((each) => each.length));
  if (!row || !row.every((value) => value.trim() === '' || isWord(value)))
    return { headerLine: 0, headers: numbered(width) };
  // Rows above the header (a title, a date of export) may hold line ends themselves; count what Papa consumed.
  const headerLine = lineOf(text, rows.slice(0, index + 1));
  return { headerLine, headers: uniqueHeaders(row) };
}

/** Neither a number, a date, an e-mail address nor an address of the web. */
const isWord = (value: string): boolean =>
  !/^[\s\d.,:;/+\-$€£%()]+$/.test(value) &&
  !/^\S+@\S+\.\S+$/.test(value) &&
  !/^https?:\/\//i.test(value) &&
  value.length <= 200;

const numbered = (width: number): string[] => Array.from({ length: width }, (_, index) => `Column ${index + 1}`);

const lineOf = (text: string, rows: string[][]): number => {
  const inside = rows.flat().reduce((sum, value) => sum + value.split(/\r\n|\n|\r/).length - 1, 0);
  return text === '' ? 0 : rows.length + inside;
};

/** Every column needs a name of its own: `Name`, `Name (2)`; an empty one is called by its place. */
export function uniqueHeaders(row: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return row.map((value, index) => {
    const name = value.trim() === '' ? `Column ${index + 1}` : value.trim();
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}
