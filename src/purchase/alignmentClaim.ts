import { shareDifferenceInterval, type Interval } from '../statistics/interval.ts';
import { clusterBootstrap, percentileInterval } from '../statistics/resampling.ts';
import { mean, median } from '../statistics/summary.ts';

/**
 * "The potential for the sale increases with the alignment of process and profiles", tested on the organization's own
 * sales: aligned against misaligned, each difference with its interval and the numbers behind it.
 */
export type DecidedSale = {
  account: string;
  /** Alignment as it was when half the cycle had passed, 0 … 1. Frozen then: judged afterwards, winners always look aligned. */
  alignment: number;
  won: boolean;
  cycleDays: number;
  /** Share of the amount; null where it is not known or the sale was lost. */
  margin: number | null;
  /** Still a customer a year later; null where it is too early or the sale was lost. */
  retained: boolean | null;
};

export type Comparison = {
  measure: 'win rate' | 'cycle' | 'margin' | 'retention';
  aligned: { n: number; value: number };
  misaligned: { n: number; value: number };
  /** Aligned minus misaligned. */
  difference: number;
  interval: Interval;
  /** The interval leaves no room for zero. An association: nobody was assigned at random. */
  holds: 'more' | 'less' | 'not shown';
};

const smallestGroup = 10;

/**
 * One comparison per measure for which both groups have at least 10 sales. Aligned is `threshold` or above. Cycles compare
 * medians, margins means, by a bootstrap over accounts; rates by Newcombe's interval.
 */
export function testAlignmentClaim(
  sales: readonly DecidedSale[],
  {
    report = () => {},
    ...options
  }: { threshold: number; draws: number; seed: number; report?: (share: number) => void },
): Comparison[] {
  // Two of the four are bootstrapped, and that is where the time goes.
  let drawn = 0;
  const drawing = { ...options, onDraw: () => report(++drawn / (2 * options.draws)) };
  const isAligned = (sale: DecidedSale) => sale.alignment >= options.threshold;
  const wonSales = sales.filter((sale) => sale.won);
  const split = (group: readonly DecidedSale[]) => ({
    aligned: group.filter(isAligned),
    misaligned: group.filter((sale) => !isAligned(sale)),
  });
  return [
    compareShares('win rate', split(sales), (sale) => sale.won),
    compareNumbers('cycle', wonSales, isAligned, (sale) => sale.cycleDays, median, drawing),
    compareNumbers(
      'margin',
      wonSales.filter((s) => s.margin !== null),
      isAligned,
      (sale) => sale.margin!,
      mean,
      drawing,
    ),
    compareShares(
      'retention',
      split(wonSales.filter((sale) => sale.retained !== null)),
      (sale) => sale.retained === true,
    ),
  ].filter((comparison) => comparison !== null);
}

function compareShares(
  measure: Comparison['measure'],
  { aligned, misaligned }: { aligned: readonly DecidedSale[]; misaligned: readonly DecidedSale[] },
  isSuccess: (sale: DecidedSale) => boolean,
): Comparison | null {
  if (Math.min(aligned.length, misaligned.length) < smallestGroup) return null;
  const count = (group: readonly DecidedSale[]) => ({
    successes: group.filter(isSuccess).length,
    trials: group.length,
  });
  const first = count(aligned);
  const second = count(misaligned);
  const { difference, low, high } = shareDifferenceInterval(first, second);
  return {
    measure,
    aligned: { n: first.trials, value: first.successes / first.trials },
    misaligned: { n: second.trials, value: second.successes / second.trials },
    difference,
    interval: { low, high },
    holds: verdict({ low, high }),
  };
}

function compareNumbers(
  measure: Comparison['measure'],
  sales: readonly DecidedSale[],
  isAligned: (sale: DecidedSale) => boolean,
  valueOf: (sale: DecidedSale) => number,
  centre: (values: readonly number[]) => number,
  options: { draws: number; seed: number; onDraw(): void },
): Comparison | null {
  const valuesOf = (group: readonly DecidedSale[], aligned: boolean) =>
    group.filter((sale) => isAligned(sale) === aligned).map(valueOf);
  const aligned = valuesOf(sales, true);
  const misaligned = valuesOf(sales, false);
  if (Math.min(aligned.length, misaligned.length) < smallestGroup) return null;
  const byAccount = [...Map.groupBy(sales, (sale) => sale.account).values()];
  const draws = clusterBootstrap(
    byAccount,
    (sample) => {
      options.onDraw();
      return centre(valuesOf(sample.flat(), true)) - centre(valuesOf(sample.flat(), false));
    },
    options,
  );
  const interval = percentileInterval(draws.filter(Number.isFinite));
  return {
    measure,
    aligned: { n: aligned.length, value: centre(aligned) },
    misaligned: { n: misaligned.length, value: centre(misaligned) },
    difference: centre(aligned) - centre(misaligned),
    interval,
    holds: verdict(interval),
  };
}

const verdict = ({ low, high }: Interval): Comparison['holds'] => (low > 0 ? 'more' : high < 0 ? 'less' : 'not shown');
