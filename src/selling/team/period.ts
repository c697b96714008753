import { dayOf } from '../../platform/days.ts';

/** Quarters and weeks as the forecast speaks of them: days are `2026-06-11`. */

const day = 86_400_000;
const text = (time: number) => dayOf(new Date(time));

/** The first day of the quarter that a day lies in, or of one so many quarters later. */
export const quarterOf = (of: string, later = 0): string => periodOf('quarter', of, later);

/** The first day after a quarter. */
export const endOf = (quarter: string): string => quarterOf(quarter, 1);

/** For how long a goal is set. */
export const spans = ['month', 'quarter', 'year'] as const;
export type Span = (typeof spans)[number];
const monthsIn: Record<Span, number> = { month: 1, quarter: 3, year: 12 };

/** The first day of the month, quarter or year that a day lies in, or of one so many later. */
export function periodOf(span: Span, of: string, later = 0): string {
  const at = new Date(`${of}T00:00:00Z`);
  const months = monthsIn[span];
  return text(Date.UTC(at.getUTCFullYear(), months * (Math.floor(at.getUTCMonth() / months) + later), 1));
}

/** The Monday of a day's week. */
export function weekOf(of: string): string {
  const at = Date.parse(`${of}T00:00:00Z`);
  return text(at - ((new Date(at).getUTCDay() + 6) % 7) * day);
}

/** Whole weeks from one day to another. */
export const weeksBetween = (from: string, to: string): number =>
  Math.floor((Date.parse(to) - Date.parse(from)) / (7 * day));
