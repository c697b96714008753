/**
 * ln ₂F₁(a, b; c; z) for a, b, c > 0 and 0 ≤ z < 1, where every term is positive. Relative error of ₂F₁ below 1e-12.
 *
 * The series is summed on the side of Euler's transformation ₂F₁(a, b; c; z) = (1−z)^(c−a−b) ₂F₁(c−a, c−b; c; z) whose
 * terms fall faster, when both transformed parameters stay positive; the sum is rescaled so that nothing overflows.
 * NaN when the parameters are outside or 200,000 terms are not enough (z within about 1e-4 of 1).
 * Source: Abramowitz & Stegun 15.1.1 and 15.3.3.
 */
export function logHypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(a > 0 && b > 0 && c > 0 && z >= 0 && z < 1)) return Number.NaN;
  const euler = c - a - b;
  if (euler < 0 && c - a > 0 && c - b > 0) return euler * Math.log1p(-z) + logSeries(c - a, c - b, c, z);
  return logSeries(a, b, c, z);
}

function logSeries(a: number, b: number, c: number, z: number): number {
  let scale = 0;
  let term = 1;
  let sum = 1;
  for (let n = 0; n < 200_000; n++) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    term *= ratio;
    sum += term;
    if (ratio < 1 && term * Math.max(1, ratio / (1 - ratio)) < sum * 1e-16) return scale + Math.log(sum);
    if (sum > 1e250) {
      scale += Math.log(sum);
      term /= sum;
      sum = 1;
    }
  }
  return Number.NaN;
}

/**
 * [1 − (1−z)^b · ₂F₁(a, b; c; z)] / b for any real a, b > −1, c > 0, 0 ≤ z < 1, exact also where b passes through zero.
 *
 * This is the shape that the expected number of purchases takes after Euler's transformation: written out, it is a
 * difference of two nearly equal numbers divided by a small one; here b is taken out of the series first.
 * Relative error below 1e-11; NaN when 200,000 terms are not enough.
 */
export function complementOverB(a: number, b: number, c: number, z: number): number {
  const sum = seriesWithoutB(a, b, c, z);
  const slope = Math.log1p(-z) + (Math.abs(b * sum) < 1e-12 ? sum : Math.log1p(b * sum) / b);
  return Math.abs(b * slope) < 1e-12 ? -slope : -Math.expm1(b * slope) / b;
}

/** (₂F₁(a, b; c; z) − 1) / b */
function seriesWithoutB(a: number, b: number, c: number, z: number): number {
  let term = (a / c) * z;
  let sum = term;
  for (let n = 1; n < 200_000; n++) {
    const ratio = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    const converging = Math.abs(ratio) < 1;
    if (term === 0 || (converging && Math.abs(term) / (1 - Math.abs(ratio)) < Math.abs(sum) * 1e-16)) return sum;
    term *= ratio;
    sum += term;
  }
  return Number.NaN;
}
