import { describe, expect, it } from 'vitest';
import { expectedCourse, series } from '../../../relationship/chart.ts';
import { view } from '../../../relationship/cycle.ts';
import { usualThreshold } from '../../../relationship/forecast.ts';
import { shippedModel } from '../../../relationship/model.ts';
import { phaseHistory } from '../../../relationship/phase.ts';
import { disillusioned } from '../../../relationship/position.ts';
import { phases, positions } from '../../../relationship/vocabulary.ts';
import { buyingStages } from '../../../purchase/stages.ts';
import { fitPurchases } from '../../../usage/orders/fitPurchases.ts';
import { endOf } from '../../../selling/team/period.ts';
import { demoSignIns, me, members, teams, training } from './company.ts';
import { customers } from './customers.ts';
import { clients, demoCompany, stories } from './demo.ts';
import { daysAgo, foldAccount, type Told } from './demo.testing.ts';
import { forecastsOf } from './forecasts.ts';
import type { DemoCompany } from './records.ts';
import { day, dayText } from './calendar.ts';
import { ordersOf as routeOrders } from './commerce.ts';
import { ordered } from './business.ts';

/** A Thursday morning, a Saturday night, a Sunday before dawn, and the first minutes of a leap day. */
const moments = ['2026-06-11T09:00:00Z', '2026-06-13T22:30:00Z', '2026-11-22T04:00:00Z', '2028-02-29T00:10:00Z'].map(
  Date.parse,
);
const now = moments[0]!;
const demo = demoCompany(now);

function foldAll(company: DemoCompany, at: number): Told[] {
  return company.accounts.map((account) => foldAccount(company, account, at));
}
const named = (key: string) =>
  foldAccount(
    demo,
    demo.accounts.find((a) => a.key === key)!,
    now,
  );
const days = (told: Told) => series(told.folded, told.at, daysAgo(now, 700), now);
const dayBefore = (told: Told, ago: number) => days(told)[700 - ago]!;

