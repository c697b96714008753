import { incompleteGamma } from './incompleteGamma.ts';

/** Standard normal density. */
export function normalDensity(z: number): number {
  return 0.3989422804014327 * Math.exp(-0.5 * z * z);
}

/**
 * P(Z ≤ z) of the standard normal. Relative error below 1e-13 down to z = −37, so tails can be trusted.
 * Source: Φ(−z) = Q(1/2, z²/2) / 2.
 */
export function normalCdf(z: number): number {
  const { lower, upper } = incompleteGamma(0.5, 0.5 * z * z);
  return z < 0 ? 0.5 * upper : 0.5 + 0.5 * lower;
}

/**
 * z with P(Z ≤ z) = p. Relative error below 1e-12 for p in [1e-300, 1 − 1e-16]; ∓∞ at 0 and 1, NaN outside.
 * Source: Acklam's rational start (1e-9), then two steps of Halley's method on `normalCdf`.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p > 0.5) return -normalQuantile(1 - p);
  let z = rationalStart(p);
  for (let step = 0; step < 2; step++) {
    const error = (normalCdf(z) - p) / normalDensity(z);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

/** Lower half only: p in (0, 1/2]. */
function rationalStart(p: number): number {
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    const numerator = horner(
      q,
      [
        -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
        2.938163982698783,
      ],
    );
    return numerator / horner(q, [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1]);
  }
  const q = p - 0.5;
  const r = q * q;
  const numerator = horner(
    r,
    [
      -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
      2.506628277459239,
    ],
  );
  const denominator = horner(
    r,
    [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1],
  );
  return (q * numerator) / denominator;
}

const horner = (x: number, coefficients: readonly number[]) => coefficients.reduce((sum, c) => sum * x + c, 0);
