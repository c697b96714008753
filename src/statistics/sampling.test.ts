import { describe, expect, it } from 'vitest';

import { shareDifferenceInterval, wilsonInterval } from './interval.ts';
import { areaUnderCurve, calibrationBins, predictionQuality } from './predictionQuality.ts';
import { drawBeta, drawExponential, drawGamma, drawNormal, seededRandom, shuffled } from './randomness.ts';
import { clusterBootstrap, groupedFolds, percentileInterval, permutationTest } from './resampling.ts';
import { correlation, mean, median, quantile, variance } from './summary.ts';
import { kaplanMeier, medianSurvival, survivalAt } from './survival.ts';

const many = (draw: () => number) => Array.from({ length: 40_000 }, draw);

describe('draws from a seed', () => {
  it('are the same again, and different for another seed', () => {
    const first = seededRandom(7);
    const again = seededRandom(7);
    const other = seededRandom(8);
    const draws = Array.from({ length: 5 }, first);
    expect(Array.from({ length: 5 }, again)).toEqual(draws);
    expect(Array.from({ length: 5 }, other)).not.toEqual(draws);
  });

  it('have the means and spreads of their distributions', () => {
    const random = seededRandom(1);
    const uniform = many(random);
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    expect(variance(uniform)).toBeCloseTo(1 / 12, 2);
    expect(variance(many(() => drawNormal(random)))).toBeCloseTo(1, 1);
    expect(mean(many(() => drawExponential(random, 4)))).toBeCloseTo(0.25, 2);
    const gamma = many(() => drawGamma(random, 0.4, 2));
    expect(mean(gamma)).toBeCloseTo(0.2, 2);
    expect(variance(gamma)).toBeCloseTo(0.1, 2);
    const beta = many(() => drawBeta(random, 0.8, 2.4));
    expect(mean(beta)).toBeCloseTo(0.25, 2);
    expect(variance(beta)).toBeCloseTo((0.8 * 2.4) / (3.2 ** 2 * 4.2), 2);
  });

  it('a shuffle keeps everyone', () => {
    expect(shuffled([1, 2, 3, 4, 5], seededRandom(2)).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('summaries', () => {
  it('quantiles interpolate as a spreadsheet does', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75);
    expect(median([9, 1, 5])).toBe(5);
    expect(quantile([], 0.5)).toBeNaN();
    expect(correlation([1, 2, 3], [2, 4, 7])).toBeCloseTo(0.9933992677987828, 12);
  });

  it('a share of few trials has a wide interval that stays between none and all', () => {
    const interval = wilsonInterval(3, 10);
    expect(interval.low).toBeCloseTo(0.1077912674, 9);
    expect(interval.high).toBeCloseTo(0.6032218525, 9);
    expect(wilsonInterval(0, 5).low).toBe(0);
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('the difference of two shares has the published interval', () => {
    const { difference, low, high } = shareDifferenceInterval(
      { successes: 56, trials: 70 },
      { successes: 48, trials: 80 },
    );
    expect(difference).toBeCloseTo(0.2, 12);
    expect(low).toBeCloseTo(0.0524, 4);
    expect(high).toBeCloseTo(0.3339, 4);
  });
});

describe('quality of a prediction', () => {
  it('counts ties as half and does not care about scale', () => {
    expect(areaUnderCurve([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
    expect(areaUnderCurve([1, 1, 1, 1], [0, 1, 0, 1])).toBe(0.5);
    expect(areaUnderCurve([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
    expect(areaUnderCurve([1, 2], [1, 1])).toBeNaN();
  });

  it('is always shown beside the forecast that treats everyone alike', () => {
    const quality = predictionQuality([0.1, 0.2, 0.7, 0.9], [0, 0, 1, 0]);
    expect(quality).toMatchObject({ n: 4, events: 1, constant: { auc: 0.5, brier: 0.1875 } });
    expect(quality.constant.logLoss).toBeCloseTo(0.5623351446, 9);
    expect(quality.brier).toBeCloseTo((0.01 + 0.04 + 0.09 + 0.81) / 4, 12);
  });

  it('groups of predictions show what came of them', () => {
    const bins = calibrationBins([0.9, 0.1, 0.2, 0.8], [1, 0, 1, 1], 2);
    expect(bins.map((bin) => bin.n)).toEqual([2, 2]);
    expect(bins[0]!.predicted).toBeCloseTo(0.15, 12);
    expect(bins.map((bin) => bin.observed)).toEqual([0.5, 1]);
  });
});

describe('resampling', () => {
  it('the bootstrap error of a mean is the textbook error', () => {
    const random = seededRandom(4);
    const values = Array.from({ length: 200 }, () => drawNormal(random));
    const draws = clusterBootstrap(values, mean, { draws: 2000, seed: 9 });
    expect(Math.sqrt(variance(draws)) / Math.sqrt(variance(values) / 200)).toBeCloseTo(1, 1);
    const { low, high } = percentileInterval(draws);
    expect(low).toBeLessThan(mean(values));
    expect(high).toBeGreaterThan(mean(values));
    expect(clusterBootstrap(values, mean, { draws: 3, seed: 9 })).toEqual(draws.slice(0, 3));
  });

  it('small arms are compared by every possible split', () => {
    const result = permutationTest([5, 6, 7], [1, 2, 3], { draws: 100, seed: 1 });
    expect(result).toEqual({ difference: 4, p: 0.1, exact: true });
  });

  it('larger arms are compared by random splits, and never with certainty', () => {
    const low = Array.from({ length: 25 }, (_, i) => i);
    const result = permutationTest(
      low.map((v) => v + 100),
      low,
      { draws: 500, seed: 1 },
    );
    expect(result.exact).toBe(false);
    expect(result.p).toBeCloseTo(1 / 501, 10);
  });

  it('sales of one account are never split between learning and testing', () => {
    const accounts = Array.from({ length: 100 }, (_, i) => `account ${i % 20}`);
    const folds = groupedFolds(accounts, 5, 3);
    accounts.forEach((account, i) => expect(folds[i]).toBe(folds[accounts.indexOf(account)]));
    expect(new Set(folds).size).toBe(5);
  });
});

describe('how long customers stay', () => {
  /** Freireich's leukaemia trial, the example of every textbook (6-MP arm). */
  const times = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
  const curve = kaplanMeier(times.map((time, i) => ({ time, event: i < 9 })));

  it('gives the published survival curve', () => {
    expect(curve.map((step) => step.time)).toEqual([6, 7, 10, 13, 16, 22, 23]);
    expect(curve.map((step) => step.atRisk)).toEqual([21, 17, 15, 12, 11, 7, 6]);
    [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482].forEach((s, i) =>
      expect(curve[i]!.survival).toBeCloseTo(s, 4),
    );
    expect(medianSurvival(curve)).toBe(23);
    expect(survivalAt(curve, 5)).toBe(1);
    expect(survivalAt(curve, 14)).toBeCloseTo(0.6902, 4);
  });

  it('shows an interval that stays between none and all', () => {
    expect(curve[0]!.interval.low).toBeCloseTo(0.6197, 3);
    expect(curve[0]!.interval.high).toBeCloseTo(0.9516, 3);
    expect(kaplanMeier([{ time: 2, event: true }])[0]!.interval).toEqual({ low: 0, high: 0 });
    expect(kaplanMeier([{ time: 2, event: false }])).toEqual([]);
  });
});
