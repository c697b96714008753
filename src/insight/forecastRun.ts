import { dayOf } from '../platform/days.ts';
import type { SaleHistory } from './closingHazard.ts';
import type { ForecastAnswer } from './contract.ts';
import { forecastPeriod, knownOn, yearsKnown, type Period } from './forecastPeriod.ts';
import { accuracyOf, addMonths, forecastMonth, type ForecastMethod, type MonthForecast } from './forecast.ts';

/** Months of the past that are forecast again, to say how good the forecast has been; quarters go back as far as sales are known. */
const back = (period: Period) => (period.months === 1 ? 24 : 12 * yearsKnown);

/** The forecast of the month that begins at `month`, with its record on the months before. Runs in a thread of its own. */
export function forecastWithAccuracy(
  {
    sales,
    month,
    period = { from: month, months: 1 },
  }: {
    sales: readonly SaleHistory[];
    month: Date;
    /** Another month or quarter than this month. */
    period?: Period;
  },
  report?: (share: number) => void,
): Pick<ForecastAnswer, 'next' | 'past' | 'accuracy' | 'lead'> {
  const first = sales.reduce<Date | null>(
    (min, sale) => (min === null || sale.openedOn < min ? sale.openedOn : min),
    null,
  );
  if (first === null) return { next: null, past: [], accuracy: null, lead: 0 };
  const firstMonth = new Date(
    Math.max(addMonths(first, 0).getTime(), addMonths(knownOn(period, month), -back(period)).getTime()),
  );
  const thisMonth = period.months === 1 && period.from.getTime() === month.getTime();
  const { past, lead, ...next } = thisMonth
    ? { ...forecastMonth(sales, month, firstMonth, undefined, report), lead: 0 }
    : forecastPeriod(sales, period, month, firstMonth, undefined, report);
  const accuracy = past.length === 0 ? null : accuracyOf(past);
  return {
    lead,
    next: {
      ...onTheWire(next),
      fromOpenSales: next.fromOpenSales,
      fromNewBusiness: next.fromNewBusiness,
      calendarFactor: next.calendarFactor,
      hazardShare: next.hazardShare,
    },
    past: past.map((each) => ({ ...onTheWire(each), actual: each.actual })),
    // Without anything won there is nothing to be off by.
    accuracy:
      accuracy === null || !Number.isFinite(accuracy.errors.blend)
        ? null
        : { ...accuracy, errors: named(accuracy.errors) },
  };
}

const named = (of: Record<ForecastMethod, number>) => ({
  blend: of.blend,
  hazard: of.hazard,
  threeMonthMean: of['three-month mean'],
  weightedPipeline: of['weighted pipeline'],
});
const onTheWire = (each: MonthForecast) => ({
  month: dayOf(each.month),
  ...named(each),
  interval: each.interval,
});
