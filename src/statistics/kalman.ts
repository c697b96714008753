/** Scalar Kalman filters: the Ornstein–Uhlenbeck level that the relationship uses, and the local level. */

/** A belief about one number: its mean and its variance. */
export interface Gaussian {
  mean: number;
  variance: number;
}

/** Where a level comes to rest when nothing is observed, and how fast: `halfLife` is in the caller's time unit. */
export interface Rest {
  mean: number;
  variance: number;
  halfLife: number;
}

/**
 * Let `elapsed` (≥ 0, same unit as `rest.halfLife`) pass without an observation: the mean drifts to rest and what was
 * learnt is forgotten. Two steps of a and b are one step of a + b.
 */
export function drift(level: Gaussian, rest: Rest, elapsed: number): Gaussian {
  const kept = 2 ** (-elapsed / rest.halfLife);
  return {
    mean: rest.mean + kept * (level.mean - rest.mean),
    variance: kept * kept * level.variance + (1 - kept * kept) * rest.variance,
  };
}

/** The weight in [0, 1) that an observation with this `noise` variance gets against what is already known. */
export function gain(level: Gaussian, noise: number): number {
  return level.variance / (level.variance + noise);
}

/** Take in one observation with the given noise variance (> 0). */
export function correct(level: Gaussian, observed: number, noise: number): Gaussian {
  const weight = gain(level, noise);
  return { mean: level.mean + weight * (observed - level.mean), variance: (1 - weight) * level.variance };
}

export interface LocalLevel {
  /** Log-likelihood of the series given its first value (the diffuse start). */
  logLikelihood: number;
  /** The weight that the last observation got; constant once the filter has settled. */
  gain: number;
  /** The filtered level after each observation, as long as the series. */
  levels: number[];
}

/**
 * Filter a series with the local level model, started diffuse (the first observation is the first level).
 * @param noise variances of the observation and of the level's step, both > 0, in squared units of the series
 * @see Durbin & Koopman, Time Series Analysis by State Space Methods, 2nd ed., section 2.
 */
export function localLevel(series: readonly number[], noise: { observation: number; level: number }): LocalLevel {
  const [first, ...rest] = series;
  if (first === undefined) throw new RangeError('a local level needs at least one observation');
  let level: Gaussian = { mean: first, variance: noise.observation };
  let weight = 1;
  let logLikelihood = 0;
  const levels = [first];
  for (const observed of rest) {
    const predicted = { mean: level.mean, variance: level.variance + noise.level };
    const spread = predicted.variance + noise.observation;
    const error = observed - predicted.mean;
    logLikelihood -= 0.5 * (Math.log(2 * Math.PI) + Math.log(spread) + (error * error) / spread);
    weight = gain(predicted, noise.observation);
    level = correct(predicted, observed, noise.observation);
    levels.push(level.mean);
  }
  return { logLikelihood, gain: weight, levels };
}
