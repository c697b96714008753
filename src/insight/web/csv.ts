import { escapeFormula } from '../../workspace/formula.ts';

/** Hands the rows of a report to the person as a file; a text that a spreadsheet would run as a formula is kept from it. */
export function downloadCsv(
  name: string,
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): void {
  const line = (cells: readonly (string | number | null)[]) =>
    cells
      .map((cell) => quoted(cell === null ? '' : typeof cell === 'number' ? String(cell) : escapeFormula(cell)))
      .join(',');
  const blob = new Blob([`\u{feff}${[head, ...rows].map(line).join('\r\n')}\r\n`], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
