import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purchaseContract } from '../purchase/contract.ts';
import { potentialContract } from '../purchase/potential/contract.ts';
import { saleTypes, type SaleType } from '../relationship/vocabulary.ts';
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

  it('shows each report of one type of sale as its part of the whole, down to the records', async () => {
    const types = ['commercial', 'relationship', 'consumer', 'retail'] as const;
    const whole = {
      flow: (await owner.call(api.readFlow, { query: all })).sample.of,
      touchpoints: (await owner.call(api.readTrustMovers, { query: { days: 180 } })).touchpoints,
    };
    const parts = { flow: 0, touchpoints: 0 };
    for (const saleType of types) {
      const flow = await owner.call(api.readFlow, { query: { ...all, saleType } });
      expect(
        flow.flows.reduce((sum, each) => sum + each.accounts, 0),
        saleType,
      ).toBe(flow.sample.of);
      parts.flow += flow.sample.of;
      parts.touchpoints += (await owner.call(api.readTrustMovers, { query: { days: 180, saleType } })).touchpoints;
      const stages = await owner.call(api.readStages, { query: { days: 180, saleType } });
      for (const row of stages.items) {
        expect(row.saleType).toBe(saleType);
        const behind = async (other?: string) =>
          (
            await owner.call(api.readEvidence, {
              query: { report: 'stages', days: 180, key: saleType, ...(other ? { other } : {}) },
            })
          ).items.length;
        expect([await behind(), await behind('involvement'), await behind('won')]).toEqual(
          [row.opened, row.reached[2], row.won].map((n) => Math.min(100, n!)),
        );
      }
    }
    expect(parts).toEqual(whole);
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

  it('forecasts any month or quarter, as before it began or as far ahead as it is, with the coverage of such forecasts', async () => {
    const quarter = await owner.call(api.readForecast, { query: { period: '2026-Q1' } });
    expect(quarter).toMatchObject({ from: '2026-01-01', until: '2026-04-01', lead: 0 });
    const months = await Promise.all(
      ['2026-01', '2026-02', '2026-03'].map((period) => owner.call(api.readForecast, { query: { period } })),
    );
    expect(quarter.wonSoFar).toBeCloseTo(
      months.reduce((sum, month) => sum + month.wonSoFar, 0),
      6,
    );
    expect(quarter.past.at(-1)).toMatchObject({ month: '2025-10-01' });
    const ahead = await owner.call(api.readForecast, { query: { period: '2026-09' } });
    expect(ahead).toMatchObject({ lead: 3, wonSoFar: 0 });
    expect(ahead.past.at(-1)!.month <= '2026-05-01').toBe(true);
    expect(ahead.next!.blend).toBeGreaterThan(0);
    await expect(owner.call(api.readForecast, { query: { period: '2028-01' } })).rejects.toMatchObject({ status: 422 });
  });

  it('shows quota and submissions beside the forecast, each person as far as one may see them', async () => {
    const { plan } = await owner.call(api.readForecast);
    expect(plan!.quarter).toBe('2026-04-01');
    expect(plan!.people.length).toBeGreaterThan(1);
    expect(plan!.committed).toBe(plan!.people.reduce((sum, person) => sum + (person.committed ?? 0), 0));
    const seller = await world.as('seller');
    expect((await seller.call(api.readForecast)).plan).toBeNull();
  });

  it('adds up retention from customers, each of which can be seen', async () => {
    const { items } = await owner.call(api.readRetention);
    const row = items.find((each) => each.customers > 0)!;
    expect(row.kept).toBeLessThanOrEqual(Math.min(row.before, row.after));
    const { items: behind, more } = await owner.call(api.readEvidence, {
      query: { report: 'retention', by: 'revenue', key: row.until },
    });
    expect(more ? 100 : behind.length).toBe(Math.min(100, row.customers));
    if (!more) expect(behind.reduce((sum, each) => sum + each.amount!, 0)).toBeCloseTo(row.before, 2);
    const contracts = await owner.call(api.readRetention, { query: { basis: 'contracts' } });
    expect(contracts.items.every((each) => each.stayed <= each.customers)).toBe(true);
  });

  it('says what customers of a source are worth and what sources bring, down to the records', async () => {
    for (const by of ['segment', 'source', 'saleType'] as const) {
      const { items } = await owner.call(api.readValue, { query: { by } });
      for (const row of items.slice(0, 3)) {
        const behind = await owner.call(api.readEvidence, {
          query: { report: 'value', by, ...(row.key === null ? {} : { key: row.key }) },
        });
        if (!behind.more) expect(behind.items.reduce((sum, each) => sum + each.amount!, 0)).toBeCloseTo(row.revenue, 2);
      }
    }
    // Of each type of sale a part, and together all.
    const sums = async (query: { by: 'segment' | 'source'; saleType?: SaleType }) => {
      const { items } = await owner.call(api.readValue, { query });
      return {
        customers: items.reduce((sum, row) => sum + row.customers, 0),
        revenue: Math.round(items.reduce((sum, row) => sum + row.revenue, 0)),
      };
    };
    const parts = await Promise.all(saleTypes.map((saleType) => sums({ by: 'source', saleType })));
    const whole = await sums({ by: 'source' });
    expect(parts.reduce((sum, part) => sum + part.customers, 0)).toBe(whole.customers);
    expect(Math.abs(parts.reduce((sum, part) => sum + part.revenue, 0) - whole.revenue)).toBeLessThanOrEqual(
      saleTypes.length,
    );
    for (const by of ['source', 'channel', 'campaign'] as const) {
      const { items } = await owner.call(api.readSources, { query: { ...all, by } });
      if (by !== 'campaign') expect(items.reduce((sum, row) => sum + row.opened, 0)).toBeGreaterThan(0);
      const first = items[0]!;
      const behind = await owner.call(api.readEvidence, {
        query: { report: 'sources', ...all, by, ...(first.key === null ? {} : { key: first.key }) },
      });
      if (by !== 'campaign' && !behind.more) expect(behind.items).toHaveLength(first.opened);
    }
  });

  it('opens movement, outcomes and trust to the records behind a row', async () => {
    const flow = await owner.call(api.readFlow, { query: { days: 180 } });
    const { from, to, accounts } = flow.flows[0]!;
    expect(
      (await owner.call(api.readEvidence, { query: { report: 'flow', days: 180, key: from, other: to } })).items,
    ).toHaveLength(Math.min(100, accounts));
    const outcomes = await owner.call(api.readOutcomes, { query: { ...all, by: 'seller' } });
    const seller = outcomes.items[0]!;
    expect(
      (await owner.call(api.readEvidence, { query: { report: 'outcomes', ...all, by: 'seller', key: seller.key! } }))
        .items,
    ).toHaveLength(Math.min(100, seller.won + seller.lost));
    for (const by of ['kind', 'channel', 'member'] as const) {
      const movers = await owner.call(api.readTrustMovers, { query: { ...all, by } });
      const row = movers.items.find((each) => each.key !== '')!;
      expect(
        (await owner.call(api.readEvidence, { query: { report: 'trust', ...all, by, key: row.key } })).items,
      ).toHaveLength(Math.min(100, row.accounts));
    }
  });
});
