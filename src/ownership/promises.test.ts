import { describe, expect, it } from 'vitest';

import {
  checkExpectations,
  promisesForToday,
  promiseState,
  settlePromise,
  touchpointOf,
  type Promised,
} from './promises.ts';
import {
  firstValue,
  objectivesFromCriteria,
  outcomeProgress,
  planProgress,
  type Outcome,
  type SuccessPlan,
} from './successPlan.ts';

const date = (day: number, hour = 12) => new Date(Date.UTC(2026, 2, day, hour));
const promise: Promised = {
  id: 'p',
  what: 'Send the manual',
  to: 'Ada',
  by: 'Hana',
  dueOn: date(10, 0),
  outcome: null,
};
const kept = (day: number): Promised => ({ ...promise, outcome: { kind: 'kept', at: date(day), why: null } });

const due = (id: string, dueOn: Date | null): Promised => ({ ...promise, id, dueOn });

describe('promises', () => {
  it('are due until the end of their day', () => {
    expect(promiseState(promise, date(10, 23))).toBe('open');
    expect(promiseState(promise, date(11, 1))).toBe('overdue');
    expect(promiseState({ ...promise, dueOn: null }, date(30))).toBe('open');
  });

  it('kept late are not kept: the customer waited', () => {
    expect(promiseState(kept(10), date(20))).toBe('kept');
    expect(promiseState(kept(12), date(20))).toBe('kept late');
    expect(touchpointOf(kept(10))).toBe('promise kept');
    expect(touchpointOf(kept(12))).toBe('promise broken');
    expect(touchpointOf(promise)).toBeNull();
  });

  it('are settled once, and withdrawn only with the reason that the customer was given', () => {
    expect(settlePromise(promise, { kind: 'withdrawn', at: date(5), why: null })).toEqual({
      refused: 'say why it was withdrawn',
    });
    expect(settlePromise(kept(10), { kind: 'broken', at: date(11), why: null })).toEqual({
      refused: 'already settled',
    });
    const withdrawn = settlePromise(promise, { kind: 'withdrawn', at: date(5), why: 'They changed the plan' });
    if ('refused' in withdrawn) throw new Error(withdrawn.refused);
    expect(touchpointOf(withdrawn.promise)).toBeNull();
  });

  it('come to Today most overdue first, and those without a date last', () => {
    const today = promisesForToday(
      [due('no date', null), due('soon', date(12)), due('late', date(1)), due('far', date(30))],
      date(10),
    );
    expect(today.map((p) => p.id)).toEqual(['late', 'soon', 'no date']);
  });
});

describe('expectations at the close', () => {
  it('more than was sold is unrealistic until it is reset, whichever way is better', () => {
    const check = checkExpectations([
      { what: 'savings', expected: 120, sold: 100, better: 'more', resetTo: null },
      { what: 'days to go live', expected: 20, sold: 30, better: 'less', resetTo: null },
      { what: 'users', expected: 40, sold: 50, better: 'more', resetTo: null },
      { what: 'uptime', expected: 150, sold: 100, better: 'more', resetTo: 100 },
    ]);
    expect(check.map((row) => row.verdict)).toEqual(['unrealistic', 'unrealistic', 'realistic', 'reset']);
    expect(check[0]!.gap).toBeCloseTo(0.2, 12);
  });
});

const outcome = (id: string, more: Partial<Outcome> = {}): Outcome => ({
  id,
  metric: 'hours per order',
  baseline: 10,
  target: 4,
  actual: null,
  confirmed: null,
  targetOn: null,
  ...more,
});

describe('the success plan', () => {
  const plan: SuccessPlan = {
    signedAt: date(1, 0),
    objectives: [
      {
        id: 'faster',
        title: 'Faster orders',
        weight: 3,
        outcomes: [outcome('hours', { actual: 7, confirmed: { by: 'Ada', at: date(21, 0) } }), outcome('errors')],
      },
      { id: 'cheaper', title: 'Cheaper', weight: 1, outcomes: [outcome('cost', { actual: 4 })] },
    ],
    milestones: [
      { id: 'kick-off', dueOn: date(5), deliveredAt: date(4), accepted: { by: 'Ada', at: date(4) } },
      { id: 'pilot', dueOn: date(15), deliveredAt: date(14), accepted: null },
      { id: 'go-live', dueOn: date(30), deliveredAt: null, accepted: null },
    ],
  };

  it('progress is the share of the way to the target, in either direction', () => {
    expect(outcomeProgress(outcome('x', { actual: 7 }))).toBeCloseTo(0.5, 12);
    expect(outcomeProgress(outcome('x', { baseline: 1, target: 5, actual: 9 }))).toBe(1);
    expect(outcomeProgress(outcome('x', { actual: 12 }))).toBe(0);
    expect(outcomeProgress(outcome('x'))).toBeNull();
    expect(outcomeProgress(outcome('x', { baseline: 4, actual: 4 }))).toBe(1);
  });

  it('what the customer did not confirm is only our opinion', () => {
    const progress = planProgress(plan, date(20));
    expect(progress.realized).toBeCloseTo((3 * 0.25 + 1) / 4, 12);
    expect(progress.confirmed).toBeCloseTo((3 * 0.25) / 4, 12);
    expect(progress.measured).toBeCloseTo(2 / 3, 12);
    expect(progress.slippedMilestones).toEqual(['pilot']);
    expect(progress.waitingForAcceptance).toEqual(['pilot']);
  });

  it('first value has evidence, a person and a date', () => {
    expect(firstValue(plan)).toEqual({ outcome: 'hours', by: 'Ada', at: date(21, 0) });
    expect(planProgress(plan, date(22)).daysToFirstValue).toBe(20);
    expect(firstValue({ ...plan, objectives: [] })).toBeNull();
    expect(planProgress({ ...plan, objectives: [] }, date(22))).toMatchObject({
      realized: 0,
      measured: 0,
      daysToFirstValue: null,
    });
  });

  it('the criteria by which they chose become the objectives by which success is judged', () => {
    const objectives = objectivesFromCriteria([
      { id: 'price', title: 'Price', weight: 20 },
      { id: 'fit', title: 'Fit', weight: 60 },
      { id: 'colour', title: 'Colour', weight: 0 },
    ]);
    expect(objectives.map((o) => [o.id, o.weight])).toEqual([
      ['fit', 0.75],
      ['price', 0.25],
    ]);
  });
});
