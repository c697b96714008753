import { insertRows } from '../../../platform/database.ts';
import { day, dayAgo, dayText } from '../story/calendar.ts';
import { needs, ordersOf, stopsOf } from '../story/commerce.ts';
import { clients } from '../story/demo.ts';
import type { DemoLoad } from './load.ts';

/** Whom the sellers of the route visit, what was ordered there, and what each needs in a year. */
export async function addRoute({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const ours = { workspace_id: call.who.workspaceId };
  const stamps = { version: 1, created_at: call.now, updated_at: call.now };
  const now = call.now.getTime();
  await insertRows(
    call.db,
    'route_stop',
    stopsOf(demo, now).map((stop, place) => ({
      ...ours,
      account_id: ids.account.get(stop.account),
      member_id: people.get(stop.member),
      every_days: stop.every,
      weekday: stop.weekday,
      last_visit_on: stop.lastVisitOn,
      next_visit_on: stop.nextVisitOn,
      place,
      note: stop.note,
      ...stamps,
    })),
  );
  await insertRows(
    call.db,
    'customer_order',
    ordersOf({ clients, ...demo }, now).map((order, i) => ({
      ...ours,
      id: call.newId(),
      account_id: ids.account.get(order.account),
      owner_id: people.get(demo.accounts.find((each) => each.key === order.account)!.owner),
      number: `O-${1000 + i}`,
      offering: order.offering,
      quantity: order.quantity,
      amount: order.amount / 100,
      currency,
      status: 'delivered',
      ordered_on: dayText(order.at),
      custom: {},
      ...stamps,
      created_at: new Date(order.at),
      updated_at: new Date(order.at),
    })),
  );
  await insertRows(
    call.db,
    'yearly_need',
    needs.map((need) => ({
      ...ours,
      id: call.newId(),
      account_id: ids.account.get(need.account),
      member_id: people.get(demo.accounts.find((each) => each.key === need.account)!.owner),
      line: need.line,
      amount: need.amount,
      currency,
      source: need.source,
      on_day: dayAgo(call.now.getTime(), need.ago),
      created_at: new Date(now - need.ago * day),
    })),
  );
}
