import {
  dot,
  gram,
  invertPositiveDefinite,
  multiply,
  multiplyVector,
  quadraticForm,
  transposeMultiplyVector,
} from './linearAlgebra.ts';
import type { Matrix, Vector } from './linearAlgebra.ts';
import { studentTQuantile, studentTwoSidedP } from './studentT.ts';

/**
 * How errors are assumed to behave. `classical`: one variance. `HC2`: each its own variance, unbiased in small samples
 * when it is one variance after all. `clusters`: errors of rows with the same label go together (CR1).
 */
export type ErrorStructure = 'classical' | 'HC2' | { clusters: readonly (string | number)[] };

export type LinearFit = {
  coefficients: number[];
  covariance: number[][];
  standardErrors: number[];
  residuals: number[];
  /** Degrees of freedom for t: n − p, or clusters − 1. */
  df: number;
};

/**
 * Least squares of `outcomes` (n) on `rows` (n × p, with a column of ones if an intercept is wanted).
 * Throws a RangeError when columns are linearly dependent or n ≤ p.
 * Sources: HC2 MacKinnon & White 1985; CR1 Liang & Zeger 1986 with the factor G/(G−1)·(n−1)/(n−p).
 */
export function linearRegression(rows: Matrix, outcomes: Vector, errors: ErrorStructure = 'HC2'): LinearFit {
  const n = rows.length;
  const p = rows[0]?.length ?? 0;
  if (n <= p) throw new RangeError(`${n} observations cannot determine ${p} coefficients`);
  const scales = Array.from({ length: p }, (_, j) => Math.sqrt(rows.reduce((sum, row) => sum + row[j]! ** 2, 0)) || 1);
  const scaled = rows.map((row) => row.map((value, j) => value / scales[j]!));
  const bread = invertPositiveDefinite(gram(scaled));
  if (!bread) throw new RangeError('The columns are linearly dependent');
  const coefficients = multiplyVector(bread, transposeMultiplyVector(scaled, outcomes));
  const residuals = scaled.map((row, i) => outcomes[i]! - dot(row, coefficients));
  const { covariance, df } = sandwich(scaled, residuals, bread, errors);
  const unscaled = covariance.map((row, i) => row.map((value, j) => value / (scales[i]! * scales[j]!)));
  return {
    coefficients: coefficients.map((value, j) => value / scales[j]!),
    covariance: unscaled,
    standardErrors: unscaled.map((row, j) => Math.sqrt(row[j]!)),
    residuals,
    df,
  };
}

function sandwich(rows: Matrix, residuals: Vector, bread: Matrix, errors: ErrorStructure) {
  const n = rows.length;
  const p = bread.length;
  if (errors === 'classical') {
    const residualVariance = dot(residuals, residuals) / (n - p);
    return { covariance: bread.map((row) => row.map((value) => value * residualVariance)), df: n - p };
  }
  if (errors === 'HC2') {
    const weights = rows.map((row, i) => residuals[i]! ** 2 / Math.max(1e-12, 1 - quadraticForm(bread, row)));
    return { covariance: multiply(multiply(bread, gram(rows, weights)), bread), df: n - p };
  }
  const scores = new Map<string | number, number[]>();
  rows.forEach((row, i) => {
    const label = errors.clusters[i]!;
    const score = scores.get(label) ?? Array.from({ length: p }, () => 0);
    row.forEach((value, j) => (score[j]! += value * residuals[i]!));
    scores.set(label, score);
  });
  const groups = scores.size;
  if (groups < 2) throw new RangeError('Clustered errors need at least two clusters');
  const factor = (groups / (groups - 1)) * ((n - 1) / (n - p));
  const meat = gram([...scores.values()]).map((row) => row.map((value) => value * factor));
  return { covariance: multiply(multiply(bread, meat), bread), df: groups - 1 };
}

export type CoefficientEstimate = { estimate: number; standardError: number; low: number; high: number; p: number };

/** One coefficient with its t interval and two-sided p-value. */
export function coefficientEstimate(fit: LinearFit, index: number, level = 0.95): CoefficientEstimate {
  const estimate = fit.coefficients[index]!;
  const standardError = fit.standardErrors[index]!;
  const half = studentTQuantile(0.5 + level / 2, fit.df) * standardError;
  return {
    estimate,
    standardError,
    low: estimate - half,
    high: estimate + half,
    p: studentTwoSidedP(estimate / standardError, fit.df),
  };
}
