import type { Interval } from '../../statistics/interval.ts';
import { quantile } from '../../statistics/summary.ts';
import type { EventEffect, StaggeredInference } from './staggered.ts';

/** What a programme cost: fees + hours × loaded rate + material. */
export type TrainingCost = { fees: number; hours: number; loadedRate: number; material: number };

export function totalCost({ fees, hours, loadedRate, material }: TrainingCost): number {
  return fees + hours * loadedRate + material;
}

export type CumulativePoint = { month: number; gain: number; interval: Interval };

export type Payback = {
  cost: number;
  /** Gain minus cost at the end of each month since training, with the interval of the bootstrap. */
  cumulative: CumulativePoint[];
  /** First month (1 = the first after training) in which the gain has covered the cost; null where it never does. */
  month: number | null;
  /** Null means that the interval reaches to never. */
  interval: { low: number; high: number } | null;
  probabilityWithin12: number;
  /** `not shown` when the interval covers never: then the page shows the probability and what is missing, not a date. */
  verdict: 'shown' | 'not shown';
  /** Months beyond those observed rest on the mean effect seen so far. */
  observedMonths: number;
  /** Net gain over cost after 12 months. */
  returnAfter12: number;
};

const horizon = 60;

/**
 * Payback of a programme for `trained` people from the effect per person and month, in money of margin. Probability and
 * interval (90 % by default) come from the bootstrap draws; "never" is not within 60 months.
 */
export function payback(effect: StaggeredInference, trained: number, cost: number, level = 0.9): Payback {
  const curves = effect.draws.map((draw) => netGain(draw.after, trained, cost));
  const curve = netGain(effect.after, trained, cost);
  const months = curves.map(paybackMonth);
  const never = months.filter((month) => month === null).length / months.length;
  const finite = months.map((month) => month ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const edge = (p: number) => finite[Math.min(finite.length - 1, Math.floor(p * finite.length))]!;
  const coversNever = never > (1 - level) / 2;
  const month = paybackMonth(curve);
  return {
    cost,
    cumulative: curve.slice(0, Math.max(12, effect.after.length)).map((gain, i) => ({
      month: i + 1,
      gain,
      interval: {
        low: quantile(
          curves.map((drawn) => drawn[i]!),
          (1 - level) / 2,
        ),
        high: quantile(
          curves.map((drawn) => drawn[i]!),
          (1 + level) / 2,
        ),
      },
    })),
    month,
    interval: coversNever ? null : { low: edge((1 - level) / 2), high: edge((1 + level) / 2) },
    probabilityWithin12: finite.filter((m) => m <= 12).length / finite.length,
    verdict: coversNever || month === null ? 'not shown' : 'shown',
    observedMonths: effect.after.length,
    returnAfter12: cost > 0 ? curve[11]! / cost : 0,
  };
}

/** Cumulative gain minus cost at the end of each month up to the horizon. */
function netGain(after: readonly EventEffect[], trained: number, cost: number): number[] {
  const byMonth = new Map(after.map(({ monthsSince, estimate }) => [monthsSince, estimate]));
  const mean = after.reduce((sum, { estimate }) => sum + estimate, 0) / after.length;
  let net = -cost;
  return Array.from({ length: horizon }, (_, month) => (net += trained * (byMonth.get(month) ?? mean)));
}

function paybackMonth(curve: readonly number[]): number | null {
  const index = curve.findIndex((net) => net >= 0);
  return index < 0 ? null : index + 1;
}

export type Guard = { verdict: 'held' | 'fell' | 'not known'; difference: number; interval: Interval };

/**
 * Selling must not cost service: satisfaction of trained against not trained, on its own scale. `held` when the interval
 * excludes a fall by the tolerance, `fell` when it lies below zero.
 */
export function serviceGuard(difference: number, interval: Interval, tolerance: number): Guard {
  if (interval.high < 0) return { verdict: 'fell', difference, interval };
  return { verdict: interval.low > -tolerance ? 'held' : 'not known', difference, interval };
}
