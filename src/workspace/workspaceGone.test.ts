import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { bring } from './import/import.testing.ts';

let world: World;
let owner: Person;
beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

it('a workspace that is deleted takes along what stands in it', async () => {
  await bring(world, owner, [
    { name: 'Accounts.csv', text: 'Company,Website\nNordwerk,nordwerk.example\nSüdwerk,suedwerk.example\n' },
    { name: 'Contacts.csv', text: 'Full Name,Email,Company\nAna Berg,ana@nordwerk.example,Nordwerk\n' },
    {
      name: 'Calls.csv',
      text: 'Subject,Call Type,Call Start Time,Company\nTerms,Outbound,2026-03-01T10:00:00Z,Nordwerk\n',
    },
  ]);
  const tables = ['account', 'contact', 'external_key', 'relationship', 'touchpoint', 'affiliation'];
  const counted = () =>
    Promise.all(
      tables.map(
        async (table) =>
          (
            await world.engine.pool.query<{ n: number }>(
              `select count(*)::int as n from ${table} where workspace_id = $1`,
              [owner.workspaceId],
            )
          ).rows[0]!.n,
      ),
    );
  expect(await counted()).not.toContain(0);
  await world.engine.pool.query('delete from workspace where workspace_id = $1', [owner.workspaceId]);
  expect(await counted()).toEqual(tables.map(() => 0));
});
