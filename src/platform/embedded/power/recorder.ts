// Loaded first (`node --import`) by a process that works on an embedded database: writes down, in one order, everything that it does
// to its files, and every line that it says. `disk.ts` rebuilds from that what a disk had at any moment.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import threads from 'node:worker_threads';
import type { Operation } from './disk.ts';

const original = { ...fs };
// Beside the folder that the process works on, which is its first argument; its threads are told.
if (threads.isMainThread) threads.setEnvironmentData('record', `${process.argv[2]}.log`);
const log = original.openSync(threads.getEnvironmentData('record') as unknown as string, 'a');
const paths = new Map<number, string>();

/** Length of the words, the words, the bytes: one write, so that threads do not mix. */
function note(operation: Operation, bytes: Uint8Array = new Uint8Array()): void {
  const words = Buffer.from(JSON.stringify({ ...operation, bytes: bytes.length }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(words.length);
  original.writeSync(log, Buffer.concat([length, words, bytes]));
}

const text = (path: unknown) => String(path);
const recorded = {
  openSync(path: fs.PathLike, flags: fs.OpenMode = 'r', mode?: fs.Mode) {
    const writes =
      typeof flags === 'number' ? flags & (fs.constants.O_CREAT | fs.constants.O_TRUNC) : !flags.startsWith('r');
    const truncates = typeof flags === 'number' ? flags & fs.constants.O_TRUNC : flags.startsWith('w');
    const isNew = writes && !original.existsSync(path);
    const fd = original.openSync(path, flags, mode);
    paths.set(fd, text(path));
    if (isNew) note({ do: 'create', path: text(path) });
    else if (truncates) note({ do: 'truncate', path: text(path), size: 0 });
    return fd;
  },
  closeSync(fd: number) {
    paths.delete(fd);
    original.closeSync(fd);
  },
  writeSync(
    fd: number,
    buffer: NodeJS.ArrayBufferView | string,
    offset?: number,
    length?: number,
    position?: number | null,
  ) {
    if (typeof buffer === 'string' || typeof position !== 'number' || !paths.has(fd)) {
      if (paths.has(fd)) throw new Error(`A write to ${paths.get(fd)} without a position is not recorded`);
      return (original.writeSync as (...all: unknown[]) => number)(fd, buffer, offset, length, position);
    }
    const written = original.writeSync(fd, buffer, offset, length, position);
    note(
      { do: 'write', path: paths.get(fd)!, at: position },
      new Uint8Array(buffer.buffer, buffer.byteOffset + (offset ?? 0), written),
    );
    return written;
  },
  writeFileSync(path: fs.PathOrFileDescriptor, data: string | NodeJS.ArrayBufferView, options?: fs.WriteFileOptions) {
    original.writeFileSync(path, data, options);
    if (typeof path === 'number') return;
    const content = original.readFileSync(path);
    note({ do: 'create', path: text(path) });
    if (content.length > 0) note({ do: 'write', path: text(path), at: 0 }, content);
  },
  truncateSync(path: fs.PathLike, size = 0) {
    original.truncateSync(path, size);
    note({ do: 'truncate', path: text(path), size });
  },
  ftruncateSync(fd: number, size = 0) {
    original.ftruncateSync(fd, size);
    note({ do: 'truncate', path: paths.get(fd)!, size });
  },
  renameSync(from: fs.PathLike, to: fs.PathLike) {
    original.renameSync(from, to);
    note({ do: 'rename', path: text(from), to: text(to) });
    for (const [fd, path] of paths)
      if (path === text(from) || path.startsWith(`${text(from)}/`))
        paths.set(fd, text(to) + path.slice(text(from).length));
  },
  unlinkSync(path: fs.PathLike) {
    original.unlinkSync(path);
    note({ do: 'remove', path: text(path) });
  },
  rmdirSync(path: fs.PathLike) {
    original.rmdirSync(path);
    note({ do: 'remove', path: text(path) });
  },
  rmSync(path: fs.PathLike, options?: fs.RmOptions) {
    original.rmSync(path, options);
    note({ do: 'remove', path: text(path) });
  },
  mkdirSync(path: fs.PathLike, options?: fs.MakeDirectoryOptions | fs.Mode) {
    const there = original.existsSync(path);
    const made = original.mkdirSync(path, options);
    if (!there) note({ do: 'folder', path: text(path) });
    return made;
  },
  fsyncSync(fd: number) {
    original.fsyncSync(fd);
    if (paths.has(fd)) note({ do: 'sync', path: paths.get(fd)! });
  },
};
Object.assign(fs, recorded);
if (threads.isMainThread) {
  // The database runs in a thread, which is given no arguments of its own.
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(file: string | URL, options?: threads.WorkerOptions) {
      super(file, { ...options, execArgv: ['--import', import.meta.filename] });
    }
  };
  const say = process.stdout.write.bind(process.stdout) as (...all: unknown[]) => boolean;
  process.stdout.write = (words: string | Uint8Array, ...rest: unknown[]) => {
    note({ do: 'say', path: '', words: String(words) });
    return say(words, ...rest);
  };
}
syncBuiltinESMExports();
