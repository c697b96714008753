import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { scheduleContract } from '../../insight/schedules/contract.ts';
import { reports } from '../../reports.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { bring } from '../../workspace/import/import.testing.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { demoContract } from '../../workspace/demo/contract.ts';
import { kinds } from '../../workspace/roles.ts';
import { systemCall } from '../../platform/serve.ts';
import { wholeWorkspace } from '../../platform/database.ts';
import { training } from '../../workspace/demo/story/company.ts';
import { coachingContract } from '../coaching/contract.ts';
import { keepAllProfiles } from '../coaching/people.api.ts';
import { sellingContract } from '../contract.ts';
import { forceContract } from '../force/contract.ts';
import { countTerritories } from '../force/territories.api.ts';
import { paybackContract } from '../payback/contract.ts';
import { workOnReport } from '../payback/reports.api.ts';
import { leadershipContract as api } from './contract.ts';
import { changeKinds } from './review.ts';
import { takeSnapshots } from './weeks.api.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('the pipeline review of the demo company', () => {
  let owner: Person;
  beforeAll(async () => {
    owner = await world.as('owner');
    await owner.call(demoContract.loadDemo);
  });

  it('says what changed since last week, as one counts it by hand', async () => {
    const review = await owner.call(api.reviewPipeline);
    expect(Object.fromEntries(review.items.map((item) => [item.name, item.kinds.join(', ')]))).toEqual({
      'CIP recovery, two lines': 'won',
      'Second skid, glass line': 'won',
      'Well filter': 'won',
      'Laboratory sends samples out that we could take': 'won',
      'Home softener': 'moved',
      'Well water filter': 'moved',
      'Competitor’s unit next door leaks': 'moved',
      'Second demin line': 'slipped',
      'UV stage, north works': 'slipped',
      'Boiler feed, bakery 2': 'slipped, grew',
      'Box washing, water reuse': 'grew',
      'Purified water, building 7': 'shrank',
      'Brew water plant, line 3': 'sooner',
      'Caustic recovery, Plant 1': 'lost',
    });
    expect(review.wonAmount).toBe(318_000 + 231_000 + 3890 + 4900);
    // 147,000 less 132,300, and 188,000 less 150,400; 1,240,000 less 1,426,000.
    expect(review.bridge).toMatchObject({
      entered: 0,
      grew: 52_300,
      shrank: -186_000,
      won: -557_790,
      lost: -96_000,
      left: 0,
    });
    const { start, entered, grew, shrank, won, lost, left, now } = review.bridge;
    expect(start + entered + grew + shrank + won + lost + left).toBe(now);
    const whole = await owner.call(purchaseContract.pipeline);
    expect(whole.stages.reduce((sum, stage) => sum + Number(stage.totals[0]?.amount ?? 0), 0)).toBe(now);
  });

  it('says the same as the states of all sales on both days, put side by side', async () => {
    const since = new Date(world.now().getTime() - 7 * 86_400_000);
    // Another way: every sale as it was on each of two days, from its last kept state, counted apart from the page's rules.
    const open = async (at: Date) =>
      (
        await world.engine.pool.query<{ id: string; amount: string; stage: string; day: string | null }>(
          `select o.id, coalesce(p.amount, case when p.at is null then o.amount end, 0) as amount, coalesce(p.stage, o.stage) as stage, case when p.at is null then o.expected_close_on else p.expected_close_on end::text as day
         from opportunity o left join lateral (select * from opportunity_past p where p.workspace_id = o.workspace_id and p.opportunity_id = o.id and p.at > $2 order by p.at, p.nth limit 1) p on true
         where o.workspace_id = $1 and o.created_at <= $2 and coalesce(p.outcome, o.outcome) = 'open' and not coalesce(p.deleted, o.deleted_at is not null)`,
          [owner.workspaceId, at],
        )
      ).rows;
    const [then, now] = [await open(since), await open(world.now())];
    const review = await owner.call(api.reviewPipeline);
    const sum = (sales: readonly { amount: string }[]) => sales.reduce((total, sale) => total + Number(sale.amount), 0);
    expect([review.bridge.start, review.bridge.now]).toEqual([sum(then), sum(now)]);
    const changed = new Set(review.items.map((item) => item.id));
    const differs = (a: (typeof then)[number] | undefined, b: (typeof then)[number] | undefined) =>
      !a || !b || Number(a.amount) !== Number(b.amount) || a.stage !== b.stage || a.day !== b.day;
    const ids = [...new Set([...then, ...now].map((sale) => sale.id))];
    expect(
      ids
        .filter((id) =>
          differs(
            then.find((sale) => sale.id === id),
            now.find((sale) => sale.id === id),
          ),
        )
        .toSorted(),
    ).toEqual([...changed].toSorted());
  });

  it('opens each figure to exactly the sales that it counts', async () => {
    const { counts, bridge } = await owner.call(api.reviewPipeline);
    for (const kind of changeKinds) {
      const { items, more, counts: same } = await owner.call(api.reviewPipeline, { query: { kind } });
      expect([kind, items.length + more, same]).toEqual([kind, counts[kind] ?? 0, counts]);
      expect(items.every((item) => item.kinds.includes(kind))).toBe(true);
      if (kind in bridge)
        expect([kind, items.reduce((sum, item) => sum + item.moved, 0)]).toEqual([
          kind,
          bridge[kind as keyof typeof bridge],
        ]);
    }
  });

  it('opens what somebody had won and had open on a Monday to the sales of that Monday, whatever became of them', async () => {
    const { weeks, period } = await owner.call(api.readForecast);
    let compared = 0;
    for (const { week } of [weeks[1]!, weeks.at(-1)!]) {
      for (const row of (await owner.call(api.readForecastWeek, { query: { period, week } })).items) {
        for (const outcome of ['won', 'open'] as const) {
          const { items, count } = await owner.call(api.listForecastWeekSales, {
            query: { period, week, member: row.memberId, outcome },
          });
          expect(items).toHaveLength(count);
          expect([week, row.name, outcome, items.reduce((sum, sale) => sum + sale.amount, 0)]).toEqual([
            week,
            row.name,
            outcome,
            expect.closeTo(row[outcome], 2),
          ]);
          compared += count;
        }
      }
    }
    expect(compared).toBeGreaterThan(10);
  });

  it('opens each share of a seller’s stage conversion to exactly the sales that it counts', async () => {
    const { items } = await owner.call(coachingContract.listPeople);
    const { memberId } = items.toSorted((a, b) => (b.closedLastYear ?? 0) - (a.closedLastYear ?? 0))[0]!;
    const { passages } = await owner.call(coachingContract.readPerson, { params: { id: memberId } });
    for (const { saleType, stage, ...shares } of passages) {
      for (const span of ['now', 'before'] as const) {
        const sales = await owner.call(coachingContract.listPassageSales, {
          params: { id: memberId },
          query: { saleType, stage, span },
        });
        expect([saleType, stage, span, sales.reached, sales.passed]).toEqual([
          saleType,
          stage,
          span,
          shares[span].reached,
          shares[span].passed,
        ]);
        expect(sales.items.filter((sale) => sale.passed)).toHaveLength(shares[span].passed);
      }
    }
    expect(passages.some((passage) => passage.now.passed > 0 && passage.now.reached > passage.now.passed)).toBe(true);
  });

  it('opens what is left undone of each person to exactly the accounts that are counted', async () => {
    const touchedBefore = new Date(world.now().getTime() - 60 * 86_400_000).toISOString();
    const accounts = async (query: object) =>
      (await owner.call(peopleContract.listAccounts, { query: { limit: '200', ...query } })).items.length;
    const { items } = await owner.call(sellingContract.readCoverage);
    for (const { memberId, memberName, ...row } of items.slice(0, 6)) {
      const of = { owner: memberId ?? 'none' };
      expect([
        memberName,
        await accounts(of),
        await accounts({ ...of, alarm: 'running' }),
        await accounts({ ...of, nextStep: 'none' }),
        await accounts({ ...of, touchedBefore }),
      ]).toEqual([memberName, row.accounts, row.inTrouble, row.withoutNextStep, row.silent]);
    }
    expect(items.some((row) => row.inTrouble > 0) && items.some((row) => row.silent > 0)).toBe(true);
  });

  it('opens the contacts of the cost of sale and the sales and accounts of a territory to exactly those that are counted', async () => {
    const all = async <T>(read: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>) => {
      const found: T[] = [];
      for (let cursor: string | undefined; ;) {
        const { items, next } = await read(cursor);
        found.push(...items);
        if (next === null) return found;
        cursor = next;
      }
    };
    const { cost, rule } = await owner.call(forceContract.readForce);
    for (const { saleType, contacts, hours } of cost) {
      const found = await all((cursor) =>
        owner.call(forceContract.listCostContacts, { query: { saleType, limit: '200', cursor } }),
      );
      expect([saleType, found.length]).toEqual([saleType, contacts]);
      expect(found.reduce((sum, { minutes }) => sum + (minutes ?? rule.minutesEach), 0) / 60).toBeCloseTo(hours, 6);
    }
    await systemCall(world.house.serving, wholeWorkspace(owner.workspaceId, kinds), countTerritories);
    for (const { id, name, standing } of (await owner.call(forceContract.listTerritories)).items) {
      const accounts = (only?: 'customers' | 'without owner' | 'without step') =>
        all((cursor) =>
          owner.call(forceContract.listInTerritory, { params: { id }, query: { only, limit: '200', cursor } }),
        );
      const sales = await all((cursor) =>
        owner.call(forceContract.listTerritorySales, { params: { id }, query: { limit: '200', cursor } }),
      );
      const figures = {
        accounts: (await accounts()).length,
        customers: (await accounts('customers')).length,
        withoutOwner: (await accounts('without owner')).length,
        withoutStep: (await accounts('without step')).length,
        openSales: sales.length,
      };
      expect({ name, ...figures }).toEqual({
        name,
        ...Object.fromEntries(Object.keys(figures).map((key) => [key, standing![key as keyof typeof figures]])),
      });
      expect(sales.reduce((sum, sale) => sum + sale.amount, 0)).toBeCloseTo(standing!.openAmount, 2);
    }
  });

  it('opens the capacity that fits each type to the people of whose parts it is made', async () => {
    await systemCall(world.house.serving, wholeWorkspace(owner.workspaceId, kinds), keepAllProfiles);
    const { mix, sellers } = await owner.call(forceContract.readForce);
    expect(mix.filter((row) => row.capacity > 0).length).toBeGreaterThan(1);
    for (const { profile, capacity } of mix)
      expect(sellers.reduce((sum, seller) => sum + seller.capacity * (seller.fits[profile] ?? 0), 0)).toBeCloseTo(
        capacity,
        6,
      );
  });

  it('shows in the loaded demo the effect that was planted in its technicians, and says what it cannot know', async () => {
    const { rows } = await world.engine.pool.query<{ id: string }>(
      'select id from training_report where workspace_id = $1',
      [owner.workspaceId],
    );
    await workOnReport(world.house.serving, { workspaceId: owner.workspaceId, reportId: rows[0]!.id }, kinds);
    const [programme] = (await owner.call(paybackContract.listProgrammes)).items;
    const { result } = await owner.call(paybackContract.readProgramme, { params: { id: programme!.id } });
    const { number, claim } = result!.estimates[0]!;
    const planted = training.planted.after - training.planted.before;
    expect([number!.low < planted, number!.high > planted, number!.low > 0]).toEqual([true, true, true]);
    expect(claim.word).toBe('effect');
    expect(result!.limits).toEqual(expect.arrayContaining(['few people', 'not by chance']));
    // Behind each row stand its opportunities, of the months it speaks of.
    const counted = async (query: object) =>
      (await owner.call(paybackContract.listCounted, { params: { id: programme!.id }, query })).items;
    expect(await counted({ group: 'trainedAfter' })).toHaveLength(result!.groups.trainedAfter.spotted);
    expect(await counted({ group: 'trainedBefore' })).toHaveLength(result!.groups.trainedBefore.spotted);
    const fifth = await counted({ monthsSince: 4 });
    expect(fifth.length).toBeGreaterThan(0);
    expect(fifth.every((item) => item.memberName !== null && item.accountName !== null)).toBe(true);
    // The money is uncertain: a month is said with the months between which it lies, and the chance of a year.
    const { verdict, month, interval, probabilityWithin12: within } = result!.payback!;
    expect([verdict, month! >= interval!.low && month! <= interval!.high, within > 0.5 && within < 1]).toEqual([
      'shown',
      true,
      true,
    ]);
    // A letter says it in words.
    const { tables } = await owner.call(scheduleContract.readReport, {
      query: { report: 'training-payback', search: `programme=${programme!.id}` },
    });
    expect(tables.find(({ title }) => title.startsWith('Margin gained minus cost'))!.about).toMatch(
      new RegExp(
        `^Paid for itself in month ${month}, between month ${interval!.low} and ${interval!.high}\\. The chance that it pays within 12 months is \\d+ %\\. Return after 12 months: −?\\d+ % of what it cost, −?\\d+ % to \\d+`,
      ),
    );
  });

  it('opens every goal down to the sales that count for it: their sums are what the goal says', async () => {
    const { items } = await owner.call(forceContract.listGoals);
    for (const goal of items) {
      const sales = (await owner.call(forceContract.listGoalSales, { params: { id: goal.id } })).items;
      const sum = (outcome: string) =>
        sales.filter((sale) => sale.outcome === outcome).reduce((total, sale) => total + sale.amount, 0);
      expect([sum('won'), sum('open')], goal.scopeName).toEqual([
        expect.closeTo(Number(goal.won), 2),
        expect.closeTo(Number(goal.open), 2),
      ]);
    }
    expect(new Set(items.map((goal) => goal.scope)).size).toBe(3);
  });

  it('leaves as a file, part by part, with what the demo company shows', async () => {
    const [person] = (await owner.call(api.readForecast)).rows.filter((row) => row.call !== null);
    const [programme] = (await owner.call(paybackContract.listProgrammes)).items;
    const search = new URLSearchParams({ person: person!.memberId, programme: programme!.id }).toString();
    const told = await Promise.all(
      Object.keys(reports).map(async (report) => {
        const { tables } = await owner.call(scheduleContract.readReport, { query: { report, search } });
        return [report, tables.some((table) => table.rows.length > 0)] as const;
      }),
    );
    expect(told.filter(([, some]) => !some).map(([report]) => report)).toEqual([]);
  });

  it('says what waits for a leader, and the forecast with what was said before', async () => {
    const attention = await owner.call(api.readAttention);
    expect(attention.stuckCount).toBeGreaterThan(0);
    expect(attention.alarms.length).toBeGreaterThan(0);
    expect(attention.counts.handoffs).toBe(attention.handoffs.length);
    const forecast = await owner.call(api.readForecast);
    const henrik = forecast.rows.find((row) => row.name === 'Henrik Solberg')!;
    expect(henrik.call!.comment).toContain('board');
    expect(henrik.adjustment).toMatchObject({ leaderName: 'Tomas Vrba' });
    expect(henrik.accuracy.periods).toBeGreaterThanOrEqual(1);
    expect(henrik.accuracy.bias!).toBeGreaterThan(0);
    expect(forecast.weeks.length).toBeGreaterThan(5);
    const team = (await owner.call(workspaceContract.listTeams)).items.find(
      (each) => each.name === 'Industry and utilities',
    )!;
    const industry = await owner.call(api.readForecast, { query: { team: team.id } });
    expect(industry.rows.map((row) => row.teamName)).toEqual(industry.rows.map(() => 'Industry and utilities'));
  });
});

