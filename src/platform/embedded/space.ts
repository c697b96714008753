import { statfsSync } from 'node:fs';

export type SpaceWatch = { isFull: () => boolean; freeBytes: () => number; stop: () => void };

/**
 * Watches the free space of the disk under the embedded database. PostgreSQL that meets a full disk while it writes its
 * log stops altogether; stopping new writes early keeps reads going, and room for the server's own housekeeping.
 */
export function watchSpace(
  folder: string | undefined,
  limit: number,
  log: { warn(message: string): void },
): SpaceWatch {
  if (folder === undefined) return { isFull: () => false, freeBytes: () => Infinity, stop: () => {} };
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  let full = freeBytes() < limit;
  const timer = setInterval(() => {
    const now = freeBytes() < limit;
    if (now !== full)
      log.warn(
        now
          ? 'The disk is almost full: saving is refused, reading goes on.'
          : 'The disk has space again: saving is possible.',
      );
    full = now;
  }, 2_000).unref();
  return { isFull: () => full, freeBytes, stop: () => clearInterval(timer) };
}
