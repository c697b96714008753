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

function draw(writer: Writer, quote: Printable, now: Date): void {
  const { doc } = writer;
  let y = page.top;
  /** Goes on to a new page when so much does not fit any more. */
  const room = (height: number) => {
    if (y + height <= page.bottom) return;
    doc.addPage();
    y = page.top;
  };
  const paragraph = (text: string, style: Style = {}) => {
    const leading = (style.size ?? 9.5) * 1.5;
    for (const line of writer.linesOf(text, page.right - page.left, style)) {
      room(leading);
      writer.line(line, page.left, y, style);
      y += leading;
    }
  };
  const rule = () => doc.moveTo(page.left, y).lineTo(page.right, y).lineWidth(0.7).strokeColor(ink.line).stroke();

  writer.line(quote.firm, page.left, y, { weight: 600, size: 11 });
  writer.line(`${quote.number} · issue ${quote.issue}`, 0, y, { end: page.right, color: ink.quiet });
  y += 44;
  if (quote.accountName) paragraph(quote.accountName, { weight: 600, size: 11 });
  if (quote.contactName) paragraph(quote.contactName, { size: 10 });
  y += 22;
  paragraph(`Quote: ${quote.saleName}`, { weight: 600, size: 17 });
  y += 6;
  const facts: [string, string][] = [
    ['Date', dayText(new Date(quote.sentAt ?? now).toISOString())],
    ['Valid until', dayText(quote.validUntil)],
    ...(quote.memberName ? [['Your contact', quote.memberName] as [string, string]] : []),
  ];
  for (const [name, value] of facts) {
    writer.line(name, page.left, y, { color: ink.quiet });
    writer.line(value, page.left + 90, y);
    y += 15;
  }
  y += 12;
  if (quote.introduction) {
    paragraph(quote.introduction);
    y += 12;
  }

  const ends = { quantity: 330, price: 412, discount: 458, total: page.right };
  const head = () => {
    const style = { color: ink.quiet, size: 8.5 };
    writer.line('What', page.left, y, style);
    for (const [text, end] of [
      ['Quantity', ends.quantity],
      ['Price', ends.price],
      ['Less', ends.discount],
      ['Total', ends.total],
    ] as const)
      if (text !== 'Less' || quote.lines.some((line) => line.discount > 0)) writer.line(text, 0, y, { ...style, end });
    y += 14;
    rule();
    y += 7;
  };
  head();
  for (const line of quote.lines) {
    const names = writer.linesOf(line.code ? `${line.name} (${line.code})` : line.name, 215, {});
    if (y + names.length * 14 + 8 > page.bottom) {
      doc.addPage();
      y = page.top;
      head();
    }
    const cells: [string, number][] = [
      [[plain(line.quantity), line.unit].filter(Boolean).join(' '), ends.quantity],
      [money(line.price), ends.price],
      [line.discount > 0 ? `${line.discount} %` : '', ends.discount],
      [money(line.total) + periodText(line.recurring), ends.total],
    ];
    for (const [text, end] of cells) if (text) writer.line(text, 0, y, { end });
    for (const name of names) {
      writer.line(name, page.left, y);
      y += 14;
    }
    y += 3;
  }
  room(80);
  rule();
  y += 9;
  const totals = (
    [
      ['once', 'Once'],
      ['month', 'Each month'],
      ['year', 'Each year'],
    ] as const
  ).filter(
    ([period]) =>
      quote.sums[period] !== '0.00' || (period === 'once' && quote.lines.every((l) => l.recurring === null)),
  );
  for (const [period, label] of totals) {
    writer.line(label, page.left, y, { color: ink.quiet });
    writer.line(`${money(quote.sums[period])} ${quote.currency}`, 0, y, { end: ends.total, weight: 600, size: 10.5 });
    y += 17;
  }
  y += 14;
  if (quote.terms) {
    room(40);
    paragraph('Terms', { weight: 600, size: 10.5 });
    y += 2;
    paragraph(quote.terms);
    y += 12;
  }
  room(70);
  if (quote.acceptedBy && quote.acceptedAt) {
    paragraph(`Accepted by ${quote.acceptedBy} on ${dayText(new Date(quote.acceptedAt).toISOString())}.`, {
      weight: 600,
    });
  } else {
    y += 34;
    doc
      .moveTo(page.left, y)
      .lineTo(page.left + 220, y)
      .moveTo(page.left + 260, y)
      .lineTo(page.right, y)
      .lineWidth(0.7)
      .strokeColor(ink.line)
      .stroke();
    y += 5;
    writer.line('Accepted: name and signature', page.left, y, { size: 8, color: ink.quiet });
    writer.line('Place and date', page.left + 260, y, { size: 8, color: ink.quiet });
  }
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
