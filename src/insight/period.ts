import { dayOf, daysAfter } from '../platform/days.ts';

/** The period of a report as it is asked for: the last so many days, all there is, or from a day to a day, both in it. The same words in the address of the screen, in the API and on the command line. */
export interface AskedPeriod {
  days?: number | 'all' | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** What is looked at. Null: no such end, from the beginning or up to whatever is there. */
export interface Span {
  from: string | null;
  to: string | null;
  /** The same as moments: from the first, and not later than the last. */
  since: Date;
  until: Date;
}

export const usualDays = 90;
export const fewestDays = 7;
/** A century: before and after lies nothing that a firm has records of. */
export const mostDays = 36_525;
export const [earliestDay, latestDay] = ['1900-01-01', '2199-12-31'];

const millisecondsPerDay = 86_400_000;

export function spanOf({ days = usualDays, from, to }: AskedPeriod, now: Date): Span {
  if (from !== undefined || to !== undefined) {
    const end = to === undefined ? now.getTime() : Date.parse(daysAfter(to, 1)) - 1;
    return {
      from: from ?? null,
      to: to ?? null,
      since: new Date(from ?? earliestDay),
      until: new Date(Math.min(now.getTime(), end)),
    };
  }
  if (days === 'all') return { from: null, to: null, since: new Date(earliestDay), until: now };
  return {
    from: daysAfter(now, -days),
    to: null,
    since: new Date(now.getTime() - days * millisecondsPerDay),
    until: now,
  };
}

/** Days from the first moment to the last. */
export const lengthOf = ({ since, until }: Span): number =>
  Math.max(0, (until.getTime() - since.getTime()) / millisecondsPerDay);

/** Whether it ends before the day that it is: what stands there now says nothing of it. */
export const isOver = ({ to }: Span, now: Date): boolean => to !== null && to < dayOf(now);

/** A sentence where a period cannot be; undefined where it can. */
export function periodProblem({ days, from, to }: AskedPeriod): string | undefined {
  if (from !== undefined && to !== undefined && from > to)
    return `The period ends before it begins: from ${from} to ${to}`;
  if (days !== undefined && (from !== undefined || to !== undefined))
    return 'Say either how many days, or from when to when';
  return undefined;
}

/** What an address asks for, as texts; what cannot be is left out, and days from–to say more than a number of days. */
export function periodIn(view: Readonly<Record<string, string | undefined>>): AskedPeriod {
  const [from, to] = [dayIn(view['from']), dayIn(view['to'])];
  if ((from ?? to) !== undefined && periodProblem({ from, to }) === undefined)
    return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
  const { days } = view;
  if (days === 'all') return { days };
  const number = /^\d{1,5}$/.test(days ?? '') ? Number(days) : usualDays;
  return { days: number >= fewestDays && number <= mostDays ? number : usualDays };
}

const dayIn = (text: string | undefined): string | undefined =>
  text !== undefined &&
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  text >= earliestDay &&
  text <= latestDay &&
  !Number.isNaN(Date.parse(text)) &&
  dayOf(new Date(text)) === text
    ? text
    : undefined;

/** A sentence where an address says a period that cannot be. */
export function refusedPeriod(view: Readonly<Record<string, string | undefined>>): string | undefined {
  const { from, to } = view;
  const wrong = [from, to].find((text) => text !== undefined && dayIn(text) === undefined);
  return wrong === undefined ? periodProblem({ from, to }) : `“${wrong}” is no day: write one such as 2017-12-31`;
}

/** In the title of a letter or a file. */
export function periodText({ days = usualDays, from, to }: AskedPeriod): string {
  if (from !== undefined && to !== undefined) return `${from} to ${to}`;
  if (from !== undefined) return `since ${from}`;
  if (to !== undefined) return `up to ${to}`;
  return days === 'all' ? 'all there is' : `last ${days} days`;
}

/** A period as long as the one that was asked for, with this day as its last or its first. */
export function periodBeside(
  asked: AskedPeriod,
  { day, is }: { day: string; is: 'last' | 'first' },
  today: string,
): { from: string; to: string } {
  const length = lengthInDays(asked, today);
  return is === 'last' ? { from: daysAfter(day, 1 - length), to: day } : { from: day, to: daysAfter(day, length - 1) };
}

function lengthInDays({ days = usualDays, from, to }: AskedPeriod, today: string): number {
  if (from === undefined) return typeof days === 'number' && to === undefined ? days : usualDays;
  return Math.max(usualDays, Math.round((Date.parse(to ?? today) - Date.parse(from)) / millisecondsPerDay) + 1);
}
