import { escapeFormula } from '../workspace/formula.ts';

type Cells = readonly (string | number | null)[];

/** Rows as a file that a spreadsheet reads; a text that it would run as a formula is kept from it. */
export const csvText = (rows: readonly Cells[]): string => `\u{feff}${rows.map(line).join('\r\n')}\r\n`;

const line = (cells: Cells): string =>
  cells
    .map((cell) => quoted(cell === null ? '' : typeof cell === 'number' ? String(cell) : escapeFormula(cell)))
    .join(',');

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
