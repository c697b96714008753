import { describe, expect, it } from 'vitest';

import { linearRegression } from '../../statistics/linearRegression.ts';
import { drawNormal, seededRandom } from '../../statistics/randomness.ts';
import { itOnRealData, rowsOf } from '../../statistics/realData.testing.ts';
import { mean } from '../../statistics/summary.ts';
import { claimOf, imbalance } from './comparison.ts';
import { payback, serviceGuard, totalCost } from './payback.ts';
import { inferStaggered, staggeredEffect, type PanelPerson } from './staggered.ts';
import { adjustedForOwnPast, differenceInMeans, doublyRobust } from './trainingEffect.ts';

const experiment = 'training/nsw_mixtape.csv';
const population = 'training/cps_mixtape.csv';
const numbersOf = (text: string) =>
  rowsOf(text).map((row) => Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, Number(cell)])));
type Row = ReturnType<typeof numbersOf>[number];
const known = ['age', 'educ', 'black', 'hisp', 'marr', 'nodegree', 're74', 're75'];
const groups = (rows: readonly Row[]) => ({
  trained: rows.filter((row) => row['treat'] === 1),
  others: rows.filter((row) => row['treat'] === 0),
});
const earnings = (rows: readonly Row[]) => rows.map((row) => row['re78']!);
const columns = (rows: readonly Row[]) => rows.map((row) => known.map((name) => row[name]!));
const adjustedGain = (rows: readonly Row[]) => {
  const design = rows.map((row) => [1, row['treat']!, ...known.map((name) => row[name]!), row['age']! ** 2]);
  return linearRegression(design, earnings(rows)).coefficients[1];
};
const withPast = (rows: readonly Row[]) => rows.map((row) => ({ after: row['re78']!, before: row['re75']! }));
const change = (rows: readonly Row[]) => rows.map((row) => row['re78']! - row['re75']!);

describe('a training experiment with chance assignment', () => {
  itOnRealData(experiment, 'gives the published gain of 1,794 with its published error', (text) => {
    const { trained, others } = groups(numbersOf(text));
    const effect = differenceInMeans(earnings(trained), earnings(others));
    expect(effect.estimate).toBeCloseTo(1794.34, 2);
    expect(effect.standardError).toBeCloseTo(671.0, 1);
    expect(effect).toMatchObject({ trained: 185, others: 260 });
    expect(effect.p).toBeLessThan(0.01);
    expect(effect.smallestDetectable).toBeCloseTo(2.8 * 632.8534, 0);
    expect(claimOf({ kind: 'randomised' }).word).toBe('effect');
  });

  itOnRealData(
    [experiment, population],
    'adjusting for what was known before gives the measured figures',
    (...texts) => {
      const { trained, others } = groups(numbersOf(texts[0]));
      expect(adjustedGain([...trained, ...others])).toBeCloseTo(1675.86, 2);
      expect(adjustedGain([...trained, ...numbersOf(texts[1]!)])).toBeCloseTo(793.59, 2);
    },
  );

  itOnRealData(experiment, 'gives the same answer when the own past is taken out of it', (text) => {
    const { trained, others } = groups(numbersOf(text));
    expect(adjustedForOwnPast(withPast(trained), withPast(others)).estimate).toBeCloseTo(1747.13, 2);
  });

  it('the own past makes a small effect visible where it explains most of the difference between people', () => {
    const random = seededRandom(2);
    const person = (gain: number) => {
      const skill = 100 + 30 * drawNormal(random);
      return { before: skill + 5 * drawNormal(random), after: skill + gain + 5 * drawNormal(random) };
    };
    const trained = Array.from({ length: 40 }, () => person(8));
    const others = Array.from({ length: 40 }, () => person(0));
    const plain = differenceInMeans(
      trained.map((p) => p.after),
      others.map((p) => p.after),
    );
    const adjusted = adjustedForOwnPast(trained, others);
    expect(adjusted.standardError).toBeLessThan(plain.standardError / 2);
    expect(adjusted.low).toBeGreaterThan(0);
    expect(adjusted.smallestDetectable).toBeLessThan(plain.smallestDetectable / 2);
  });

  it('small groups are judged by counting every way in which chance could have assigned them', () => {
    expect(differenceInMeans([5, 6, 7], [1, 2, 3]).p).toBeCloseTo(0.1, 12);
  });
});

describe('people who were not assigned by chance', () => {
  itOnRealData(
    [experiment, population],
    'the trained against everybody else are flagged as biased: −8,497 is not printed as an effect',
    (experimentText, populationText) => {
      const { trained } = groups(numbersOf(experimentText));
      const everyone = numbersOf(populationText);
      expect(everyone).toHaveLength(15_992);
      const naive = differenceInMeans(earnings(trained), earnings(everyone));
      expect(naive.estimate).toBeCloseTo(-8497.516, 2);
      const balance = imbalance(known, columns(trained), columns(everyone));
      expect(claimOf({ kind: 'observed', imbalance: balance, adjusted: false })).toEqual({
        word: 'not shown',
        reason: 'the groups differed before the training',
      });
      expect(differenceInMeans(change(trained), change(everyone)).estimate).toBeCloseTo(3621.23, 1);
    },
  );

  itOnRealData(
    [experiment, population],
    'made alike by what was known before, they come near the experiment, as an association only',
    (experimentText, populationText) => {
      const { trained } = groups(numbersOf(experimentText));
      const covariates = (row: Row) => [
        ...known.map((name) => row[name]!),
        row['age']! ** 2,
        row['educ']! ** 2,
        row['re74'] === 0 ? 1 : 0,
        row['re75'] === 0 ? 1 : 0,
      ];
      const group = (rows: readonly Row[]) => ({ outcomes: earnings(rows), covariates: rows.map(covariates) });
      const adjusted = doublyRobust(group(trained), group(numbersOf(populationText)));
      expect(adjusted.low).toBeLessThan(1794.34);
      expect(adjusted.high).toBeGreaterThan(1794.34);
      expect(adjusted.method).toBe('doubly robust, not experimental');
      const balance = imbalance(known, columns(trained), columns(numbersOf(populationText)));
      expect(claimOf({ kind: 'observed', imbalance: balance, adjusted: true }).word).toBe('association');
    },
  );

  it('alike before the training, they may carry an association but never an effect', () => {
    const alike = imbalance(['age'], [[30], [40], [50]], [[31], [40], [49]]);
    expect(alike.comparable).toBe(true);
    expect(claimOf({ kind: 'observed', imbalance: alike, adjusted: false }).word).toBe('association');
    expect(imbalance(['same'], [[1], [1]], [[2], [2]]).comparable).toBe(false);
  });
});

