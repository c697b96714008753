import { sql } from 'kysely';
import { recordset, type Tx } from '../platform/database.ts';
import type { Reaction } from '../platform/serve.ts';
import { hearing, lockRelationships, replayAccounts, takeIn, untouched } from './ledger.api.ts';
import { countMoney } from './money.api.ts';
import { mirrorDue, openNextStep } from './nextSteps.api.ts';
import { standingRow } from './standing.ts';
import type { Phase, SaleType } from './vocabulary.ts';

/** What an account begins with: nobody has touched it yet. */
export interface Beginning {
  accountId: string;
  ownerId: string | null;
  phase?: Phase | undefined;
  saleType?: SaleType | undefined;
  /** Known from before the first touchpoint. */
  standing?: 'prospect' | 'customer' | 'former' | undefined;
  revenue?: string | undefined;
  potential?: string | undefined;
}

/** One relationship per account, begun in the transaction that made the account. */
export async function beginRelationships(
  db: Tx,
  workspaceId: string,
  beginnings: readonly Beginning[],
  now: Date,
): Promise<void> {
  const hears = await hearing(db);
  const alike = Map.groupBy(beginnings, (b) => `${saleTypeOf(b)} ${standingOf(b)}`);
  for (const group of alike.values()) {
    const [first] = group;
    if (!first) continue;
    const [saleType, standing] = [saleTypeOf(first), standingOf(first)];
    const { position, probability, along, trust, interest, confidence, model_version, state } = standingRow(
      untouched(saleType, now.getTime(), standing, hears.model),
      now.getTime(),
      hears.listening,
      hears,
      hears.model,
    );
    // What all of them have in common is sent once: an import begins thousands at a time.
    const shared = {
      workspace_id: workspaceId,
      alive: true,
      phase_since: now,
      standing,
      sale_type: saleType,
      position,
      position_since: now,
      probability,
      along,
      trust,
      interest,
      confidence,
      touchpoints: 0,
      model_version,
      state,
      updated_at: now,
    };
    const own = group.map((b) => ({
      account_id: b.accountId,
      owner_id: b.ownerId,
      phase: b.phase ?? 'shopping',
      revenue: b.revenue ?? '0',
      potential: b.potential ?? '0',
    }));
    const [one, each] = [recordset(sharedColumns, [shared]), recordset(ownColumns, own)];
    await sql`insert into relationship (${one.names}, ${each.names}) select one.*, r.* from (select * from ${one.source}) one, ${each.source} on conflict do nothing`.execute(
      db,
    );
  }
}

const saleTypeOf = (b: Beginning): SaleType => b.saleType ?? 'commercial';
const standingOf = (b: Beginning) =>
  b.standing ?? (b.phase === 'ownership' || b.phase === 'usage' ? 'customer' : 'prospect');

const sharedColumns = {
  workspace_id: 'uuid',
  alive: 'boolean',
  phase_since: 'timestamptz',
  standing: 'text',
  sale_type: 'text',
  position: 'text',
  position_since: 'timestamptz',
  probability: 'real',
  along: 'real',
  trust: 'real',
  interest: 'real',
  confidence: 'real',
  touchpoints: 'integer',
  model_version: 'text',
  state: 'jsonb',
  updated_at: 'timestamptz',
};
const ownColumns = { account_id: 'uuid', owner_id: 'uuid', phase: 'text', revenue: 'numeric', potential: 'numeric' };

export const beginRelationship: Reaction = async (call, event) => {
  const detail = event.detail as { ownerId?: string | null; phase?: Phase; saleType?: SaleType };
  await beginRelationships(
    call.db,
    call.who.workspaceId,
    [{ accountId: event.subject.id!, ownerId: detail.ownerId ?? null, phase: detail.phase, saleType: detail.saleType }],
    call.now,
  );
  if (detail.phase && detail.phase !== 'shopping') {
    await call.db
      .insertInto('phase_change')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        account_id: event.subject.id!,
        from_phase: null,
        to_phase: detail.phase,
        evidence: 'Known when the account was made',
        member_id: call.who.memberId,
        at: call.now,
        recorded_at: call.now,
      })
      .execute();
  }
};

export const mirrorOwner: Reaction = async (call, event) => {
  const changes = event.detail.changes as Record<string, [unknown, unknown]> | undefined;
  const owner = changes?.ownerId ?? changes?.owner_id;
  if (owner)
    await call.db
      .updateTable('relationship')
      .set({ owner_id: owner[1] as string | null })
      .where('account_id', '=', event.subject.id!)
      .execute();
};

