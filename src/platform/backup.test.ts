import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backup, restore } from './backup.ts';
import type { Engine } from './engine.ts';
import { engines, silent } from './engine-pair.ts';
import { migrate, type Migration } from './migrate.ts';

const migration = (number: number, name: string, sql: string): Migration => ({
  number,
  name,
  sql,
  checksum: `${number} ${sql.length}`,
});
const migrations = [
  migration(
    1,
    'accounts and what happened to them',
    `CREATE TABLE account (id uuid PRIMARY KEY, name text NOT NULL, parent_id uuid REFERENCES account, tags text[], worth numeric(12, 2), photo bytea,
                           custom jsonb, length int GENERATED ALWAYS AS (length(name)) STORED, since date, made timestamptz DEFAULT now());
     CREATE TABLE touchpoint (account_id uuid REFERENCES account ON DELETE CASCADE, at timestamptz, note text, PRIMARY KEY (account_id, at)) PARTITION BY HASH (account_id);
     CREATE TABLE touchpoint_0 PARTITION OF touchpoint FOR VALUES WITH (MODULUS 2, REMAINDER 0);
     CREATE TABLE touchpoint_1 PARTITION OF touchpoint FOR VALUES WITH (MODULUS 2, REMAINDER 1);
     CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'append only'; END $$;
     CREATE TRIGGER append_only BEFORE INSERT ON account FOR EACH ROW WHEN (NEW.name = 'old') EXECUTE FUNCTION refuse()`,
  ),
  migration(2, 'a nickname', 'ALTER TABLE account ADD nickname text'),
];
const now = new Date('2026-05-01T08:00:00Z');

const opened: (() => Promise<void>)[] = [];
const opening = async (kind: (typeof engines)[number]) => {
  const one = await kind.open!({ deadline: 30_000 });
  opened.push(one.close);
  return one;
};

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'perennial-backup-'))));
afterAll(async () => {
  await Promise.all(opened.map((close) => close()));
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  const pairs = engines.flatMap((from) => engines.map((to) => ({ from, to })));
  for (const { from, to } of pairs) {
    const test = from.open && to.open ? it : it.skip;
    test(`of ${from.name}, taken while people work, comes back whole on ${to.name}`, async () => {
      const file = join(folder, `${from.name} ${to.name}`.replaceAll(' ', '-'));
      const source = await opening(from);
      await migrate(source.engine, migrations, silent);
      await fill(source.engine);
      const writing = keepWriting(source.engine);
      const taken = await backup(source.engine, file, { now });
      const writtenMeanwhile = await writing.stop();
      expect(writtenMeanwhile).toBeGreaterThan(0);
      await source.close();

      const target = await opening(to);
      const restored = await restore(target.engine, file, { migrations, log: silent });
      expect(restored).toEqual(taken);
      // Every write of the work that went on is one account with one touchpoint: never one without the other.
      const { rows } = await target.engine.pool.query(
        `SELECT count(*) FILTER (WHERE a.name = 'meanwhile' AND t.account_id IS NULL) AS torn, count(*) FILTER (WHERE a.name LIKE 'account %') AS filled
           FROM account a LEFT JOIN touchpoint t ON t.account_id = a.id`,
      );
      expect(rows[0]).toEqual({ torn: 0, filled: 3_000 });
      expect(await sample(target.engine)).toEqual(SAMPLE);

      const again = await backup(target.engine, `${file}-again`, { now });
      expect(again).toEqual(taken);
      await expect(
        target.engine.pool.query(`INSERT INTO touchpoint VALUES (gen_random_uuid(), now(), 'of nobody')`),
      ).rejects.toMatchObject({ code: '23503' });
      await expect(
        target.engine.pool.query(`INSERT INTO account (id, name) VALUES (gen_random_uuid(), 'old')`),
      ).rejects.toThrow('append only');
      await target.close();
    });
  }
});

