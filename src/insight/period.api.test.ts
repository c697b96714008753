import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from '../people/contract.ts';
import { connect } from '../platform/database.ts';
import { purchaseContract } from '../purchase/contract.ts';
import { relationshipContract } from '../relationship/contract.ts';
import { reports } from '../reports.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { workspaceContract } from '../workspace/contract.ts';
import { whoByMember } from '../workspace/identity.api.ts';
import { insightContract as api } from './contract.ts';
import { scheduleContract } from './schedules/contract.ts';
import { sendOneNow } from './schedules/send.api.ts';

/** A firm whose sales are of 2016 and 2017, as after the import of an old CRM, looks at them in 2026. */
let world: World;
let owner: Person;
let seller: Person;
const accounts: string[] = [];

beforeAll(async () => {
  world = await openWorld({ baseAddress: 'https://crm.example.org' });
  world.setNow('2016-11-01T09:00:00Z');
  [owner, seller] = await Promise.all([world.as('owner'), world.as('seller')]);
  for (const [nth, whose] of [owner, owner, seller].entries()) {
    world.setNow('2016-11-01T09:00:00Z');
    const { id: accountId } = await owner.call(peopleContract.createAccount, {
      body: { name: `Customer ${nth}`, ownerId: whose.memberId },
    });
    accounts.push(accountId);
    const sale = await owner.call(purchaseContract.createOpportunity, {
      body: { name: `Sale ${nth}`, accountId, ownerId: whose.memberId, amount: '1000', source: 'fair' },
    });
    world.setNow(`2017-0${nth + 3}-15T09:00:00Z`);
    await owner.call(relationshipContract.logTouchpoint, {
      body: { accountId, kind: 'meeting', subject: 'They saw it work', expectation: 1 },
    });
    const closing = [{ params: { id: sale.id } }, { ifMatch: sale.version }] as const;
    if (nth === 1)
      await owner.call(
        purchaseContract.loseOpportunity,
        { ...closing[0], body: { reason: 'price', approach: null } },
        closing[1],
      );
    else await owner.call(purchaseContract.winOpportunity, { ...closing[0], body: {} }, closing[1]);
  }
  world.setNow('2020-02-01T09:00:00Z');
  await owner.call(relationshipContract.changePhase, {
    params: { id: accounts[0]! },
    body: { phase: 'usage', evidence: 'They order again' },
  });
  world.setNow('2026-06-11T09:00:00Z');
});
afterAll(() => world.close());

const old = { from: '2016-10-01', to: '2017-12-31' };
const decided = (items: readonly { won: number; lost: number }[]) =>
  items.reduce((sum, row) => sum + row.won + row.lost, 0);

