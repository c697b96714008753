import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleContract } from '../people/contract.ts';
import { relationshipContract } from '../relationship/contract.ts';
import { lookAtDue } from '../jobs.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { insightContract } from './contract.ts';

let world: World;
let owner: Person;
beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

const day = 86_400_000;

it('time alone moved a relationship long ago: movement does not tell it of the last weeks', async () => {
  const { id: accountId } = await owner.call(peopleContract.createAccount, { body: { name: 'Long silent' } });
  const params = { id: accountId };
  for (const [ago, kind] of [
    [1500, 'go-live'],
    [1495, 'first value'],
    [1490, 'value review'],
    [1485, 'reference'],
  ] as const)
    await owner.call(relationshipContract.logTouchpoint, {
      body: {
        accountId,
        kind,
        subject: 'It pays',
        expectation: 2,
        valueDelivered: true,
        at: new Date(world.now().getTime() - ago * day).toISOString(),
      },
    });
  const left = (
    await owner.call(relationshipContract.readRelationship, {
      params,
      query: { asOf: new Date(world.now().getTime() - 1484 * day).toISOString() },
    })
  ).standing.position;
  world.setNow(new Date(world.now().getTime() + 20 * day));
  await lookAtDue(world.house.database, world.house.serving);
  const [now] = (
    await world.engine.pool.query<{ position: string; shown: string }>(
      `select position, state ->> 'shown' as shown from relationship where account_id = $1`,
      [accountId],
    )
  ).rows;
  expect(left).not.toBe(now!.position);
  expect(now!.shown).toBe(left);
  const { flows } = await owner.call(insightContract.readFlow, { query: { days: 90 } });
  expect(flows).toEqual([{ from: now!.position, to: now!.position, accounts: 1 }]);
  const { items } = await owner.call(insightContract.readEvidence, {
    query: { report: 'flow', days: 90, key: now!.position, other: now!.position },
  });
  expect(items.map(({ id }) => id)).toEqual([accountId]);
});

it('a touchpoint within the weeks does not hide that time had moved the relationship before they began', async () => {
  const { id: accountId } = await owner.call(peopleContract.createAccount, { body: { name: 'Silent, then seen' } });
  const ago = (days: number) => new Date(world.now().getTime() - days * day).toISOString();
  for (const [days, kind] of [
    [1500, 'go-live'],
    [1495, 'first value'],
    [1490, 'value review'],
    [1485, 'reference'],
    [60, 'call'],
  ] as const)
    await owner.call(relationshipContract.logTouchpoint, {
      body: {
        accountId,
        kind,
        subject: 'It pays',
        expectation: kind === 'call' ? 0 : 2,
        valueDelivered: kind !== 'call',
        at: ago(days),
      },
    });
  const stood = async (days: number) =>
    (await owner.call(relationshipContract.readRelationship, { params: { id: accountId }, query: { asOf: ago(days) } }))
      .standing;
  const [left, then, now] = [(await stood(1484)).position, (await stood(90)).position, (await stood(0)).position];
  expect(left).not.toBe(then);
  const items = async (from: string) =>
    (
      await owner.call(insightContract.readEvidence, { query: { report: 'flow', days: 90, key: from, other: now } })
    ).items.map(({ id }) => id);
  expect(await items(left)).not.toContain(accountId);
  expect(await items(then)).toContain(accountId);
  const { flows } = await owner.call(insightContract.readFlow, { query: { days: 90 } });
  expect(flows.reduce((sum, each) => sum + each.accounts, 0)).toBe(2);
  expect(flows.some((each) => each.from === left)).toBe(false);
});
