import { format } from '../../../web/format.ts';
import type { CaseItem } from '../records.ts';
import { t } from './messages.ts';

/** “Answer by Fri 12 Jun 10:00”, and whether that has passed. */
export function clockText(
  row: Pick<CaseItem, 'dueAt' | 'clock' | 'waitingSince' | 'state' | 'solvedAt'>,
  now: Date,
): { text: string; late: boolean; soon: boolean } {
  if (row.state === 'solved' || row.state === 'closed')
    return { text: row.solvedAt ? t('clock.solved', { when: when(row.solvedAt, now) }) : '', late: false, soon: false };
  if (row.waitingSince !== null)
    return { text: t('clock.stands', { when: when(row.waitingSince, now) }), late: false, soon: false };
  if (row.dueAt === null || row.clock === null) return { text: t('clock.none'), late: false, soon: false };
  const left = Date.parse(row.dueAt) - now.getTime();
  const late = left <= 0;
  return {
    text: t(`${late ? 'late' : 'due'}.${row.clock}`, { when: when(row.dueAt, now) }),
    late,
    soon: left < 3_600_000,
  };
}

/** The day, and for today and its neighbours the time. */
export function when(at: string, now: Date): string {
  const near = Math.abs(Date.parse(at) - now.getTime()) < 7 * 86_400_000;
  const day = format.day(at, now);
  return near ? `${/\d/.test(day) ? day : day.toLocaleLowerCase(format.locale)} ${format.date(at, 'time')}` : day;
}

/** `30 min`, `8 h`, `4.5 h`. */
export const hoursText = (minutes: number): string =>
  minutes < 60 ? t('minutes', { count: minutes }) : t('hours', { hours: format.number(minutes / 60, 1, 0) });
