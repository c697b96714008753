import { readCsv } from './csv.ts';
import { detectDialect } from './dialect.ts';
import { decodeHead, detectEncoding, encodings, type Encoding } from './encoding.ts';
import { eventHeaders, readCalendar, type Recurrence } from './ical.ts';
import type { FilePlan } from '../plan/plan.ts';
import type { Sample } from '../plan/propose.ts';
import { isRow, type Bytes, type Read } from './row.ts';
import { cardHeaders, readCards } from './vcard.ts';
import { readWorkbook, sheetRows } from './xlsx.ts';

/** How much of a file decides its encoding, delimiter, header, columns and formats. */
export const headSize = 512 * 1024;
const mostSampled = 2000;

/** What a file is, from its content rather than its name; undefined for pictures, archives, documents. */
export function detectFormat(head: Uint8Array): FilePlan['format'] | undefined {
  if (head[0] === 0x50 && head[1] === 0x4b) return isWorkbook(head) ? 'xlsx' : undefined;
  const text = decodeHead(head.subarray(0, 4096), detectEncoding(head));
  if (/^\s*BEGIN:VCARD/im.test(text)) return 'vcard';
  if (/^\s*BEGIN:VCALENDAR/im.test(text)) return 'ical';
  return text.startsWith('%PDF') || hasControls(text.slice(0, 1000)) ? undefined : 'csv';
}

/** Characters that no text has: pictures, old .xls. */
function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 9 || (code > 13 && code < 27)) return true;
  }
  return false;
}

/** A workbook names its parts near the beginning of the archive; a plain archive of CSVs does not. */
const isWorkbook = (head: Uint8Array): boolean =>
  /xl\/|\[Content_Types\]\.xml|_rels\//.test(new TextDecoder('latin1').decode(head));

/**
 * What a plan can be proposed from: headers and first rows, one sample per sheet. Reads the first half megabyte, of a
 * workbook all. Throws `RangeError` when the file is none that we can read, with a sentence for people.
 */
export async function takeSamples(file: string, source: Bytes): Promise<Sample[]> {
  const { head, all } = await peek(source);
  const format = detectFormat(head);
  if (!format) throw new RangeError(`${file} is not a table, an address book or a calendar`);
  if (format === 'xlsx')
    return (await readWorkbook(all)).map((sheet) => ({
      file: `${file}#${sheet.name}`,
      format,
      headers: sheet.headers,
      rows: rowsOf([...sheetRows(sheet)].flat()),
    }));
  const encoding = detectEncoding(head);
  if (format === 'vcard')
    return [{ file, format, encoding, headers: [...cardHeaders], rows: await firstRows(readCards([head], encoding)) }];
  if (format === 'ical')
    return [
      {
        file,
        format,
        encoding,
        headers: [...eventHeaders],
        rows: await firstRows(readCalendar([head], encoding, { series: 'one', from: '', until: '9', most: 1 })),
      },
    ];
  const dialect = detectDialect(head, { encoding });
  return [
    {
      file,
      format,
      encoding,
      delimiter: dialect.delimiter,
      headers: dialect.headers,
      rows: await firstRows(readCsv([head], dialect)),
    },
  ];
}

const rowsOf = (reads: readonly Read[]): Record<string, string>[] =>
  reads
    .filter(isRow)
    .slice(0, mostSampled)
    .map((read) => read.row);

async function firstRows(batches: AsyncIterable<Read[]>): Promise<Record<string, string>[]> {
  const rows: Record<string, string>[] = [];
  for await (const batch of batches) rows.push(...rowsOf(batch));
  return rows.slice(0, mostSampled);
}

/** The rows of a planned file, in batches. `now` bounds the meetings of a series that has no end. */
export async function* openRows(
  file: FilePlan,
  source: Bytes,
  { now, recurrence }: { now: string; recurrence?: Partial<Recurrence> },
): AsyncGenerator<Read[]> {
  const { head, all } = await peek(source);
  const encoding = encodings.find((each) => each === file.encoding) ?? detectEncoding(head);
  if (file.format === 'xlsx') yield* workbookRows(file, all);
  else if (file.format === 'vcard') yield* readCards(all, encoding);
  else if (file.format === 'ical') yield* readCalendar(all, encoding, { ...fiveYears(now), ...recurrence });
  else yield* readCsv(all, detectDialect(head, known(file, encoding)));
}

const known = (file: FilePlan, encoding: Encoding) =>
  file.delimiter ? { encoding, delimiter: file.delimiter } : { encoding };

async function* workbookRows(file: FilePlan, source: Bytes): AsyncGenerator<Read[]> {
  const name = file.file.split('#').slice(1).join('#');
  const sheet = (await readWorkbook(source)).find((each) => each.name === name);
  if (!sheet) throw new RangeError(`There is no sheet ${name} any more`);
  yield* sheetRows(sheet);
}

const fiveYears = (now: string): Recurrence => ({
  series: 'expand',
  from: new Date(Date.parse(now) - 5 * 365.25 * 86_400_000).toISOString(),
  until: now,
  most: 2000,
});

/** The first bytes of a source, and the source again from its beginning. */
async function peek(source: Bytes): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const rest = iterate(source);
  const first: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  while (size < headSize && !ended) {
    const next = await rest.next();
    if (next.done) ended = true;
    else {
      first.push(next.value);
      size += next.value.length;
    }
  }
  return { head: concat(first, Math.min(size, headSize)), all: from(first, rest) };
}

async function* iterate(source: Bytes): AsyncGenerator<Uint8Array> {
  yield* source;
}

async function* from(first: Uint8Array[], rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    while (first.length > 0) {
      const piece = first.shift();
      if (piece) yield piece;
    }
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

function concat(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    const part = piece.subarray(0, size - at);
    all.set(part, at);
    at += part.length;
  }
  return all;
}
