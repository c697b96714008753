/** Reports as a letter: plain text that lines up, the same as HTML, and one file with all rows. */
import type { Cell, TextTable } from '../../platform/reports.ts';
import { figure } from '../../workspace/figure.ts';
import { csvText } from '../csvText.ts';

export interface Section {
  title: string;
  tables: readonly TextTable[];
}

/** What stands around the tables. */
export interface Around {
  title: string;
  /** In a few words, when it was made and for whom. */
  made: string;
  /** The screen it was made from. */
  open: string | null;
  why: string;
  /** The page on which it ends. */
  stop: string | null;
}

/** A day, month or quarter as it is written in tables, in words: 29 November 2026. A file keeps those of its cells as they are, which a spreadsheet reads. */
export function worded(text: string): string {
  return text.replaceAll(
    /\b((?:19|20)\d\d)-(?:Q([1-4])|(0[1-9]|1[0-2])(?:-([0-2]\d|3[01]))?)(?![\d-])/g,
    (_, year: string, quarter?: string, month?: string, day?: string) =>
      quarter === undefined
        ? `${day === undefined ? '' : `${Number(day)} `}${monthNames.format(Date.UTC(2000, Number(month) - 1))} ${year}`
        : `quarter ${quarter} of ${year}`,
  );
}
const monthNames = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });
/** Where it is all that stands in a cell; a name is left alone. */
const isDay = (text: string) => /^(?:19|20)\d\d-(?:Q[1-4]|(?:0[1-9]|1[0-2])(?:-(?:[0-2]\d|3[01]))?)$/.test(text);

/** So many rows stand in the letter; the file has all. */
const shown = 25;
const widest = 34;

export function asText(sections: readonly Section[], { title, made, open, why, stop }: Around): string {
  const parts = sections.flatMap((section) => [
    section.title.toUpperCase(),
    ...(section.tables.length === 0 ? [nothing] : section.tables.map(tableText)),
  ]);
  const foot = [why, ...(stop ? [`Do not send it to me any more: ${stop}`] : [])].join('\n');
  return `${[`${title}\n${made}`, ...(open ? [`Open it: ${open}`] : []), ...parts].join('\n\n')}\n\n-- \n${foot}\n`;
}

const nothing = 'Nothing in it this time.';
const more = (rows: readonly unknown[]) =>
  rows.length > shown ? `… and ${rows.length - shown} more rows in the file` : '';

function tableText({ title, about, columns, rows, shares }: TextTable): string {
  const cells = [
    columns,
    ...rows.slice(0, shown).map((row) => row.map((cell, i) => cellText(cell, shares?.includes(i)))),
  ].map((row) => row.map((cell) => cut(cell)));
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? '').length)));
  const lines = cells.map((row) =>
    row
      .map((cell, i) => (isFigure(rows, i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return [
    worded(title),
    ...(about ? [worded(about)] : []),
    '',
    ...lines,
    ...(rows.length === 0 ? ['(no rows)'] : []),
    ...(more(rows) ? [more(rows)] : []),
  ].join('\n');
}

/** Figures stand to the right, under one another; words to the left. */
const isFigure = (rows: TextTable['rows'], i: number) => i > 0 && rows.every((row) => typeof row[i] !== 'string');
const cut = (text: string) => (text.length > widest ? `${text.slice(0, widest - 1)}…` : text);

export function cellText(cell: Cell, share = false): string {
  if (cell === null) return '–';
  if (typeof cell === 'string') return isDay(cell) ? worded(cell) : cell;
  return share ? `${(100 * cell).toFixed(0)} %` : figure(cell);
}

const quiet = 'color:#54595e';
const link = 'color:#3b46a8;text-decoration:underline';

export function asHtml(sections: readonly Section[], { title, made, open, why, stop }: Around): string {
  const body = sections
    .map(
      (section) =>
        `<h2 style="font-size:17px;margin:28px 0 2px;border-top:1px solid #dcdcd6;padding-top:16px">${escaped(section.title)}</h2>${section.tables.map(tableHtml).join('') || `<p style="${quiet}">${nothing}</p>`}`,
    )
    .join('');
  const anchor = (href: string | null, text: string) =>
    href ? `<a href="${escaped(href)}" style="${link}">${text}</a>` : '';
  return `<!doctype html><html lang="en"><head><meta name="color-scheme" content="light"><meta name="viewport" content="width=device-width"></head><body style="margin:0;background:#ffffff"><div style="font:14px/1.45 -apple-system,'Segoe UI',Roboto,Arial,sans-serif;color:#1a1c1e;max-width:860px;margin:0 auto;padding:20px 16px">
<h1 style="font-size:21px;line-height:1.25;margin:0">${escaped(title)}</h1><p style="margin:2px 0 10px;${quiet}">${escaped(made)}</p>${open ? `<p style="margin:0">${anchor(open, 'Open it, with the records behind each figure')}</p>` : ''}
${body}<p style="margin-top:32px;border-top:1px solid #dcdcd6;padding-top:12px;${quiet};font-size:12px">${[escaped(why), anchor(stop, 'Do not send it to me any more')].filter(Boolean).join('<br>')}</p></div></body></html>`;
}

function tableHtml({ title, about, columns, rows, shares }: TextTable): string {
  const cell = (text: string, head: boolean, i: number) =>
    `<${head ? 'th' : 'td'} style="padding:5px 12px 5px 0;border-bottom:1px solid #e9e9e5;vertical-align:top;text-align:${isFigure(rows, i) ? 'right' : 'left'};${head ? `${quiet};font-weight:400;font-size:12px` : i === 0 ? 'font-weight:600' : ''}">${escaped(text)}</${head ? 'th' : 'td'}>`;
  const lines = rows
    .slice(0, shown)
    .map((row) => `<tr>${row.map((each, i) => cell(cellText(each, shares?.includes(i)), false, i)).join('')}</tr>`);
  const under = rows.length === 0 ? nothing : more(rows);
  return `<h3 style="font-size:14px;margin:14px 0 2px">${escaped(worded(title))}</h3>${about ? `<p style="margin:0 0 6px;${quiet}">${escaped(worded(about))}</p>` : ''}<div style="overflow-x:auto"><table style="border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums"><tr>${columns.map((column, i) => cell(column, true, i)).join('')}</tr>${lines.join('')}</table></div>${under ? `<p style="${quiet}">${under}</p>` : ''}`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** All tables below one another, each under its name: one file, since that is what a spreadsheet opens. */
export function asCsv(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ title, tables }) =>
    tables.flatMap((table) => [[worded(`${title}: ${table.title}`)], table.columns, ...table.rows, []]),
  );
  return csvText(rows);
}
