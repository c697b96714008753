import { createReadStream } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bytes } from './read/row.ts';

/**
 * Where uploaded files lie: data folder / imports / workspace / import / number. Every part is an id or a number that we
 * made; what a person calls a file never becomes a path.
 */
export type Disk = {
  write(at: Place, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<number>;
  size(at: Place): Promise<number>;
  read(at: Place): Bytes;
  remove(at: Pick<Place, 'workspaceId' | 'importId'> & { number?: number }): Promise<void>;
};
export type Place = { workspaceId: string; importId: string; number: number };

export function openDisk(folder: string): Disk {
  const folderOf = ({ workspaceId, importId }: Pick<Place, 'workspaceId' | 'importId'>) =>
    join(folder, safe(workspaceId), safe(importId));
  const pathOf = (at: Place) => join(folderOf(at), String(Math.trunc(at.number)));
  return {
    async write(at, offset, bytes) {
      await mkdir(folderOf(at), { recursive: true, mode: 0o700 });
      const file = await open(pathOf(at), offset === 0 ? 'w' : 'r+', 0o600);
      try {
        await file.truncate(offset);
        let end = offset;
        for await (const piece of bytes) {
          await file.write(piece, 0, piece.length, end);
          end += piece.length;
        }
        // A resumed import reads it again after a crash.
        await file.sync();
        return end;
      } finally {
        await file.close();
      }
    },
    size: (at) =>
      stat(pathOf(at)).then(
        ({ size }) => size,
        () => 0,
      ),
    read: (at) => createReadStream(pathOf(at), { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>,
    remove: (at) =>
      rm(at.number === undefined ? folderOf(at) : pathOf({ ...at, number: at.number }), {
        recursive: true,
        force: true,
      }),
  };
}

function safe(id: string): string {
  if (!/^[0-9a-f-]{36}$/i.test(id)) throw new RangeError('Not an id');
  return id;
}
