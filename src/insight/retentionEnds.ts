import { dayOf } from '../platform/days.ts';
import type { AskedPeriod } from './period.ts';

/** Two years of quarters, each against the year before it; of more, so many years. */
const [quarters, years] = [8, 12];

/**
 * The ends of the years that are compared, the latest first: the first day after each. Quarters apart within two years, else years apart; the last ends with the month
 * that the period ends in. A number of days says nothing here: a year is compared with a year.
 */
export function retentionEnds({ days, from, to }: AskedPeriod, now: Date): string[] {
  const last = to === undefined ? now : new Date(to);
  const end = (months: number) => dayOf(new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() + 1 - months, 1)));
  const every = (step: number, most: number, since = '') =>
    Array.from({ length: most }, (_, n) => end(step * n)).filter((day, n) => n === 0 || day > since);
  if (days === 'all') return every(12, years);
  return from === undefined || from >= end(3 * quarters) ? every(3, quarters, from) : every(12, years, from);
}