describe('restoring', () => {
  let engine: Engine;
  let file: string;

  beforeAll(async () => {
    file = join(folder, 'small');
    ({ engine } = await opening(engines[0]!));
    await migrate(engine, migrations, silent);
    await engine.pool.query(`INSERT INTO account (id, name) VALUES (gen_random_uuid(), 'Northwind')`);
    await backup(engine, file, { now });
  });

  const names = async () =>
    (await engine.pool.query<{ name: string }>('SELECT name FROM account')).rows.map(({ name }) => name);

  it('leaves a database with content alone, unless told to replace it', async () => {
    await expect(restore(engine, file, { migrations, log: silent })).rejects.toThrow('not empty');
    await engine.pool.query(`UPDATE account SET name = 'changed since'`);
    await restore(engine, file, { migrations, log: silent, force: true });
    expect(await names()).toEqual(['Northwind']);
  });

  it('is not made of a database without a Perennial, and leaves the backup of yesterday where it is', async () => {
    const yesterday = join(folder, 'yesterday.backup');
    writeFileSync(yesterday, 'yesterday');
    const empty = await opening(engines[0]!);
    await expect(backup(empty.engine, yesterday, { now })).rejects.toThrow('nothing to back up');
    expect(readFileSync(yesterday, 'utf8')).toBe('yesterday');
    // Nobody but who made it may read one.
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('refuses a backup of a newer program', async () => {
    await expect(
      restore(engine, file, { migrations: migrations.slice(0, 1), log: silent, force: true }),
    ).rejects.toThrow('newer Perennial (schema 2');
  });

  it('refuses a file that was cut off, changed, or is no backup, before it touches anything', async () => {
    const cut = join(folder, 'cut');
    writeFileSync(cut, readFileSync(file));
    truncateSync(cut, readFileSync(file).length - 20);
    const changed = join(folder, 'changed');
    writeFileSync(changed, gzipSync(gunzipSync(readFileSync(file)).toString().replace('Northwind', 'Southwind')));
    const other = join(folder, 'other');
    writeFileSync(other, gzipSync('{"name":"something else"}\n'));
    for (const bad of [cut, changed])
      await expect(restore(engine, bad, { migrations, log: silent, force: true })).rejects.toThrow('damaged');
    await expect(restore(engine, other, { migrations, log: silent, force: true })).rejects.toThrow('is not a backup');
    await expect(restore(engine, join(folder, 'nothing'), { migrations, log: silent, force: true })).rejects.toThrow(
      'There is no file',
    );
    expect(await names()).toEqual(['Northwind']);
  });

  it('brings a backup of an older program to the schema of this one', async () => {
    const older = await opening(engines[0]!);
    await migrate(older.engine, migrations.slice(0, 1), silent);
    await older.engine.pool.query(`INSERT INTO account (id, name) VALUES (gen_random_uuid(), 'From before')`);
    await backup(older.engine, join(folder, 'older'), { now });
    await older.close();
    await restore(engine, join(folder, 'older'), { migrations, log: silent, force: true });
    const { rows } = await engine.pool.query('SELECT name, nickname FROM account');
    expect(rows).toEqual([{ name: 'From before', nickname: null }]);
  });
});

async function fill(engine: Engine): Promise<void> {
  await engine.pool.query(`INSERT INTO account (id, name, parent_id, custom)
    SELECT md5(i::text)::uuid, 'account ' || i, md5((i + 1)::text)::uuid, '{}'::jsonb FROM generate_series(1, 2999) AS i
    UNION ALL SELECT md5('3000')::uuid, 'account 3000', NULL, NULL`);
  await engine.pool.query(
    `INSERT INTO touchpoint SELECT md5(i::text)::uuid, '2026-01-01'::timestamptz + i * interval '1 s', repeat('x', i % 500) FROM generate_series(1, 3000) AS i`,
  );
  await engine.pool.query(
    `UPDATE account SET name = $2, tags = $3, worth = '1234567.80', photo = $4, custom = $5, since = '2009-02-28', made = '2026-01-02T03:04:05.678901Z' WHERE id = $1`,
    ['c4ca4238-a0b9-2382-0dcc-509a6f75849b', SAMPLE.name, SAMPLE.tags, SAMPLE.photo, JSON.stringify(SAMPLE.custom)],
  );
}

const SAMPLE = {
  name: 'account "1"\n\u2028 \\N ü€😀',
  tags: ['a,b', '"', ''],
  worth: '1234567.80',
  photo: Buffer.from([0, 10, 255]),
  custom: { nested: [1, null, { deep: 'x\ny' }] },
  length: 20,
  since: '2009-02-28',
  made: '2026-01-02 03:04:05.678901+00',
};

async function sample(engine: Engine): Promise<unknown> {
  const { rows } = await engine.pool.query(
    `SELECT name, tags, worth, photo, custom, length, since, made::text FROM account WHERE id = md5('1')::uuid`,
  );
  return rows[0];
}

/** Adds accounts with their first touchpoint, one transaction each, until stopped; returns how many. */
function keepWriting(engine: Engine): { stop(): Promise<number> } {
  const stopping = new AbortController();
  const work = (async () => {
    let written = 0;
    for (; !stopping.signal.aborted; written++) {
      const session = await engine.pool.connect();
      await session.query('BEGIN');
      const { rows } = await session.query<{ id: string }>(
        `INSERT INTO account (id, name, custom) VALUES (gen_random_uuid(), 'meanwhile', $1) RETURNING id`,
        [JSON.stringify({ filler: 'x'.repeat(5_000) })],
      );
      await session.query('INSERT INTO touchpoint VALUES ($1, now())', [rows[0]!.id]);
      await session.query('COMMIT');
      session.release();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return written;
  })();
  return {
    stop: () => {
      stopping.abort();
      return work;
    },
  };
}
