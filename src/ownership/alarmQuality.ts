import { wilsonInterval, type Interval } from '../statistics/interval.ts';
import { median } from '../statistics/summary.ts';
import { isEnded, type Alarm } from './alarm.ts';

export type LostCustomer = { account: string; lostAt: Date };

export type AlarmQuality = {
  /** Of the alarms that ended, the share that was not false. */
  precision: { share: number | null; interval: Interval; n: number };
  /** Of the customers lost, the share that an alarm had warned of. */
  recall: { share: number | null; interval: Interval; n: number };
  /** Of the alarms that were not false, the share in which the customer was won back. */
  recovered: { share: number | null; interval: Interval; n: number };
  /** Median days from alarm to loss, for those lost in spite of it; null without any. */
  leadDays: number | null;
  /** Customers lost without an alarm in the year before: what the alarm has yet to learn. */
  missed: LostCustomer[];
};

const year = 365 * 86_400_000;

/** How far the alarm can be trusted; every share with its interval and number. */
export function alarmQuality(alarms: readonly Alarm[], lost: readonly LostCustomer[]): AlarmQuality {
  const ended = alarms.filter(isEnded);
  const real = ended.filter((alarm) => alarm.state !== 'false alarm');
  const warnings = lost.map((customer) => {
    const before = alarms.filter(
      ({ account, openedAt }) =>
        account === customer.account &&
        openedAt < customer.lostAt &&
        customer.lostAt.getTime() - openedAt.getTime() <= year,
    );
    const first = Math.min(...before.map(({ openedAt }) => openedAt.getTime()));
    return { customer, leadDays: before.length > 0 ? (customer.lostAt.getTime() - first) / 86_400_000 : null };
  });
  const warned = warnings.flatMap(({ leadDays }) => (leadDays === null ? [] : [leadDays]));
  return {
    precision: shareOf(real.length, ended.length),
    recall: shareOf(warned.length, lost.length),
    recovered: shareOf(real.filter((alarm) => alarm.state === 'recovered').length, real.length),
    leadDays: warned.length > 0 ? median(warned) : null,
    missed: warnings.filter(({ leadDays }) => leadDays === null).map(({ customer }) => customer),
  };
}

const shareOf = (count: number, n: number) => ({
  share: n > 0 ? count / n : null,
  interval: wilsonInterval(count, n),
  n,
});
