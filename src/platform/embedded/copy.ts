import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../engine.ts';
import type { Pool, Session } from '../engine-pool.ts';

/**
 * Copies the database folder while the server writes into it, as `pg_basebackup` does: between pg_backup_start and
 * pg_backup_stop the files may be copied in any state, because the log from the start to the stop repairs them. Opens the
 * copy as a second database, runs `read` on it, and removes it. The caller prevents checkpoints meanwhile.
 */
export async function snapshotOfFolder<T>(
  source: { pool: Pool; dataFolder: string; open(folder: string): Promise<Engine> },
  read: (session: Session) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(source.dataFolder, 'snapshot-'));
  try {
    await copyRunning(source.pool, join(source.dataFolder, 'database'), join(folder, 'database'));
    const copy = await source.open(folder);
    try {
      const session = await copy.poolWithin(0).connect();
      return await read(session).finally(() => session.release());
    } finally {
      await copy.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyRunning(pool: Pool, from: string, to: string): Promise<void> {
  await pool.query(`SELECT pg_backup_start('snapshot', true)`);
  let label: string;
  try {
    await copyTree(from, to, (path) => !LEFT_OUT.has(path));
  } finally {
    label = (await pool.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)')).rows[0]!.labelfile;
  }
  await copyTree(join(from, 'pg_wal'), join(to, 'pg_wal'), () => true);
  await writeFile(join(to, 'backup_label'), label);
}

async function copyTree(from: string, to: string, wanted: (path: string) => boolean, at = ''): Promise<void> {
  await mkdir(join(to, at), { recursive: true, mode: 0o700 });
  for (const entry of await readdir(join(from, at), { withFileTypes: true })) {
    const path = join(at, entry.name);
    if (!wanted(path)) continue;
    if (entry.isDirectory()) await copyTree(from, to, wanted, path);
    else await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE).catch(unlessRemoved);
  }
}

/** A table that was dropped during the copy is dropped again from the log. */
function unlessRemoved(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

const LEFT_OUT = new Set(['pg_wal', 'postmaster.pid', 'postmaster.opts']);
