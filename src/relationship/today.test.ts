import { expect, it } from 'vitest';
import { millisecondsPerDay } from './cycle.ts';
import { mostUrgentFirst, rowOf, stakeOf, type Facts } from './today.ts';

const now = Date.UTC(2026, 10, 28, 9);
const daysAgo = (days: number) => now - days * millisecondsPerDay;

it('asks for the decision on a sale whose day has just passed, and whether it is alive at all when that was long ago', () => {
  const justPassed = rowOf(facts({ stuckSale: sale({ closeOn: daysAgo(20) }) }), now)!;
  expect(justPassed).toMatchObject({
    group: 'stuck sale',
    todo: { code: 'ask for decision' },
    why: [{ code: 'close date passed', at: daysAgo(20) }],
  });
  const longPassed = rowOf(facts({ stuckSale: sale({ closeOn: daysAgo(2000) }) }), now)!;
  expect(longPassed).toMatchObject({
    group: 'cold sale',
    todo: { code: 'settle cold sale' },
    why: [{ code: 'close date passed', amount: 1000, currency: 'EUR' }],
  });
});

it('names ten cold sales a day, first those that are worth most in our own money, after everything that is alive', () => {
  const cold = Array.from({ length: 60 }, (_, i) =>
    facts({ accountId: `cold ${i}`, stuckSale: sale({ amount: 90_000 - i, worth: 1000 * i, closeOn: daysAgo(900) }) }),
  );
  const alive = facts({ accountId: 'alive', stuckSale: sale({ worth: 1, closeOn: daysAgo(3) }) });
  const list = mostUrgentFirst([...cold, alive].map((each) => ({ ...rowOf(each, now)!, stake: stakeOf(each) })));
  expect(list.map((row) => row.accountId)).toEqual([
    'alive',
    ...Array.from({ length: 10 }, (_, i) => `cold ${59 - i}`),
  ]);
});

const sale = (given: Partial<NonNullable<Facts['stuckSale']>>): NonNullable<Facts['stuckSale']> => ({
  id: 's',
  name: 'Boiler feed',
  stage: 'commitment',
  days: 90,
  amount: 1000,
  currency: 'EUR',
  worth: 1000,
  closeOn: null,
  late: true,
  ...given,
});

const facts = (given: Partial<Facts>): Facts & { revenue: number } => ({
  accountId: 'a',
  phase: 'purchase',
  position: 'skepticism',
  probability: 0.6,
  trust: 22,
  interest: 20,
  trustChange: 0,
  interestChange: 0,
  lastTouchAt: null,
  closedAt: null,
  alarmForecastAt: null,
  alarm: null,
  nextStep: null,
  worst: null,
  last: null,
  openPromise: null,
  stuckSale: null,
  openCase: null,
  askedAt: null,
  mayAsk: false,
  handedOver: false,
  handoff: null,
  revenue: 0,
  ...given,
});
