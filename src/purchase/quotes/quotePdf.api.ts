import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OpenQuote } from './contract.ts';

/** A quote on paper: A4, Inter embedded with all its scripts, so that a name from anywhere in Europe prints as it is written. */

const files = join(dirname(fileURLToPath(import.meta.resolve('@fontsource/inter/package.json'))), 'files');
const scripts = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'] as const;
const weights = [400, 600] as const;
type Weight = (typeof weights)[number];
const page = { left: 56, right: 539, top: 56, bottom: 770 };
const ink = { text: '#1b1d22', quiet: '#5c6270', line: '#d9dce3' };

type Printable = Omit<OpenQuote, 'sentAt' | 'acceptedAt'> & Record<'sentAt' | 'acceptedAt', Date | string | null>;

export async function pdfAnswer(quote: Printable, now: Date): Promise<Response> {
  const bytes = await quotePdf(quote, now);
  const name = `${quote.number}-${quote.issue}.pdf`;
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}

export async function quotePdf(quote: Printable, now: Date): Promise<Buffer> {
  const { default: Pdf } = await import('pdfkit');
  const doc = new Pdf({
    size: 'A4',
    margins: { top: page.top, left: page.left, right: 595 - page.right, bottom: 842 - page.bottom },
    bufferPages: true,
    lang: 'en',
    info: { Title: `Quote ${quote.number}, issue ${quote.issue}`, Author: quote.firm, CreationDate: now, ModDate: now },
  });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve) => doc.on('end', () => resolve()));
  draw(writerOn(doc), quote, now);
  const { count } = doc.bufferedPageRange();
  for (let at = 0; at < count; at++) {
    doc.switchToPage(at);
    doc.page.margins.bottom = 0;
    doc
      .font('Inter 400 latin')
      .fontSize(8)
      .fillColor(ink.quiet)
      .text(`${quote.number} · issue ${quote.issue} · page ${at + 1} of ${count}`, page.left, 800, {
        width: page.right - page.left,
        align: 'right',
        lineBreak: false,
      });
  }
  doc.end();
  await ended;
  return Buffer.concat(parts);
}

interface Fonted {
  _font: { font: { hasGlyphForCodePoint(point: number): boolean } };
}
interface Style {
  weight?: Weight;
  size?: number;
  color?: string;
}
type Writer = ReturnType<typeof writerOn>;

/** Writes text in runs, each in the script file that holds its letters. */
function writerOn(doc: PDFKit.PDFDocument) {
  const fonts = Object.fromEntries(
    weights.map((weight) => [
      weight,
      scripts.map((script) => {
        const name = `Inter ${weight} ${script}`;
        doc.registerFont(name, readFileSync(join(files, `inter-${script}-${weight}-normal.woff`)));
        const known = (doc.font(name) as unknown as Fonted)._font.font;
        return { name, has: (point: number) => known.hasGlyphForCodePoint(point) };
      }),
    ]),
  ) as Record<Weight, { name: string; has(point: number): boolean }[]>;

  function runsOf(text: string, weight: Weight): { font: string; text: string }[] {
    const runs: { font: string; text: string }[] = [];
    for (const sign of text.normalize('NFC')) {
      const point = sign.codePointAt(0)!;
      const own = fonts[weight].find((font) => font.has(point));
      // A space belongs to the word before it; a letter that no file holds is shown as missing, not left out.
      const font = sign === ' ' && runs.length > 0 ? runs.at(-1)!.font : (own ?? fonts[weight][0]!).name;
      const last = runs.at(-1);
      if (last && last.font === font) last.text += sign;
      else runs.push({ font, text: sign });
    }
    return runs;
  }
  const widthOf = (text: string, { weight = 400, size = 9.5 }: Style): number =>
    runsOf(text, weight).reduce((sum, run) => sum + doc.font(run.font).fontSize(size).widthOfString(run.text), 0);

  return {
    doc,
    /** Lines that fit a width, broken between words; a word that is too long is broken where it must. */
    linesOf(text: string, width: number, style: Style): string[] {
      return text.split('\n').flatMap((paragraph) => {
        const lines: string[] = [];
        let line = '';
        for (const word of paragraph.split(' ')) {
          const longer = line === '' ? word : `${line} ${word}`;
          if (line === '' || widthOf(longer, style) <= width) line = longer;
          else {
            lines.push(line);
            line = word;
          }
          while (widthOf(line, style) > width && line.length > 1) {
            let fit = line.length - 1;
            while (fit > 1 && widthOf(line.slice(0, fit), style) > width) fit--;
            lines.push(line.slice(0, fit));
            line = line.slice(fit);
          }
        }
        return [...lines, line];
      });
    },
    line(text: string, x: number, y: number, style: Style & { end?: number } = {}): void {
      const { weight = 400, size = 9.5, color = ink.text, end } = style;
      let at = end === undefined ? x : end - widthOf(text, style);
      for (const run of runsOf(text, weight)) {
        doc.font(run.font).fontSize(size).fillColor(color).text(run.text, at, y, { lineBreak: false });
        at += doc.widthOfString(run.text);
      }
    },
  };
}

