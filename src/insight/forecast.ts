import { quantile } from '../statistics/summary.ts';
import { ageInDays, chanceToWinWithin, closingHazard, type SaleHistory } from './closingHazard.ts';

/** The forecast of the next calendar month's won amount, always beside the naive ones it has to beat. */
export const forecastMethods = ['blend', 'hazard', 'three-month mean', 'weighted pipeline'] as const;
export type ForecastMethod = (typeof forecastMethods)[number];

/** One month, first to last day (UTC), forecast with what was known before it began. */
export type MonthForecast = Record<ForecastMethod, number> & {
  month: Date;
  /** Parts of `hazard` before and after the calendar factor. */
  fromOpenSales: number;
  fromNewBusiness: number;
  calendarFactor: number;
  /** Share of the hazard forecast in the blend, chosen by the past errors of both. */
  hazardShare: number;
  /** Of the blend, from its own past relative errors; null with fewer than four of them. */
  interval: { low: number; high: number; level: number; pastErrors: number } | null;
};

export type PastForecast = MonthForecast & { actual: number };

export type Forecast = MonthForecast & {
  /** The same on the months before, each forecast as it would have been then, oldest first. */
  past: PastForecast[];
};

/**
 * Forecast of the month that begins at `month` (a first of month, UTC), from sales as known then. `firstMonth` is the first
 * month on record: months before it are not zeros. Costs O(months × sales): run it beside the requests.
 */
export function forecastMonth(
  sales: readonly SaleHistory[],
  month: Date,
  firstMonth: Date,
  level = 0.8,
  report: (share: number) => void = () => {},
): Forecast {
  const past: PastForecast[] = [];
  for (let at = addMonths(firstMonth, 1); at < month; at = addMonths(at, 1)) {
    report((at.getTime() - firstMonth.getTime()) / (month.getTime() - firstMonth.getTime()));
    past.push({
      ...forecastFrom(sales, at, firstMonth, past, level),
      actual: wonBetween(sales, at, addMonths(at, 1)),
    });
  }
  return { ...forecastFrom(sales, month, firstMonth, past, level), past };
}

/** What the page prints beside a forecast: errors of all methods on the same months, and whether it beat the naive one. */
export type Accuracy = {
  months: number;
  errors: Record<ForecastMethod, number>;
  beatsNaive: boolean;
  /** Share of past intervals that held the actual, and of how many. */
  coverage: { share: number | null; n: number };
};

export function accuracyOf(past: readonly PastForecast[]): Accuracy {
  const withInterval = past.filter((row) => row.interval !== null);
  const held = withInterval.filter(({ interval, actual }) => interval!.low <= actual && actual <= interval!.high);
  const errors = {
    blend: weightedError(past, 'blend'),
    hazard: weightedError(past, 'hazard'),
    'three-month mean': weightedError(past, 'three-month mean'),
    'weighted pipeline': weightedError(past, 'weighted pipeline'),
  };
  return {
    months: past.length,
    errors,
    beatsNaive: errors.blend < errors['three-month mean'],
    coverage: { share: withInterval.length > 0 ? held.length / withInterval.length : null, n: withInterval.length },
  };
}

/** Weighted absolute percentage error, Σ|forecast − actual| / Σ actual: what a month off by that share costs. */
export function weightedError(past: readonly PastForecast[], method: ForecastMethod): number {
  const missed = past.reduce((sum, row) => sum + Math.abs(row[method] - row.actual), 0);
  return missed / past.reduce((sum, row) => sum + row.actual, 0);
}

function forecastFrom(
  sales: readonly SaleHistory[],
  month: Date,
  firstMonth: Date,
  past: readonly PastForecast[],
  level: number,
): MonthForecast {
  const next = addMonths(month, 1);
  const days = (next.getTime() - month.getTime()) / 86_400_000;
  const hazard = closingHazard(sales, month);
  const open = sales.filter((sale) => sale.openedOn < month && (sale.closedOn === null || sale.closedOn >= month));
  const fromOpenSales = open.reduce(
    (sum, sale) => sum + sale.amount * chanceToWinWithin(hazard, ageInDays(sale, month), days),
    0,
  );
  const recent = sales.filter((sale) => sale.openedOn >= addMonths(month, -3) && sale.openedOn < month);
  const perDay =
    recent.reduce((sum, sale) => sum + sale.amount, 0) /
    ((month.getTime() - addMonths(month, -3).getTime()) / 86_400_000);
  let fromNewBusiness = 0;
  for (let left = 0.5; left < days; left++) fromNewBusiness += perDay * chanceToWinWithin(hazard, 0, left);
  const calendarFactor = shrunkCalendarFactor(month, past);
  const hazardForecast = (fromOpenSales + fromNewBusiness) * calendarFactor;
  const threeMonthMean = trailingMean(sales, month, firstMonth);
  const hazardShare = hazardShareFrom(past);
  const blend = hazardShare * hazardForecast + (1 - hazardShare) * threeMonthMean;
  return {
    month,
    blend,
    hazard: hazardForecast,
    'three-month mean': threeMonthMean,
    'weighted pipeline': winRate(sales, month) * open.reduce((sum, sale) => sum + sale.amount, 0),
    fromOpenSales,
    fromNewBusiness,
    calendarFactor,
    hazardShare,
    interval: intervalOf(blend, past, level),
  };
}

