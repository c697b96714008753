import { sql } from 'kysely';
import { dayOf } from '../platform/days.ts';
import type { Reaction } from '../platform/serve.ts';
import { nextVisit } from './route/rhythm.ts';
import { openSale } from './sales.api.ts';

interface Accepted {
  what: string;
  originatorName: string;
  prospectAccountId: string;
  contactId: string | null;
  sale: { id: string; name: string; amount: string | null } | null;
}

/** What somebody spotted became a sale: of the type and kind that fit where the relationship stands. */
export const openNoticedSale: Reaction = async (call, event) => {
  const { what, originatorName, prospectAccountId, contactId, sale } = event.detail as unknown as Accepted;
  if (!sale) return;
  const known = await call.db
    .selectFrom('relationship')
    .select(['sale_type', 'phase'])
    .where('account_id', '=', prospectAccountId)
    .executeTakeFirst();
  await openSale(
    call,
    {
      name: sale.name,
      amount: sale.amount,
      accountId: prospectAccountId,
      contactId,
      saleType: known?.sale_type ?? 'commercial',
      kind: known?.phase === 'usage' ? 'aftermarket' : known?.phase === 'ownership' ? 'incremental' : 'initial',
      source: `Spotted by ${originatorName}`.slice(0, 200),
      description: what,
    },
    sale.id,
  );
};

/** A visit, wherever it was logged, is the due one of the route: the next follows by the rhythm. */
export const visitMade: Reaction = async (call, event) => {
  if (event.detail.kind !== 'visit' || !event.accountId || !event.subject.id) return;
  const stop = await call.db
    .selectFrom('route_stop')
    .select(['every_days', 'weekday', 'last_visit_on', 'next_visit_on'])
    .where('account_id', '=', event.accountId)
    .executeTakeFirst();
  if (!stop) return;
  const visit = await call.db
    .selectFrom('touchpoint')
    .select('at')
    .where('id', '=', event.subject.id)
    .where('account_id', '=', event.accountId)
    .executeTakeFirst();
  const on = dayOf(visit?.at ?? call.now);
  // A visit that was logged late must not take the route back.
  if (stop.last_visit_on !== null && on < stop.last_visit_on) return;
  const moved = await call.db
    .updateTable('route_stop')
    .set({
      last_visit_on: on,
      next_visit_on: nextVisit(on, stop.every_days, stop.weekday),
      version: sql`version + 1`,
      updated_at: call.now,
    })
    .where('account_id', '=', event.accountId)
    .executeTakeFirst();
  if (moved.numUpdatedRows === 0n) return;
  await call.db
    .insertInto('route_visit')
    .values({
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      account_id: event.accountId,
      member_id: call.who.memberId,
      due_on: stop.next_visit_on,
      state: 'made',
      touchpoint_id: event.subject.id,
      at: call.now,
    })
    .execute();
};

/** A sale that was nobody's was given to somebody by a rule. */
export const takeSale: Reaction = async (call, event) => {
  if (event.subject.kind !== 'opportunity' || !event.subject.id) return;
  const { ownerId, rule } = event.detail as { ownerId: string; rule: string };
  const taken = await call.db
    .updateTable('opportunity')
    .set((e) => ({ owner_id: ownerId, version: e('version', '+', 1), updated_at: call.now }))
    .where('id', '=', event.subject.id)
    .where('owner_id', 'is', null)
    .executeTakeFirst();
  if (taken.numUpdatedRows > 0n)
    await call.record(
      'opportunity.changed',
      { kind: 'opportunity', id: event.subject.id, accountId: event.accountId },
      { changes: { ownerId: [null, ownerId] }, because: rule },
    );
};
