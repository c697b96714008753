/** Reports as a letter: plain text that lines up, the same as HTML, and one file with all rows. */
import type { Cell, TextTable } from '../../platform/reports.ts';
import { csvText } from '../csvText.ts';

export interface Section {
  title: string;
  tables: readonly TextTable[];
}

/** So many rows stand in the letter; the file has all. */
const shown = 25;
const widest = 34;

export function asText(sections: readonly Section[], foot: string): string {
  const parts = sections.flatMap(({ title, tables }) => [title.toUpperCase(), ...(tables.length === 0 ? ['Nothing in it this time.'] : tables.map(tableText))]);
  return `${parts.join('\n\n')}\n\n-- \n${foot}\n`;
}

function tableText({ title, about, columns, rows }: TextTable): string {
  const cells = [columns, ...rows.slice(0, shown).map((row) => row.map(cellText))].map((row) => row.map((cell) => cut(cell)));
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? '').length)));
  const right = columns.map((_, i) => i > 0 && rows.every((row) => typeof row[i] !== 'string'));
  const lines = cells.map((row) => row.map((cell, i) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join('  ').trimEnd());
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return [title, ...(about ? [about] : []), '', ...lines, ...(rows.length === 0 ? ['(no rows)'] : []), ...(rows.length > shown ? [`… and ${rows.length - shown} more rows in the file`] : [])].join('\n');
}

const cut = (text: string) => (text.length > widest ? `${text.slice(0, widest - 1)}…` : text);

/** Figures with at most two decimals and no thousands: the same in every language. */
export function cellText(cell: Cell): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  return Number.isInteger(cell) ? String(cell) : cell.toFixed(Math.abs(cell) < 1 ? 3 : 2);
}

export function asHtml(sections: readonly Section[], foot: readonly { text: string; href?: string | null }[]): string {
  const body = sections.map(({ title, tables }) => `<h2 style="font:600 17px sans-serif;margin:24px 0 4px">${escaped(title)}</h2>${tables.map(tableHtml).join('') || '<p>Nothing in it this time.</p>'}`).join('');
  const end = foot.map(({ text, href }) => (href ? `<a href="${escaped(href)}">${escaped(text)}</a>` : escaped(text))).join('<br>');
  return `<!doctype html><html><body style="font:14px/1.45 sans-serif;color:#1a1c1e">${body}<p style="margin-top:28px;color:#54595e;font-size:12px">${end}</p></body></html>`;
}

function tableHtml({ title, about, columns, rows }: TextTable): string {
  const cell = (text: string, head: boolean, i: number) => `<${head ? 'th' : 'td'} style="padding:4px 10px 4px 0;border-bottom:1px solid #e9e9e5;text-align:${i === 0 ? 'left' : 'right'};font-weight:${head ? 400 : i === 0 ? 600 : 400}">${escaped(text)}</${head ? 'th' : 'td'}>`;
  const lines = rows.slice(0, shown).map((row) => `<tr>${row.map((each, i) => cell(cellText(each), false, i)).join('')}</tr>`);
  const more = rows.length > shown ? `<p>… and ${rows.length - shown} more rows in the file</p>` : '';
  return `<h3 style="font:600 14px sans-serif;margin:14px 0 2px">${escaped(title)}</h3>${about ? `<p style="margin:0 0 6px;color:#54595e">${escaped(about)}</p>` : ''}<table style="border-collapse:collapse;font-size:13px"><tr>${columns.map((column, i) => cell(column, true, i)).join('')}</tr>${lines.join('')}</table>${more}`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** All tables below one another, each under its name: one file, since that is what a spreadsheet opens. */
export function asCsv(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ title, tables }) => tables.flatMap((table) => [[`${title}: ${table.title}`], table.columns, ...table.rows, []]));
  return csvText(rows);
}
