import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Engine, Log } from './engine.ts';
import { codeOf, fault, messageOf } from './engine-faults.ts';
import type { Session } from './engine-pool.ts';

export type Migration = { number: number; name: string; sql: string; checksum: string };
type Applied = { number: number; name: string; checksum: string };

/** Reads `001_name.sql …` in the order of their numbers; fails on other names and on a number used twice. */
export function readMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => readMigration(join(folder, file)))
    .toSorted((a, b) => a.number - b.number);
  const twice = migrations.find((migration, i) => migration.number === migrations[i - 1]?.number);
  if (twice) throw new Error(`Two migrations have the number ${twice.number} in ${folder}.`);
  return migrations;
}

function readMigration(file: string): Migration {
  const [, number, name] = /^(\d+)[-_](.+)\.sql$/.exec(basename(file)) ?? [];
  if (number === undefined || name === undefined) throw new Error(`${file} is not named like 001_what_it_does.sql.`);
  const sql = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
  return { number: Number(number), name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

/**
 * Brings the database to the schema of this program: each missing migration in a transaction of its own, one process at
 * a time, so that it can be interrupted anywhere and goes on at the next start. Fails without changing anything when the
 * database is newer than the program or was made by other migrations. Returns what was applied now.
 */
export async function migrate(
  engine: Pick<Engine, 'poolWithin'>,
  migrations: readonly Migration[],
  log: Log,
): Promise<Migration[]> {
  const session = await engine.poolWithin(0).connect();
  try {
    const recorded = await applied(session);
    refuseUnknown(recorded, migrations);
    const missing = migrations.filter(({ number }) => !recorded.some((done) => done.number === number));
    const now: Migration[] = [];
    for (const migration of missing) {
      log.info(
        `Database: ${missing.indexOf(migration) + 1} of ${missing.length}, ${migration.name.replaceAll(/[-_]/g, ' ')} …`,
      );
      if (await apply(session, migration)) now.push(migration);
    }
    return now;
  } finally {
    session.release();
  }
}

/** The number of the newest migration in the database; 0 for an empty one. */
export async function schemaVersion(session: Pick<Session, 'query'>): Promise<number> {
  return Math.max(0, ...(await applied(session)).map(({ number }) => number));
}

async function applied(session: Pick<Session, 'query'>): Promise<Applied[]> {
  const { rows } = await session.query<{ there: boolean }>(
    `SELECT to_regclass('public.migration') IS NOT NULL AS there`,
  );
  if (!rows[0]!.there) return [];
  return (await session.query<Applied>('SELECT number, name, checksum FROM public.migration ORDER BY number')).rows;
}

function refuseUnknown(recorded: Applied[], migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.number ?? 0;
  const last = recorded.at(-1)?.number ?? 0;
  if (last > newest) {
    throw new Error(
      `This database was made by a newer Perennial (schema ${last}; this program knows up to ${newest}). Start the newer version, or restore a backup made before the upgrade.`,
    );
  }
  for (const { number, name, checksum } of recorded) {
    const known = migrations.find((migration) => migration.number === number);
    if (known?.checksum !== checksum) {
      throw new Error(
        `Migration ${number} (${name}) differs from the one that this database was made with. Migrations are never edited: restore the file and add a new one.`,
      );
    }
  }
  const late = migrations.find(
    (migration) => migration.number < last && !recorded.some(({ number }) => number === migration.number),
  );
  if (late)
    throw new Error(
      `Migration ${late.number} (${late.name}) comes before ${last}, which is already applied. Give it the next free number.`,
    );
}

/** False when another process applied it meanwhile. */
async function apply(session: Session, { number, name, sql, checksum }: Migration): Promise<boolean> {
  await session.query('BEGIN');
  try {
    await session.query(`SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(${LOCK})`);
    await session.query(TABLE);
    const done = await session.query('SELECT 1 FROM public.migration WHERE number = $1', [number]);
    if (done.rows.length === 0) {
      await session.query(sql);
      await session.query('INSERT INTO public.migration (number, name, checksum) VALUES ($1, $2, $3)', [
        number,
        name,
        checksum,
      ]);
    }
    await session.query('COMMIT');
    return done.rows.length === 0;
  } catch (error) {
    await session.query('ROLLBACK').catch(() => {});
    throw fault(
      codeOf(error) ?? 'XX000',
      `Migration ${number} (${name}) failed and was undone: ${messageOf(error)}`,
      error,
    );
  }
}

const LOCK = 7_366_253;
const TABLE = `CREATE TABLE IF NOT EXISTS public.migration (
  number integer PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
)`;
