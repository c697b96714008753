import { sql } from 'kysely';
import { mergedCustom } from '../../people/custom.ts';
import { sameRecord } from '../../platform/database.ts';
import { dayOf } from '../../platform/days.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { TouchpointDraft } from '../../relationship/contract.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import type { Order, orderContract } from './contract.ts';

type Own = 'listOrders' | 'addOrder' | 'addOrders' | 'changeOrder' | 'deleteOrder' | 'restoreOrder';
type Given = Partial<Omit<Order, 'accountId' | 'orderedOn'>> & { accountId: string; orderedOn: string };

/** Orders as facts: each is evidence in the ledger, and revenue of its account. */
export const orderHandlers: Pick<Handlers<typeof orderContract>, Own> = {
  async listOrders(call, { query }) {
    let rows = selectOrders(call).where('o.deleted_at', 'is', null);
    if (query.account) rows = rows.where('o.account_id', '=', query.account);
    if (query.from) rows = rows.where('o.ordered_on', '>=', query.from);
    if (query.to) rows = rows.where('o.ordered_on', '<=', query.to);
    return pageOf(
      rows,
      [
        { by: sql.ref('o.ordered_on'), key: 'orderedOn', descending: true, type: 'date' },
        { by: sql.ref('o.id'), key: 'id', descending: true, type: 'uuid' },
      ],
      query,
    );
  },

  async addOrder(call, { body }) {
    const [id] = await enter(call, [body]);
    return found(call, id!);
  },

  async addOrders(call, { body }) {
    await enter(call, body.orders);
    return { created: body.orders.length };
  },

  async changeOrder(call, { params: { id }, body }) {
    const before = await found(call, id);
    if (before.version !== call.version) throw stale(before);
    if (before.deletedAt) throw conflict('deleted', 'This order is deleted. Restore it before changing it.');
    const given = { ...body, ...(body.custom ? { custom: mergedCustom(before.custom, body.custom) } : {}) };
    const changes = changesBetween(before as object, given);
    if (Object.keys(changes).length === 0) return before;
    mustHaveHappened(call, [given]);
    await mustBeSeen(call.db, { contactId: ['contact', given.contactId] });
    const columns = {
      contact_id: given.contactId,
      number: given.number,
      ordered_on: given.orderedOn,
      amount: given.amount,
      currency: given.currency,
      subject: given.subject,
      offering: given.offering,
      quantity: given.quantity,
      due_on: given.dueOn,
      status: given.status,
      custom: given.custom && JSON.stringify(given.custom),
    };
    const changed = await call.db
      .updateTable('customer_order')
      .set({
        ...Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)),
        version: call.version + 1,
        updated_at: call.now,
      })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) await refuse(call, id);
    if (given.status?.toLowerCase() === 'paid' && before.status?.toLowerCase() !== 'paid') await notePaid(call, before);
    await call.record('order.changed', { kind: 'order', id, accountId: before.accountId }, { changes });
    return found(call, id);
  },

  deleteOrder: (call, { params }) => mark(call, params.id, call.now),
  restoreOrder: (call, { params }) => mark(call, params.id, null),
};

function selectOrders(call: Call) {
  return call.db
    .selectFrom('customer_order as o')
    .leftJoin('account as a', (on) => sameRecord(on, 'a', 'o.account_id'))
    .select([
      'o.id',
      'o.account_id as accountId',
      'a.name as accountName',
      'o.contact_id as contactId',
      'o.opportunity_id as opportunityId',
      'o.part_of_id as partOfId',
      'o.number',
      'o.ordered_on as orderedOn',
      'o.amount',
      'o.currency',
      'o.subject',
      'o.offering',
      sql<number | null>`o.quantity::float8`.as('quantity'),
      'o.due_on as dueOn',
      'o.status',
      sql<Order['custom']>`o.custom`.as('custom'),
      'o.version',
      'o.created_at as createdAt',
      'o.deleted_at as deletedAt',
    ]);
}

