import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleContract } from '../../../people/contract.ts';
import { openWorld, type Person, type World } from '../../../testing/world.ts';
import { importContract } from '../contract.ts';
import { bring, propose, type Given } from '../import.testing.ts';

let world: World;
let owner: Person;
beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

const companies = (name: string, count: number): Given => ({
  name: 'Accounts.csv',
  text: `Id,Company,Website\n${Array.from({ length: count }, (_, n) => `${name}${n},${name} ${n},${name}${n}.example`).join('\n')}\n`,
});
const called = async (name: string) =>
  (
    await world.engine.pool.query<{ count: number; names: number }>(
      `select count(*), count(distinct name) as names from account where name like '${name} %'`,
    )
  ).rows[0];

it('a row in the midst of a long file that the database refuses fails alone', async () => {
  await world.engine.pool.query(
    `create function refused() returns trigger language plpgsql as $$ begin raise check_violation; end $$`,
  );
  await world.engine.pool.query(
    `create trigger refused before insert on account for each row when (new.name = 'Steel 1234') execute function refused()`,
  );
  const done = await bring(world, owner, [companies('Steel', 2100)]);
  await world.engine.pool.query('drop function refused cascade');
  expect(done.report?.files[0]).toMatchObject({ read: 2100, created: 2099, failed: 1 });
  expect(await called('Steel')).toEqual({ count: 2099, names: 2099 });
});

it('a company that a colleague makes while its row stands ready is met, not doubled', async () => {
  // Elsewhere the colleague may come a moment too late.
  if (world.engine.kind !== 'embedded') return;
  const { id } = await propose(owner, [companies('Wood', 2000)]);
  await owner.call(importContract.runImport, { params: { id } });
  let made: Promise<unknown> | undefined;
  await world.house.imports.work({ workspaceId: owner.workspaceId, importId: id, what: 'run' }, ({ rows }) => {
    if (rows > 0 && rows < 2000)
      made ??= owner.call(peopleContract.createAccount, { body: { name: `Wood ${rows + 10}` } });
  });
  await made;
  expect(made).toBeDefined();
  expect(await owner.call(importContract.readImport, { params: { id } })).toMatchObject({
    state: 'done',
    records: { account: { created: 1999, updated: 1 } },
  });
  expect(await called('Wood')).toEqual({ count: 2000, names: 2000 });
});
