/** Everything that the demo's customers ordered, and so what they bring: nothing is said of a customer that no sale or order tells. */
import { addMonths } from '../../../usage/assets/retention.ts';
import { day, dayText } from './calendar.ts';
import type { Client } from './client.ts';
import { hasRoute, ordersOf as routeOrders } from './commerce.ts';
import { seedOf } from './life.ts';
import { contractName, ordersOf, suppliesOf, type DemoOrder } from './installedBase.ts';
import type { DemoSale, DemoTouchpoint } from './records.ts';

interface Told {
  clients: readonly Client[];
  touchpoints: readonly DemoTouchpoint[];
  sales: readonly DemoSale[];
}

/** What was ordered beside the route, whose orders have lines of their own. */
export function ordered({ clients, touchpoints, sales }: Told, now: number): DemoOrder[] {
  const books = [...ordersOf(clients, touchpoints), ...suppliesOf(clients, sales, now)];
  return [...books, ...clients.flatMap((client) => feesOf(client, touchpoints, sales, books, now))];
}

/** What each brought in a year, by key: won sales and orders, as the program counts it. */
export function yearsRevenue(told: Told, now: number): Map<string, number> {
  const since = dayText(now - 365 * day);
  const route = routeOrders(told, now).map((order) => ({
    account: order.account,
    on: dayText(order.at),
    amount: order.amount / 100,
  }));
  const won = told.sales.flatMap(({ account, outcome, closedOn, amount }) =>
    outcome === 'won' ? [{ account, on: closedOn!, amount }] : [],
  );
  const sums = new Map<string, number>();
  for (const { account, on, amount } of [...ordered(told, now), ...route, ...won])
    if (on >= since) sums.set(account, (sums.get(account) ?? 0) + amount);
  return sums;
}

/** Of whom no order is told: service and supply, paid once a year, as much as the customer is said to bring beside single sales. */
function feesOf(
  client: Client,
  touchpoints: readonly DemoTouchpoint[],
  sales: readonly DemoSale[],
  books: readonly DemoOrder[],
  now: number,
): DemoOrder[] {
  if (hasRoute(client.key) || client.yearly === 0 || books.some((order) => order.account === client.key)) return [];
  const today = dayText(now);
  const first = sales
    .filter((sale) => sale.account === client.key && sale.outcome === 'won')
    .map((sale) => sale.closedOn!)
    .toSorted()[0];
  const met = touchpoints.find((each) => each.account === client.key)?.at ?? now;
  // Whoever was a customer before the two years that the demo tells of has paid as long.
  const since = client.standing === 'customer' || first === undefined ? dayText(met - 365 * day) : addMonths(first, 1);
  const latest = addMonths(today, -1 - (seedOf(`${client.key} fee`) % 10));
  const years = [0, 1, 2, 3].map((nth) => addMonths(latest, -12 * nth)).filter((on, nth) => nth === 0 || on >= since);
  return years.map((on) => ({
    account: client.key,
    contact: `${client.key}/person 0`,
    owner: client.owner,
    on,
    amount: client.yearly,
    subject: `${contractName(client)}, one year`,
    touchpoint: '',
  }));
}