/** Groups trained in months 6, 10 and 14, and some never, over 20 months. */
function panel(people: number, effect: (monthsSince: number) => number, seed: number, driftBefore = 0): PanelPerson[] {
  const random = seededRandom(seed);
  const cohorts = [6, 10, 14, null];
  return Array.from({ length: people }, (_, i) => {
    const trainedFrom = cohorts[i % 4]!;
    const level = 100 + 20 * drawNormal(random);
    const months = Array.from({ length: 20 }, (_, month) => {
      const since = trainedFrom === null ? -1 : month - trainedFrom;
      const drift = trainedFrom === null ? 0 : driftBefore * month;
      return level + 2 * month + drift + 8 * drawNormal(random) + (since >= 0 ? effect(since) : 0);
    });
    return { id: `${i}`, trainedFrom, months };
  });
}

describe('groups trained one after another', () => {
  it('show the planted effect month by month, although it grows and the market drifts', () => {
    const result = inferStaggered(
      panel(240, (since) => 4 + since, 3),
      { draws: 150, seed: 1 },
    )!;
    for (const { monthsSince, estimate } of result.after.slice(0, 8))
      expect(Math.abs(estimate - 4 - monthsSince)).toBeLessThan(3.5);
    const truth = mean([...Array(14)].map((_, e) => 4 + e));
    expect(result.interval.low).toBeGreaterThan(0);
    expect(result.overall).toBeLessThan(truth + 2);
    expect(result.parallelBefore).toBe(true);
    expect(claimOf({ kind: 'staggered', parallelBefore: result.parallelBefore }).word).toBe('effect');
  });

  it('an interval covers the planted effect in about nineteen of twenty firms, and claims a null in about one', () => {
    const firms = 60;
    const covered = (effect: number) =>
      Array.from({ length: firms }, (_, i) =>
        inferStaggered(
          panel(60, () => effect, 101 * (i + 1)),
          { draws: 100, seed: i },
        )!,
      ).filter(({ interval }) => interval.low <= effect && effect <= interval.high).length / firms;
    expect(covered(6)).toBeGreaterThan(0.85);
    expect(covered(0)).toBeGreaterThan(0.85);
  });

  it('that moved apart before the training carry no more than an association', () => {
    const result = inferStaggered(
      panel(240, () => 0, 5, 1.5),
      { draws: 150, seed: 1 },
    )!;
    expect(result.parallelBefore).toBe(false);
    expect(claimOf({ kind: 'staggered', parallelBefore: false }).word).toBe('association');
  });

  it('need somebody who waits, and somebody trained', () => {
    expect(staggeredEffect(panel(40, () => 1, 1).filter((p) => p.trainedFrom === null))).toBeNull();
    expect(staggeredEffect(panel(40, () => 1, 1).filter((p) => p.trainedFrom === 6))).toBeNull();
    expect(staggeredEffect([])).toBeNull();
  });
});

const effectOf = (perMonth: number, seed = 3) =>
  inferStaggered(
    panel(240, () => perMonth, seed),
    { draws: 200, seed: 2 },
  )!;

describe('payback', () => {
  const cost = totalCost({ fees: 4000, hours: 200, loadedRate: 50, material: 1000 });
  it('is the first month in which the margin has covered fees, hours and material', () => {
    expect(cost).toBe(15_000);
    const result = payback(effectOf(40), 60, cost);
    // 60 people · about 40 a month = 2,400: 15,000 are covered in the seventh month.
    expect(result.month).toBe(7);
    expect(result.verdict).toBe('shown');
    expect(result.interval!.low).toBeLessThanOrEqual(7);
    expect(result.interval!.high).toBeGreaterThanOrEqual(7);
    expect(result.probabilityWithin12).toBe(1);
    expect(result.cumulative[0]!.gain).toBeLessThan(0);
    expect(result.returnAfter12).toBeCloseTo((12 * 2400 - 15_000) / 15_000, 0);
  });

  it('is not shown when it may as well never come', () => {
    const result = payback(effectOf(0), 60, cost);
    expect(result).toMatchObject({ verdict: 'not shown', interval: null });
    expect(result.probabilityWithin12).toBeLessThan(0.3);
  });

  it('is immediate when the training cost nothing', () => {
    expect(payback(effectOf(40), 60, 0)).toMatchObject({ month: 1, returnAfter12: 0 });
  });

  it('service must not have fallen', () => {
    expect(serviceGuard(0.1, { low: -0.1, high: 0.3 }, 0.2).verdict).toBe('held');
    expect(serviceGuard(-0.4, { low: -0.6, high: -0.2 }, 0.2).verdict).toBe('fell');
    expect(serviceGuard(0, { low: -0.5, high: 0.5 }, 0.2).verdict).toBe('not known');
  });
});
