import Papa from 'papaparse';
import { unescapeFormula } from '../../formula.ts';
import { textBlocks, type Encoding } from './encoding.ts';
import type { Bytes, Read, ReadProblemCode } from './row.ts';

/** How a table of text is written. `headerLine` counts from 1; 0 means that the first line is already a row. */
export type Dialect = {
  encoding: Encoding;
  delimiter: string;
  headerLine: number;
  headers: string[];
  newline: '\n' | '\r';
};

/** A quoted value that runs on for longer than this was never closed. */
const longestRecord = 1_048_576;

/**
 * The rows of a CSV, TSV or semicolon file, in batches, in memory that does not grow with the file. One bad row costs
 * one row: after a quote that is never closed, reading goes on with the next line. Blank lines are left out.
 */
export async function* readCsv(source: Bytes, dialect: Dialect): AsyncGenerator<Read[]> {
  const reader = { dialect, line: 1, carry: '', wrong: new Set<number>() };
  for await (const block of textBlocks(source, dialect.encoding)) {
    const from = reader.line + lineEnds(reader.carry, dialect.newline);
    for (const line of block.wrong) reader.wrong.add(from + line);
    reader.carry += block.text;
    yield readRecords(reader, false);
  }
  yield readRecords(reader, true);
}

type Reader = { dialect: Dialect; line: number; carry: string; wrong: Set<number> };

/** Reads the whole records of `carry` and leaves the rest there. */
function readRecords(reader: Reader, last: boolean): Read[] {
  const reads: Read[] = [];
  for (;;) {
    const stopped = parseUntilBroken(reader, last, reads);
    if (stopped || reader.carry.length > longestRecord) giveUpLine(reader, reads);
    else break;
  }
  if (reader.wrong.size > 0 && last) reader.wrong.clear();
  return reads;
}

/** True when it met a broken quote: `carry` then begins with that record. */
function parseUntilBroken(reader: Reader, last: boolean, reads: Read[]): boolean {
  const { delimiter, newline } = reader.dialect;
  const text = reader.carry;
  let done = 0;
  let broken = false;
  const parser = new Papa.Parser({
    delimiter,
    newline,
    step: (result: Papa.ParseStepResult<string[][]>) => {
      const end = result.meta.cursor;
      if (result.errors.length > 0) {
        broken = true;
        parser.abort();
        return;
      }
      // The last record's cursor stays before it: it has no line end.
      const raw = text.slice(done, end > done ? end : text.length);
      const values = result.data[0];
      if (values && raw !== '') pushRecord(reader, values, raw, reads);
      reader.line += lineEnds(raw, newline);
      done += raw.length;
    },
  });
  parser.parse(text, 0, !last);
  reader.carry = text.slice(done);
  return broken;
}

/** One line that cannot be read goes out whole, and reading resumes behind it. */
function giveUpLine(reader: Reader, reads: Read[]): void {
  const found = reader.carry.indexOf(reader.dialect.newline);
  const end = found === -1 ? reader.carry.length : found + 1;
  reads.push({ line: reader.line, raw: withoutEnd(reader.carry.slice(0, end)), problem: 'broken quote' });
  reader.carry = reader.carry.slice(end);
  reader.line += 1;
}

function pushRecord(reader: Reader, values: string[], raw: string, reads: Read[]): void {
  const { headers, headerLine, newline } = reader.dialect;
  const { line } = reader;
  const last = values.length - 1;
  if (values[last]?.endsWith('\r')) values[last] = values[last].slice(0, -1);
  if (line <= headerLine || values.every((value) => value.trim() === '')) return;
  const text = withoutEnd(raw);
  if (values.length > headers.length && values.slice(headers.length).some((value) => value.trim() !== '')) {
    reads.push({ line, raw: text, problem: 'too many values', detail: `${values.length} / ${headers.length}` });
    return;
  }
  // Without a prototype: a column may be called __proto__.
  const row: Record<string, string> = Object.create(null);
  for (let i = 0; i < headers.length; i++) row[headers[i] ?? ''] = unescaped(values[i] ?? '');
  const notes: ReadProblemCode[] = [];
  if (values.length < headers.length) notes.push('too few values');
  if (isWrong(reader, line, lineEnds(raw, newline))) notes.push('not this encoding');
  reads.push(notes.length > 0 ? { line, raw: text, row, notes } : { line, raw: text, row });
}

/** Exports put an apostrophe before what a spreadsheet would run; here it is taken off again. */
const unescaped = (value: string): string => (value.startsWith("'") ? unescapeFormula(value) : value);

function isWrong({ wrong }: Reader, line: number, lines: number): boolean {
  if (wrong.size === 0) return false;
  let found = false;
  for (let at = line; at <= line + Math.max(0, lines - 1); at++) if (wrong.delete(at)) found = true;
  return found;
}

const withoutEnd = (raw: string): string => raw.replace(/\r?\n$|\r$/, '');

function lineEnds(text: string, newline: string): number {
  let count = 0;
  for (let at = text.indexOf(newline); at !== -1; at = text.indexOf(newline, at + 1)) count++;
  return count;
}
