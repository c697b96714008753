import { dot, type Matrix } from '../../statistics/linearAlgebra.ts';
import { coefficientEstimate, linearRegression } from '../../statistics/linearRegression.ts';
import { permutationTest } from '../../statistics/resampling.ts';
import { fitRidgeLogistic } from '../../statistics/ridgeLogistic.ts';
import { logistic } from '../../statistics/specialFunctions.ts';
import { studentTQuantile, studentTwoSidedP } from '../../statistics/studentT.ts';
import { mean, variance } from '../../statistics/summary.ts';

/** What training did to one number per person (margin, spotted opportunities), compared with people not trained. */
export type EffectEstimate = {
  method: 'difference in means' | 'difference in means, adjusted for the own past' | 'doubly robust, not experimental';
  estimate: number;
  standardError: number;
  low: number;
  high: number;
  p: number;
  trained: number;
  others: number;
  /** The smallest effect that this many people can show: 2.8·σ·√(1/n₁ + 1/n₀), four times in five at the 5 % level. */
  smallestDetectable: number;
};

/** One person's number after the programme, and the same number before it. */
export type Person = { after: number; before: number };

/**
 * Difference in means with HC2 errors; below 30 people in either group, p comes from a permutation test. This is an effect
 * only where chance, or a waiting list drawn by chance, decided who was trained. Needs two people per group.
 */
export function differenceInMeans(trained: readonly number[], others: readonly number[], seed = 1): EffectEstimate {
  const fit = linearRegression(
    [...trained.map(() => [1, 1]), ...others.map(() => [1, 0])],
    [...trained, ...others],
    'HC2',
  );
  const isSmall = Math.min(trained.length, others.length) < 30;
  const { p, ...estimate } = coefficientEstimate(fit, 1);
  return {
    method: 'difference in means',
    ...estimate,
    p: isSmall ? permutationTest(trained, others, { draws: 5000, seed }).p : p,
    trained: trained.length,
    others: others.length,
    smallestDetectable: smallestDetectable(trained, others),
  };
}

/**
 * The same after taking out of everyone's number what the own past explains (CUPED): y − θ·(x − x̄) with θ = cov(x, y) / var(x).
 * As unbiased as the plain difference, and more exact the more the past tells. Source: Deng et al. 2013.
 */
export function adjustedForOwnPast(trained: readonly Person[], others: readonly Person[], seed = 1): EffectEstimate {
  const everyone = [...trained, ...others];
  const centre = mean(everyone.map((person) => person.before));
  const centreAfter = mean(everyone.map((person) => person.after));
  const together = everyone.reduce((sum, { before, after }) => sum + (before - centre) * (after - centreAfter), 0);
  const alone = everyone.reduce((sum, { before }) => sum + (before - centre) ** 2, 0);
  const theta = alone > 0 ? together / alone : 0;
  const adjusted = ({ before, after }: Person) => after - theta * (before - centre);
  return {
    ...differenceInMeans(trained.map(adjusted), others.map(adjusted), seed),
    method: 'difference in means, adjusted for the own past',
  };
}

/**
 * What remains where nobody was assigned by chance: people compared with others made alike by the chance of being trained
 * (logistic) and by a forecast of the untrained outcome (linear); right if either is. Average over the trained.
 * `covariates` are rows of what was known before. Association, never more. Source: Robins, Rotnitzky & Zhao 1994.
 */
export function doublyRobust(
  trained: { outcomes: readonly number[]; covariates: Matrix },
  others: { outcomes: readonly number[]; covariates: Matrix },
): EffectEstimate {
  const rows = standardised([...trained.covariates, ...others.covariates]);
  const n1 = trained.outcomes.length;
  const wasTrained = rows.map((_, i) => (i < n1 ? 1 : 0));
  const outcomes = [...trained.outcomes, ...others.outcomes];
  const p = rows[0]!.length;
  // A faint prior keeps the fit finite where one group has a value that the other never has.
  const prior = { means: rows[0]!.map(() => 0), precisions: [0, ...Array.from({ length: p - 1 }, () => 0.01)] };
  const chance = fitRidgeLogistic(rows, wasTrained, prior).coefficients;
  const untrained = linearRegression(rows.slice(n1), others.outcomes, 'classical').coefficients;
  const surprise = rows.map((row, i) => outcomes[i]! - dot(row, untrained));
  const odds = rows.map((row) => {
    const propensity = Math.min(0.99, logistic(dot(row, chance)));
    return propensity / (1 - propensity);
  });
  const totalOdds = odds.slice(n1).reduce((sum, value) => sum + value, 0);
  const estimate =
    mean(surprise.slice(0, n1)) -
    surprise.slice(n1).reduce((sum, value, i) => sum + odds[n1 + i]! * value, 0) / totalOdds;
  const influence = surprise.map((value, i) => (i < n1 ? (value - estimate) / n1 : (-odds[i]! * value) / totalOdds));
  const standardError = Math.sqrt(influence.reduce((sum, value) => sum + value * value, 0));
  const half = studentTQuantile(0.975, rows.length - p) * standardError;
  return {
    method: 'doubly robust, not experimental',
    estimate,
    standardError,
    low: estimate - half,
    high: estimate + half,
    p: studentTwoSidedP(estimate / standardError, rows.length - p),
    trained: n1,
    others: others.outcomes.length,
    smallestDetectable: smallestDetectable(trained.outcomes, others.outcomes),
  };
}

/** An intercept, then every column in its own standard deviations; a column that never varies is left out. */
function standardised(covariates: Matrix): number[][] {
  const columns = covariates[0]!.map((_, j) => {
    const values = covariates.map((row) => row[j]!);
    return { centre: mean(values), scale: Math.sqrt(variance(values)) };
  });
  return covariates.map((row) => [
    1,
    ...row.flatMap((value, j) => (columns[j]!.scale > 0 ? [(value - columns[j]!.centre) / columns[j]!.scale] : [])),
  ]);
}

function smallestDetectable(trained: readonly number[], others: readonly number[]): number {
  const n1 = trained.length;
  const n0 = others.length;
  const pooled = ((n1 - 1) * variance(trained) + (n0 - 1) * variance(others)) / (n1 + n0 - 2);
  return 2.8 * Math.sqrt(pooled * (1 / n1 + 1 / n0));
}
