/** A file's bytes as they come: a Node read stream, `blob.stream()`, or a list of pieces. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export type ReadProblemCode =
  | 'broken quote'
  | 'too many values'
  | 'too few values'
  | 'line too long'
  | 'not readable'
  | 'not this encoding'
  | 'event without start'
  | 'expanded to its limit'
  | 'unknown time zone';

/** One record of a file: the values by header, where it began (1 is the first line) and exactly what stood there. */
export type ReadRow = { line: number; raw: string; row: Record<string, string>; notes?: ReadProblemCode[] };

/** Something that is no record, kept whole so that nobody has to look for it. */
export type ReadFailure = { line: number; raw: string; problem: ReadProblemCode; detail?: string };

export type Read = ReadRow | ReadFailure;

export const isRow = (read: Read): read is ReadRow => 'row' in read;

/** A raw text of at most `most` characters; binary parts (photographs) can be larger than everything else together. */
export const clip = (raw: string, most = 65_536): string =>
  raw.length <= most ? raw : `${raw.slice(0, most)} … (${raw.length} characters)`;

/** All bytes of a source, for the formats that cannot be read in pieces. Throws `RangeError` above `most` bytes. */
export async function allBytes(source: Bytes, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of source) {
    size += piece.length;
    if (size > most) throw new RangeError(`The file is larger than ${Math.round(most / 1_048_576)} MB`);
    pieces.push(piece);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
