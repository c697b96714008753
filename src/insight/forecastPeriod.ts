/** Any month or quarter, also one that lies some months ahead: forecast as before the period began, or as of this month's first day. */
import { ageInDays, chanceToWinWithin, closingHazard, type SaleHistory } from './closingHazard.ts';
import {
  addMonths,
  calendarFactorAt,
  hazardShareFrom,
  intervalOf,
  trailingMean,
  winRate,
  wonBetween,
  type MonthForecast,
  type PastForecast,
} from './forecast.ts';

/** The last month that a forecast reaches: what is forecast further ahead has no record of being right. */
export const furthestLead = 12;

export interface Period {
  /** A first of month, UTC, and how many months: 1 or 3. */
  from: Date;
  months: 1 | 3;
}

/** `2026-07` or `2026-Q3`. */
export function periodOf(text: string): Period {
  const [year, rest] = text.split('-') as [string, string];
  const quarter = rest.startsWith('Q');
  const month = quarter ? 3 * (Number(rest.slice(1)) - 1) : Number(rest) - 1;
  return { from: new Date(Date.UTC(Number(year), month, 1)), months: quarter ? 3 : 1 };
}

/** Months between this month and the period; 0 when it has begun. */
export function leadOf({ from }: Period, thisMonth: Date): number {
  return Math.max(
    0,
    (from.getUTCFullYear() - thisMonth.getUTCFullYear()) * 12 + from.getUTCMonth() - thisMonth.getUTCMonth(),
  );
}

/** The day from which it is forecast: before the period began, or this month's first day. */
export const knownOn = (period: Period, thisMonth: Date): Date =>
  leadOf(period, thisMonth) > 0 ? thisMonth : period.from;

/** Sales that were decided so many years before are all that a forecast looks at. */
export const yearsKnown = 3;

/**
 * The period's won amount, with the same forecast of earlier periods of that length and as far ahead: the interval and the
 * coverage are theirs. Costs O(periods × sales).
 */
export function forecastPeriod(
  sales: readonly SaleHistory[],
  period: Period,
  thisMonth: Date,
  firstMonth: Date,
  level = 0.8,
  report: (share: number) => void = () => {},
): MonthForecast & { past: PastForecast[]; lead: number } {
  const lead = leadOf(period, thisMonth);
  const past: PastForecast[] = [];
  const starts: Date[] = [];
  // Only periods that were over when this one is forecast from can have taught anything.
  const known = lead === 0 ? period.from : thisMonth;
  for (
    let at = addMonths(period.from, -period.months);
    addMonths(at, -lead) > firstMonth && starts.length < 24;
    at = addMonths(at, -period.months)
  )
    if (addMonths(at, period.months) <= known) starts.push(at);
  for (const from of starts.toReversed()) {
    report(past.length / starts.length);
    const asOf = addMonths(from, -lead);
    const taught = past.filter((row) => addMonths(row.month, period.months) <= asOf);
    past.push({
      ...forecastFrom(sales, { ...period, from }, asOf, firstMonth, taught, level),
      actual: wonBetween(sales, from, addMonths(from, period.months)),
    });
  }
  return { ...forecastFrom(sales, period, addMonths(period.from, -lead), firstMonth, past, level), past, lead };
}

const millisecondsPerDay = 86_400_000;

function forecastFrom(
  sales: readonly SaleHistory[],
  { from, months }: Period,
  asOf: Date,
  firstMonth: Date,
  past: readonly PastForecast[],
  level: number,
): MonthForecast {
  const wait = (from.getTime() - asOf.getTime()) / millisecondsPerDay;
  const end = (addMonths(from, months).getTime() - asOf.getTime()) / millisecondsPerDay;
  const hazard = closingHazard(sales, asOf);
  const open = sales.filter((sale) => sale.openedOn < asOf && (sale.closedOn === null || sale.closedOn >= asOf));
  const within = (age: number, until: number, before: number) =>
    chanceToWinWithin(hazard, age, until) - (before > 0 ? chanceToWinWithin(hazard, age, before) : 0);
  const fromOpenSales = open.reduce((sum, sale) => sum + sale.amount * within(ageInDays(sale, asOf), end, wait), 0);
  const recentFrom = addMonths(asOf, -3);
  const opened = sales.filter((sale) => sale.openedOn >= recentFrom && sale.openedOn < asOf);
  const perDay =
    opened.reduce((sum, sale) => sum + sale.amount, 0) / ((asOf.getTime() - recentFrom.getTime()) / millisecondsPerDay);
  let fromNewBusiness = 0;
  for (let day = 0.5; day < end; day++) fromNewBusiness += perDay * within(0, end - day, wait - day);
  const calendarFactor = calendarFactorAt(months === 1 ? from.getUTCMonth() % 3 : 0, past, (row) =>
    months === 1 ? row.month.getUTCMonth() % 3 : 0,
  );
  const hazardForecast = (fromOpenSales + fromNewBusiness) * calendarFactor;
  const threeMonthMean = trailingMean(sales, asOf, firstMonth) * months;
  const hazardShare = hazardShareFrom(past);
  const blend = hazardShare * hazardForecast + (1 - hazardShare) * threeMonthMean;
  return {
    month: from,
    blend,
    hazard: hazardForecast,
    'three-month mean': threeMonthMean,
    'weighted pipeline': winRate(sales, asOf) * open.reduce((sum, sale) => sum + sale.amount, 0),
    fromOpenSales,
    fromNewBusiness,
    calendarFactor,
    hazardShare,
    interval: intervalOf(blend, past, level),
  };
}
