import { fitHoltWinters, forecastHoltWinters } from '../statistics/holtWinters.ts';
import { mean } from '../statistics/summary.ts';

/** What is left to forecast from when there is no pipeline, only what each month brought. */
export type SeriesForecast = { method: 'seasonal smoothing' | 'three-month mean'; values: number[] };

/** The next `horizon` months: Holt–Winters from two whole years on, with multiplying seasons where all months are above zero. */
export function forecastSeries(months: readonly number[], horizon: number): SeriesForecast {
  if (months.length < 24) {
    const level = months.length > 0 ? mean(months.slice(-3)) : 0;
    return { method: 'three-month mean', values: Array.from({ length: horizon }, () => level) };
  }
  const seasonality = months.every((value) => value > 0) ? 'multiplicative' : 'additive';
  return {
    method: 'seasonal smoothing',
    values: forecastHoltWinters(fitHoltWinters(months, 12, seasonality), horizon),
  };
}
