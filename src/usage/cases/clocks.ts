import { hoursOf, targetFor, type ServiceLevel } from './serviceLevel.ts';
import { afterServiceTime, serviceMinutesBetween, type ServiceHours } from './serviceTime.ts';
import type { CaseKind, CaseState, Clock, Severity } from './words.ts';

/** The promise with its hours, as it was given. */
export interface FrozenTarget {
  firstResponseMinutes: number;
  resolutionMinutes: number;
  hours: ServiceHours;
}

/** The two clocks of a case: of the first answer, and of the solution, which stands while we wait for the customer. Milliseconds. */
export interface Clocks {
  /** Null where nothing was promised (imported cases). */
  target: FrozenTarget | null;
  openedAt: number;
  firstRespondedAt: number | null;
  /** The clock of the solution counts from here: the opening, or the last reopening. */
  countsFrom: number;
  waitingSince: number | null;
  /** Service minutes in which we waited for the customer. */
  pausedMinutes: number;
}

export function frozen(level: ServiceLevel, of: { severity: Severity; kind: CaseKind }): FrozenTarget {
  const { firstResponseMinutes, resolutionMinutes, aroundTheClock } = targetFor(level, of.severity, of.kind);
  return { firstResponseMinutes, resolutionMinutes, hours: hoursOf(level, { aroundTheClock }) };
}

export const startClocks = (target: FrozenTarget | null, openedAt: number): Clocks => ({
  target,
  openedAt,
  firstRespondedAt: null,
  countsFrom: openedAt,
  waitingSince: null,
  pausedMinutes: 0,
});

/** We have said something to the customer: the first time ends the first clock. */
export const respond = (clocks: Clocks, at: number): Clocks =>
  clocks.firstRespondedAt === null ? { ...clocks, firstRespondedAt: at } : clocks;

/** It is the customer's turn. */
export const pause = (clocks: Clocks, at: number): Clocks =>
  clocks.waitingSince === null ? { ...clocks, waitingSince: at } : clocks;

/** It is our turn again: the time of waiting is given back. A promise that was broken before stays broken. */
export function resume(clocks: Clocks, at: number): Clocks {
  const { target, waitingSince, pausedMinutes } = clocks;
  if (waitingSince === null) return clocks;
  const waited = target ? serviceMinutesBetween(waitingSince, at, target.hours) : 0;
  return { ...clocks, waitingSince: null, pausedMinutes: pausedMinutes + waited };
}

/** Reopened: the promise of a solution begins anew; answered it has been before. */
export const restart = (clocks: Clocks, at: number): Clocks => ({
  ...clocks,
  countsFrom: at,
  waitingSince: null,
  pausedMinutes: 0,
});

export const firstResponseDue = ({ target, openedAt }: Clocks): number | null =>
  target && afterServiceTime(openedAt, target.firstResponseMinutes, target.hours);

/** Null while the clock stands. */
export const resolutionDue = ({ target, countsFrom, pausedMinutes, waitingSince }: Clocks): number | null =>
  target && waitingSince === null
    ? afterServiceTime(countsFrom, target.resolutionMinutes + pausedMinutes, target.hours)
    : null;

/** Which clock runs out next, and when; null when none runs. */
export function nextDue(clocks: Clocks, state: CaseState): { clock: Clock; at: number } | null {
  if (state === 'solved' || state === 'closed') return null;
  const first = clocks.firstRespondedAt === null ? firstResponseDue(clocks) : null;
  const solution = resolutionDue(clocks);
  if (first !== null && (solution === null || first <= solution)) return { clock: 'first response', at: first };
  return solution === null ? null : { clock: 'resolution', at: solution };
}

/** Whether the solution came later than promised. */
export const solvedLate = (clocks: Clocks, at: number): boolean => {
  const due = resolutionDue(resume(clocks, at));
  return due !== null && at > due;
};
