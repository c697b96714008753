import { afterAll, beforeAll, expect, it } from 'vitest';
import { plansContract } from '../ownership/plans/contract.ts';
import { promisesContract } from '../ownership/promises/contract.ts';
import { peopleContract } from '../people/contract.ts';
import { purchaseContract } from '../purchase/contract.ts';
import { forceContract } from '../selling/force/contract.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { workspaceContract } from './contract.ts';
import type { HistoryKind } from './history.ts';

let world: World;
let manager: Person;
let accountId: string;
beforeAll(async () => {
  world = await openWorld();
  manager = await world.as('manager');
  accountId = (await manager.call(peopleContract.createAccount, { body: { name: 'Told Ltd' } })).id;
});
afterAll(() => world.close());

/** What the newest event of a record changed: field → from what to what. */
async function lastChanges(kind: HistoryKind, id: string) {
  const { items } = await manager.call(workspaceContract.getHistory, { params: { kind, id } });
  return Object.fromEntries(
    items
      .filter((each) => each.eventId === items[0]!.eventId)
      .map(({ field, before, after }) => [field, [before, after]]),
  );
}

it('A success plan tells what was agreed before and what is agreed now', async () => {
  const plan = await manager.call(plansContract.createPlan, { body: { accountId, title: 'Fewer stops' } });
  const outcome = {
    metric: 'Stops',
    unit: 'a month',
    baseline: 12,
    target: 4,
    targetOn: null,
    actual: null,
    measuredOn: null,
    confirmedBy: null,
  };
  const first = await manager.call(
    plansContract.saveObjectives,
    { params: { id: plan.id }, body: { objectives: [{ title: 'Calm nights', weight: 1, outcomes: [outcome] }] } },
    { ifMatch: plan.version },
  );
  const [objective] = first.objectives;
  await manager.call(
    plansContract.saveObjectives,
    {
      params: { id: plan.id },
      body: {
        objectives: [
          {
            id: objective!.id,
            title: 'Calm nights',
            weight: 1,
            outcomes: [{ ...outcome, id: objective!.outcomes[0]!.id, target: 6 }],
          },
        ],
      },
    },
    { ifMatch: first.version },
  );
  const told = (target: number) => ({ 'Calm nights': { weight: 1, outcomes: [{ ...outcome, target }] } });
  expect(await lastChanges('plan', plan.id)).toEqual({ objectives: [told(4), told(6)] });
});

it('A sale tells whose it is by what share, and what stands on its lines', async () => {
  const sale = await manager.call(purchaseContract.createOpportunity, { body: { accountId, name: 'Pump hall' } });
  const priced = async (price: string, version: number) =>
    (
      await manager.call(
        purchaseContract.saveLines,
        { params: { id: sale.id }, body: { lines: [{ name: 'Pump', quantity: '2', price }] } },
        { ifMatch: version },
      )
    ).version;
  await priced('90.00', await priced('100.00', sale.version));
  expect(await lastChanges('opportunity', sale.id)).toEqual({
    amount: ['200.00', '180.00'],
    lines: [{ Pump: { quantity: '2', price: '100.00' } }, { Pump: { quantity: '2', price: '90.00' } }],
  });
  await manager.call(purchaseContract.shareSale, {
    params: { id: sale.id },
    body: { shares: [{ memberId: manager.memberId, share: 100 }] },
  });
  expect(await lastChanges('opportunity', sale.id)).toEqual({ shares: [{}, { 'The manager': 100 }] });
});

it('A promise tells how it was settled, and a colleague what capacity they had', async () => {
  const promise = await manager.call(promisesContract.makePromise, { body: { accountId, what: 'The drawings' } });
  await manager.call(
    promisesContract.settlePromise,
    { params: { id: promise.id }, body: { outcome: 'kept' } },
    { ifMatch: promise.version },
  );
  expect(await lastChanges('promise', promise.id)).toEqual({ state: ['open', 'kept'] });
  for (const capacity of [20, 25])
    await manager.call(forceContract.setCapacity, {
      params: { id: manager.memberId },
      body: { sellerType: 'direct', capacity },
    });
  expect(await lastChanges('member', manager.memberId)).toEqual({ capacity: [20, 25] });
});
