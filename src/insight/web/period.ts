import { today } from '../../web/kit/days.ts';
import { format } from '../../web/format.ts';
import type { View } from '../../web/kit/view.ts';
import { isOver, spanOf, usualDays, type AskedPeriod } from '../period.ts';
import { t } from './messages.ts';

/** The short choices, in days. */
export const shortPeriods = [30, 90, 180, 365, 730] as const;

/** Not by which the address asks for another one. */
export const usualPeriod = { days: undefined, from: undefined, to: undefined } satisfies View;

export const isFree = ({ from, to }: AskedPeriod): boolean => (from ?? to) !== undefined;

const dayText = (day: string) => format.date(day, 'full');

/** Within a sentence: in the last 90 days, from 1 October 2016 to 31 December 2017, at any time. */
export function periodWords({ days = usualDays, from, to }: AskedPeriod): string {
  if (from !== undefined && to !== undefined) return t('period.span', { from: dayText(from), to: dayText(to) });
  if (from !== undefined) return t('period.since', { from: dayText(from) });
  if (to !== undefined) return t('period.until', { to: dayText(to) });
  return days === 'all' ? t('period.all') : t('period.days', { count: days });
}

/** What is named on a button or in a letter: 1 Oct 2016 – 31 Dec 2017. */
export const shortSpan = ({ from, to }: { from: string; to: string }): string =>
  t('period.short', { from: format.date(from, 'dayYear'), to: format.date(to, 'dayYear') });

/** Of what stood at either end of a period: when that was. */
export function endsOf(asked: AskedPeriod): { left: string; right: string } {
  const { from, to } = asked;
  const begun =
    from !== undefined
      ? t('flow.then.on', { date: dayText(from) })
      : typeof asked.days === 'number' && to === undefined
        ? t('flow.then.days', { count: asked.days })
        : t('flow.then.all');
  return {
    left: begun,
    right:
      to !== undefined && isOver(spanOf(asked, new Date()), new Date(today()))
        ? t('flow.end.on', { date: dayText(to) })
        : t('flow.end.now'),
  };
}
