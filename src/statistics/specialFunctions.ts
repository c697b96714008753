/** Functions of one or two numbers, in log space wherever the plain value could overflow. */

const HALF_LOG_TWO_PI = 0.9189385332046727;

/**
 * ln Γ(x) for x > 0, NaN otherwise. Error below 1e-14 · max(1, |ln Γ(x)|).
 * Source: Stirling's series (Abramowitz & Stegun 6.1.41) after shifting the argument above 10 by the recurrence.
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let shifted = x;
  let product = 1;
  while (shifted < 10) {
    product *= shifted;
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 -
      square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360_360)))));
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series - Math.log(product);
}

/** ln B(a, b) for a, b > 0, NaN otherwise. Error as that of `logGamma`. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** ln(exp(a) + exp(b)) without overflow; −∞ is the log of zero. */
export function logAddExp(a: number, b: number): number {
  const larger = Math.max(a, b);
  if (larger === Number.NEGATIVE_INFINITY) return larger;
  return larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
}

/** ln(exp(a) − exp(b)) for a ≥ b without overflow; −∞ when they are equal, NaN when a < b. */
export function logSubExp(a: number, b: number): number {
  if (b === Number.NEGATIVE_INFINITY) return a;
  return a + Math.log(-Math.expm1(b - a));
}

/** σ(x) = 1 / (1 + exp(−x)), without overflow in either tail. */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** ln(p / (1 − p)) for p in (0, 1); ±∞ at the ends. */
export function logit(p: number): number {
  return Math.log(p) - Math.log1p(-p);
}

/**
 * Digamma ψ(x) = d ln Γ(x) / dx for x > 0, NaN otherwise. Error below 1e-13.
 * Source: Abramowitz & Stegun 6.3.18 after shifting the argument above 10.
 */
export function digamma(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let shifted = x;
  let sum = 0;
  while (shifted < 10) {
    sum -= 1 / shifted;
    shifted += 1;
  }
  const square = 1 / (shifted * shifted);
  const series =
    square *
    (1 / 12 -
      square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132 - (square * 691) / 32_760)))));
  return sum + Math.log(shifted) - 0.5 / shifted - series;
}
