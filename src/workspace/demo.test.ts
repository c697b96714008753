import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { peopleContract } from '../people/contract.ts';
import { relationshipContract } from '../relationship/contract.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { workspaceContract } from './contract.ts';
import { demoSignIns } from './demo/company.ts';
import { demoContract } from './demo/contract.ts';
import { demoCompany } from './demo/demo.ts';

let world: World;
let owner: Person;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  owner = await world.as('owner');
});
afterAll(() => world.close());

/** Table → number of rows, of every table. */
async function rowCounts(): Promise<Record<string, number>> {
  const { rows: tables } = await world.engine.pool.query<{ name: string }>(
    `select t.relname as name from pg_class t join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public' where t.relkind = 'r' order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await world.engine.pool.query<{ n: number }>(`select count(*)::int as n from "${name}"`);
    counts[name] = rows[0]!.n;
  }
  return counts;
}

const load = () => owner.call(demoContract.loadDemo);
const remove = () => owner.call(demoContract.removeDemo);

describe('loading the demo company', () => {
  it('fills the workspace with relationships that stand where their stories end', async () => {
    const started = performance.now();
    const standing = await load();
    console.info(`demo company loaded in ${Math.round(performance.now() - started)} ms`);
    const demo = demoCompany(world.now().getTime());
    expect(standing).toEqual({ loaded: true, accounts: demo.accounts.length, ownAccounts: false });
    const board = await owner.call(relationshipContract.board);
    const expected = Map.groupBy(demo.accounts, (a) => a.ends.join('/'));
    expect(Object.fromEntries(board.cells.map((c) => [`${c.phase}/${c.position}`, c.accounts]))).toEqual(
      Object.fromEntries([...expected].map(([cell, accounts]) => [cell, accounts.length])),
    );
    const map = await owner.call(relationshipContract.map);
    expect(map.dots).toHaveLength(demo.accounts.length);
  });

  it('gives whoever loads it a full day, with rows of every kind', async () => {
    await load();
    const today = await owner.call(relationshipContract.today, { query: { whose: 'mine' } });
    console.info(today.counts, today.rows.length, today.doneThisWeek);
    console.info(today.rows.map((r) => [r.name, r.group, r.why.map((w) => w.code).join(), r.todo.code, r.dueAt]).map((r) => r.join(' · ')).join('\n'));
    expect(Object.keys(today.counts)).toEqual(expect.arrayContaining(['alarm', 'promise', 'handoff', 'next step', 'stuck sale', 'ask now']));
    expect(today.rows.length).toBeGreaterThanOrEqual(10);
    expect(today.doneThisWeek).toBeGreaterThan(0);
  });
});
void sql; void peopleContract; void workspaceContract; void demoSignIns; void remove; void rowCounts;