describe('a report of a period that nobody has touched for years', () => {
  it('says that these ninety days hold nothing, and when the last decision, opening and touchpoint was', async () => {
    expect(await owner.call(api.readOutcomes)).toMatchObject({
      items: [],
      elsewhere: { before: '2017-05-15', after: null },
    });
    expect(await owner.call(api.readStages)).toMatchObject({
      items: [],
      elsewhere: { before: '2016-11-01', after: null },
    });
    expect(await owner.call(api.readSources)).toMatchObject({
      items: [],
      elsewhere: { before: '2016-11-01', after: null },
    });
    expect(await owner.call(api.readRetention)).toMatchObject({
      items: [],
      elsewhere: { before: '2017-05-15', after: null },
    });
    expect(await owner.call(api.readOutcomes, { query: { from: '2010-01-01', to: '2010-12-31' } })).toMatchObject({
      items: [],
      elsewhere: { before: null, after: '2017-03-15' },
    });
    expect(
      (await owner.call(api.readTrustMovers, { query: { from: '2018-01-01', to: '2018-12-31', by: 'channel' } }))
        .elsewhere?.before,
    ).toMatch(/^2017/);
    expect(
      (await owner.call(api.readTrustMovers, { query: { from: '2010-01-01', to: '2010-12-31' } })).elsewhere,
    ).toEqual({ before: null, after: '2017-03-15' });
    expect(await owner.call(api.readFlow, { query: { from: '2010-01-01', to: '2010-12-31' } })).toMatchObject({
      over: true,
      flows: [],
      elsewhere: { before: null, after: '2017-03-15' },
    });
  });

  it('shows what lay between two days, both in it, and all there is', async () => {
    for (const query of [old, { days: 'all' as const }, { from: '2016-01-01' }, { to: '2018-01-01' }]) {
      const outcomes = await owner.call(api.readOutcomes, { query });
      expect([decided(outcomes.items), outcomes.elsewhere], JSON.stringify(query)).toEqual([3, null]);
      expect((await owner.call(api.readStages, { query })).items[0]?.opened).toBe(3);
      expect((await owner.call(api.readSources, { query })).items).toMatchObject([{ key: 'fair', opened: 3, won: 2 }]);
      expect((await owner.call(api.readTrustMovers, { query })).accounts).toBe(3);
    }
    const days = async (from: string, to: string) =>
      decided((await owner.call(api.readOutcomes, { query: { from, to } })).items);
    expect([await days('2017-03-15', '2017-04-15'), await days('2017-03-16', '2017-04-14')]).toEqual([2, 0]);
    expect(
      (await owner.call(api.readRetention, { query: { days: 'all' } })).items.find(
        ({ until }) => until === '2018-07-01',
      ),
    ).toMatchObject({ customers: 2, stayed: 0, before: 2000 });
  });

  it('tells movement from where they stood when it began to where they stood when it ended', async () => {
    const { flows, over, phases, stays } = await owner.call(api.readFlow, {
      query: { from: '2017-04-01', to: '2017-04-30' },
    });
    expect(over).toBe(true);
    // The third had its first touchpoint in May.
    expect(flows.reduce((sum, flow) => sum + flow.accounts, 0)).toBe(2);
    expect(flows.find(({ from }) => from === 'new')).toMatchObject({ accounts: 1 });
    expect(phases.reduce((sum, phase) => sum + phase.present, 0)).toBe(2);
    expect(stays.reduce((sum, stay) => sum + stay.present, 0)).toBe(2);
    // In it since November; that one went on years later is of another period.
    expect(phases.filter(({ present }) => present > 0)).toMatchObject([{ phase: 'purchase', present: 2, entered: 0 }]);
    expect(
      (await owner.call(api.readFlow, { query: { from: '2020-01-01', to: '2020-12-31' } })).phases.find(
        ({ phase }) => phase === 'usage',
      ),
    ).toMatchObject({ present: 1, entered: 1 });
  });

  it('opens to the records behind a row, of the same period', async () => {
    const period = { from: '2017-04-01', to: '2017-04-30' };
    const behind = async (query: object) =>
      (await owner.call(api.readEvidence, { query: { ...period, ...query } as never })).items.map(({ name }) => name);
    expect(await behind({ report: 'outcomes', by: 'source', key: 'fair' })).toEqual(['Sale 1']);
    expect(await behind({ report: 'stages', key: 'commercial', from: '2016-11-01', to: '2016-11-01' })).toHaveLength(3);
    expect(await behind({ report: 'sources', by: 'source', key: 'fair' })).toEqual([]);
    expect(await behind({ report: 'trust', by: 'kind', key: 'meeting' })).toEqual(['Customer 1']);
    const { flows } = await owner.call(api.readFlow, { query: period });
    for (const { from, to, accounts: n } of flows)
      expect(await behind({ report: 'flow', key: from, other: to })).toHaveLength(n);
  });

  it('shows each what they may see, also of when there was something', async () => {
    expect(decided((await seller.call(api.readOutcomes, { query: old })).items)).toBe(1);
    expect(await seller.call(api.readOutcomes, { query: { from: '2017-03-01', to: '2017-04-30' } })).toMatchObject({
      items: [],
      elsewhere: { before: null, after: '2017-05-15' },
    });
    const stranger = await world.as('owner', { workspace: 'second' });
    expect(await stranger.call(api.readOutcomes)).toMatchObject({
      items: [],
      elsewhere: { before: null, after: null },
    });
  });

  it('is refused in a sentence where the period cannot be', async () => {
    const refused = (query: object) => expect(owner.call(api.readOutcomes, { query })).rejects;
    await refused({ from: '2018-01-01', to: '2017-01-01' }).toMatchObject({
      status: 422,
      message: expect.stringContaining('The period ends before it begins: from 2018-01-01 to 2017-01-01') as string,
    });
    await refused({ days: 30, from: '2017-01-01' }).toMatchObject({
      status: 422,
      message: expect.stringContaining('Say either how many days, or from when to when') as string,
    });
    await refused({ days: 3 }).toMatchObject({
      status: 422,
      message: expect.stringContaining('Write a number of days from 7') as string,
    });
    await refused({ from: '0001-01-01' }).toMatchObject({ status: 422 });
  });
});

