import { csvText } from '../csvText.ts';

/** Hands the rows of a report to the person as a file. */
export const downloadCsv = (
  name: string,
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): void => downloadText(name, csvText([head, ...rows]));

export function downloadText(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = `${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
