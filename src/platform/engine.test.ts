import { Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from './engine.ts';
import { troubleOf } from './engine-faults.ts';
import { engines } from './engine-pair.ts';

describe.each(engines)('$name', ({ open }) => {
  const test = open ? it : it.skip;
  let engine: Engine;
  let close: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    if (open === undefined) return;
    ({ engine, close } = await open({ deadline: 500, waitingLimit: 3, poolSize: 1, patience: 20_000 }));
    await engine.pool.query('CREATE TABLE account (name text UNIQUE, CONSTRAINT has_name CHECK (length(name) > 0))');
    await engine.pool.query(
      `CREATE ROLE limited NOLOGIN; GRANT SELECT ON account TO limited; GRANT limited TO CURRENT_USER`,
    );
  });
  afterAll(() => close?.());

  test('gives amounts exactly, moments as dates, days as they are written, and lists as lists', async () => {
    const { rows } = await engine.pool.query(`
      SELECT 9007199254740991::int8 AS whole, 9007199254740993::int8 AS too_large, ARRAY[1, 2]::int8[] AS wholes, 12345678901234567890.10::numeric AS amount,
             ARRAY[1.10, NULL]::numeric[] AS amounts, 1.5::float8 AS ratio, '2026-02-28T23:30:00.123Z'::timestamptz AS moment,
             '2026-02-28'::date AS day, ARRAY['2026-02-28']::date[] AS days, '2026-02-28 10:00'::timestamp AS no_zone, '{"a": [1, null]}'::jsonb AS json,
             '\\x00ff'::bytea AS bytes, ARRAY['a,b', NULL, '"']::text[] AS texts, true AS yes, NULL AS nothing, 'ü€😀' AS text,
             '1 day 02:00'::interval AS time, '019b0000-0000-7000-8000-000000000001'::uuid AS id`);
    expect(rows[0]).toEqual({
      whole: 9_007_199_254_740_991,
      too_large: '9007199254740993',
      wholes: [1, 2],
      amount: '12345678901234567890.10',
      amounts: ['1.10', null],
      ratio: 1.5,
      moment: new Date('2026-02-28T23:30:00.123Z'),
      day: '2026-02-28',
      days: ['2026-02-28'],
      no_zone: '2026-02-28 10:00:00',
      json: { a: [1, null] },
      bytes: Buffer.from([0, 255]),
      texts: ['a,b', null, '"'],
      yes: true,
      nothing: null,
      text: 'ü€😀',
      time: '1 day 02:00:00',
      id: '019b0000-0000-7000-8000-000000000001',
    });
  });

  test('takes the same values back as they were given', async () => {
    const moment = new Date('2026-07-01T12:00:00.001Z');
    const { rows } = await engine.pool.query(
      'SELECT $1::timestamptz AS moment, $2::jsonb AS json, $3::text[] AS texts, $4::bytea AS bytes, $5::numeric AS amount, $6::date AS day',
      [moment, JSON.stringify([1, { a: 'b' }]), ['x', 'y,z'], Buffer.from('file'), '0.10', '2026-01-31'],
    );
    expect(rows[0]).toEqual({
      moment,
      json: [1, { a: 'b' }],
      texts: ['x', 'y,z'],
      bytes: Buffer.from('file'),
      amount: '0.10',
      day: '2026-01-31',
    });
  });

  test('says what was wrong with a record, by code, constraint and detail', async () => {
    await engine.pool.query(`INSERT INTO account VALUES ('Northwind')`);
    await expect(engine.pool.query(`INSERT INTO account VALUES ('Northwind')`)).rejects.toMatchObject({
      code: '23505',
      constraint: 'account_name_key',
      table: 'account',
      detail: 'Key (name)=(Northwind) already exists.',
    });
    await expect(engine.pool.query(`INSERT INTO account VALUES ('')`)).rejects.toMatchObject({
      code: '23514',
      constraint: 'has_name',
    });
  });

  test('carries a megabyte in one text and ten thousand rows in one answer', async () => {
    const long = 'ä'.repeat(1_000_000);
    expect((await engine.pool.query('SELECT $1::text AS text', [long])).rows[0]).toEqual({ text: long });
    const { rows } = await engine.pool.query<{ i: number }>(
      `SELECT i, repeat('x', 200) AS filler FROM generate_series(1, 10000) AS i`,
    );
    expect(rows.map(({ i }) => i)).toEqual(Array.from({ length: 10_000 }, (_, i) => i + 1));
  });

  test('undoes work that was left open, so that the next holder of the connection starts clean', async () => {
    const first = await engine.pool.connect();
    await first.query('BEGIN');
    await first.query('SET LOCAL ROLE limited');
    await expect(first.query(`INSERT INTO account VALUES ('Left open')`)).rejects.toMatchObject({ code: '42501' });
    first.release();
    const { rows } = await engine.pool.query<{ role: string; names: number }>(
      `SELECT current_user = session_user AS own, (SELECT count(*) FROM account WHERE name = 'Left open') AS names`,
    );
    expect(rows[0]).toEqual({ own: true, names: 0 });
  });

  test('runs a transaction of Kysely as a role that may only read', async () => {
    const db = new Kysely<{ account: { name: string } }>({ dialect: new PostgresDialect({ pool: engine.pool }) });
    const asLimited = (work: string) =>
      db.transaction().execute(async (tx) => {
        await sql`SET LOCAL ROLE limited`.execute(tx);
        return sql.raw(work).execute(tx);
      });
    expect((await asLimited('SELECT name FROM account')).rows).toEqual([{ name: 'Northwind' }]);
    await expect(asLimited('DELETE FROM account')).rejects.toMatchObject({ code: '42501' });
    await db.insertInto('account').values({ name: 'Contoso' }).execute();
  });

  test('stops a question at its deadline, says so, and goes on with the next', async () => {
    const endless = engine.pool.query('SELECT count(*) FROM generate_series(1, 100000000000)');
    const next = engine.pool.query('SELECT count(*) AS accounts FROM account');
    const error: unknown = await endless.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: '57014' });
    expect(troubleOf(error)).toBe('slow');
    expect((await next).rows[0]).toEqual({ accounts: 2 });
  });

  test('gives one transaction more time than the others, and only that one', async () => {
    const session = await engine.pool.connect();
    await session.query('BEGIN');
    await session.query(`SELECT set_config('statement_timeout', $1, true)`, ['60000']);
    await session.query(BUSY_FOR_ABOUT_A_SECOND);
    await session.query('COMMIT');
    await expect(session.query('SELECT count(*) FROM generate_series(1, 100000000000)')).rejects.toMatchObject({
      code: '57014',
    });
    session.release();
    await engine.poolWithin(0).query(BUSY_FOR_ABOUT_A_SECOND);
  });

  test('refuses the caller who would have to wait behind too many others, and serves those', async () => {
    const session = await engine.pool.connect();
    const others = Array.from({ length: 4 }, () =>
      engine.pool.query('SELECT 1 AS one').then(({ rows }) => rows[0], troubleOf),
    );
    // The first to come fills the queue while the connection is held.
    session.release();
    const answers = await Promise.all(others);
    expect(answers.filter((answer) => answer === 'busy')).toHaveLength(1);
    expect(answers.filter((answer) => answer !== 'busy')).toEqual([{ one: 1 }, { one: 1 }, { one: 1 }]);
  });

  test('tells listeners what was announced by a transaction that took effect, and nothing of one that did not', async () => {
    const heard: string[] = [];
    const stop = await engine.listen('news', (payload) => heard.push(payload));
    const session = await engine.pool.connect();
    await session.query('BEGIN');
    await session.query(`SELECT pg_notify('news', 'undone')`);
    await session.query('ROLLBACK');
    session.release();
    await engine.pool.query(`SELECT pg_notify('news', 'done')`);
    await expect.poll(() => heard).toEqual(['done']);
    await stop();
  });

  test('tells its version and size', async () => {
    const facts = await engine.facts();
    expect(Number.parseInt(facts.version, 10)).toBeGreaterThanOrEqual(15);
    expect(facts.sizeBytes).toBeGreaterThan(1_000_000);
    expect(await engine.health()).toMatchObject({ ok: true, readOnly: false });
  });
});

