import { createHash, randomUUID } from 'node:crypto';
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openEmbedded } from './embedded/embedded.ts';
import type { Engine, EngineOptions, Log } from './engine.ts';
import { openEngine } from './engine-open.ts';
import { migrate, type Migration } from './migrate.ts';

export type TestEngine = Engine & {
  /** Empties every table but `migration`, in some 20 ms; for `beforeEach`. */
  empty(): Promise<void>;
};

export type TestEngineOptions = Partial<Pick<EngineOptions, 'deadline' | 'patience' | 'waitingLimit' | 'poolSize'>> & {
  migrations?: readonly Migration[];
};

/**
 * Opens a fresh, migrated database for one test file: embedded and in memory, or on the server of TEST_DATABASE_URL.
 * The migrated state is made once and kept (a dump, or a template database) under the checksum of the migrations.
 * Always `close()` it in `afterAll`, or the test run does not end; on a server this also drops the database.
 */
export async function openTestEngine({ migrations = [], ...options }: TestEngineOptions = {}): Promise<TestEngine> {
  const server = process.env.TEST_DATABASE_URL;
  const engine = server ? await onServer(server, migrations, options) : await inMemory(migrations, options);
  return { ...engine, empty: () => emptyTables(engine) };
}

async function inMemory(migrations: readonly Migration[], options: Partial<EngineOptions>): Promise<Engine> {
  const file = kept(`${fingerprint(migrations)}.tar`);
  if (!existsSync(file)) {
    const first = await openEmbedded({ kind: 'memory' }, { log: quiet });
    try {
      await migrate(first, migrations, quiet);
      await first.maintain();
      const own = `${file}.${randomUUID()}`;
      writeFileSync(own, Buffer.from(await first.dump()));
      renameSync(own, file);
    } finally {
      await first.close();
    }
  }
  const dump = new Uint8Array(readFileSync(file)).buffer;
  return openEmbedded({ kind: 'memory', dump }, { log: quiet, ...options });
}

/** Makes a data folder with an empty embedded database in it, for tests that need one on disk: quicker than its first start. */
export async function freshDataFolder(): Promise<string> {
  const original = kept(fingerprint([]));
  if (!existsSync(original)) {
    const own = `${original}.${randomUUID()}`;
    const first = await openEmbedded({ kind: 'folder', folder: own }, { log: quiet });
    await first.close();
    try {
      renameSync(own, original);
    } catch {
      rmSync(own, { recursive: true, force: true }); // another test process was quicker
    }
  }
  const folder = mkdtempSync(join(tmpdir(), 'perennial-test-'));
  cpSync(join(original, 'database'), join(folder, 'database'), { recursive: true, mode: constants.COPYFILE_FICLONE });
  return folder;
}

async function onServer(
  server: string,
  migrations: readonly Migration[],
  options: Partial<EngineOptions>,
): Promise<Engine> {
  const template = `perennial_test_${fingerprint(migrations).slice(0, 20)}`;
  const name = `perennial_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(server, async (admin) => {
    await admin.query(`SELECT pg_advisory_lock(${LOCK})`);
    const made = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (made.rows.length === 0) {
      const half = `${template}_half`;
      await admin.query(`DROP DATABASE IF EXISTS ${half}`);
      await admin.query(`CREATE DATABASE ${half} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`);
      const first = await openEngine({ databaseUrl: at(server, half), dataFolder: '', log: quiet });
      await migrate(first, migrations, quiet).finally(() => first.close());
      await admin.query(`ALTER DATABASE ${half} RENAME TO ${template}`);
    }
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    await admin.query(`SELECT pg_advisory_unlock(${LOCK})`);
  });
  const engine = await openEngine({ databaseUrl: at(server, name), dataFolder: '', log: quiet, ...options });
  return {
    ...engine,
    close: async () => {
      await engine.close();
      await asAdmin(server, (admin) => admin.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

async function asAdmin(server: string, work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: server });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

/** Deletes row by row: a test leaves few, and TRUNCATE makes the files of every table and index anew, which takes half a second. */
async function emptyTables(engine: Engine): Promise<void> {
  const { rows } = await engine.pool.query<{ statement: string }>(
    `SELECT CASE c.relkind WHEN 'S' THEN format('SELECT setval(%L, 1, false)', c.oid::regclass) ELSE format('DELETE FROM %s', c.oid::regclass) END AS statement
       FROM pg_class c
      WHERE c.relkind IN ('r', 'p', 'S') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'migration'`,
  );
  // Without triggers, those of foreign keys included: all go, so that no order and no reaction matters.
  await engine.pool.query(
    ['BEGIN', 'SET LOCAL session_replication_role = replica', ...rows.map((row) => row.statement), 'COMMIT'].join('; '),
  );
}

const fingerprint = (migrations: readonly Migration[]) =>
  createHash('sha256')
    .update(JSON.stringify([VERSION, migrations.map(({ number, checksum }) => [number, checksum])]))
    .digest('hex');

const at = (server: string, database: string) => Object.assign(new URL(server), { pathname: `/${database}` }).href;
/** What tests keep from one run to the next. */
function kept(name: string): string {
  const folder = join(tmpdir(), 'perennial-test');
  mkdirSync(folder, { recursive: true });
  return join(folder, name);
}

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} };
const LOCK = 7_366_254;
/** Counted up when the way changes in which the embedded database is made. */
const VERSION = 'pglite 0.5.16, 1';