/** Where on which page the next line goes; `y` grows downwards. */
interface Sheet {
  writer: Writer;
  y: number;
}

function draw(writer: Writer, quote: Printable, now: Date): void {
  const sheet: Sheet = { writer, y: page.top };
  drawHead(sheet, quote, now);
  drawLines(sheet, quote);
  drawTotals(sheet, quote);
  drawTerms(sheet, quote);
  drawSignature(sheet, quote);
}

function drawHead(sheet: Sheet, quote: Printable, now: Date): void {
  const { writer } = sheet;
  writer.line(quote.firm, page.left, sheet.y, { weight: 600, size: 11 });
  writer.line(`${quote.number} · issue ${quote.issue}`, 0, sheet.y, { end: page.right, color: ink.quiet });
  sheet.y += 44;
  if (quote.accountName) paragraph(sheet, quote.accountName, { weight: 600, size: 11 });
  if (quote.contactName) paragraph(sheet, quote.contactName, { size: 10 });
  sheet.y += 22;
  paragraph(sheet, `Quote: ${quote.saleName}`, { weight: 600, size: 17 });
  sheet.y += 6;
  const facts: [string, string][] = [
    ['Date', dayText(new Date(quote.sentAt ?? now).toISOString())],
    ['Valid until', dayText(quote.validUntil)],
    ...(quote.memberName ? [['Your contact', quote.memberName] as [string, string]] : []),
  ];
  for (const [name, value] of facts) {
    writer.line(name, page.left, sheet.y, { color: ink.quiet });
    writer.line(value, page.left + 90, sheet.y);
    sheet.y += 15;
  }
  sheet.y += 12;
  if (quote.introduction) {
    paragraph(sheet, quote.introduction);
    sheet.y += 12;
  }
}

/** Where the columns of figures end. */
const ends = { quantity: 330, price: 412, discount: 458, total: page.right };

function drawLines(sheet: Sheet, quote: Printable): void {
  const { writer } = sheet;
  drawColumns(sheet, quote);
  for (const line of quote.lines) {
    const names = writer.linesOf(line.code ? `${line.name} (${line.code})` : line.name, 215, {});
    if (onNewPage(sheet, names.length * 14 + 8)) drawColumns(sheet, quote);
    const cells: [string, number][] = [
      [[plain(line.quantity), line.unit].filter(Boolean).join(' '), ends.quantity],
      [money(line.price), ends.price],
      [line.discount > 0 ? `${line.discount} %` : '', ends.discount],
      [money(line.total) + periodText(line.recurring), ends.total],
    ];
    for (const [text, end] of cells) if (text) writer.line(text, 0, sheet.y, { end });
    for (const name of names) {
      writer.line(name, page.left, sheet.y);
      sheet.y += 14;
    }
    sheet.y += 3;
  }
}

