import { sql } from 'kysely';
import { z } from 'zod';
import type { Reaction } from '../../platform/serve.ts';
import { checkExpectations } from '../promises.ts';
import { handoffFor } from './opening.ts';
import { packetFromSale } from './saleFacts.api.ts';

/** What the closing dialog may tell of expectations: a list with figures where there are any, or one sentence. */
const expectation = z.object({ what: z.string().min(1).max(500), expected: z.number().nullish(), sold: z.number().nullish(), unit: z.string().max(40).nullish(), better: z.enum(['more', 'less']).nullish(), resetTo: z.number().nullish(), resetWords: z.string().nullish(), realistic: z.boolean().nullish() });
const told = z.object({
  expectation: z.string().nullish(),
  expectations: z
    .array(expectation)
    .max(50)
    .nullish()
    .catch(null),
});

/** A sale that is won opens its handoff, with the packet as far as the sale tells it. The clock runs from the signature. */
export const openHandoff: Reaction = async (call, event) => {
  if (!event.accountId || !event.subject.id) return;
  await noteExpectations(call, event);
  const { rows } = await sql<{ sale_type: string; kind: string; owner_id: string | null; account_owner: string | null; farmer: boolean; others: number; signed_at: Date }>`
    select o.sale_type, o.kind, o.owner_id, a.owner_id as account_owner, coalesce(m.business_role = 'farmer' or m.role = 'account manager', false) as farmer,
      (select count(*)::int from member f where f.workspace_id = o.workspace_id and f.disabled_at is null and f.id is distinct from coalesce(o.owner_id, a.owner_id, ${call.who.memberId}) and f.role in ('owner', 'manager', 'team leader', 'seller', 'account manager')) as others,
      case when o.closed_on = ${call.now}::date then ${call.now}::timestamptz else o.closed_on::timestamptz end as signed_at
    from opportunity o join account a on a.workspace_id = o.workspace_id and a.id = o.account_id left join member m on m.workspace_id = o.workspace_id and m.id = coalesce(o.owner_id, a.owner_id)
    where o.id = ${event.subject.id}`.execute(call.db);
  const [sale] = rows;
  if (!sale) return;
  const hunterId = sale.owner_id ?? sale.account_owner ?? call.who.memberId;
  const opens = handoffFor({ saleType: sale.sale_type, kind: sale.kind, hunterId, accountOwnerId: sale.account_owner, hunterIsFarmer: sale.farmer, others: sale.others });
  if (!opens) return;
  const fromSale = JSON.stringify(await packetFromSale(call, event.subject.id));
  const id = call.newId();
  const values = { hunter_id: hunterId, signed_at: sale.signed_at, one_person: opens.onePerson, from_sale: fromSale, state: 'open' as const, tied: true, opened_at: call.now, updated_at: call.now };
  await call.db
    .insertInto('handoff')
    .values({ workspace_id: call.who.workspaceId, id, account_id: event.accountId, opportunity_id: event.subject.id, ...values, created_at: call.now })
    .onConflict((c) => c.columns(['workspace_id', 'opportunity_id']).doUpdateSet({ ...values, introduced_at: null, offered_at: null, accepted_at: null, farmer_id: null }))
    .execute();
  await call.record('handoff.opened', { kind: 'handoff', id, accountId: event.accountId }, { hunterId, onePerson: opens.onePerson });
};

/** A sale that is open again has nothing to hand over. */
export const voidHandoff: Reaction = async (call, event) => {
  await call.db.updateTable('handoff').set({ state: 'void', tied: false, updated_at: call.now, version: sql<number>`version + 1` }).where('opportunity_id', '=', event.subject.id!).where('tied', '=', true).execute();
};

/** Whoever logs the joint introduction has noted it on the handoff as well. */
export const noteIntroduction: Reaction = async (call, event) => {
  const { kind } = event.detail as { kind?: string };
  if (kind !== 'introduction' || !event.accountId) return;
  const rows = await call.db.selectFrom('handoff').select(['id', 'state', 'farmer_id']).where('account_id', '=', event.accountId).where('tied', '=', true).where('one_person', '=', false).where('introduced_at', 'is', null).where('farmer_id', 'is not', null).execute();
  for (const row of rows) {
    await call.db.insertInto('handoff_event').values({ workspace_id: call.who.workspaceId, id: call.newId(), handoff_id: row.id, kind: 'introduced', member_id: call.who.memberId, at: call.now }).execute();
    await call.db.updateTable('handoff').set({ introduced_at: call.now, tied: row.state !== 'accepted', updated_at: call.now, version: sql<number>`version + 1` }).where('id', '=', row.id).execute();
  }
};

const noteExpectations: Reaction = async (call, event) => {
  const said = told.safeParse(event.detail).data;
  const list: z.output<typeof expectation>[] = said?.expectations?.length ? said.expectations : said?.expectation?.trim() ? [{ what: said.expectation.trim().slice(0, 500) }] : [];
  for (const one of list) {
    const figures = { what: one.what, expected: one.expected ?? null, sold: one.sold ?? null, better: one.better ?? ('more' as const), resetTo: one.resetTo ?? null };
    const verdict = figures.expected !== null && figures.sold !== null ? checkExpectations([{ ...figures, expected: figures.expected, sold: figures.sold }])[0]!.verdict
      : figures.resetTo !== null || one.resetWords ? 'reset' : one.realistic == null ? 'unchecked' : one.realistic ? 'realistic' : 'unrealistic';
    await call.db.insertInto('expectation').values({ workspace_id: call.who.workspaceId, id: call.newId(), account_id: event.accountId!, opportunity_id: event.subject.id!, what: figures.what, expected: figures.expected, sold: figures.sold, unit: one.unit ?? null, better: figures.better, reset_to: figures.resetTo, reset_words: one.resetWords ?? null, verdict, created_at: call.now, updated_at: call.now }).execute();
  }
};
