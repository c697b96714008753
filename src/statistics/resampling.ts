import type { Interval } from './interval.ts';
import { drawInteger, seededRandom, shuffled } from './randomness.ts';
import { mean, quantile } from './summary.ts';

/**
 * A statistic of `draws` resamples in which whole clusters (a person with all months, an account with all sales) are
 * drawn with replacement. Reproducible from the seed.
 */
export function clusterBootstrap<Cluster, Statistic>(
  clusters: readonly Cluster[],
  statistic: (sample: readonly Cluster[]) => Statistic,
  options: { draws: number; seed: number },
): Statistic[] {
  const random = seededRandom(options.seed);
  return Array.from({ length: options.draws }, () =>
    statistic(clusters.map(() => clusters[drawInteger(random, clusters.length)]!)),
  );
}

/** The central interval of bootstrap draws by their quantiles. */
export function percentileInterval(draws: readonly number[], level = 0.95): Interval {
  return { low: quantile(draws, (1 - level) / 2), high: quantile(draws, (1 + level) / 2) };
}

export type PermutationResult = { difference: number; p: number; exact: boolean };

/**
 * Two-sided permutation test of the difference in means, first minus second. Counts every split when there are at most
 * 50,000 of them, else `draws` random ones (then p = (1 + hits) / (1 + draws), never 0).
 */
export function permutationTest(
  first: readonly number[],
  second: readonly number[],
  options: { draws: number; seed: number },
): PermutationResult {
  const difference = mean(first) - mean(second);
  const pooled = [...first, ...second];
  const total = pooled.reduce((sum, value) => sum + value, 0);
  const differenceOf = (sumOfFirst: number) => sumOfFirst / first.length - (total - sumOfFirst) / second.length;
  const isHit = (sumOfFirst: number) =>
    Math.abs(differenceOf(sumOfFirst)) >= Math.abs(difference) - 1e-12 * (1 + Math.abs(difference));
  if (numberOfSplits(pooled.length, first.length) <= 50_000) {
    const sums = sumsOfSubsets(pooled, first.length);
    return { difference, p: sums.filter(isHit).length / sums.length, exact: true };
  }
  const random = seededRandom(options.seed);
  let hits = 0;
  for (let draw = 0; draw < options.draws; draw++) {
    let sum = 0;
    for (const value of shuffled(pooled, random).slice(0, first.length)) sum += value;
    if (isHit(sum)) hits += 1;
  }
  return { difference, p: (1 + hits) / (1 + options.draws), exact: false };
}

function numberOfSplits(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= Math.min(k, n - k) && count <= 1e9; i++) count = (count * (n - Math.min(k, n - k) + i)) / i;
  return count;
}

function sumsOfSubsets(values: readonly number[], size: number): number[] {
  const sums: number[] = [];
  const choose = (from: number, left: number, sum: number) => {
    if (left === 0) {
      sums.push(sum);
      return;
    }
    for (let i = from; i <= values.length - left; i++) choose(i + 1, left - 1, sum + values[i]!);
  };
  choose(0, size, 0);
  return sums;
}

/**
 * Fold number (0 … folds − 1) of every row; rows with the same group label share a fold, so that nothing about an account
 * leaks from training into testing.
 */
export function groupedFolds(groups: readonly (string | number)[], folds: number, seed: number): number[] {
  const foldByGroup = new Map(shuffled([...new Set(groups)], seededRandom(seed)).map((group, i) => [group, i % folds]));
  return groups.map((group) => foldByGroup.get(group)!);
}
