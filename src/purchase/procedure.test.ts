import { describe, expect, it } from 'vitest';

import { compliance, forecastProcedure, type ProcedureStep } from './procedure.ts';

const date = (day: number) => new Date(Date.UTC(2026, 2, day));
const step = (id: string, days: number, after: string[] = [], more: Partial<ProcedureStep> = {}): ProcedureStep => ({
  id,
  days,
  after,
  dueOn: null,
  doneOn: null,
  ...more,
});

/** Security check 5 days and legal 10 days after the request; the board needs both. */
const steps = [
  step('request', 2, [], { doneOn: date(1) }),
  step('security', 5, ['request'], { dueOn: date(9) }),
  step('legal', 10, ['request']),
  step('board', 3, ['security', 'legal'], { dueOn: date(14) }),
];

describe('the purchase procedure', () => {
  const forecast = forecastProcedure(steps, date(15), date(2));

  it('ends when the longest chain ends, and says by how much the needed date slips', () => {
    expect(forecast.ends).toEqual(date(15));
    expect(forecast.slipDays).toBe(0);
    expect(forecastProcedure(steps, date(12), date(2)).slipDays).toBe(3);
    expect(forecastProcedure(steps, date(15), date(6)).slipDays).toBe(4);
    expect(forecastProcedure(steps, null, date(2)).slipDays).toBeNull();
  });

  it('shows the steps on which every lost day is lost for all', () => {
    expect(forecast.criticalPath).toEqual(['legal', 'board']);
    expect(forecast.steps.map((s) => [s.id, s.state, s.slackDays, s.slipDays])).toEqual([
      ['request', 'done', 0, 0],
      ['security', 'can begin', 5, 0],
      ['legal', 'can begin', 0, 0],
      ['board', 'waits', 0, 1],
    ]);
  });

  it('is over when everything is done', () => {
    const done = forecastProcedure([step('a', 1, [], { doneOn: date(3) })], date(5), date(9));
    expect(done).toMatchObject({ ends: date(3), slipDays: -2, criticalPath: [] });
  });

  it('refuses steps that wait for each other or for nobody', () => {
    expect(() => forecastProcedure([step('a', 1, ['b']), step('b', 1, ['a'])], null, date(1))).toThrow(/each other/);
    expect(() => forecastProcedure([step('a', 1, ['z'])], null, date(1))).toThrow(/does not exist/);
    expect(() => forecastProcedure([], null, date(1))).toThrow(/at least one/);
  });
});

describe('compliance with a requirement list', () => {
  it('a partial answer counts half and an unmet must-have stands out', () => {
    const result = compliance([
      { id: '1', mustHave: true, answer: 'meets', proof: 'certificate' },
      { id: '2', mustHave: true, answer: 'no', proof: null },
      { id: '3', mustHave: false, answer: 'partial', proof: null },
      { id: '4', mustHave: false, answer: null, proof: null },
    ]);
    expect(result).toEqual({
      answered: 3,
      met: 1,
      failedMustHaves: ['2'],
      partialMustHaves: [],
      withoutProof: ['3'],
      share: 1.5 / 4,
    });
    expect(compliance([]).share).toBe(1);
  });
});
