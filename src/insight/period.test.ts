import { describe, expect, it } from 'vitest';
import { lengthOf, periodBeside, periodIn, periodProblem, periodText, refusedPeriod, spanOf } from './period.ts';
import { retentionEnds } from './retentionEnds.ts';

const now = new Date('2026-06-11T09:00:00Z');

describe('the period of a report', () => {
  it('is the last ninety days unless it is told, and both days of from–to are in it', () => {
    expect(spanOf({}, now)).toMatchObject({ from: '2026-03-13', to: null, until: now });
    const year = spanOf({ from: '2017-01-01', to: '2017-12-31' }, now);
    expect(year).toMatchObject({
      from: '2017-01-01',
      to: '2017-12-31',
      since: new Date('2017-01-01T00:00:00Z'),
      until: new Date('2017-12-31T23:59:59.999Z'),
    });
    expect(Math.round(lengthOf(year))).toBe(365);
    // Nothing has happened after the moment that it is.
    expect(spanOf({ from: '2026-06-01', to: '2026-12-31' }, now).until).toEqual(now);
    expect(spanOf({ days: 'all' }, now)).toMatchObject({ from: null, to: null });
    expect(spanOf({ to: '2017-12-31' }, now)).toMatchObject({ from: null, to: '2017-12-31' });
  });

  it('is refused in a sentence where it ends before it begins, or is told in two ways', () => {
    expect(periodProblem({ from: '2018-01-01', to: '2017-12-31' })).toBe(
      'The period ends before it begins: from 2018-01-01 to 2017-12-31',
    );
    expect(periodProblem({ days: 90, from: '2018-01-01' })).toBe('Say either how many days, or from when to when');
    expect(periodProblem({ from: '2018-01-01', to: '2018-01-01' })).toBeUndefined();
    expect(refusedPeriod({ from: 'yesterday' })).toContain('“yesterday” is no day');
    expect(refusedPeriod({ from: '2018-02-30' })).toContain('is no day');
  });

  it('stands in an address, where what cannot be is left out and from–to says more than a number of days', () => {
    expect(periodIn({})).toEqual({ days: 90 });
    expect(periodIn({ days: '45' })).toEqual({ days: 45 });
    expect(periodIn({ days: 'all' })).toEqual({ days: 'all' });
    expect(periodIn({ days: '2' })).toEqual({ days: 90 });
    expect(periodIn({ days: '365', from: '2016-10-01', to: '2017-12-31' })).toEqual({
      from: '2016-10-01',
      to: '2017-12-31',
    });
    expect(periodIn({ days: '365', from: '2018-01-01', to: '2017-12-31' })).toEqual({ days: 365 });
    expect(periodIn({ from: '0001-01-01' })).toEqual({ days: 90 });
  });

  it('is named in the title of a letter', () => {
    expect(
      [
        {},
        { days: 'all' as const },
        { from: '2016-10-01', to: '2017-12-31' },
        { from: '2016-10-01' },
        { to: '2017-12-31' },
      ].map(periodText),
    ).toEqual(['last 90 days', 'all there is', '2016-10-01 to 2017-12-31', 'since 2016-10-01', 'up to 2017-12-31']);
  });

  it('that holds nothing leads to one as long, with the day on which there was something at its end or beginning', () => {
    expect(periodBeside({ days: 90 }, { day: '2017-12-31', is: 'last' }, '2026-06-11')).toEqual({
      from: '2017-10-03',
      to: '2017-12-31',
    });
    expect(
      periodBeside({ from: '2010-01-01', to: '2010-12-31' }, { day: '2016-10-20', is: 'first' }, '2026-06-11'),
    ).toEqual({ from: '2016-10-20', to: '2017-10-19' });
    expect(periodBeside({ from: '2026-06-01' }, { day: '2017-12-31', is: 'last' }, '2026-06-11')).toEqual({
      from: '2017-10-03',
      to: '2017-12-31',
    });
  });
});

describe('the years that retention compares', () => {
  it('end with quarters within two years, with years in a longer time, and whatever the number of days', () => {
    expect(retentionEnds({ days: 30 }, now)).toEqual([
      '2026-07-01',
      '2026-04-01',
      '2026-01-01',
      '2025-10-01',
      '2025-07-01',
      '2025-04-01',
      '2025-01-01',
      '2024-10-01',
    ]);
    expect(retentionEnds({ from: '2017-05-01', to: '2017-12-31' }, now)).toEqual([
      '2018-01-01',
      '2017-10-01',
      '2017-07-01',
    ]);
    expect(retentionEnds({ from: '2014-01-01', to: '2017-12-31' }, now)).toEqual([
      '2018-01-01',
      '2017-01-01',
      '2016-01-01',
      '2015-01-01',
    ]);
    expect(retentionEnds({ days: 'all' }, now)).toHaveLength(12);
    expect(retentionEnds({ from: '2017-12-20', to: '2017-12-31' }, now)).toEqual(['2018-01-01']);
  });
});
