import type { PGlite } from '@electric-sql/pglite';

/** What the server is started with so that a commit waits for the disk. */
export const durableSettings = [
  'fsync=on',
  'wal_sync_method=fsync',
  'synchronous_commit=on',
  'full_page_writes=on',
].flatMap((setting) => ['-c', setting]);

/** Refuses to run when a commit does not reach the disk: better no database than one that loses what it confirmed. */
export async function proveDurable(engine: Pick<PGlite, 'query'>, files: { syncs: number }): Promise<void> {
  const { rows } = await engine.query<Record<'fsync' | 'method' | 'commit' | 'pages', string>>(
    `SELECT current_setting('fsync') AS fsync, current_setting('wal_sync_method') AS method,
            current_setting('synchronous_commit') AS commit, current_setting('full_page_writes') AS pages`,
  );
  const set = rows[0]!;
  const before = files.syncs;
  await engine.query(`SELECT pg_logical_emit_message(true, 'perennial', 'does a commit reach the disk?')`);
  const reached = files.syncs > before;
  if (!reached || set.fsync !== 'on' || set.method !== 'fsync' || set.commit !== 'on' || set.pages !== 'on') {
    throw new Error('The embedded database does not write its commits through to the disk, so it will not be used');
  }
}
