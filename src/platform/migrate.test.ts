import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from './engine.ts';
import { engines, silent } from './engine-pair.ts';
import { migrate, readMigrations, schemaVersion } from './migrate.ts';

describe.each(engines)('upgrading $name', ({ open }) => {
  const test = open ? it : it.skip;
  let folder: string;
  let engine: Engine | undefined;
  let close: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    if (open) ({ engine, close } = await open({ poolSize: 3 }));
  });
  afterAll(() => close?.());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'perennial-migrations-'));
    await engine?.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    write('001_accounts.sql', 'CREATE TABLE account (name text); CREATE INDEX ON account (name);');
    write('002_a_city.sql', `ALTER TABLE account ADD city text DEFAULT 'Wien';`);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql);
  const upgrade = async () => (await migrate(engine!, readMigrations(folder), silent)).map(({ number }) => number);

  test('applies what is missing, in order, once', async () => {
    expect(await upgrade()).toEqual([1, 2]);
    expect(await upgrade()).toEqual([]);
    write('010_a_country.sql', 'ALTER TABLE account ADD country text;');
    expect(await upgrade()).toEqual([10]);
    const session = await engine!.pool.connect();
    expect(await schemaVersion(session)).toBe(10);
    session.release();
  });

  test('undoes a step that fails halfway, keeps the steps before it, and goes on when it is mended', async () => {
    write('003_broken.sql', 'CREATE TABLE half (a int); SELECT 1 / 0;');
    await expect(upgrade()).rejects.toThrow('Migration 3 (broken) failed and was undone: division by zero');
    const { rows } = await engine!.pool.query(
      `SELECT to_regclass('half') AS half, (SELECT max(number) FROM migration) AS version`,
    );
    expect(rows[0]).toEqual({ half: null, version: 2 });
    write('003_broken.sql', 'CREATE TABLE half (a int);');
    expect(await upgrade()).toEqual([3]);
  });

  test('does not start on a database that a newer program made', async () => {
    await upgrade();
    rmSync(join(folder, '002_a_city.sql'));
    await expect(upgrade()).rejects.toThrow('newer Perennial (schema 2; this program knows up to 1)');
  });

  test('does not accept a step that was edited after it had been applied, or that comes too late', async () => {
    await upgrade();
    write('001_accounts.sql', 'CREATE TABLE account (name text, phone text);');
    await expect(upgrade()).rejects.toThrow('Migration 1 (accounts) differs');
    write('001_accounts.sql', 'CREATE TABLE account (name text); CREATE INDEX ON account (name);');
    write('003_next.sql', 'SELECT 1');
    await upgrade();
    rmSync(join(folder, '002_a_city.sql'));
    await expect(upgrade()).rejects.toThrow('Migration 2 (a_city) differs');
  });

  test('is done once when two processes start together', async () => {
    const both = await Promise.all([upgrade(), upgrade()]);
    expect(new Set(both.flat())).toEqual(new Set([1, 2]));
    expect(both.flat()).toHaveLength(2);
  });
});

describe('the folder of migrations', () => {
  it('is refused with two files of one number, or a file that is not numbered', () => {
    const folder = mkdtempSync(join(tmpdir(), 'perennial-migrations-'));
    writeFileSync(join(folder, '001_a.sql'), '');
    writeFileSync(join(folder, '001_b.sql'), '');
    expect(() => readMigrations(folder)).toThrow('Two migrations have the number 1');
    writeFileSync(join(folder, 'c.sql'), '');
    expect(() => readMigrations(folder)).toThrow('is not named like');
    rmSync(folder, { recursive: true, force: true });
  });
});
