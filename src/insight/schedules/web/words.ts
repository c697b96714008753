import { format } from '../../../web/format.ts';
import type { ScheduleRecord } from '../contract.ts';
import { periodIn } from '../../period.ts';
import { t } from './messages.ts';

/** The time zone of the person's machine. */
export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export const clock = (hour: number): string => t('hour.clock', { hour: String(hour).padStart(2, '0') });

/** 1 Monday … 7 Sunday, as the person's language names them; 5 January 2026 was a Monday. */
export const dayName = (day: number): string =>
  new Intl.DateTimeFormat(format.locale, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2026, 0, 4 + day)),
  );

/** Where the filter names days instead of the last so many: whether every letter will be about the same. */
export function fixedPeriod(search: Readonly<Record<string, string>>): string | undefined {
  const { from, to } = periodIn(search);
  const day = (it: string) => format.date(it, 'full');
  if (from !== undefined)
    return to === undefined ? t('fixed.from', { from: day(from) }) : t('fixed.both', { from: day(from), to: day(to) });
  return to === undefined ? undefined : t('fixed.to', { to: day(to) });
}

export function rhythmText({ every, weekday, monthday, hour, timeZone }: ScheduleRecord): string {
  const at = `${clock(hour)} ${timeZone}`;
  if (every === 'day') return t('when.day', { hour: at });
  return every === 'week'
    ? t('when.week', { day: dayName(weekday), hour: at })
    : t('when.month', { day: monthday, hour: at });
}
