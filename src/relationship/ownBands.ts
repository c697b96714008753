import { quantile } from '../statistics/summary.ts';
import { daysFromClose, templateDays, type Course, type Knot } from './bands.ts';
import { millisecondsPerDay } from './cycle.ts';
import type { LineName } from './model.ts';
import type { SaleType } from './vocabulary.ts';

/** From so many successful accounts on their own course is the band, the middle eight tenths of them; before, the shipped template. */
export const enough = 12;

/** One successful account: where it is on the course, and its levels; undefined where it was not yet or no longer on its first sale. */
export interface Lived {
  course: Course;
  /** Milliseconds of what is known last. */
  until: number;
  level(line: LineName, at: number): number;
}

/** The band through the days of the template; undefined when too few accounts have lived through the close and two more of these days. */
export function ownBand(
  saleType: SaleType,
  line: LineName,
  accounts: readonly Lived[],
): { knots: Knot[]; n: number } | undefined {
  const knots: Knot[] = [];
  let n = 0;
  for (const day of templateDays(saleType, line)) {
    const levels = accounts.flatMap((account) => {
      const at = momentOf(account, day);
      return at === undefined ? [] : [account.level(line, at)];
    });
    if (levels.length < enough) continue;
    if (day === 0) n = levels.length;
    knots.push([day, quantile(levels, 0.1), quantile(levels, 0.9)]);
  }
  return n > 0 && knots.length >= 3 ? { knots, n } : undefined;
}

/** When the account was `day` days from its first close: the way up is stretched to the time that this sale took. */
function momentOf({ course, until }: Lived, day: number): number | undefined {
  const [close, again = Infinity] = course.closes;
  if (close === undefined) return undefined;
  if (day >= 0) {
    const at = close + day * millisecondsPerDay;
    return at <= until && at < again ? at : undefined;
  }
  const start = daysFromClose(course, course.startedAt);
  if (close <= course.startedAt || start >= 0 || day < start) return undefined;
  return close - (day / start) * (close - course.startedAt);
}