async function found(call: Call, id: string) {
  const row = await selectOrders(call).where('o.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('order');
  return row;
}

async function refuse(call: Call, id: string): Promise<never> {
  const now = await found(call, id);
  throw now.version === call.version ? forbidden('change this order') : stale(now);
}

/** A fact has happened. */
function mustHaveHappened(call: Call, orders: readonly { orderedOn?: string | undefined }[]): void {
  const today = dayOf(call.now);
  const at = orders.findIndex((order) => order.orderedOn !== undefined && order.orderedOn > today);
  if (at >= 0)
    throw invalid([
      { path: orders.length > 1 ? `orders.${at}.orderedOn` : 'orderedOn', message: 'Lies in the future' },
    ]);
}

/** Writes orders and tells the ledger: the first purchase of a customer is an order, what comes later a repeat order. */
async function enter(call: Call, orders: readonly Given[]): Promise<string[]> {
  mustHaveHappened(call, orders);
  await mustBeSeen(call.db, {
    accountId: ['account', ...orders.map((each) => each.accountId)],
    contactId: ['contact', ...orders.map((each) => each.contactId)],
  });
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const accounts = [...new Set(orders.map((each) => each.accountId))];
  const bought = await sql<{
    id: string;
    first: string;
  }>`select account_id as id, to_char(min(day), 'YYYY-MM-DD') as first from (
      select account_id, ordered_on as day from customer_order where account_id = any (${accounts}::uuid[]) and deleted_at is null
      union all select account_id, closed_on from opportunity where account_id = any (${accounts}::uuid[]) and outcome = 'won' and deleted_at is null) bought
    group by account_id`.execute(call.db);
  const first = new Map(bought.rows.map((row) => [row.id, row.first]));
  for (const each of orders)
    if (!first.has(each.accountId) || each.orderedOn < first.get(each.accountId)!)
      first.set(each.accountId, each.orderedOn);
  const rows = orders.map((each) => ({
    workspace_id: call.who.workspaceId,
    id: call.newId(),
    account_id: each.accountId,
    contact_id: each.contactId ?? null,
    number: each.number ?? null,
    ordered_on: each.orderedOn,
    amount: each.amount ?? null,
    currency: each.currency ?? currency,
    subject: each.subject ?? null,
    offering: each.offering ?? null,
    quantity: each.quantity ?? null,
    due_on: each.dueOn ?? null,
    status: each.status ?? (each.dueOn ? 'open' : null),
    owner_id: call.who.memberId,
    custom: JSON.stringify(each.custom ?? {}),
    created_at: call.now,
    updated_at: call.now,
  }));
  await call.db.insertInto('customer_order').values(rows).execute();
  const drafts = rows.map((row): TouchpointDraft => ({
    accountId: row.account_id,
    at: noon(row.ordered_on, call.now),
    kind: row.ordered_on > first.get(row.account_id)! ? 'repeat order' : 'order',
    subject: row.subject ?? row.offering ?? row.number ?? 'Order',
    evidenceKey: `order:${row.id}`,
    ...(row.contact_id ? { contactIds: [row.contact_id] } : {}),
  }));
  await takeIn(call, drafts, { source: 'order' });
  for (const accountId of accounts) {
    const own = rows.filter((row) => row.account_id === accountId);
    await call.record(
      'order.created',
      { kind: 'order', id: own[0]!.id, accountId },
      { count: own.length, amount: own[0]!.amount },
    );
  }
  return rows.map((row) => row.id);
}

/** Noon of the day; of today no later than now. */
const noon = (on: string, now: Date) => new Date(Math.min(Date.parse(`${on}T12:00:00Z`), now.getTime())).toISOString();

/** Paid is what the customer did: it stands in the ledger once. */
async function notePaid(
  call: Call,
  { id, accountId, subject, number }: Pick<Order, 'id' | 'accountId' | 'subject' | 'number'>,
): Promise<void> {
  await takeIn(
    call,
    [
      {
        accountId,
        kind: 'invoice paid',
        subject: subject ?? number ?? 'Invoice paid',
        evidenceKey: `order:${id}:paid`,
      },
    ],
    { source: 'order' },
  );
}

async function mark(call: Call, id: string, at: Date | null) {
  const before = await found(call, id);
  if ((before.deletedAt === null) === (at === null)) return before;
  const changed = await call.db
    .updateTable('customer_order')
    .set({ deleted_at: at, version: before.version + 1, updated_at: call.now })
    .where('id', '=', id)
    .where('version', '=', before.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw forbidden(at === null ? 'restore this order' : 'delete this order');
  await call.record(
    at === null ? 'order.restored' : 'order.deleted',
    { kind: 'order', id, accountId: before.accountId },
    { number: before.number },
  );
  return found(call, id);
}