/**
 * Customers sign at the end of quarters. The factor of a month's place in its quarter is the past actual over what open
 * sales and new business had promised, relative to all months, shrunk toward 1 as if one neutral month had been seen too.
 */
const placeInQuarter = (month: Date) => month.getUTCMonth() % 3;

function shrunkCalendarFactor(month: Date, past: readonly PastForecast[]): number {
  return calendarFactorAt(placeInQuarter(month), past, (row) => placeInQuarter(row.month));
}

/** The same for any division of the calendar into places. */
export function calendarFactorAt(
  place: number,
  past: readonly PastForecast[],
  placeOf: (row: PastForecast) => number,
): number {
  const ratios = past
    .filter((row) => row.actual > 0 && row.fromOpenSales + row.fromNewBusiness > 0)
    .map((row) => ({ place: placeOf(row), log: Math.log(row.actual / (row.fromOpenSales + row.fromNewBusiness)) }));
  if (ratios.length === 0) return 1;
  const level = ratios.reduce((sum, { log }) => sum + log, 0) / (ratios.length + 1);
  const here = ratios.filter((each) => each.place === place);
  const shift = here.reduce((sum, { log }) => sum + (log - level), 0) / (here.length + 1);
  return Math.exp(level + shift);
}

/**
 * Each forecast's share is the inverse of its past squared error: over few months steadier than picking the winner. Nothing
 * of the hazard forecast before four months have been tried. Source: Bates & Granger 1969.
 */
export function hazardShareFrom(past: readonly PastForecast[]): number {
  if (past.length < 4) return 0;
  const squaredError = (method: ForecastMethod) => past.reduce((sum, row) => sum + (row[method] - row.actual) ** 2, 0);
  const hazard = squaredError('hazard');
  const naive = squaredError('three-month mean');
  return hazard + naive > 0 ? naive / (hazard + naive) : 0;
}

export function trailingMean(sales: readonly SaleHistory[], month: Date, firstMonth: Date): number {
  const from = new Date(Math.max(addMonths(month, -3).getTime(), firstMonth.getTime()));
  const months = (month.getUTCFullYear() - from.getUTCFullYear()) * 12 + month.getUTCMonth() - from.getUTCMonth();
  return months > 0 ? wonBetween(sales, from, month) / months : 0;
}

/** Of the sales closed so far, the share won. */
export function winRate(sales: readonly SaleHistory[], asOf: Date): number {
  const closed = sales.filter((sale) => sale.closedOn !== null && sale.closedOn < asOf);
  const number = (of: readonly SaleHistory[]) => of.reduce((sum, sale) => sum + (sale.sales ?? 1), 0);
  return closed.length > 0 ? number(closed.filter((sale) => sale.won)) / number(closed) : 0;
}

export function wonBetween(sales: readonly SaleHistory[], from: Date, to: Date): number {
  return sales.reduce(
    (sum, sale) =>
      sale.won && sale.closedOn !== null && sale.closedOn >= from && sale.closedOn < to ? sum + sale.amount : sum,
    0,
  );
}

/** Intervals that treat sales as independent are far too narrow; past errors hold what moves all of them together. */
export function intervalOf(blend: number, past: readonly PastForecast[], level: number): MonthForecast['interval'] {
  const errors = past.filter((row) => row.blend > 0).map((row) => Math.abs(row.actual / row.blend - 1));
  if (errors.length < 4) return null;
  const width = quantile(errors, Math.min(1, (level * (errors.length + 1)) / errors.length));
  return { low: Math.max(0, blend * (1 - width)), high: blend * (1 + width), level, pastErrors: errors.length };
}

/** The same day of another month, UTC; given firsts of months. */
export function addMonths(date: Date, months: number): Date {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
}
