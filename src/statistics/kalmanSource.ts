/** How far one judge's scores stray from what was expected, learnt one score at a time. */

export interface Source {
  /** Scores seen. */
  count: number;
  /** Mean residual (score less expectation). */
  mean: number;
  /** Sum of squared deviations from that mean. */
  spread: number;
}

export const unknownSource: Source = { count: 0, mean: 0, spread: 0 };

/** Take in one residual, in O(1). @see Welford 1962. */
export function learnSource(source: Source, residual: number): Source {
  const count = source.count + 1;
  const mean = source.mean + (residual - source.mean) / count;
  return { count, mean, spread: source.spread + (residual - source.mean) * (residual - mean) };
}

/** The judge's bias, shrunk toward 0 as if `weight` unbiased scores had been seen before. Units of the residual. */
export function sourceBias(source: Source, weight: number): number {
  return (source.mean * source.count) / (source.count + weight);
}

/** The judge's noise variance, shrunk toward `usual` as if `weight` such scores had been seen before. */
export function sourceNoise(source: Source, usual: number, weight: number): number {
  return (weight * usual + source.spread) / (weight + source.count);
}
