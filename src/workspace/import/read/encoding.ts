import type { Bytes } from './row.ts';

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1'] as const;
export type Encoding = (typeof encodings)[number];

/**
 * The encoding of a file from its first bytes: byte order mark, then the zeros of UTF-16, then whether it is valid
 * UTF-8; the rest is Windows-1252, or ISO 8859-1 when none of the bytes that only Windows uses occurs.
 */
export function detectEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  const [even, odd] = zeros(head);
  const pairs = Math.min(head.length, 4096) / 2;
  if (odd > pairs * 0.3 && even < pairs * 0.05) return 'utf-16le';
  if (even > pairs * 0.3 && odd < pairs * 0.05) return 'utf-16be';
  if (isUtf8(head)) return 'utf-8';
  return head.some((byte) => byte >= 0x80 && byte <= 0x9f) ? 'windows-1252' : 'iso-8859-1';
}

function zeros(head: Uint8Array): [even: number, odd: number] {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < Math.min(head.length, 4096); i++)
    if (head[i] === 0 && i % 2 === 1) odd++;
    else if (head[i] === 0) even++;
  return [even, odd];
}

/** Most lines with other than plain letters are valid UTF-8. A cut in the middle of a character at the end is no error. */
function isUtf8(head: Uint8Array): boolean {
  if (canDecode(head)) return true;
  let right = 0;
  let wrong = 0;
  for (let start = 0; start < head.length;) {
    const found = head.indexOf(10, start);
    const end = found === -1 ? head.length : found + 1;
    const line = head.subarray(start, end);
    const plain = line.every((byte) => byte < 0x80);
    if (!plain && canDecode(line)) right += 1;
    else if (!plain) wrong += 1;
    start = end;
  }
  return right > wrong || (right === wrong && right > 0);
}

function canDecode(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The text of a sample, without its byte order mark. */
export const decodeHead = (head: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(encoding).decode(head, { stream: true });

/** Whole lines of text. `wrong` holds the numbers (from 0, within this block) of the lines in another encoding. */
export type TextBlock = { text: string; wrong: number[] };

/** The longest line that is read; a file without line ends is no table. */
export const longestLine = 16 * 1_048_576;

/**
 * Text in blocks that end at a line end, in memory that does not grow with the file. A line that is not valid UTF-8 in
 * a UTF-8 file is read as Windows-1252 and counted as wrong: one colleague's paste does not spoil the rest.
 * Throws `RangeError` on a line above 16 MB.
 */
export async function* textBlocks(source: Bytes, encoding: Encoding): AsyncGenerator<TextBlock> {
  const wide = encoding === 'utf-16le' || encoding === 'utf-16be';
  yield* wide ? wideBlocks(source, encoding) : narrowBlocks(source, encoding);
}

async function* wideBlocks(source: Bytes, encoding: Encoding): AsyncGenerator<TextBlock> {
  const decoder = new TextDecoder(encoding);
  let carry = '';
  for await (const bytes of source) {
    carry += decoder.decode(bytes, { stream: true });
    const end = lastBreak(carry) + 1;
    if (end === 0 && carry.length > longestLine) throw new RangeError('A line is longer than 16 MB');
    if (end > 0) yield { text: carry.slice(0, end), wrong: [] };
    carry = carry.slice(end);
  }
  carry += decoder.decode();
  if (carry !== '') yield { text: carry, wrong: [] };
}

/** A carriage return at the very end may be half of a line end: it waits for the next piece. */
const lastBreak = (text: string): number => Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r', text.length - 2));

async function* narrowBlocks(source: Bytes, encoding: Encoding): AsyncGenerator<TextBlock> {
  let carry: Uint8Array = new Uint8Array();
  let first = true;
  for await (const piece of source) {
    const bytes = joined(carry, piece);
    const end = Math.max(bytes.lastIndexOf(10), bytes.lastIndexOf(13, bytes.length - 2)) + 1;
    if (end === 0 && bytes.length > longestLine) throw new RangeError('A line is longer than 16 MB');
    if (end > 0) {
      yield decodeBlock(bytes.subarray(0, end), encoding, first);
      first = false;
    }
    carry = bytes.slice(end);
  }
  if (carry.length > 0) yield decodeBlock(carry, encoding, first);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function decodeBlock(bytes: Uint8Array, encoding: Encoding, first: boolean): TextBlock {
  if (encoding !== 'utf-8') return { text: new TextDecoder(encoding).decode(bytes), wrong: [] };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: !first }).decode(bytes), wrong: [] };
  } catch {
    return decodeLines(bytes);
  }
}

function decodeLines(bytes: Uint8Array): TextBlock {
  const strict = new TextDecoder('utf-8', { fatal: true });
  const windows = new TextDecoder('windows-1252');
  const wrong: number[] = [];
  let text = '';
  let start = 0;
  for (let line = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(10, start);
    const end = found === -1 ? bytes.length : found + 1;
    const piece = bytes.subarray(start, end);
    try {
      text += strict.decode(piece);
    } catch {
      text += windows.decode(piece);
      wrong.push(line);
    }
    start = end;
  }
  return { text, wrong };
}
