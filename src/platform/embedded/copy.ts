import { constants, readdirSync, rmSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '../engine.ts';
import type { Pool } from '../engine-pool.ts';

/**
 * Copies the database folder while the server writes into it, as `pg_basebackup` does: between pg_backup_start and
 * pg_backup_stop the files may be copied in any state, because the log from the start to the stop repairs them. Opens the
 * copy as a second database, gives it to `use`, and removes it. The caller prevents checkpoints meanwhile.
 */
export async function useCopyOfFolder<T>(
  source: { pool: Pool; dataFolder: string; open(folder: string): Promise<Engine> },
  use: (copy: Engine) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(source.dataFolder, PREFIX));
  try {
    const copy = await openCopy(source, folder, 3);
    return await use(copy).finally(() => copy.close());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what a process left behind that died during a copy. */
export function removeOldCopies(dataFolder: string): void {
  for (const name of readdirSync(dataFolder)) {
    if (name.startsWith(PREFIX)) rmSync(join(dataFolder, name), { recursive: true, force: true });
  }
}

/** Tries again when the server had to be started again during the copy, which ends the copy's hold on the log. */
async function openCopy(source: Parameters<typeof useCopyOfFolder>[0], folder: string, tries: number): Promise<Engine> {
  try {
    await copyRunning(source.pool, join(source.dataFolder, 'database'), join(folder, 'database'));
    return await source.open(folder);
  } catch (error) {
    if (tries <= 1) throw error;
    await rm(join(folder, 'database'), { recursive: true, force: true });
    return openCopy(source, folder, tries - 1);
  }
}

async function copyRunning(pool: Pool, from: string, to: string): Promise<void> {
  await pool.query(`SELECT pg_backup_start('copy', true)`);
  let stopped: { rows: { labelfile: string }[] };
  try {
    await copyTree(from, to, (path) => !LEFT_OUT.has(path));
  } finally {
    stopped = await pool.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)');
  }
  await copyTree(join(from, 'pg_wal'), join(to, 'pg_wal'), () => true);
  await writeFile(join(to, 'backup_label'), stopped.rows[0]!.labelfile);
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

const PREFIX = 'copy-';
const LEFT_OUT = new Set(['pg_wal', 'postmaster.pid', 'postmaster.opts']);
