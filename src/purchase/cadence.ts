import { median } from '../statistics/summary.ts';

export interface Cadence {
  /** Median days between two sales. */
  days: number;
  intervals: number;
  /** When the next one is expected. */
  nextOn: Date;
}

/** The rhythm of a relationship sale from the days on which it closed; null with fewer than two. Sales of one day count once. */
export function cadenceOf(closed: readonly Date[]): Cadence | null {
  const days = [...new Set(closed.map((date) => Math.floor(date.getTime() / day)))].sort((a, b) => a - b);
  if (days.length < 2) return null;
  const gaps = days.slice(1).map((each, i) => each - days[i]!);
  const usual = Math.round(median(gaps));
  return { days: usual, intervals: gaps.length, nextOn: new Date((days.at(-1)! + usual) * day) };
}

const day = 86_400_000;