describe('the period of a report', () => {
  it('goes with it into a file, a letter and a dashboard', async () => {
    const search = new URLSearchParams(old).toString();
    const { tables } = await owner.call(scheduleContract.readReport, { query: { report: 'outcomes', search } });
    expect(tables[0]!.title).toContain('2016-10-01 to 2017-12-31');
    expect(tables[0]!.rows.reduce((sum, row) => sum + Number(row[1]) + Number(row[2]), 0)).toBe(3);
    for (const report of ['flow', 'stages', 'trust', 'sources']) {
      const [table] = (await owner.call(scheduleContract.readReport, { query: { report, search } })).tables;
      expect(`${table!.title} ${table!.about}`, report).toContain('2016-10-01 to 2017-12-31');
    }
    expect((await owner.call(scheduleContract.readReport, { query: { report: 'stages' } })).tables[0]!.about).toBe(
      'Nothing in this period; the last before it was on 2016-11-01.',
    );
    const draft = {
      name: 'The old sales',
      reports: ['outcomes'],
      search: { ...old, outcomesBy: 'source' },
      every: 'month' as const,
      weekday: 1,
      monthday: 1,
      hour: 7,
      timeZone: 'UTC',
      memberIds: [owner.memberId],
    };
    const { id } = await owner.call(scheduleContract.createSchedule, { body: draft });
    await sendOneNow(
      { serving: world.house.serving, reports, whoIs: whoByMember },
      owner.workspaceId,
      id,
      owner.memberId,
    );
    const [letter] = await connect(world.engine).asOwner((tx) =>
      tx.selectFrom('mail').selectAll().where('about', '=', 'report').execute(),
    );
    expect(letter!.body_text).toMatch(/fair +2 +1 /);
    expect(letter!.body_text).toMatch(/\/insight\?\S*from=2016-10-01/);
    const view = await owner.call(workspaceContract.createView, {
      body: { screen: 'insight', name: 'Before', search: { ...old, cards: 'outcomes' }, shared: true },
    });
    expect(view.search).toEqual({ ...old, cards: 'outcomes' });
  });

  it('is refused for a letter or a file where it cannot be', async () => {
    const wrong = { from: '2018-01-01', to: '2017-01-01' };
    await expect(
      owner.call(scheduleContract.readReport, {
        query: { report: 'outcomes', search: new URLSearchParams(wrong).toString() },
      }),
    ).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('The period ends before it begins') as string,
    });
    const draft = {
      name: 'Never',
      reports: ['value', 'flow'],
      search: wrong,
      every: 'day' as const,
      weekday: 1,
      monthday: 1,
      hour: 7,
      timeZone: 'UTC',
      memberIds: [owner.memberId],
    };
    await expect(owner.call(scheduleContract.createSchedule, { body: draft })).rejects.toMatchObject({ status: 422 });
    // What a report does not heed does not matter to it.
    expect(
      (
        await owner.call(scheduleContract.readReport, {
          query: { report: 'value', search: new URLSearchParams(wrong).toString() },
        })
      ).tables,
    ).toHaveLength(1);
  });
});

describe('a forecast without anything to go by', () => {
  it('says when the last sales were decided, and that no open sale is expected in it', async () => {
    const { grounds } = await owner.call(api.readForecast);
    expect(grounds).toMatchObject({
      decided: 0,
      firstDecidedOn: '2017-03-15',
      lastDecidedOn: '2017-05-15',
      open: 0,
      openInPeriod: 0,
    });
    await owner.call(purchaseContract.createOpportunity, {
      body: { name: 'Hope', accountId: accounts[0]!, amount: '500', expectedCloseOn: '2026-06-20' },
    });
    await owner.call(purchaseContract.createOpportunity, {
      body: { name: 'Late', accountId: accounts[0]!, amount: '500', expectedCloseOn: '2026-05-20' },
    });
    expect((await owner.call(api.readForecast)).grounds).toMatchObject({ open: 2, openInPeriod: 1, openBefore: 1 });
    expect((await seller.call(api.readForecast)).grounds).toMatchObject({
      firstDecidedOn: '2017-05-15',
      lastDecidedOn: '2017-05-15',
      open: 0,
    });
  });

  it('can be asked for a month or quarter of long ago, from what was known then', async () => {
    const may = await owner.call(api.readForecast, { query: { period: '2017-05' } });
    // Won in March, lost in April; the third was open, and is won in the month itself.
    expect(may).toMatchObject({ wonSoFar: 1000, lead: 0, sales: 3, grounds: { decided: 2 } });
    expect(may.past.map(({ month, actual }) => [month, actual])).toEqual([
      ['2016-12-01', 0],
      ['2017-01-01', 0],
      ['2017-02-01', 0],
      ['2017-03-01', 1000],
      ['2017-04-01', 0],
    ]);
    expect(may.next!.fromOpenSales).toBeGreaterThan(0);
    const quarter = await owner.call(api.readForecast, { query: { period: '2017-Q2' } });
    expect(quarter).toMatchObject({ wonSoFar: 1000, grounds: { decided: 1 } });
  });
});