export const fallSilent: Reaction = async (call, event) => {
  await call.db.updateTable('relationship').set({ alive: false }).where('account_id', '=', event.subject.id!).execute();
};

export const comeBack: Reaction = async (call, event) => {
  await call.db.updateTable('relationship').set({ alive: true }).where('account_id', '=', event.subject.id!).execute();
};

/** A sale that is won or lost is a touchpoint: the strongest there is. */
export const noteClose: Reaction = async (call, event) => {
  const detail = event.detail as { name: string; outcome: 'won' | 'lost'; saleType?: SaleType; amount?: string };
  if (!event.accountId) return;
  if (detail.saleType && detail.outcome === 'won') {
    const set = await call.db
      .updateTable('relationship')
      .set({ sale_type: detail.saleType })
      .where('account_id', '=', event.accountId)
      .where('sale_type', '!=', detail.saleType)
      .executeTakeFirst();
    if (set.numUpdatedRows > 0n) await replayAccounts(call, [event.accountId]);
  }
  await takeIn(
    call,
    [
      {
        accountId: event.accountId,
        kind: detail.outcome === 'won' ? 'close won' : 'close lost',
        subject: detail.name,
        opportunityId: event.subject.id,
        evidenceKey: `opportunity:${event.subject.id}:${detail.outcome}:${call.now.toISOString()}`,
      },
    ],
    { source: 'sale' },
  );
};

/** A sale that was opened is evidence that somebody buys: whoever was shopping is an active buyer now. */
export const openSale: Reaction = async (call, event) => {
  if (!event.accountId) return;
  const stored = (await lockRelationships(call.db, [event.accountId])).get(event.accountId);
  if (stored?.phase === 'shopping') {
    const detail = event.detail as { name: string };
    await call.db
      .insertInto('phase_change')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        account_id: event.accountId,
        from_phase: 'shopping',
        to_phase: 'purchase',
        evidence: `Sale opened: ${detail.name}`,
        rule: 'sale opened',
        member_id: call.who.memberId,
        at: call.now,
        recorded_at: call.now,
      })
      .execute();
    await call.db
      .updateTable('relationship')
      .set({ phase: 'purchase', phase_since: call.now, updated_at: call.now })
      .where('account_id', '=', event.accountId)
      .execute();
    await call.record(
      'phase.changed',
      { kind: 'account', id: event.accountId },
      { changes: { phase: ['shopping', 'purchase'] }, evidence: detail.name },
    );
  }
};

/** A lost sale leaves its next approach on the account. */
export const planApproach: Reaction = async (call, event) => {
  const { approach } = event.detail as { approach?: { what: string; on: string } | null };
  if (approach && event.accountId)
    await openNextStep(call, { accountId: event.accountId, what: approach.what, dueAt: `${approach.on}T09:00:00Z` });
};

/** Business that was spotted outside of a logged contact stands in the account's timeline. */
export const noteSpotted: Reaction = async (call, event) => {
  const { what, touchpointId } = event.detail as { what: string; touchpointId: string | null };
  if (!event.accountId || touchpointId) return;
  await takeIn(call, [
    {
      accountId: event.accountId,
      kind: 'note',
      subject: `Spotted: ${what}`.slice(0, 500),
      evidenceKey: `spotted:${event.subject.id}`,
    },
  ]);
};

/** Whoever accepts what was spotted says when they will call. */
export const planFirstCall: Reaction = async (call, event) => {
  const { what, callBy, prospectAccountId, contactId } = event.detail as {
    what: string;
    callBy: string | null;
    prospectAccountId: string;
    contactId: string | null;
  };
  if (callBy)
    await openNextStep(call, {
      accountId: prospectAccountId,
      what: what.slice(0, 300),
      memberId: call.who.memberId,
      contactId,
      dueAt: callBy,
    });
};

/** Whoever plans to ask a customer for something gets it as the next step. */
export const planAsk: Reaction = async (call, event) => {
  const {
    kind,
    dueAt,
    contactId,
    for: forWhom,
  } = event.detail as { kind: string; dueAt: string | null; contactId: string | null; for: string | null };
  if (event.accountId && dueAt)
    await openNextStep(call, {
      accountId: event.accountId,
      what: `Ask for a ${kind}${forWhom ? ` for ${forWhom}` : ''}`.slice(0, 300),
      memberId: call.who.memberId,
      contactId,
      dueAt,
    });
};

