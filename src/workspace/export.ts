import type { Call } from '../platform/serve.ts';
import { escapeFormula } from './formula.ts';

export type Cell = string | number | boolean | null | undefined;
export type ExportTable = {
  name: string;
  headers: readonly string[];
  rows: AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>;
};

/** One line of a CSV file (RFC 4180, ends in CR LF). */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  const text = typeof cell === 'string' ? escapeFormula(cell) : String(cell);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A CSV file in pieces of text of about 64 kB, with the byte order mark that spreadsheets need to see UTF-8. */
export async function* csvFile({ headers, rows }: ExportTable): AsyncGenerator<string> {
  let piece = `\ufeff${csvLine(headers)}`;
  for await (const row of rows) {
    piece += csvLine(row);
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Records of one kind, however they arrive; the columns are those of the first. Without a record there is nothing to write. */
export async function* csvOfRecords(records: AsyncGenerator<Record<string, unknown>>): AsyncGenerator<string> {
  const first = await records.next();
  if (first.done) return;
  const headers = Object.keys(first.value);
  async function* rows() {
    yield headers.map((header) => cellOf(first.value[header]));
    for await (const record of records) yield headers.map((header) => cellOf(record[header]));
  }
  yield* csvFile({ name: '', headers, rows: rows() });
}

const cellOf = (value: unknown): Cell =>
  value === null || value === undefined || ['string', 'number', 'boolean'].includes(typeof value)
    ? (value as Cell)
    : JSON.stringify(value);

/** A CSV file as the answer to a request, written while it is read. */
export function csvAnswer(table: ExportTable): Response {
  return new Response(textStream(csvFile(table)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${table.name}.csv"`,
      'cache-control': 'no-store',
    },
  });
}

/** What is written as fast as somebody reads it; a reader who leaves ends the writing. */
export function textStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: () => pieces.return(undefined).then(() => undefined),
  });
}

/** Every row of a paged list, each page read in a short transaction of its own: a slow reader of the file holds nothing open. */
export async function* rowsOfPages<Row>(
  call: Call,
  read: (inner: Call, cursor: string | undefined) => Promise<{ items: readonly Row[]; next: string | null }>,
  cells: (row: Row) => readonly Cell[],
): AsyncGenerator<readonly Cell[]> {
  let cursor: string | undefined;
  do {
    const { items, next } = await call.transact((inner) => read(inner, cursor), 30);
    for (const item of items) yield cells(item);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}

/** Rows that fit on one sheet of a workbook. */
export const mostSheetRows = 1_048_575;

/** A workbook with one sheet per table. Built in memory: throws `RangeError` beyond the rows that a sheet can hold. */
export async function xlsxFile(tables: readonly ExportTable[]): Promise<Blob> {
  const sheets = [];
  for (const table of tables) {
    const data: (string | number | boolean | null)[][] = [[...table.headers]];
    for await (const row of table.rows) {
      if (data.length > mostSheetRows) throw new RangeError('Too many rows for a sheet; export as CSV instead');
      // Cells of the kind text are never run, but the same file saved as CSV later would be.
      data.push(row.map((cell) => (typeof cell === 'string' ? escapeFormula(cell).slice(0, 32_767) : (cell ?? null))));
    }
    sheets.push({ data, sheet: table.name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31) || 'Sheet' });
  }
  const { default: writeXlsxFile } = await import('write-excel-file/universal');
  return writeXlsxFile(sheets).toBlob();
}
