import { daysAfter } from '../../platform/days.ts';
import { toInstant } from '../../workspace/import/values/zone.ts';

/** Service hours: when we are there. Time outside of them does not count against a target. */
export interface ServiceHours {
  /** IANA name. */
  timeZone: string;
  /** Weekday 1 (Monday) to 7, `08:00` to `17:00`; several spans a day are allowed. */
  hours: readonly { weekday: number; from: string; to: string }[];
  /** Days without service: `2026-12-24`, or `12-25` for every year. */
  holidays: readonly { on: string; name: string }[];
}

/** Around the clock, every day. */
export const always: ServiceHours = {
  timeZone: 'UTC',
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' })),
  holidays: [],
};

/** When `minutes` of service time have passed since `at`; null where there is no service for two years. Milliseconds. */
export function afterServiceTime(at: number, minutes: number, hours: ServiceHours): number | null {
  let left = minutes * minute;
  for (const { from, to } of spansFrom(at, hours)) {
    if (to - from >= left) return from + left;
    left -= to - from;
  }
  return null;
}

/** Whole minutes of service time between two moments; 0 when the second is not later. */
export function serviceMinutesBetween(from: number, to: number, hours: ServiceHours): number {
  let sum = 0;
  for (const span of spansFrom(from, hours)) {
    if (span.from >= to) break;
    sum += Math.min(span.to, to) - span.from;
  }
  return Math.floor(sum / minute);
}

/** The spans of service from a moment on, in order, for at most two years. */
function* spansFrom(at: number, hours: ServiceHours): Generator<{ from: number; to: number }> {
  const holidays = new Set(hours.holidays.map((holiday) => holiday.on));
  let day = dayIn(at, hours.timeZone);
  for (let i = 0; i < 740; i++) {
    if (!holidays.has(day) && !holidays.has(day.slice(5))) {
      const weekday = ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
      for (const span of hours.hours
        .filter((each) => each.weekday === weekday)
        .toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
        const [from, to] = [momentOf(day, span.from, hours.timeZone), momentOf(day, span.to, hours.timeZone)];
        if (to > at && to > from) yield { from: Math.max(from, at), to };
      }
    }
    day = daysAfter(day, 1);
  }
}

const minute = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day that a clock in the zone shows, `2026-06-11`. */
export function dayIn(at: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

function momentOf(day: string, time: string, timeZone: string): number {
  const [hour = 0, min = 0] = time.split(':').map(Number);
  if (hour >= 24) return momentOf(daysAfter(day, 1), '00:00', timeZone);
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return Date.parse(toInstant({ year, month, day: date, hour, minute: min, second: 0 }, timeZone));
}
