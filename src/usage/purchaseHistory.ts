/** What repeat-purchase models need to know of a customer, and how it is read from orders. */

/** Times are in one unit throughout (weeks, say), counted from the customer's first purchase. */
export type PurchaseHistory = {
  /** Repeat purchases: days with a purchase, without the first. */
  repeats: number;
  /** From the first to the last purchase; 0 without a repeat. */
  lastAt: number;
  /** From the first purchase to the end of observation. */
  observedFor: number;
};

/** Identical histories counted once with their number. */
export type WeightedHistory = PurchaseHistory & { weight: number };

export type Order = { customer: string; on: Date; amount: number };

export type CustomerPurchases = PurchaseHistory & {
  customer: string;
  /** Mean amount of a repeat purchase, or null without one with an amount above zero. */
  meanSpend: number | null;
};

const millisecondsPerDay = 86_400_000;

/**
 * One line per customer from orders up to and including the day `until`. Orders of one day (UTC) are one purchase; the
 * first purchase is not a repeat. `daysPerUnit` is 7 for weeks. Customers without an order by then are left out.
 */
export function purchaseHistories(orders: readonly Order[], until: Date, daysPerUnit = 7): CustomerPurchases[] {
  const lastDay = dayOf(until);
  const amountByDayByCustomer = new Map<string, Map<number, number>>();
  for (const order of orders) {
    const day = dayOf(order.on);
    if (day > lastDay) continue;
    const amountByDay = amountByDayByCustomer.get(order.customer) ?? new Map<number, number>();
    amountByDay.set(day, (amountByDay.get(day) ?? 0) + order.amount);
    amountByDayByCustomer.set(order.customer, amountByDay);
  }
  return [...amountByDayByCustomer].map(([customer, amountByDay]) => {
    const days = [...amountByDay.keys()].sort((a, b) => a - b);
    const first = days[0]!;
    const spends = days.slice(1).map((day) => amountByDay.get(day)!);
    const total = spends.reduce((sum, amount) => sum + amount, 0);
    return {
      customer,
      repeats: spends.length,
      lastAt: (days.at(-1)! - first) / daysPerUnit,
      observedFor: (lastDay - first) / daysPerUnit,
      meanSpend: total > 0 ? total / spends.length : null,
    };
  });
}

const dayOf = (date: Date) => Math.floor(date.getTime() / millisecondsPerDay);

/** Merges customers with the same history: a fit over a million customers costs what the distinct histories cost. */
export function weighted(histories: readonly PurchaseHistory[]): WeightedHistory[] {
  const merged = new Map<string, WeightedHistory>();
  for (const { repeats, lastAt, observedFor } of histories) {
    const key = `${repeats} ${lastAt} ${observedFor}`;
    const known = merged.get(key);
    if (known) known.weight += 1;
    else merged.set(key, { repeats, lastAt, observedFor, weight: 1 });
  }
  return [...merged.values()];
}