describe('the week of a team', () => {
  it('is told from what was really changed, also the same sale twice, and adds up', async () => {
    await world.reset();
    world.setNow('2026-06-01T09:00:00Z');
    const seller = await world.as('seller');
    const make = (name: string, amount: string) =>
      seller.call(purchaseContract.createOpportunity, {
        body: { name, amount, saleType: 'commercial', expectedCloseOn: '2026-07-01' },
      });
    const old = await make('Old', '1000');
    const lost = await make('Lost', '300');
    world.setNow('2026-06-10T09:00:00Z');
    const once = await seller.call(
      purchaseContract.changeOpportunity,
      { params: { id: old.id }, body: { amount: '1500' } },
      { ifMatch: old.version },
    );
    await seller.call(
      purchaseContract.changeOpportunity,
      { params: { id: old.id }, body: { amount: '1200', expectedCloseOn: '2026-08-01' } },
      { ifMatch: once.version },
    );
    await seller.call(
      purchaseContract.loseOpportunity,
      { params: { id: lost.id }, body: { reason: 'price', approach: null } },
      { ifMatch: lost.version },
    );
    await make('New', '50');
    world.setNow('2026-06-11T09:00:00Z');
    const review = await seller.call(api.reviewPipeline);
    expect(review.items.map((item) => [item.name, item.kinds, item.moved])).toEqual([
      ['Old', ['slipped', 'grew'], 200],
      ['Lost', ['lost'], -300],
      ['New', ['entered'], 50],
    ]);
    expect(review.bridge).toMatchObject({ start: 1300, now: 1250 });
    expect((await seller.call(api.reviewPipeline, { query: { since: '2026-06-11' } })).items).toEqual([]);
  });

  it('takes what an import brings of the time before for what stood already', async () => {
    await world.reset();
    world.setNow('2026-06-11T09:00:00Z');
    const owner = await world.as('owner');
    const sales = [
      'Deal name,Company,Stage,Status,Amount,Created date,Closed on,Expected close',
      'Long won,Acme,Closed won,won,1000,2017-01-02,2017-03-01,',
      'Long lost,Acme,Closed lost,lost,500,2017-01-02,2017-03-01,',
      'Still open,Acme,Proposal,open,700,2017-01-02,,2026-09-01',
      'Won this week,Acme,Closed won,won,90,2026-05-02,2026-06-09,',
      'Of this week,Acme,Proposal,open,40,2026-06-09,,2026-09-01',
    ];
    await bring(world, owner, [{ name: 'deals.csv', text: `${sales.join('\n')}\n` }]);
    const review = await owner.call(api.reviewPipeline);
    expect(Object.fromEntries(review.items.map((item) => [item.name, item.kinds]))).toEqual({
      'Won this week': ['won'],
      'Of this week': ['entered'],
    });
    expect(review.bridge).toMatchObject({ start: 790, entered: 40, won: -90, lost: 0, now: 740 });
    // What somebody then does with it is told.
    const open = (await owner.call(purchaseContract.listOpportunities, { query: { text: 'Still open' } })).items[0]!;
    await owner.call(
      purchaseContract.changeOpportunity,
      { params: { id: open.id }, body: { amount: '900' } },
      { ifMatch: open.version },
    );
    const later = await owner.call(api.reviewPipeline);
    expect(later.items.find((item) => item.name === 'Still open')).toMatchObject({ kinds: ['grew'], moved: 200 });
    expect(later.bridge).toMatchObject({ start: 790, grew: 200, now: 940 });
  });

  it('keeps what a seller says and what the leader makes of it side by side, and takes both into Monday’s snapshot', async () => {
    const [seller, leader, stranger] = [
      await world.as('seller'),
      await world.as('team leader'),
      await world.as('seller', { another: 'elsewhere' }),
    ];
    const owner = await world.as('owner');
    const team = await owner.call(workspaceContract.createTeam, {
      body: { name: 'Industry', leaderId: leader.memberId },
    });
    const { version } = await owner.call(workspaceContract.getMember, { params: { id: seller.memberId } });
    await owner.call(
      workspaceContract.changeMember,
      { params: { id: seller.memberId }, body: { teamId: team.id } },
      { ifMatch: version },
    );
    const said = { period: '2026-04-01', committed: '900', bestCase: '1000', pipeline: '1250' };
    await expect(seller.call(api.callForecast, { body: { ...said, bestCase: '100' } })).rejects.toMatchObject({
      status: 422,
    });
    await seller.call(api.callForecast, { body: said });
    await seller.call(api.callForecast, { body: { ...said, committed: '800', comment: 'They signed late before' } });
    const adjusted = await leader.call(api.adjustForecast, {
      body: {
        memberId: seller.memberId,
        period: '2026-04-01',
        committed: '500',
        bestCase: '900',
        reason: 'Nobody has seen their buyer',
      },
    });
    expect(adjusted.rows.find((row) => row.memberId === seller.memberId)).toMatchObject({
      call: { committed: '800.00', comment: 'They signed late before', week: '2026-06-08' },
      adjustment: { committed: '500.00', reason: 'Nobody has seen their buyer' },
    });
    await expect(
      leader.call(api.adjustForecast, {
        body: { memberId: stranger.memberId, period: '2026-04-01', committed: '1', bestCase: '1', reason: 'Not mine' },
      }),
    ).rejects.toMatchObject({ status: 404 });
    expect((await seller.call(api.readForecast)).rows.map((row) => row.memberId)).toEqual([seller.memberId]);
    await expect(seller.call(api.callForecast, { body: { ...said, period: '2026-01-01' } })).rejects.toMatchObject({
      status: 422,
    });
    await systemCall(world.house.serving, wholeWorkspace(seller.workspaceId, kinds), takeSnapshots);
    await systemCall(world.house.serving, wholeWorkspace(seller.workspaceId, kinds), takeSnapshots);
    expect((await leader.call(api.readForecast)).weeks).toEqual([
      {
        week: '2026-06-08',
        won: 0,
        weighted: expect.any(Number) as number,
        committed: 800,
        bestCase: 1000,
        adjusted: 500,
      },
    ]);
    // One Monday by person; where figures of single people are kept from those who lead, each reads the own alone.
    const monday = { period: '2026-04-01', week: '2026-06-08' };
    const names = async (of: Person) =>
      (await of.call(api.readForecastWeek, { query: monday })).items.map((row) => [
        row.memberId,
        row.committed,
        row.adjusted,
      ]);
    expect(await names(leader)).toEqual([[seller.memberId, 800, 500]]);
    expect(await names(await world.as('seller', { another: 'beside' }))).toEqual([]);
    await owner.call(coachingContract.setRule, { body: { figures: 'aggregate' } });
    expect(await names(leader)).toEqual([]);
    expect(await names(seller)).toEqual([[seller.memberId, 800, 500]]);
    await owner.call(coachingContract.setRule, { body: { figures: 'individual' } });
  });
});