function drawColumns(sheet: Sheet, quote: Printable): void {
  const style = { color: ink.quiet, size: 8.5 };
  sheet.writer.line('What', page.left, sheet.y, style);
  const named: [string, number][] = [
    ['Quantity', ends.quantity],
    ['Price', ends.price],
    ...(quote.lines.some((line) => line.discount > 0) ? [['Less', ends.discount] as [string, number]] : []),
    ['Total', ends.total],
  ];
  for (const [text, end] of named) sheet.writer.line(text, 0, sheet.y, { ...style, end });
  sheet.y += 14;
  rule(sheet);
  sheet.y += 7;
}

const periods = [
  ['once', 'Once'],
  ['month', 'Each month'],
  ['year', 'Each year'],
] as const;

function drawTotals(sheet: Sheet, quote: Printable): void {
  onNewPage(sheet, 80);
  rule(sheet);
  sheet.y += 9;
  const onlyOnce = quote.lines.every((line) => line.recurring === null);
  for (const [period, label] of periods) {
    if (quote.sums[period] === '0.00' && !(period === 'once' && onlyOnce)) continue;
    const sum = `${money(quote.sums[period])} ${quote.currency}`;
    sheet.writer.line(label, page.left, sheet.y, { color: ink.quiet });
    sheet.writer.line(sum, 0, sheet.y, { end: ends.total, weight: 600, size: 10.5 });
    sheet.y += 17;
  }
  sheet.y += 14;
}

function drawTerms(sheet: Sheet, { terms }: Printable): void {
  if (!terms) return;
  onNewPage(sheet, 40);
  paragraph(sheet, 'Terms', { weight: 600, size: 10.5 });
  sheet.y += 2;
  paragraph(sheet, terms);
  sheet.y += 12;
}

/** Who accepted it, or the lines on which to. */
function drawSignature(sheet: Sheet, { acceptedBy, acceptedAt }: Printable): void {
  onNewPage(sheet, 70);
  if (acceptedBy && acceptedAt) {
    const when = dayText(new Date(acceptedAt).toISOString());
    return paragraph(sheet, `Accepted by ${acceptedBy} on ${when}.`, { weight: 600 });
  }
  sheet.y += 34;
  stroke(sheet, [page.left, page.left + 220], [page.left + 260, page.right]);
  sheet.y += 5;
  sheet.writer.line('Accepted: name and signature', page.left, sheet.y, { size: 8, color: ink.quiet });
  sheet.writer.line('Place and date', page.left + 260, sheet.y, { size: 8, color: ink.quiet });
}

/** Goes on to a new page when so much does not fit any more. */
function onNewPage(sheet: Sheet, height: number): boolean {
  if (sheet.y + height <= page.bottom) return false;
  sheet.writer.doc.addPage();
  sheet.y = page.top;
  return true;
}

function paragraph(sheet: Sheet, text: string, style: Style = {}): void {
  const leading = (style.size ?? 9.5) * 1.5;
  for (const line of sheet.writer.linesOf(text, page.right - page.left, style)) {
    onNewPage(sheet, leading);
    sheet.writer.line(line, page.left, sheet.y, style);
    sheet.y += leading;
  }
}

const rule = (sheet: Sheet): void => stroke(sheet, [page.left, page.right]);

function stroke({ writer: { doc }, y }: Sheet, ...lines: [from: number, to: number][]): void {
  for (const [from, to] of lines) doc.moveTo(from, y).lineTo(to, y);
  doc.lineWidth(0.7).strokeColor(ink.line).stroke();
}

/** "1234567.50" → "1,234,567.50", without a float on the way. */
const money = (amount: string): string => amount.replaceAll(/\B(?=(\d{3})+(?=\.))/g, ',');
const plain = (quantity: string): string => quantity.replace(/\.0+$/, '');
const periodText = (period: 'month' | 'year' | null): string =>
  period === null ? '' : period === 'month' ? ' / month' : ' / year';
const dayText = (iso: string): string =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(iso),
  );
