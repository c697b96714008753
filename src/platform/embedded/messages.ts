/** Where the embedded database lives: in a folder, safe against power cuts, or in memory (for tests), maybe from a dump. */
export type Place = { kind: 'folder'; folder: string } | { kind: 'memory'; dump?: ArrayBuffer };

export type ToWorker = { kind: 'wire'; bytes: Uint8Array } | { kind: 'dump' } | { kind: 'close' };

export type FromWorker =
  | { kind: 'ready'; version: string }
  | { kind: 'data'; bytes: Uint8Array; last: boolean }
  | { kind: 'dumped'; dump: ArrayBuffer }
  | { kind: 'closed' }
  /** The database inside the worker is gone; `said` is what it last wrote about itself. */
  | { kind: 'failed'; message: string; said: string[] };
