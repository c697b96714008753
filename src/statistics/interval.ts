import { normalQuantile } from './normal.ts';

export type Interval = { low: number; high: number };

/**
 * Wilson's score interval of a share, `successes` of `trials`, at the given level (0.95 by default). Holds its coverage
 * for few trials and for shares near 0 or 1; (0, 1) when there are no trials. Source: Wilson 1927.
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  if (trials <= 0) return { low: 0, high: 1 };
  const z = normalQuantile(0.5 + level / 2);
  const share = successes / trials;
  const denominator = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Newcombe's hybrid interval of the difference of two shares, first minus second. Source: Newcombe 1998, method 10. */
export function shareDifferenceInterval(
  first: { successes: number; trials: number },
  second: { successes: number; trials: number },
  level = 0.95,
): Interval & { difference: number } {
  const p1 = first.trials > 0 ? first.successes / first.trials : 0.5;
  const p2 = second.trials > 0 ? second.successes / second.trials : 0.5;
  const one = wilsonInterval(first.successes, first.trials, level);
  const two = wilsonInterval(second.successes, second.trials, level);
  return {
    difference: p1 - p2,
    low: p1 - p2 - Math.hypot(p1 - one.low, two.high - p2),
    high: p1 - p2 + Math.hypot(one.high - p1, p2 - two.low),
  };
}
