import type { CellValue } from 'read-excel-file/universal';
import { unescapeFormula } from '../../formula.ts';
import { uniqueHeaders } from './dialect.ts';
import { allBytes, type Bytes, type Read } from './row.ts';

/** A spreadsheet is unpacked in memory, unlike every other format; larger ones are better saved as CSV. */
export const largestWorkbook = 64 * 1_048_576;

export type Sheet = { name: string; headers: string[]; headerLine: number; rows: string[][] };

/** Every sheet with at least one filled cell. Throws `RangeError` above 64 MB, `Error` when it is no workbook. */
export async function readWorkbook(source: Bytes): Promise<Sheet[]> {
  const bytes = await allBytes(source, largestWorkbook);
  const { default: readXlsxFile } = await import('read-excel-file/universal');
  const sheets = await readXlsxFile<string>(new Blob([new Uint8Array(bytes)]), {
    parseNumber: (digits) => digits,
    trim: false,
  });
  return sheets.map(({ sheet, data }) => toSheet(sheet, data)).filter((sheet) => sheet.headers.length > 0);
}

function toSheet(name: string, data: (CellValue<string> | null)[][]): Sheet {
  const rows = data.map((row) => row.map(cellText));
  const headerIndex = rows.findIndex((row) => row.filter(Boolean).length >= Math.max(1, widest(rows) * 0.6));
  return {
    name,
    headers: uniqueHeaders(rows[headerIndex] ?? []),
    headerLine: headerIndex + 1,
    rows: rows.slice(headerIndex + 1),
  };
}

const widest = (rows: string[][]): number =>
  rows.slice(0, 50).reduce((most, row) => Math.max(most, row.filter(Boolean).length), 0);

/** A date without a time of day is written as one; figures keep the digits that the workbook holds. */
function cellText(cell: CellValue<string> | null): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date)
    return cell
      .toISOString()
      .replace(/T00:00:00\.000Z$/, '')
      .replace(/\.000Z$/, '')
      .replace('T', ' ');
  return unescapeFormula(String(cell));
}

/** The rows of one sheet. `raw` is the row as comma-separated text. */
export function* sheetRows(sheet: Sheet): Generator<Read[]> {
  const reads: Read[] = [];
  for (const [index, values] of sheet.rows.entries()) {
    if (values.every((value) => value.trim() === '')) continue;
    const row: Record<string, string> = Object.create(null);
    for (const [column, header] of sheet.headers.entries()) row[header] = values[column] ?? '';
    reads.push({ line: sheet.headerLine + 1 + index, raw: values.map(quoted).join(','), row });
  }
  yield reads;
}

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
