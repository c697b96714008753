import { sql } from 'kysely';
import { z } from 'zod';
import type { Reaction } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import { handoffFor } from './opening.ts';
import { packetFromSale } from './saleFacts.api.ts';

/** What the close tells of expectations: a list with how each was answered, or one text. */
const expectation = z.object({
  expects: z.string().min(1).max(1000),
  verdict: z.enum(['as sold', 'more than sold', 'not clear']),
  answer: z.string().nullish(),
});
const told = z.object({
  expectation: z.string().nullish(),
  expectations: z.array(expectation).max(50).nullish().catch(null),
});

/** A sale that is won opens its handoff, with the packet as far as the sale tells it. The clock runs from the signature. */
export const openHandoff: Reaction = async (call, event) => {
  if (!event.accountId || !event.subject.id) return;
  await noteExpectations(call, event);
  const { rows } = await sql<{
    sale_type: string;
    kind: string;
    owner_id: string | null;
    account_owner: string | null;
    farmer: boolean;
    others: number;
    signed_at: Date;
  }>`
    select o.sale_type, o.kind, o.owner_id, a.owner_id as account_owner, coalesce(m.business_role = 'farmer' or m.role = 'account manager', false) as farmer,
      (select count(*)::int from member f where f.workspace_id = o.workspace_id and f.disabled_at is null and f.id is distinct from coalesce(o.owner_id, a.owner_id, ${call.who.memberId}) and f.role in ('owner', 'manager', 'team leader', 'seller', 'account manager')) as others,
      case when o.closed_on = ${call.now}::date then ${call.now}::timestamptz else o.closed_on::timestamptz end as signed_at
    from opportunity o join account a on a.workspace_id = o.workspace_id and a.id = o.account_id left join member m on m.workspace_id = o.workspace_id and m.id = coalesce(o.owner_id, a.owner_id)
    where o.id = ${event.subject.id}`.execute(call.db);
  const [sale] = rows;
  if (!sale) return;
  const hunterId = sale.owner_id ?? sale.account_owner ?? call.who.memberId;
  const opens = handoffFor({
    saleType: sale.sale_type,
    kind: sale.kind,
    hunterId,
    accountOwnerId: sale.account_owner,
    hunterIsFarmer: sale.farmer,
    others: sale.others,
  });
  if (!opens) return;
  const fromSale = JSON.stringify(await packetFromSale(call, event.subject.id));
  const id = call.newId();
  const values = {
    hunter_id: hunterId,
    signed_at: sale.signed_at,
    one_person: opens.onePerson,
    from_sale: fromSale,
    state: 'open' as const,
    tied: true,
    opened_at: call.now,
    updated_at: call.now,
  };
  await call.db
    .insertInto('handoff')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      account_id: event.accountId,
      opportunity_id: event.subject.id,
      ...values,
      created_at: call.now,
    })
    .onConflict((c) =>
      c
        .columns(['workspace_id', 'opportunity_id'])
        .doUpdateSet({ ...values, introduced_at: null, offered_at: null, accepted_at: null, farmer_id: null }),
    )
    .execute();
  await call.record(
    'handoff.opened',
    { kind: 'handoff', id, accountId: event.accountId },
    { hunterId, onePerson: opens.onePerson },
  );
};

/** A sale that is open again has nothing to hand over. */
export const voidHandoff: Reaction = async (call, event) => {
  await call.db
    .updateTable('handoff')
    .set({ state: 'void', tied: false, updated_at: call.now, version: sql<number>`version + 1` })
    .where('opportunity_id', '=', event.subject.id!)
    .where('tied', '=', true)
    .execute();
};

/** Whoever logs the joint introduction has noted it on the handoff as well. */
export const noteIntroduction: Reaction = async (call, event) => {
  const { kind } = event.detail as { kind?: string };
  if (kind !== 'introduction' || !event.accountId) return;
  const rows = await call.db
    .selectFrom('handoff')
    .select(['id', 'state', 'farmer_id'])
    .where('account_id', '=', event.accountId)
    .where('tied', '=', true)
    .where('one_person', '=', false)
    .where('introduced_at', 'is', null)
    .where('farmer_id', 'is not', null)
    .execute();
  for (const row of rows) {
    await call.db
      .insertInto('handoff_event')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        handoff_id: row.id,
        kind: 'introduced',
        member_id: call.who.memberId,
        at: call.now,
      })
      .execute();
    await call.db
      .updateTable('handoff')
      .set({
        introduced_at: call.now,
        tied: row.state !== 'accepted',
        updated_at: call.now,
        version: sql<number>`version + 1`,
      })
      .where('id', '=', row.id)
      .execute();
  }
};

/** What was answered at the close is reset, and logged; what nobody judged is the first part of the handoff. */
const noteExpectations: Reaction = async (call, event) => {
  const said = told.safeParse(event.detail).data;
  const words = said?.expectation?.trim() ?? '';
  const list: z.output<typeof expectation>[] = said?.expectations?.length
    ? said.expectations
    : words
      ? [{ expects: words, verdict: 'not clear' }]
      : [];
  const at = {
    workspace_id: call.who.workspaceId,
    account_id: event.accountId!,
    opportunity_id: event.subject.id!,
    created_at: call.now,
    updated_at: call.now,
  };
  for (const { expects, verdict, answer } of list) {
    const what = expects.slice(0, 500);
    const reset = verdict === 'more than sold' && Boolean(answer);
    const id = call.newId();
    await call.db
      .insertInto('expectation')
      .values({
        ...at,
        id,
        what,
        reset_words: reset ? answer!.slice(0, 500) : null,
        verdict: reset
          ? 'reset'
          : verdict === 'as sold'
            ? 'realistic'
            : verdict === 'more than sold'
              ? 'unrealistic'
              : 'unchecked',
        checked_by: verdict === 'not clear' ? null : call.who.memberId,
        checked_at: verdict === 'not clear' ? null : call.now,
      })
      .execute();
    if (reset)
      await takeIn(
        call,
        [
          {
            accountId: event.accountId!,
            kind: 'call',
            subject: `Reset an expectation: ${what}`.slice(0, 500),
            expectationSet: answer!.slice(0, 1000),
            opportunityId: event.subject.id!,
            evidenceKey: `expectation:${id}:close`,
          },
        ],
        { source: 'handoff' },
      );
  }
};
