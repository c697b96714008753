import { textBlocks, type Encoding } from './encoding.ts';
import type { Bytes } from './row.ts';

/** One `BEGIN:NAME … END:NAME` of a card or calendar file, with continuation lines not yet joined. */
export type Block = { name: string; line: number; text: string };

/** A block above this is cut: an attachment, not a person or an event. */
const longestBlock = 8 * 1_048_576;

/**
 * The blocks with one of `names`, one after the other, wherever they are nested. A block that begins before the one
 * before it has ended is a new one; what is left at the end without `END` is given out as it is.
 */
export async function* blocksOf(source: Bytes, encoding: Encoding, names: readonly string[]): AsyncGenerator<Block> {
  let open: { name: string; line: number; lines: string[]; size: number } | undefined;
  let line = 0;
  for await (const { text } of textBlocks(source, encoding)) {
    const lines = text.split(/\r\n|\n|\r/);
    if (lines.at(-1) === '') lines.pop();
    for (const each of lines) {
      line += 1;
      const [, word, name = ''] = /^(BEGIN|END):\s*([\w-]+)\s*$/i.exec(each) ?? [];
      if (word?.toUpperCase() === 'BEGIN' && names.includes(name.toUpperCase())) {
        if (open) yield block(open);
        open = { name: name.toUpperCase(), line, lines: [], size: 0 };
      }
      if (!open) continue;
      open.size += each.length;
      if (open.size < longestBlock) open.lines.push(each);
      if (word?.toUpperCase() === 'END' && name.toUpperCase() === open.name) {
        yield block(open);
        open = undefined;
      }
    }
  }
  if (open) yield block(open);
}

const block = ({ name, line, lines }: { name: string; line: number; lines: string[] }): Block => ({
  name,
  line,
  text: lines.join('\n'),
});

/** Continuation lines joined (RFC 5545 §3.1), and those of quoted-printable values, which end in `=`. */
export function unfold(text: string): string[] {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const last = lines.length - 1;
    const previous = lines[last];
    if (previous !== undefined && /^[ \t]/.test(line)) lines[last] = previous + line.slice(1);
    else if (
      previous !== undefined &&
      previous.endsWith('=') &&
      /ENCODING=QUOTED-PRINTABLE/i.test(previous.slice(0, previous.indexOf(':') + 1))
    )
      lines[last] = previous.slice(0, -1) + line;
    else if (line.trim() !== '') lines.push(line);
  }
  return lines;
}
