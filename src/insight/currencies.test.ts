import { afterAll, beforeAll, expect, it } from 'vitest';
import { offeringsContract } from '../offerings/contract.ts';
import { peopleContract } from '../people/contract.ts';
import { wholeWorkspace } from '../platform/database.ts';
import { systemCall } from '../platform/serve.ts';
import { closingContract } from '../purchase/closing/contract.ts';
import { purchaseContract } from '../purchase/contract.ts';
import { countMoney } from '../relationship/money.api.ts';
import { forceContract } from '../selling/force/contract.ts';
import { sellingContract } from '../selling/contract.ts';
import { leadershipContract } from '../selling/team/contract.ts';
import { takeSnapshots } from '../selling/team/weeks.api.ts';
import { kinds } from '../workspace/roles.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { insightContract } from './contract.ts';

let world: World;
let owner: Person;
let accountId: string;
/** A dollar counted a half when the sales were won, and counts four fifths now; of the franc nobody knows. */
const [won, open] = [100 + 200 * 0.5, 1000 + 2000 * 0.8];
const franc = (count: number) => ({ count, currencies: ['CHF'] });

beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
  accountId = (
    await owner.call(peopleContract.createAccount, { body: { name: 'Ashgrove Pumps', ownerId: owner.memberId } })
  ).id;
  for (const [from, rate] of [
    ['2026-01-01', '0.5'],
    ['2026-06-08', '0.8'],
  ] as const)
    await owner.call(offeringsContract.addExchangeRate, { body: { currency: 'USD', from, rate } });
  for (const [nth, currency] of (['EUR', 'USD', 'CHF'] as const).entries()) {
    const sell = (name: string, amount: number) =>
      owner.call(purchaseContract.createOpportunity, {
        body: {
          accountId,
          name: `${name} ${currency}`,
          saleType: 'commercial',
          amount: `${amount}`,
          currency,
          expectedCloseOn: '2026-06-25',
          source: 'fair',
        },
      });
    await sell('Pump hall', 1000 * (nth + 1));
    const sale = await sell('Well', 100 * (nth + 1));
    await owner.call(
      purchaseContract.winOpportunity,
      { params: { id: sale.id }, body: { on: '2026-06-05', because: 'price' } },
      { ifMatch: sale.version },
    );
  }
});
afterAll(() => world.close());

