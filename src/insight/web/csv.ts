import { csvText } from '../csvText.ts';

/** Hands the rows of a report to the person as a file. */
export function downloadCsv(
  name: string,
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): void {
  const blob = new Blob([csvText([head, ...rows])], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
