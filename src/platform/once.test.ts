import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleContract } from '../people/contract.ts';
import { openWorld, type World } from '../testing/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('What is sent again with the same key is done once, and answered alike, even when both arrive at the same moment', async () => {
  const owner = await world.as('owner');
  const create = () =>
    owner.call(peopleContract.createAccount, { body: { name: 'Twin GmbH' } }, { idempotencyKey: 'twin-twin-twin' });
  const answers = await Promise.all([create(), create(), create()]);
  answers.push(await create());
  expect(new Set(answers.map((a) => a.id)).size).toBe(1);
  const { items } = await owner.call(peopleContract.listAccounts, { query: { text: 'twin' } });
  expect(items).toHaveLength(1);
});

it('A key that was used for one thing is refused for another', async () => {
  const owner = await world.as('owner');
  const create = (name: string) =>
    owner.call(peopleContract.createAccount, { body: { name } }, { idempotencyKey: 'one key for two' });
  await create('First');
  await expect(create('Second')).rejects.toMatchObject({ status: 422 });
});