describe('the demo company', () => {
  it('is the same for the same moment, and shifts with the moment', () => {
    expect(demoCompany(now)).toEqual(demo);
    const later = demoCompany(now + 28 * day);
    expect(later.touchpoints.map((t) => [t.key, t.kind, t.subject, t.at - 28 * day])).toEqual(
      demo.touchpoints.map((t) => [t.key, t.kind, t.subject, t.at]),
    );
    expect(later.sales.map((s) => [s.key, s.outcome, s.amount])).toEqual(
      demo.sales.map((s) => [s.key, s.outcome, s.amount]),
    );
  });

  it.each(moments)('has every account in the cell of the board in which its story ends (%d)', (at) => {
    const company = demoCompany(at);
    for (const { account, folded } of foldAll(company, at)) {
      const stands = view(folded.state, at, shippedModel);
      const touched = folded.steps.map((s) => ({ at: s.effect.at, kind: s.effect.kind }));
      const phase = phaseHistory(touched[0]!.at, touched, account.phase ? [account.phase] : [], at).at(-1)!.phase;
      expect([account.key, phase, stands.shown]).toEqual([account.key, ...account.ends]);
      expect([account.key, stands.probability > 0.5]).toEqual([account.key, true]);
    }
  });

  it('fills every cell of the board that asks for work', () => {
    const cells = new Set(demo.accounts.map((a) => a.ends.join('/')));
    const notAsked = new Set(['shopping/enlightenment']);
    for (const phase of phases)
      for (const position of positions)
        if (!notAsked.has(`${phase}/${position}`)) expect(cells).toContain(`${phase}/${position}`);
  });

  it('has about sixty customers with two years of history, all four sale types, and never a touchpoint to come', () => {
    expect(demo.accounts.length).toBeGreaterThanOrEqual(58);
    expect(demo.accounts.length).toBeLessThanOrEqual(70);
    expect(demo.touchpoints.length).toBeGreaterThan(2500);
    expect(demo.touchpoints.length).toBeLessThan(3600);
    expect(demo.contacts.length).toBeGreaterThan(140);
    expect(demo.cases.length).toBeGreaterThan(90);
    expect(new Set(demo.sales.filter((s) => s.outcome === 'won').map((s) => s.saleType)).size).toBe(4);
    expect(new Set(demo.sales.filter((s) => s.outcome === 'open').map((s) => s.stage)).size).toBe(5);
    const times = demo.touchpoints.map((t) => t.at);
    expect(Math.max(...times)).toBeLessThan(now);
    expect(Math.min(...times)).toBeGreaterThan(daysAgo(now, 745));
  });

  it.each(moments)(
    'has no two touchpoints of one customer at once, and nothing solved before it was opened (%d)',
    (at) => {
      const company = demoCompany(at);
      for (const account of company.accounts) {
        const times = company.touchpoints.filter((t) => t.account === account.key).map((t) => t.at);
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      }
      for (const c of company.cases) expect(c.solvedAt ?? Infinity).toBeGreaterThanOrEqual(c.openedAt);
      for (const s of company.sales) {
        expect(s.closedOn === null).toBe(s.outcome === 'open');
        expect((s.closedOn ?? '9999') >= s.openedOn).toBe(true);
        if (s.outcome === 'lost') expect(s.reason).not.toBeNull();
      }
    },
  );

  it('says something else at each contact', () => {
    const byAccount = Map.groupBy(demo.touchpoints, (t) => t.account);
    for (const [key, told] of byAccount) {
      const spoken = told.filter((t) =>
        ['call', 'meeting', 'visit', 'inquiry', 'proposal', 'complaint'].includes(t.kind),
      );
      expect([key, new Set(spoken.map((t) => t.subject)).size >= spoken.length * 0.6]).toEqual([key, true]);
    }
    expect(new Set(demo.touchpoints.map((t) => t.subject)).size).toBeGreaterThan(700);
    for (const t of demo.touchpoints) expect(t.subject).not.toMatch(/[{}]|undefined|\d{3}$/);
  });

  it('speaks only of records that it has', () => {
    const has = (records: readonly { key: string }[]) => new Set(records.map((r) => r.key));
    const [accounts, contacts, sales, cases] = [
      has(demo.accounts),
      has(demo.contacts),
      has(demo.sales),
      has(demo.cases),
    ];
    const force = new Set([me, ...members.map((m) => m.key)]);
    for (const records of [demo.accounts, demo.contacts, demo.sales, demo.cases, demo.touchpoints, demo.nextSteps])
      expect(has(records).size).toBe(records.length);
    for (const t of demo.touchpoints) {
      expect(accounts).toContain(t.account);
      expect(force).toContain(t.member);
      for (const contact of t.contacts) expect(contacts).toContain(contact);
      if (t.sale !== null) expect(sales).toContain(t.sale);
      if (t.request !== null) expect(cases).toContain(t.request);
    }
    for (const owner of [...demo.accounts, ...demo.sales, ...demo.cases, ...demo.contacts].map((r) => r.owner))
      expect(force).toContain(owner);
    for (const team of teams) expect(force).toContain(team.leader);
    for (const client of clients)
      expect(members.find((m) => m.key === client.technician)?.businessRole).toBe('service');
  });

  it('tells one story of each customer', () => {
    expect(Object.keys(stories).toSorted()).toEqual(customers.map((c) => c.key).toSorted());
    expect(new Set(customers.map((c) => c.name)).size).toBe(customers.length);
    for (const c of customers)
      expect([c.key, c.people > 0, c.potential > 0, c.country.length]).toEqual([c.key, true, true, 2]);
  });

  it('uses only addresses that nobody has', () => {
    const addresses = [...demo.contacts.map((c) => c.email), ...demoSignIns().map((m) => m.email)];
    for (const address of addresses) expect(address).toMatch(/^[a-z.]+@[a-z0-9]+\.example$/);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});

describe('its stories', () => {
  it('tell a dip that was rescued: up to the close, deep below the band, back in it with trust above interest', () => {
    const meridian = named('meridian');
    const close = Math.round((now - meridian.folded.state.closedAt!) / day);
    expect(dayBefore(meridian, close - 1).trust.value).toBeGreaterThan(60);
    expect(dayBefore(meridian, close - 1).interest.value).toBeGreaterThan(75);
    expect(dayBefore(meridian, 215).trust.value).toBeLessThan(35);
    expect(disillusioned(dayBefore(meridian, 215))).toBeGreaterThan(usualThreshold);
    const today = dayBefore(meridian, 0);
    expect(today.trust.value).toBeGreaterThan(60);
    expect(today.trust.value).toBeGreaterThan(today.interest.value);
    const bands = expectedCourse(meridian.folded, meridian.at, 'trust', [daysAgo(now, 215), now]);
    expect(dayBefore(meridian, 215).trust.value).toBeLessThan(bands[0]!.low);
    expect(today.trust.value).toBeGreaterThan(bands[1]!.low);
  });

  it('tell a dip that was missed: weeks of alarm, nobody comes, the customer leaves', () => {
    const pelham = named('pelham');
    expect(pelham.folded.state.standing).toBe('former');
    const alarmed = days(pelham).findIndex(
      (stands) =>
        stands.shown === 'disillusionment' && disillusioned(stands) >= usualThreshold && stands.at > daysAgo(now, 300),
    );
    expect(700 - alarmed).toBeGreaterThan(96 + 30);
  });

  it('tell a chain of three referrals, each before the sale that it brought', () => {
    const chain = ['bergquell', 'hopfgarten', 'zirbenhof', 'amsel'];
    for (const [i, to] of chain.entries()) {
      if (i === 0) continue;
      const edge = demo.influences.find((e) => e.kind === 'referral' && e.from === chain[i - 1] && e.to === to)!;
      const first = demo.touchpoints.find((t) => t.account === to)!;
      expect(edge.at).toBeLessThan(first.at);
      expect(demo.touchpoints.find((t) => t.key === edge.evidence)?.kind).toBe('referral');
    }
  });

  it('tell of a champion who changed employer, and is remembered at both', () => {
    const moved = demo.affiliations.filter((a) => a.contact === 'halden/person 0');
    expect(moved.map((a) => [a.account, a.until === null])).toEqual([
      ['halden', false],
      ['torsby', true],
    ]);
    expect(demo.contacts.find((c) => c.key === 'halden/person 0')?.account).toBe('torsby');
  });

  it('tell of a handoff that was returned with a question before it was accepted, and of some that wait', () => {
    const returned = demo.handoffs.filter((h) => h.returned !== null);
    expect(returned).toHaveLength(1);
    expect(returned[0]!.acceptedAt!).toBeGreaterThan(returned[0]!.returned!.at);
    expect(demo.handoffs.filter((h) => h.acceptedAt === null).map((h) => h.account)).toEqual(
      expect.arrayContaining(['lindqvist', 'daponte']),
    );
  });

  it('lose sales at every stage and for many reasons, in both years and in the last three months, to every hunter', () => {
    const lost = demo.sales.filter((sale) => sale.outcome === 'lost');
    const commercial = demo.sales.filter((sale) => sale.saleType === 'commercial' && sale.outcome !== 'open');
    for (const stage of buyingStages)
      expect([stage, lost.filter((sale) => sale.stage === stage).length >= 4]).toEqual([stage, true]);
    expect(new Set(lost.map((sale) => sale.reason!.split(/[: ]/)[0])).size).toBeGreaterThanOrEqual(7);
    for (const [from, until] of [
      [700, 366],
      [365, 91],
      [90, 0],
    ] as const) {
      const decided = commercial.filter(
        (sale) => sale.updatedAt > daysAgo(now, from) && sale.updatedAt <= daysAgo(now, until),
      );
      const won = decided.filter((sale) => sale.outcome === 'won').length / decided.length;
      expect([from, won > 0.3 && won < 0.75]).toEqual([from, true]);
    }
    for (const hunter of members.filter((member) => member.team === 'industry' && member.businessRole === 'hunter'))
      for (const stage of ['assessment', 'involvement', 'commitment'] as const)
        expect([hunter.key, stage, lost.some((sale) => sale.owner === hunter.key && sale.stage === stage)]).toEqual([
          hunter.key,
          stage,
          true,
        ]);
    const days = lost.map((sale) => Math.round((sale.updatedAt - sale.createdAt) / day));
    expect(new Set(days).size).toBeGreaterThan(lost.length / 3);
  });

  it.each(moments)(
    'have sellers who promise no more than is won and open, and whose leader never says less than is won (%d)',
    (at) => {
      const company = demoCompany(at);
      const { calls, snapshots, adjustments } = forecastsOf(company, at);
      const current = snapshots
        .map(({ week }) => week)
        .toSorted()
        .at(-1);
      for (const { week, call, won, open } of snapshots)
        if (call && week !== current)
          expect([
            call,
            call.committed >= won - 1 &&
              call.committed <= won + open + 1000 &&
              call.bestCase >= call.committed &&
              call.pipeline >= call.bestCase,
          ]).toEqual([call, true]);
      for (const said of adjustments) {
        const won = company.sales
          .filter(
            (sale) =>
              sale.owner === said.member &&
              sale.outcome === 'won' &&
              sale.closedOn! >= said.period &&
              sale.closedOn! < endOf(said.period),
          )
          .reduce((sum, { amount }) => sum + amount, 0);
        expect([said, said.committed >= won]).toEqual([said, true]);
      }
      expect(adjustments.length).toBeGreaterThanOrEqual(1);
      expect(calls.filter((call) => call.comment !== null).length).toBeGreaterThanOrEqual(2);
    },
  );

  it('have nothing noticed at a home that only a works has', () => {
    const homes = new Set(
      demo.accounts.filter((account) => account.kind === 'household').map((account) => account.key),
    );
    const there = demo.sales.filter((sale) => homes.has(sale.account) && sale.source === 'Noticed by service');
    expect(there.length).toBeGreaterThan(0);
    for (const sale of there) expect([sale.name, sale.amount < 3000]).toEqual([sale.name, true]);
    for (const sale of demo.sales)
      expect([sale.name, sale.source]).toEqual([expect.not.stringMatching(/\(\d+\)$/), expect.any(String)]);
  });

  it.each(moments)('win more by what was noticed where people are trained than where they wait (%d)', (at) => {
    const company = demoCompany(at);
    const sales = new Map(company.sales.map((sale) => [sale.key, sale]));
    const [north, south] = training.cohorts.map((cohort) => daysAgo(at, cohort.trainedAgo));
    const perMonth = (cohort: number, from: number, until: number) =>
      company.spotted
        .flatMap((spotted) =>
          spotted.sale !== null && training.cohorts[cohort]!.members.includes(spotted.member)
            ? sales.get(spotted.sale)!
            : [],
        )
        .filter((sale) => sale.outcome === 'won' && sale.updatedAt >= from && sale.updatedAt < until)
        .reduce((sum, sale) => sum + sale.amount, 0) /
      ((until - from) / (30 * day));
    const before = daysAgo(at, 690);
    expect(perMonth(0, north!, south!) - perMonth(0, before, north!)).toBeGreaterThan(
      perMonth(1, north!, south!) - perMonth(1, before, north!) + 2000,
    );
  });

  it.each(moments)(
    'have orders from which lifetime value can be fitted, of a size that a household, a café and a works could have (%d)',
    (at) => {
      const company = demoCompany(at);
      const typeOf = new Map(company.accounts.map((account) => [account.key, account.saleType]));
      const route = routeOrders({ clients, ...company }, at).map((order) => ({
        account: order.account,
        on: dayText(order.at),
        amount: order.amount / 100,
      }));
      const orders = [...ordered({ clients, ...company }, at), ...route];
      const purchases = orders.map(({ account, on, amount }) => ({
        customer: account,
        on,
        amount,
        size: typeOf.get(account)!,
      }));
      const fit = fitPurchases({
        purchases,
        until: dayText(at),
        terms: { months: 36, discount: 0.1, margin: 1 },
        draws: 20,
      });
      for (const model of ['MBG/NBD', 'Gamma–Gamma'])
        expect([model, fit.models.find((each) => each.model === model)!.refused]).toEqual([model, null]);
      const alive = fit.worths.reduce((sum, worth) => sum + worth.alive, 0) / fit.worths.length;
      expect([alive > 0.6, alive < 0.93]).toEqual([true, true]);
      // Most are customers still, and some are seen to slip away.
      expect(fit.worths.filter((worth) => worth.alive < 0.75).length).toBeGreaterThanOrEqual(3);
      for (const { customer, value } of fit.worths)
        if (typeOf.get(customer) === 'consumer' || typeOf.get(customer) === 'retail')
          expect([customer, value! < 3000]).toEqual([customer, true]);
    },
  );

  it('plant an effect of the training: each cohort notices more after its own date', () => {
    for (const cohort of training.cohorts) {
      const trained = daysAgo(now, cohort.trainedAgo);
      const contacts = demo.touchpoints.filter((t) => cohort.members.includes(t.member));
      const noticed = demo.spotted.filter((s) => cohort.members.includes(s.member));
      const rate = (after: boolean) =>
        noticed.filter((s) => s.at >= trained === after).length /
        contacts.filter((t) => t.at >= trained === after).length;
      expect(contacts.length).toBeGreaterThan(100);
      expect(rate(true)).toBeGreaterThan(2 * rate(false));
    }
  });
});
