import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/**
 * A backup is gzipped text, one JSON value a line: the header, then for each table its name and columns followed by its
 * rows (arrays of PostgreSQL's own texts, or null), then the end with the SHA-256 of all lines between header and end.
 */
export type Header = { perennial: 'backup'; format: 1; schema: number; taken: string };
export type TableStart = { table: string; columns: string[] };
export type Row = (string | null)[];
export type End = { end: true; rows: number; sha256: string };

/** Writes lines (each ending with a newline) as they come; the file appears under its name only when it is whole. */
export async function writeBackupFile(
  file: string,
  header: Header,
  lines: AsyncIterable<{ text: string; rows: number }>,
): Promise<End> {
  const hash = createHash('sha256');
  let end: End = { end: true, rows: 0, sha256: '' };
  async function* whole(): AsyncGenerator<string> {
    yield `${JSON.stringify(header)}\n`;
    for await (const { text, rows } of lines) {
      hash.update(text);
      end.rows += rows;
      yield text;
    }
    end = { ...end, sha256: hash.digest('hex') };
    yield `${JSON.stringify(end)}\n`;
  }
  await appearWhole(file, (to) => pipeline(Readable.from(whole()), createGzip(), to));
  return end;
}

/** A file that is there once all of it is written; until then the one before stays. Nobody else may read it: all that people have typed stands in it. */
export async function appearWhole(file: string, write: (to: WriteStream) => Promise<unknown>): Promise<void> {
  const part = `${file}.part`;
  try {
    await write(createWriteStream(part, { flush: true, mode: 0o600 }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

/** Reads a whole backup once, without keeping it, and fails with one sentence when it is damaged, cut off or something else. */
export async function verifyBackupFile(file: string): Promise<{ header: Header; end: End }> {
  const hash = createHash('sha256');
  let header: Header | undefined;
  let last: string | undefined;
  for await (const line of linesOf(file)) {
    if (header === undefined) header = headerOf(line, file);
    else {
      if (last !== undefined) hash.update(`${last}\n`);
      last = line;
    }
  }
  const end: Partial<End> = last === undefined ? {} : JSON.parse(last);
  if (header === undefined || end.end !== true || end.rows === undefined || end.sha256 !== hash.digest('hex')) {
    throw new Error(`${file} is damaged or was cut off; nothing was restored.`);
  }
  return { header, end: { end: true, rows: end.rows, sha256: end.sha256 } };
}

/** The lines between header and end, each as its parsed value with its length in the file. */
export async function* backupContent(file: string): AsyncGenerator<{ value: TableStart | Row; length: number }> {
  let first = true;
  for await (const line of linesOf(file)) {
    if (!first) {
      const value: TableStart | Row | End = JSON.parse(line);
      if ('end' in value) return;
      yield { value, length: line.length };
    }
    first = false;
  }
}

function headerOf(line: string, file: string): Header {
  try {
    const header: Header = JSON.parse(line);
    if (header.perennial === 'backup' && header.format === 1) return header;
  } catch {
    // Not JSON: the same answer as for a wrong header.
  }
  throw new Error(`${file} is not a backup that this version of Perennial can read.`);
}

/** Not `node:readline`, which also ends a line at characters that occur inside of texts. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const unzipped = createGunzip();
  const told = (error: unknown) =>
    new Error(
      (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? `There is no file ${file}.`
        : `${file} is damaged or was cut off; nothing was restored.`,
      { cause: error },
    );
  const reading = pipeline(createReadStream(file), unzipped).catch((error: unknown) => {
    throw told(error);
  });
  // Awaited below, after the stream has ended; until then a failure must not count as unhandled.
  reading.catch(() => {});
  let rest: Buffer[] = [];
  try {
    for await (const chunk of unzipped) {
      const bytes: Buffer = chunk;
      let from = 0;
      for (let to = bytes.indexOf(NEWLINE); to !== -1; to = bytes.indexOf(NEWLINE, from)) {
        yield Buffer.concat([...rest, bytes.subarray(from, to)]).toString('utf8');
        rest = [];
        from = to + 1;
      }
      rest.push(bytes.subarray(from));
    }
  } catch (error) {
    // Whichever of both ends is told first.
    await reading;
    throw told(error);
  }
  await reading;
}

const NEWLINE = 0x0a;
