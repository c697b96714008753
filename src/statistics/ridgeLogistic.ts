import {
  cholesky,
  dot,
  gram,
  invertPositiveDefinite,
  solveCholesky,
  transposeMultiplyVector,
} from './linearAlgebra.ts';
import type { Matrix, Vector } from './linearAlgebra.ts';
import { logistic } from './specialFunctions.ts';

/** Normal prior per coefficient. A precision (1 / variance) of 0 leaves a coefficient free. */
export type NormalPrior = { means: Vector; precisions: Vector };

const undetermined = 'The outcomes do not determine every coefficient: add a prior or drop a column';

export type LogisticFit = {
  coefficients: number[];
  /** Inverse of the posterior's curvature at its mode. */
  covariance: number[][];
  logLikelihood: number;
  iterations: number;
  converged: boolean;
};

/**
 * Logistic regression at the maximum of the posterior: `outcomes` (n, 0 or 1, or a share) on `rows` (n × p, with a column
 * of ones for an intercept), each row counting `weights` times. Without rows it returns the prior. Newton's method
 * (IRLS) with Cholesky and step halving; the posterior is concave, so the mode is unique.
 * Throws a RangeError when the curvature is singular: dependent columns, or perfect separation, without a prior on them.
 */
export function fitRidgeLogistic(rows: Matrix, outcomes: Vector, prior: NormalPrior, weights?: Vector): LogisticFit {
  const posterior = (coefficients: Vector) =>
    logLikelihoodOf(rows, outcomes, coefficients, weights) -
    0.5 * coefficients.reduce((sum, b, j) => sum + prior.precisions[j]! * (b - prior.means[j]!) ** 2, 0);
  let coefficients = [...prior.means];
  let value = posterior(coefficients);
  let iterations = 0;
  let converged = false;
  while (!converged && iterations < 100) {
    iterations += 1;
    const { gradient, curvature } = derivatives(rows, outcomes, prior, weights, coefficients);
    const lower = cholesky(curvature, 1e-13);
    if (!lower) throw new RangeError(undetermined);
    const step = solveCholesky(lower, gradient);
    converged = Math.abs(dot(step, gradient)) < 1e-12 * (1 + Math.abs(value));
    for (let factor = 1; factor > 1e-8; factor /= 2) {
      const candidate = coefficients.map((b, j) => b + factor * step[j]!);
      const candidateValue = posterior(candidate);
      if (candidateValue >= value) {
        coefficients = candidate;
        value = candidateValue;
        break;
      }
    }
  }
  const { curvature } = derivatives(rows, outcomes, prior, weights, coefficients);
  const covariance = isSeparated(rows, weights, curvature) ? null : invertPositiveDefinite(curvature, 1e-13);
  if (!covariance) throw new RangeError(undetermined);
  return {
    coefficients,
    covariance,
    logLikelihood: logLikelihoodOf(rows, outcomes, coefficients, weights),
    iterations,
    converged,
  };
}

/** With perfect separation the likelihood keeps rising while its curvature dies: nothing is left of the data's information. */
function isSeparated(rows: Matrix, weights: Vector | undefined, curvature: Matrix): boolean {
  return curvature.some((row, j) => {
    const available = rows.reduce((sum, x, i) => sum + (weights ? weights[i]! : 1) * x[j]! ** 2, 0);
    return available > 0 && row[j]! < 1e-7 * available;
  });
}

function derivatives(
  rows: Matrix,
  outcomes: Vector,
  prior: NormalPrior,
  weights: Vector | undefined,
  coefficients: Vector,
) {
  const weight = (i: number) => (weights ? weights[i]! : 1);
  const fitted = rows.map((row) => logistic(dot(row, coefficients)));
  const errors = fitted.map((p, i) => weight(i) * (outcomes[i]! - p));
  const information =
    rows.length > 0
      ? gram(
          rows,
          fitted.map((p, i) => weight(i) * p * (1 - p)),
        )
      : null;
  const pull = rows.length > 0 ? transposeMultiplyVector(rows, errors) : null;
  return {
    gradient: coefficients.map((b, j) => (pull ? pull[j]! : 0) - prior.precisions[j]! * (b - prior.means[j]!)),
    curvature: coefficients.map((_, j) =>
      coefficients.map((_, k) => (information ? information[j]![k]! : 0) + (j === k ? prior.precisions[j]! : 0)),
    ),
  };
}

function logLikelihoodOf(rows: Matrix, outcomes: Vector, coefficients: Vector, weights?: Vector): number {
  let total = 0;
  rows.forEach((row, i) => {
    const eta = dot(row, coefficients);
    total += (weights ? weights[i]! : 1) * (outcomes[i]! * eta - softplus(eta));
  });
  return total;
}

/** ln(1 + exp(x)) */
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