it('a sale in another currency counts at its rate in every figure, and each figure says what it leaves out for want of one', async () => {
  const board = await owner.call(purchaseContract.pipeline);
  expect(board.together).toMatchObject({ currency: 'EUR', amount: open.toFixed(2), missing: ['CHF'] });

  const force = await owner.call(forceContract.readForce);
  expect([
    force.won,
    force.mix.reduce((sum, row) => sum + row.amount, 0),
    force.cost.find((row) => row.saleType === 'commercial')!.wonAmount,
  ]).toEqual([won, open, won]);
  expect(force.unrated).toEqual({ won: franc(1), mix: franc(1), cost: franc(1) });
  const { items: lives } = await owner.call(forceContract.readLifecycle);
  expect(lives).toMatchObject([{ saleType: 'commercial', revenue: won, unrated: franc(1) }]);

  const { items: goals } = await owner.call(forceContract.setGoal, {
    body: { scope: 'member', scopeId: owner.memberId, period: '2026-06-11', amount: '5000' },
  });
  expect(goals).toMatchObject([{ won: won.toFixed(2), open: open.toFixed(2), unrated: franc(2) }]);
  const { items: counted } = await owner.call(forceContract.listGoalSales, { params: { id: goals[0]!.id } });
  expect(counted.map(({ name, amount }) => [name, amount])).toEqual([
    ['Well EUR', 100],
    ['Well USD', 100],
    ['Pump hall USD', 1600],
    ['Pump hall EUR', 1000],
  ]);

  const team = await owner.call(leadershipContract.readForecast);
  expect(team.rows).toMatchObject([{ won: won.toFixed(2), open: open.toFixed(2), quota: '5000.00' }]);
  expect(team.unrated).toEqual(franc(2));
  const review = await owner.call(leadershipContract.reviewPipeline);
  expect([review.bridge.now, review.wonAmount, review.unrated]).toEqual([open, won, franc(1)]);
  const looksAfter = await owner.call(sellingContract.readCoverage);
  expect(looksAfter.items).toMatchObject([{ openSales: 3, openAmount: open.toFixed(2), unrated: franc(1) }]);

  const forecast = await owner.call(insightContract.readForecast, { query: { period: '2026-06' } });
  expect([forecast.wonSoFar, forecast.plan?.won, forecast.sales, forecast.unrated]).toEqual([won, won, 4, franc(2)]);
  const outcomes = await owner.call(insightContract.readOutcomes, { query: { days: 90 } });
  expect([outcomes.items[0]!.wonAmount, outcomes.unrated]).toEqual([won.toFixed(2), franc(1)]);
  const sources = await owner.call(insightContract.readSources, { query: { days: 90 } });
  expect([sources.items[0]!.key, sources.items[0]!.wonAmount, sources.unrated]).toEqual(['fair', won, franc(1)]);
  const value = await owner.call(insightContract.readValue, { query: { by: 'saleType' } });
  expect(value.items).toMatchObject([{ customers: 1, revenue: won, unrated: franc(1) }]);
  const why = await owner.call(closingContract.whyDecided, { query: {} });
  expect([why.won[0]!.amount, why.unrated]).toEqual([won.toFixed(2), franc(1)]);

  await systemCall(world.house.serving, wholeWorkspace(owner.workspaceId, kinds), (call) =>
    countMoney(call, [accountId]),
  );
  expect((await owner.call(peopleContract.readAccount, { params: { id: accountId } })).relationship).toMatchObject({
    revenue: won.toFixed(2),
  });
});

it('the Monday of a forecast keeps the rates that held when it was taken, and so do the sales behind it', async () => {
  await systemCall(world.house.serving, wholeWorkspace(owner.workspaceId, kinds), takeSnapshots);
  await owner.call(offeringsContract.addExchangeRate, { body: { currency: 'USD', from: '2026-06-12', rate: '2' } });
  world.setNow('2026-06-13T09:00:00Z');
  const query = { period: '2026-04-01', week: '2026-06-08' };
  const { items } = await owner.call(leadershipContract.readForecastWeek, { query });
  expect(items).toMatchObject([{ won, open }]);
  const sum = async (outcome: 'won' | 'open') =>
    (
      await owner.call(leadershipContract.listForecastWeekSales, {
        query: { ...query, member: owner.memberId, outcome },
      })
    ).items.reduce((total, sale) => total + sale.amount, 0);
  expect([await sum('won'), await sum('open')]).toEqual([won, open]);
});

it('a sale in another currency that grew does so at the rate of today, as what it was before', async () => {
  const { items } = await owner.call(purchaseContract.listOpportunities, { query: { text: 'pump hall usd' } });
  await owner.call(
    purchaseContract.changeOpportunity,
    { params: { id: items[0]!.id }, body: { amount: '3000' } },
    { ifMatch: items[0]!.version },
  );
  const { bridge, items: changed } = await owner.call(leadershipContract.reviewPipeline, {
    query: { since: '2026-06-12' },
  });
  expect(bridge).toMatchObject({ start: 5000, grew: 2000, now: 7000 });
  expect(changed.map(({ before, now, moved }) => [before?.amount, now.amount, moved])).toEqual([[4000, 6000, 2000]]);
});

it('what customers bring again in a year counts in every currency that has a rate', async () => {
  world.setNow('2027-06-20T09:00:00Z');
  const { items, unrated } = await owner.call(insightContract.readRetention, { query: { basis: 'revenue' } });
  expect(items[0]).toMatchObject({ customers: 1, before: won, after: 0 });
  expect(unrated).toEqual(franc(1));
});