describe('the embedded database, which has one connection', () => {
  it('refuses a question beside one’s own open transaction at once, and lets others wait for their turn', async () => {
    const { engine, close } = await engines[0]!.open!();
    const db = new Kysely<{ t: { a: number } }>({ dialect: new PostgresDialect({ pool: engine.pool }) });
    await sql`CREATE TABLE t (a int)`.execute(db);
    const entered = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const mine = db.transaction().execute(async (tx) => {
      await tx.insertInto('t').values({ a: 1 }).execute();
      await expect(db.selectFrom('t').selectAll().execute()).rejects.toMatchObject({ code: '25001' });
      entered.resolve();
      await finish.promise;
    });
    const others = inOtherWork(async () => {
      await entered.promise;
      const reading = db.selectFrom('t').selectAll().execute();
      finish.resolve();
      return reading;
    });
    await mine;
    expect(await others).toEqual([{ a: 1 }]);
    await close();
  });
});

/** Begins work as a request does: not from within any other work. */
const inOtherWork = <T>(work: () => Promise<T>) =>
  new Promise<T>((resolve, reject) => setImmediate(() => work().then(resolve, reject)));

const BUSY_FOR_ABOUT_A_SECOND = `SELECT count(*) FROM generate_series(1, 1800000) AS i WHERE md5(i::text) < '0'`;