/** That we asked is an entry of the ledger: ours, so that it raises nothing. */
export const noteAsk: Reaction = async (call, event) => {
  const { kind, contactId } = event.detail as { kind: string; contactId: string | null };
  if (event.accountId)
    await takeIn(call, [
      {
        accountId: event.accountId,
        kind: 'outreach',
        channel: 'call',
        subject: `Asked for a ${kind}`,
        ...(contactId ? { contactIds: [contactId] } : {}),
        evidenceKey: `ask:${event.subject.id}`,
      },
    ]);
};

/** Thanks are told in the timeline of whom we thanked. */
export const noteThanks: Reaction = async (call, event) => {
  const { thanks, fromAccountId, fromContactId } = event.detail as {
    thanks: string | null;
    fromAccountId: string | null;
    fromContactId: string | null;
  };
  if (thanks && fromAccountId)
    await takeIn(call, [
      {
        accountId: fromAccountId,
        kind: 'outreach',
        subject: `Thanked: ${thanks}`.slice(0, 500),
        ...(fromContactId ? { contactIds: [fromContactId] } : {}),
        evidenceKey: `thanks:${event.subject.id}:${call.now.toISOString()}`,
      },
    ]);
};

/** A year's won sales and orders, and what is open, in the workspace's currency: kept on the relationship of each account the event is about. */
export const mirrorSales: Reaction = async (call, event) => {
  const moved = (event.detail.changes as { accountId?: [string | null, string | null] } | undefined)?.accountId ?? [];
  const accounts = [...new Set([event.accountId, ...moved].filter((id) => typeof id === 'string'))];
  if (accounts.length === 0) return;
  await countMoney(call, accounts);
};

/** A change to many accounts at once: their relationships follow in one statement. */
export const mirrorMany: Reaction = async (call, event) => {
  await sql`update relationship r set owner_id = a.owner_id, alive = a.deleted_at is null
    from bulk_change_row b join account a on a.workspace_id = b.workspace_id and a.id = b.record_id
    where b.bulk_id = ${event.detail.bulkId} and r.account_id = a.id`.execute(call.db);
};

/** What a buyer who may still withdraw needs to hear, as next steps: thanks, room for doubts, and that it is firm. */
export const planReassurance: Reaction = async (call, event) => {
  const { reassurance = [], name } = event.detail as {
    reassurance?: { what: 'thank' | 'doubts' | 'firm'; on: string }[];
    name: string;
  };
  if (!event.accountId) return;
  const words = {
    thank: `Thank them for ${name} and say what happens next`,
    doubts: `Ask whether any doubt has come up about ${name}`,
    firm: `Tell them that ${name} is firm, and when it arrives`,
  };
  for (const step of reassurance)
    await openNextStep(call, {
      accountId: event.accountId,
      what: words[step.what].slice(0, 300),
      dueAt: `${step.on}T09:00:00Z`,
    });
};

/** A discount above the limit waits on the manager's Today; what was decided or withdrawn waits no more. */
export const askApprover: Reaction = async (call, event) => {
  const { number, discount, approverId } = event.detail as { number: string; discount: number; approverId: string };
  if (event.accountId)
    await openNextStep(call, {
      accountId: event.accountId,
      what: approvalStep(number, discount),
      memberId: approverId,
      dueAt: call.now,
    });
};
export const approvalDecided: Reaction = async (call, event) => {
  const { number, approverId } = event.detail as { number: string; approverId: string | null };
  if (!event.accountId || !approverId) return;
  await sql`update next_step set state = 'done', ended_at = ${call.now}, updated_at = ${call.now}, version = version + 1
    where account_id = ${event.accountId} and member_id = ${approverId} and state = 'open' and what like ${`Say yes or no to quote ${number}:%`}`.execute(
    call.db,
  );
  await mirrorDue(call, event.accountId);
};
const approvalStep = (number: string, discount: number) =>
  `Say yes or no to quote ${number}: ${discount} percent discount`;

/** The buyer has signed: whoever sells it closes it while it is warm. */
export const planClose: Reaction = async (call, event) => {
  const { number, signedBy, memberId } = event.detail as { number: string; signedBy: string; memberId: string | null };
  if (event.accountId)
    await openNextStep(call, {
      accountId: event.accountId,
      what: `Close the sale: ${signedBy} accepted quote ${number}`.slice(0, 300),
      memberId,
      dueAt: call.now,
    });
};
