import { linearRegression } from './linearRegression.ts';
import { nelderMead } from './nelderMead.ts';
import { logistic, logit } from './specialFunctions.ts';
import { mean } from './summary.ts';

export type Seasonality = 'additive' | 'multiplicative';
export type Smoothing = { alpha: number; beta: number; gamma: number };

export type HoltWintersFit = Smoothing & {
  seasonality: Seasonality;
  /** Sum of squared one-step errors, from the second season on. */
  squaredErrors: number;
  level: number;
  trend: number;
  /** The last season's factors, in the order in which they come next. */
  season: number[];
};

/**
 * Holt–Winters smoothing of a series with the given period; the smoothing parameters minimise the squared one-step errors.
 * Throws a RangeError with fewer than two whole seasons, a period below 3, or a value ≤ 0 where seasonality is multiplicative.
 * Source: Winters 1960; starting values as R's stats::HoltWinters (classical decomposition of the first two seasons).
 */
export function fitHoltWinters(series: readonly number[], period: number, seasonality: Seasonality): HoltWintersFit {
  if (period < 3 || series.length < 2 * period)
    throw new RangeError('Holt–Winters needs at least two whole seasons of three or more');
  if (seasonality === 'multiplicative' && series.some((value) => value <= 0))
    throw new RangeError('A multiplicative season needs values above zero');
  const start = startingValues(series, period, seasonality);
  const { x } = nelderMead(
    (parameters) => smooth(series, period, seasonality, start, smoothingAt(parameters)).squaredErrors,
    [logit(0.3), logit(0.1), logit(0.1)],
    { step: 0.5, tolerance: 1e-13, maxIterations: 3000 },
  );
  const smoothing = smoothingAt(x);
  return { ...smoothing, seasonality, ...smooth(series, period, seasonality, start, smoothing) };
}

const smoothingAt = ([a, b, c]: readonly number[]): Smoothing => ({
  alpha: logistic(a!),
  beta: logistic(b!),
  gamma: logistic(c!),
});

/** The next `horizon` values. */
export function forecastHoltWinters(fit: HoltWintersFit, horizon: number): number[] {
  return Array.from({ length: horizon }, (_, h) => {
    const base = fit.level + (h + 1) * fit.trend;
    const factor = fit.season[h % fit.season.length]!;
    return fit.seasonality === 'multiplicative' ? base * factor : base + factor;
  });
}

type State = { level: number; trend: number; season: number[] };

function startingValues(series: readonly number[], period: number, seasonality: Seasonality): State {
  const two = series.slice(0, 2 * period);
  const half = Math.floor(period / 2);
  const centres = Array.from({ length: two.length - 2 * half }, (_, k) => k + half);
  const trend = centres.map((i) => centredMean(two, i, period));
  const ratios = centres.map((i, k) => (seasonality === 'multiplicative' ? two[i]! / trend[k]! : two[i]! - trend[k]!));
  const figure = Array.from({ length: period }, (_, s) => mean(ratios.filter((_, k) => centres[k]! % period === s)));
  const centre = mean(figure);
  const line = linearRegression(
    trend.map((_, k) => [1, k + 1]),
    trend,
    'classical',
  ).coefficients;
  return {
    level: line[0]!,
    trend: line[1]!,
    season: figure.map((value) => (seasonality === 'multiplicative' ? value / centre : value - centre)),
  };
}

/** Moving average over one period around i; an even period takes half of each end. */
function centredMean(series: readonly number[], i: number, period: number): number {
  const half = Math.floor(period / 2);
  const window = series.slice(i - half, i + half + 1);
  if (period % 2 === 1) return mean(window);
  const ends = (window[0]! + window[period]!) / 2;
  return (window.slice(1, period).reduce((sum, value) => sum + value, 0) + ends) / period;
}

function smooth(
  series: readonly number[],
  period: number,
  seasonality: Seasonality,
  start: State,
  { alpha, beta, gamma }: Smoothing,
) {
  const multiplicative = seasonality === 'multiplicative';
  let { level, trend } = start;
  const season = [...start.season];
  let squaredErrors = 0;
  for (let i = period; i < series.length; i++) {
    const value = series[i]!;
    const factor = season[i % period]!;
    const expected = multiplicative ? (level + trend) * factor : level + trend + factor;
    squaredErrors += (value - expected) ** 2;
    const before = level;
    level = alpha * (multiplicative ? value / factor : value - factor) + (1 - alpha) * (level + trend);
    trend = beta * (level - before) + (1 - beta) * trend;
    season[i % period] = gamma * (multiplicative ? value / level : value - level) + (1 - gamma) * factor;
  }
  const next = series.length % period;
  return { squaredErrors, level, trend, season: [...season.slice(next), ...season.slice(0, next)] };
}
