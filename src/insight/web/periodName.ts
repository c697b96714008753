import { format } from '../../web/format.ts';
import { t } from './messages.ts';

/** A month or quarter of a forecast, `2026-07` or `2026-Q3`, as it is read. */
export function periodName(period: string): string {
  const quarter = /^(\d{4})-Q(\d)$/.exec(period);
  return quarter
    ? t('forecast.quarter', { year: quarter[1]!, quarter: quarter[2]! })
    : format.date(`${period}-01`, 'monthLong');
}
