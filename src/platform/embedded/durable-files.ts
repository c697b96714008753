import { closeSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type Start = Parameters<NodeFS['init']>[1];
type Stream = { nfd: number };

/**
 * Files of the embedded database that reach the disk when PostgreSQL asks for it. Emscripten's own Node file system has
 * no `fsync`, so PostgreSQL believes that a commit is safe while it is only in the memory of the operating system.
 */
export class DurableFiles extends NodeFS {
  /** How often PostgreSQL's wish was really passed on; the self-check at the start counts on it. */
  syncs = 0;

  override async init(engine: PGlite, start: Start) {
    return super.init(engine, { ...start, preRun: [...(start.preRun ?? []), (module) => this.#addSync(module)] });
  }

  #addSync(module: object): void {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what Emscripten's own types leave out
    const { FS, NODEFS } = module as {
      FS: { ErrnoError: new (errno: number) => Error };
      NODEFS: { stream_ops: { fsync?: (stream: Stream) => number } };
    };
    NODEFS.stream_ops.fsync = (stream) => {
      try {
        fsyncSync(stream.nfd);
      } catch (error) {
        throw Object.assign(new FS.ErrnoError(EIO), { cause: error });
      }
      this.syncs++;
      return 0;
    };
  }
}

/** Makes everything in a folder, and the folder itself, survive a power cut. */
export function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncPath(path, 'r+');
  }
  syncFolder(folder);
}

/** Makes the names in a folder survive a power cut. Windows cannot open a folder; it keeps its own journal of names. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') syncPath(folder, 'r');
}

function syncPath(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

const EIO = 29;
