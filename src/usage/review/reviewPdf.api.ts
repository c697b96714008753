import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Review, reviewParts } from './contract.ts';

/** The account review on paper: A4, Inter embedded, one calm page or two. */

const files = join(dirname(fileURLToPath(import.meta.resolve('@fontsource/inter/package.json'))), 'files');
const scripts = ['latin', 'latin-ext', 'cyrillic', 'greek'] as const;
const page = { left: 56, right: 539, top: 56, bottom: 780 };
const ink = { text: '#1b1d22', quiet: '#5c6270', line: '#d9dce3' };
type Part = (typeof reviewParts)[number];

export async function reviewPdf(review: Review, parts: readonly Part[], now: Date): Promise<Buffer> {
  const title = `Review ${review.account.name}`;
  const { default: Pdf } = await import('pdfkit');
  const doc = new Pdf({
    size: 'A4',
    margins: { top: page.top, left: page.left, right: 595 - page.right, bottom: 842 - page.bottom },
    bufferPages: true,
    lang: 'en',
    info: { Title: title, Author: review.firm, CreationDate: now, ModDate: now },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => doc.on('end', () => resolve()));
  draw(writerOn(doc), review, parts);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

interface Fonted {
  _font: { font: { hasGlyphForCodePoint(point: number): boolean } };
}

/** Text that flows down the page, each run in the file of the script that holds its letters. */
function writerOn(doc: PDFKit.PDFDocument) {
  const load = (weight: 400 | 600) =>
    scripts.map((script) => {
      const name = `Inter ${weight} ${script}`;
      doc.registerFont(name, readFileSync(join(files, `inter-${script}-${weight}-normal.woff`)));
      const known = (doc.font(name) as unknown as Fonted)._font.font;
      return { name, has: (point: number) => known.hasGlyphForCodePoint(point) };
    });
  const fonts = { 400: load(400), 600: load(600) };
  let y = page.top;
  const room = (height: number) => {
    if (y + height <= page.bottom) return;
    doc.addPage();
    y = page.top;
  };
  const fontFor = (text: string, weight: 400 | 600): string =>
    fonts[weight].find((font) => Array.from(text).every((sign) => sign === '\n' || font.has(sign.codePointAt(0)!)))
      ?.name ?? fonts[weight][0]!.name;
  function put(
    text: string,
    {
      x = page.left,
      width = page.right - page.left,
      weight = 400,
      size = 9.5,
      color = ink.text,
      gap = 3,
    }: { x?: number; width?: number; weight?: 400 | 600; size?: number; color?: string; gap?: number } = {},
  ): void {
    doc.font(fontFor(text, weight)).fontSize(size);
    const height = doc.heightOfString(text, { width });
    room(height);
    doc.fillColor(color).text(text, x, y, { width });
    y += height + gap;
  }
  return {
    put,
    heading: (text: string): void => {
      room(40);
      y += 10;
      doc.moveTo(page.left, y).lineTo(page.right, y).lineWidth(0.5).strokeColor(ink.line).stroke();
      y += 8;
      put(text, { weight: 600, size: 11.5, gap: 5 });
    },
    /** What at the left, when or how much at the right. */
    row: (left: string, right: string): void => {
      doc.font(fontFor(left, 400)).fontSize(9.5);
      const height = doc.heightOfString(left, { width: 340 });
      room(height + 3);
      doc.fillColor(ink.text).text(left, page.left, y, { width: 340 });
      doc
        .font(fontFor(right, 400))
        .fillColor(ink.quiet)
        .text(right, page.left + 350, y, { width: page.right - page.left - 350, align: 'right' });
      y += height + 3;
    },
  };
}

const day = (at: string | null) =>
  at === null
    ? ''
    : new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(at),
      );
const money = (amount: string, currency: string) =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency, maximumFractionDigits: 0 }).format(Number(amount));
const share = ({ promised, kept }: { promised: number; kept: number }) => `${kept} of ${promised}`;

function draw({ put, heading, row }: ReturnType<typeof writerOn>, review: Review, parts: readonly Part[]): void {
  const has = (part: Part) => parts.includes(part);
  put(review.firm, { color: ink.quiet, gap: 10 });
  put(`Review with ${review.account.name}`, { weight: 600, size: 20, gap: 6 });
  put(
    [`${day(review.from)} to ${day(review.to)}`, review.ownerName ? `prepared by ${review.ownerName}` : '']
      .filter(Boolean)
      .join(', '),
    { color: ink.quiet, gap: 4 },
  );
  if (has('plan') && review.plan.length > 0) {
    heading('What we agreed, and what came of it');
    for (const plan of review.plan) {
      row(
        [plan.title, `agreed ${day(plan.signedOn)}`].join(', '),
        plan.milestones.of > 0 ? `${plan.milestones.done} of ${plan.milestones.of} milestones` : '',
      );
      if (plan.firstValueOn ?? plan.firstValueDue)
        row(
          'First value',
          plan.firstValueOn ? `shown ${day(plan.firstValueOn)}` : `planned ${day(plan.firstValueDue)}`,
        );
      for (const each of plan.outcomes) {
        const unit = each.unit ? ` ${each.unit}` : '';
        row(
          `${each.metric}: from ${each.baseline}${unit} to ${each.target}${unit}${each.targetOn ? ` by ${day(each.targetOn)}` : ''}`,
          each.actual === null
            ? 'not measured yet'
            : `${each.actual}${unit}, ${Math.round((each.reached ?? 0) * 100)} % of the way${each.confirmedBy ? `, confirmed by ${each.confirmedBy}` : ''}`,
        );
      }
    }
  }
  if (has('value')) {
    heading('What it has brought');
    if (review.value.length === 0) put('No value was confirmed in these twelve months yet.', { color: ink.quiet });
    for (const each of review.value) row(each.what, day(each.at));
  }
  if (has('service')) {
    heading('Service');
    const { service } = review;
    row('Requests opened, solved', `${service.opened}, ${service.solved}`);
    if (service.firstResponse.promised > 0) row('Answered within the promised time', share(service.firstResponse));
    if (service.resolution.promised > 0) row('Solved within the promised time', share(service.resolution));
    if (service.satisfied.answered > 0)
      row('Satisfied with the solution', `${service.satisfied.satisfied} of ${service.satisfied.answered} answers`);
    for (const each of service.open) row(`Open: ${each.subject}`, `since ${day(each.openedAt)}`);
  }
  if (has('promises')) {
    heading('What we promised');
    row('Kept, not kept', `${review.promises.kept}, ${review.promises.broken}`);
    for (const each of review.promises.open) row(`Open: ${each.what}`, each.dueOn ? `by ${day(each.dueOn)}` : '');
  }
  if (has('base') && review.base.length + review.contracts.length > 0) {
    heading('What you have from us');
    for (const each of review.base)
      row(
        [each.name, each.serial].filter(Boolean).join(', '),
        [
          each.since ? `since ${day(each.since)}` : '',
          each.warrantyUntil ? `warranty until ${day(each.warrantyUntil)}` : '',
        ]
          .filter(Boolean)
          .join(', '),
      );
    for (const each of review.contracts)
      row(`${each.name}, ${money(each.yearly, each.currency)} a year`, `renews ${day(each.renewsOn)}`);
  }
  if (has('orders') && review.orders.count > 0) {
    heading('Orders');
    row(`${review.orders.count} orders`, money(review.orders.amount, review.currency));
  }
  if (has('next') && review.next.length > 0) {
    heading('Next');
    for (const each of review.next) row([each.what, each.memberName].filter(Boolean).join(', '), day(each.dueAt));
  }
}
