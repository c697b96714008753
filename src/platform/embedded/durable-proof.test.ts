import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DurableFiles } from './durable-files.ts';
import { durableSettings, proveDurable } from './durable-proof.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'perennial-durable-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a database that confirms before the disk has it is refused, one that waits for the disk is used', async () => {
  const careless = new DurableFiles(folder);
  const first = await PGlite.create({ fs: careless });
  await expect(proveDurable(first, careless)).rejects.toThrow('does not write its commits through to the disk');
  await first.close();

  const careful = new DurableFiles(folder);
  const withoutF = PGlite.defaultStartParams.filter((parameter) => parameter !== '-F');
  const second = await PGlite.create({ fs: careful, startParams: [...withoutF, ...durableSettings] });
  await proveDurable(second, careful);
  await second.query('CREATE TABLE customer (name text)');
  const before = careful.syncs;
  await second.query(`INSERT INTO customer VALUES ('Ada')`);
  expect(careful.syncs).toBeGreaterThan(before);
  await second.close();
});
