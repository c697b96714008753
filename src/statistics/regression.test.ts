import { describe, expect, it } from 'vitest';

import { coefficientEstimate, linearRegression } from './linearRegression.ts';
import { drawNormal, seededRandom } from './randomness.ts';
import { itOnRealData, rowsOf } from './realData.testing.ts';
import { fitRidgeLogistic } from './ridgeLogistic.ts';
import { logistic } from './specialFunctions.ts';
import { mean, variance } from './summary.ts';

describe('linear regression', () => {
  itOnRealData(
    'training/nsw_mixtape.csv',
    'the published training experiment gives the published gain and errors',
    (text) => {
      const rows = rowsOf(text);
      const design = rows.map((row) => [1, Number(row['treat'])]);
      const earnings = rows.map((row) => Number(row['re78']));
      const classical = coefficientEstimate(linearRegression(design, earnings, 'classical'), 1);
      expect(classical.estimate).toBeCloseTo(1794.3424, 3);
      expect(classical.standardError).toBeCloseTo(632.8534, 3);
      expect(coefficientEstimate(linearRegression(design, earnings, 'HC2'), 1).standardError).toBeCloseTo(670.9965, 3);
    },
  );

  it('with one yes-or-no column, HC2 is the textbook error of two unequal variances', () => {
    const treated = [3, 5, 9, 4];
    const others = [1, 2, 2, 6, 3];
    const fit = linearRegression(
      [...treated.map(() => [1, 1]), ...others.map(() => [1, 0])],
      [...treated, ...others],
      'HC2',
    );
    expect(fit.coefficients[1]).toBeCloseTo(mean(treated) - mean(others), 12);
    expect(fit.standardErrors[1]).toBeCloseTo(Math.sqrt(variance(treated) / 4 + variance(others) / 5), 12);
  });

  it('rows copied ten times within a person do not look like ten times the evidence', () => {
    const random = seededRandom(3);
    const people = Array.from({ length: 30 }, () => ({ x: drawNormal(random), y: drawNormal(random) }));
    const copies = people.flatMap((person, i) => Array.from({ length: 10 }, () => ({ ...person, i })));
    const once = linearRegression(
      people.map((p) => [1, p.x]),
      people.map((p) => p.y),
      { clusters: people.map((_, i) => i) },
    );
    const design = copies.map((p) => [1, p.x]);
    const outcomes = copies.map((p) => p.y);
    const clustered = linearRegression(design, outcomes, { clusters: copies.map((p) => p.i) });
    const naive = linearRegression(design, outcomes, 'classical');
    expect(clustered.standardErrors[1]! / once.standardErrors[1]!).toBeCloseTo(1, 1);
    expect(naive.standardErrors[1]!).toBeLessThan(0.5 * clustered.standardErrors[1]!);
    expect(clustered.df).toBe(29);
  });

  it('columns that say the same are refused with the reason', () => {
    expect(() =>
      linearRegression(
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        [1, 2, 3],
      ),
    ).toThrow(/dependent/);
    expect(() => linearRegression([[1, 2]], [1])).toThrow(/cannot determine/);
  });
});

describe('logistic regression with a prior', () => {
  const random = seededRandom(11);
  const rows = Array.from({ length: 4000 }, () => [1, drawNormal(random), drawNormal(random)]);
  const truth = [-0.5, 1.2, 0];
  const outcomes = rows.map((row) => (random() < logistic(row.reduce((s, x, j) => s + x * truth[j]!, 0)) ? 1 : 0));
  const free = { means: [0, 0, 0], precisions: [0, 0, 0] };

  it('recovers the weights that made the outcomes, within its own stated errors', () => {
    const fit = fitRidgeLogistic(rows, outcomes, free);
    expect(fit.converged).toBe(true);
    truth.forEach((b, j) =>
      expect(Math.abs(fit.coefficients[j]! - b)).toBeLessThan(3 * Math.sqrt(fit.covariance[j]![j]!)),
    );
  });

  it('two groups without a prior give exactly the odds ratio of the table', () => {
    const fit = fitRidgeLogistic(
      [
        [1, 0],
        [1, 1],
      ],
      [0.3, 0.6],
      { means: [0, 0], precisions: [0, 0] },
      [100, 50],
    );
    expect(fit.coefficients[1]).toBeCloseTo(Math.log(0.6 / 0.4 / (0.3 / 0.7)), 10);
    expect(fit.covariance[1]![1]).toBeCloseTo(1 / 30 + 1 / 20 + 1 / 30 + 1 / 70, 10);
  });

  it('without any outcome the answer is the shipped default', () => {
    const fit = fitRidgeLogistic([], [], { means: [0.3, -1], precisions: [4, 25] });
    expect(fit.coefficients).toEqual([0.3, -1]);
    expect(fit.covariance[1]![1]).toBeCloseTo(1 / 25, 12);
  });

  const slopeAt = (precision: number) =>
    fitRidgeLogistic(rows, outcomes, { means: [0, 0, 0], precisions: [0, precision, precision] }).coefficients[1]!;
  it('a stronger prior pulls nearer to the default', () => {
    expect(slopeAt(10_000)).toBeLessThan(slopeAt(100));
    expect(slopeAt(100)).toBeLessThan(slopeAt(0));
  });

  it('perfectly separated outcomes are refused without a prior and answered with one', () => {
    const separated = [
      [1, -1],
      [1, -2],
      [1, 1],
      [1, 2],
    ];
    expect(() => fitRidgeLogistic(separated, [0, 0, 1, 1], { means: [0, 0], precisions: [0, 0] })).toThrow(/prior/);
    const fit = fitRidgeLogistic(separated, [0, 0, 1, 1], { means: [0, 0], precisions: [0.1, 1] });
    expect(fit.coefficients[1]).toBeGreaterThan(0.5);
  });
});
