/**
 * What became of customers: at dates a horizon apart each relationship is looked at as it was known then, and then it is asked
 * what the customer did within the horizon. Windows do not overlap, so that what is tested on was never learnt from.
 */
import { millisecondsPerDay } from '../cycle.ts';
import type { Standing } from '../position.ts';
import type { Listening } from '../silence.ts';
import type { LedgerEntry } from '../ledger.ts';
import type { SaleType, TouchpointKind } from '../vocabulary.ts';

/** One relationship with everything that is to be learnt from; times are milliseconds. */
export interface Course {
  id: string;
  saleType: SaleType;
  standing: Standing;
  entries: readonly LedgerEntry[];
  /** Days on which orders, won further sales and lost renewals say more than the ledger does. */
  bought: readonly number[];
  left: readonly number[];
}

export interface Question {
  courses: readonly Course[];
  listening: readonly Listening[];
  now: number;
  horizonDays: number;
}

/** A customer who does one of these stays; one who does none of them within the horizon has not bought again. */
const stays: ReadonlySet<TouchpointKind> = new Set<TouchpointKind>([
  'repeat order',
  'renewal',
  'referral',
  'close won',
  'order',
]);
const leaves: ReadonlySet<TouchpointKind> = new Set<TouchpointKind>(['cancellation']);

/** How far back is looked, in windows. */
export const mostWindows = 12;

/** The dates at which relationships are looked at, oldest first; the last one's window ends at `now`. */
export function datesOf({ courses, now, horizonDays }: Pick<Question, 'courses' | 'now' | 'horizonDays'>): number[] {
  const horizon = horizonDays * millisecondsPerDay;
  let first = Infinity;
  for (const course of courses) for (const entry of course.entries) first = Math.min(first, entry.at);
  const dates: number[] = [];
  for (let at = now - horizon; at > first && dates.length < mostWindows; at -= horizon) dates.push(at);
  return dates.toReversed();
}

/** Whether the customer bought, renewed or referred within (at, at + horizon], before leaving. */
export function staysAfter(course: Course, at: number, horizonDays: number): boolean {
  const until = at + horizonDays * millisecondsPerDay;
  const within = (moment: number) => moment > at && moment <= until;
  const first = (moments: readonly number[]) => Math.min(Infinity, ...moments.filter(within));
  const told = (kinds: ReadonlySet<TouchpointKind>) =>
    course.entries.filter((entry) => kinds.has(entry.kind) && !entry.withdrawn).map((entry) => entry.at);
  const bought = Math.min(first(course.bought), first(told(stays)));
  return bought < Infinity && bought <= Math.min(first(course.left), first(told(leaves)));
}
