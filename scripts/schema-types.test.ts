import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestEngine, type TestEngine } from '../src/platform/engine-testing.ts';
import { type CatalogueRow, readTables, writeSchema } from './schema-types.ts';

let engine: TestEngine;
beforeAll(async () => void (engine = await openTestEngine()));
afterAll(() => engine.close());

it('writes each column as the type that the database really gives and takes', async () => {
  await engine.pool.query(`
    CREATE TYPE mood AS ENUM ('good', 'it''s bad');
    CREATE TABLE success_plan (id uuid PRIMARY KEY, phase text NOT NULL CHECK (phase IN ('shopping', 'usage')), channel text CHECK (channel = 'mail'),
      number int GENERATED ALWAYS AS IDENTITY, count int8 NOT NULL DEFAULT 0, worth numeric, tags text[] NOT NULL, amounts numeric[], day date, at timestamptz NOT NULL DEFAULT now(),
      custom jsonb NOT NULL DEFAULT '{}', file bytea, felt mood, size int NOT NULL CHECK (size > 0), doubled int GENERATED ALWAYS AS (size * 2) STORED);
    CREATE VIEW open_plan AS SELECT id FROM success_plan`);
  const text = writeSchema(await readTables((sql) => engine.pool.query<CatalogueRow>(sql)));
  expect(text.slice(text.indexOf('export interface OpenPlanTable'))).toBe(`export interface OpenPlanTable {
  id: Computed<string | null>;
}

export interface SuccessPlanTable {
  id: string;
  phase: 'shopping' | 'usage';
  channel: string | null;
  number: Computed<number>;
  count: Generated<number>;
  worth: Numeric | null;
  tags: string[];
  amounts: string[] | null;
  day: string | null;
  at: Generated<Timestamp>;
  custom: Generated<Json>;
  file: Buffer | null;
  felt: 'good' | 'it\\'s bad' | null;
  size: number;
  doubled: Computed<number | null>;
}

export interface Database {
  open_plan: OpenPlanTable;
  success_plan: SuccessPlanTable;
}
`);
});
