import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purchaseContract } from '../purchase/contract.ts';
import { potentialContract } from '../purchase/potential/contract.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { demoContract } from '../workspace/demo/contract.ts';
import { insightContract as api } from './contract.ts';

let world: World;
let owner: Person;

beforeAll(async () => {
  world = await openWorld();
  await world.reset();
  owner = await world.as('owner');
  await owner.call(demoContract.loadDemo);
});
afterAll(() => world.close());

const all = { days: 1100 };

describe('what the organization can learn', () => {
  it('forecasts this month from what was known before it, with its record and the naive benchmarks beside it', async () => {
    const forecast = await owner.call(api.readForecast);
    expect(forecast.next!.month).toBe('2026-06-01');
    expect(forecast.past.length).toBeGreaterThan(12);
    expect(forecast.past.at(-1)!.month).toBe('2026-05-01');
    const { items } = await owner.call(purchaseContract.listOpportunities, { query: { limit: 200, outcome: 'won' } });
    const may = items
      .filter((sale) => sale.closedOn!.startsWith('2026-05'))
      .reduce((sum, sale) => sum + Number(sale.amount), 0);
    expect(forecast.past.at(-1)!.actual).toBeCloseTo(may, 6);
    expect(Object.keys(forecast.accuracy!.errors)).toEqual(['blend', 'hazard', 'threeMonthMean', 'weightedPipeline']);
    const seller = await world.as('seller');
    expect(await seller.call(api.readForecast)).toMatchObject({ sales: 0, next: null, past: [] });
  });

  it('counts every relationship once in the movement, and says how long they stayed', async () => {
    const flow = await owner.call(api.readFlow, { query: { days: 180 } });
    const accounts = flow.flows.reduce((sum, each) => sum + each.accounts, 0);
    expect(accounts).toBe(flow.sample.of);
    expect(flow.sample.accounts).toBe(flow.sample.of);
    expect(flow.stays.reduce((sum, each) => sum + each.present, 0)).toBe(accounts);
    expect(flow.phases.reduce((sum, each) => sum + each.present, 0)).toBe(accounts);
    const dip = flow.stays.find((each) => each.position === 'disillusionment')!;
    expect(dip.ended).toBeGreaterThan(0);
    expect(dip.onward + dip.back).toBe(dip.ended);
    expect(dip.medianDays).toBeGreaterThan(0);
  });

  it('has no sale in two stages, and none that reached a later one without the earlier', async () => {
    const { items, timed } = await owner.call(api.readStages, { query: all });
    const opened = items.reduce((sum, row) => sum + row.opened, 0);
    expect(timed).toBe(opened);
    for (const row of items) {
      expect(row.won + row.lost + row.open).toBe(row.opened);
      expect(row.reached[0]).toBe(row.opened);
      expect(row.reached).toEqual(row.reached.toSorted((a, b) => b - a));
      expect(row.reached[4]).toBeGreaterThanOrEqual(row.won);
    }
  });

  it('tells why sales were lost by what was said at the close, by offering and by seller', async () => {
    const { sales } = await owner.call(potentialContract.testAlignment);
    for (const by of ['reason', 'competitor', 'source', 'offering', 'seller'] as const) {
      const { items } = await owner.call(api.readOutcomes, { query: { ...all, by } });
      const decided = items.reduce((sum, row) => sum + row.won + row.lost, 0);
      // A sale against two competitors stands under both.
      expect(decided, by)[by === 'competitor' ? 'toBeGreaterThanOrEqual' : 'toBe'](sales.length);
    }
  });

  it('adds the moves of trust up by kind, channel and person alike', async () => {
    const by = async (what: 'kind' | 'channel' | 'role' | 'member') =>
      owner.call(api.readTrustMovers, { query: { days: 180, by: what } });
    const sum = (answer: Awaited<ReturnType<typeof by>>) => answer.items.reduce((total, row) => total + row.trust, 0);
    const kinds = await by('kind');
    const silence = kinds.items.filter((row) => row.key === 'silence').reduce((total, row) => total + row.trust, 0);
    for (const what of ['channel', 'role', 'member'] as const)
      expect(sum(await by(what)), what).toBeCloseTo(sum(kinds) - silence, 2);
    expect(kinds.items[0]!.trust).toBeLessThan(0);
  });
});
