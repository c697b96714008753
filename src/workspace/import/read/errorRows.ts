import { csvFile, type Cell } from '../../export.ts';
import type { Note } from '../drafts/draft.ts';
import { isRow, type Read } from './row.ts';

export type ErrorRow = { read: Read; notes: readonly Note[] };

/** The columns we add, in front: where the row stood, and why it was not taken in. */
export const errorColumns = ['Import line', 'Import reason'] as const;

/**
 * The rows that were not taken in, as a CSV file with their original columns, to be corrected and imported again. A row
 * that could not be cut into columns stands whole in the first of them.
 */
export const errorFile = (
  headers: readonly string[],
  rows: AsyncIterable<ErrorRow> | Iterable<ErrorRow>,
): AsyncGenerator<string> =>
  csvFile({ name: 'errors', headers: [...errorColumns, ...headers], rows: lines(headers, rows) });

async function* lines(
  headers: readonly string[],
  rows: AsyncIterable<ErrorRow> | Iterable<ErrorRow>,
): AsyncGenerator<Cell[]> {
  for await (const { read, notes } of rows) {
    const values = isRow(read) ? headers.map((header) => read.row[header] ?? '') : [read.raw];
    yield [read.line, notes.map(reason).join('; '), ...values];
  }
}

const reason = ({ code, column, value, detail }: Note): string =>
  [code, column, value && `“${value.slice(0, 80)}”`, detail].filter(Boolean).join(' ');
