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
