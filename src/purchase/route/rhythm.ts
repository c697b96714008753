import { dayOf, daysAfter } from '../../platform/days.ts';
import { median } from '../../statistics/summary.ts';
import { cadenceOf } from '../cadence.ts';

/** When the next visit is due and what will be reordered: no I/O. Days are texts, 2026-06-11. */

const length = 86_400_000;

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / length);

/** The day after so many days, moved on to the wished day of the week (1 Monday … 7 Sunday). */
export function nextVisit(visitedOn: string, everyDays: number, weekday: number | null): string {
  const earliest = daysAfter(visitedOn, everyDays);
  if (weekday === null) return earliest;
  const is = new Date(earliest).getUTCDay() || 7;
  return daysAfter(earliest, (weekday - is + 7) % 7);
}

export interface Order {
  accountId: string;
  accountName: string;
  offering: string;
  offeringId: string | null;
  on: string;
  quantity: number | null;
}

/** Per account and offering: the usual interval and quantity, and when the next order is expected; needs two days of ordering. */
export function reordersOf(orders: readonly Order[], today: string) {
  return [...Map.groupBy(orders, (order) => `${order.accountId} ${order.offering.toLowerCase()}`).values()]
    .flatMap((of) => {
      const cadence = cadenceOf(of.map((order) => new Date(order.on)));
      if (!cadence) return [];
      const quantities = of.flatMap((order) => order.quantity ?? []);
      const expectedOn = dayOf(cadence.nextOn);
      const { accountId, accountName, offering } = of[0]!;
      return [
        {
          accountId,
          accountName,
          offering,
          offeringId: of.find((order) => order.offeringId !== null)?.offeringId ?? null,
          days: cadence.days,
          intervals: cadence.intervals,
          quantity: quantities.length === 0 ? null : median(quantities),
          lastOn: of.reduce((last, order) => (order.on > last ? order.on : last), ''),
          expectedOn,
          daysLate: daysBetween(expectedOn, today),
        },
      ];
    })
    .sort((a, b) => b.daysLate - a.daysLate || a.accountName.localeCompare(b.accountName));
}
