import { incompleteBeta } from './incompleteBeta.ts';
import { normalQuantile } from './normal.ts';

/** P(T ≤ t) of Student's t with `df` > 0 degrees of freedom. Absolute error below 1e-13. */
export function studentTCdf(t: number, df: number): number {
  if (!(df > 0) || Number.isNaN(t)) return Number.NaN;
  const tail = 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5);
  return t < 0 ? tail : 1 - tail;
}

/** Two-sided p-value of a t statistic. */
export function studentTwoSidedP(t: number, df: number): number {
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** t with P(T ≤ t) = p, to 1e-12 relative, by bisection inside a bracket grown from the normal quantile. */
export function studentTQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1) || !(df > 0)) return Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentTQuantile(1 - p, df);
  let low = normalQuantile(p) - 1;
  while (studentTCdf(low, df) > p) low *= 2;
  let high = 0;
  for (let step = 0; step < 200 && high - low > 1e-14 * Math.abs(low); step++) {
    const middle = 0.5 * (low + high);
    if (studentTCdf(middle, df) > p) high = middle;
    else low = middle;
  }
  return 0.5 * (low + high);
}
