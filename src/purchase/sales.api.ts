import { sql } from 'kysely';
import { mergedCustom } from '../people/custom.ts';
import { nameKey } from '../people/keys.ts';
import { dayOf } from '../platform/days.ts';
import { changesBetween } from '../platform/events.ts';
import { conflict, forbidden, invalid, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { SaleRow } from './columns-sql.ts';
import { syncCompetitors } from './closing/closing.api.ts';
import type { purchaseContract } from './contract.ts';
import { linesOf } from './lines.api.ts';
import { contractValue, lineTotal } from './lineTotal.ts';
import { closeSale } from './outcome.api.ts';
import { proposeSaleType } from './saleType.ts';
import { noteStage } from './stageLog.api.ts';
import { foundSale, keepDerived, saleToChange } from './store.api.ts';
import type { Opportunity } from './records.ts';

type Own = 'createOpportunity' | 'sell' | 'changeOpportunity' | 'deleteOpportunity' | 'restoreOpportunity';
type Derived =
  | 'id'
  | 'stage'
  | 'stageSince'
  | 'outcome'
  | 'outcomeReason'
  | 'lostTo'
  | 'closedOn'
  | 'complexity'
  | 'probability'
  | 'version'
  | 'createdAt'
  | 'updatedAt'
  | 'deletedAt';
type Fields = Omit<Opportunity, Derived>;

export const saleHandlers: Pick<Handlers<typeof purchaseContract>, Own> = {
  async createOpportunity(call, { body }) {
    return foundSale(call, await openSale(call, body));
  },

  async sell(call, { body: { lines, ...given } }) {
    const sold = (lines ?? []).map((line) => ({
      recurring: line.recurring ?? null,
      total: lineTotal({ quantity: line.quantity ?? '1', price: line.price, discount: line.discount ?? 0 }),
    }));
    const id = await openSale(call, {
      ...given,
      name: given.name ?? nameOf(lines ?? []),
      amount: given.amount ?? contractValue(sold, null),
      offering: lines?.length
        ? lines
            .map((line) => line.name)
            .join(', ')
            .slice(0, 300)
        : null,
      saleType: 'retail',
      expectedCloseOn: dayOf(call.now),
    });
    if (lines?.length) await linesOf(call, id, lines);
    const paid = { id: 'retail.purchase', what: 'The buyer paid', at: dayOf(call.now) };
    await sql`insert into opportunity_step (workspace_id, opportunity_id, id, stages, title, evidence, required, proof, proven_on, proven_by, updated_at)
      values (${call.who.workspaceId}, ${id}, ${paid.id}, array['interest', 'assessment', 'involvement', 'commitment', 'action'], 'Sell', ${paid.what}, true, ${paid.what}, ${paid.at}, ${call.who.memberId}, ${call.now})`.execute(
      call.db,
    );
    await closeSale(call, await foundSale(call, id), {
      outcome: 'won',
      on: paid.at,
      reason: null,
      lostTo: null,
      detail: {},
    });
    return foundSale(call, id);
  },

  async changeOpportunity(call, { params: { id }, body }) {
    const before = await saleToChange(call, id);
    const given = { ...body };
    if (given.custom) given.custom = mergedCustom(before.custom, given.custom);
    if (given.saleType && given.saleType !== 'commercial') given.subType = null;
    if ((given.saleType ?? before.saleType) === 'commercial' && (given.subType ?? before.subType) === null)
      given.subType = proposeSaleType(given.answers ?? before.answers).subType ?? 'solution';
    const changes = changesBetween(before as object, given);
    if (Object.keys(changes).length === 0) return before;
    await mustBeThere(call, given);
    const changed = await call.db
      .updateTable('opportunity')
      .set({ ...rowOf({ ...before, ...given }), version: call.version + 1, updated_at: call.now })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(await foundSale(call, id));
    if (given.competitors) await syncCompetitors(call, id, given.competitors);
    await keepDerived(call, id);
    await call.record('opportunity.changed', { kind: 'opportunity', id, accountId: before.accountId }, { changes });
    return foundSale(call, id);
  },

  deleteOpportunity: (call, { params: { id } }) => markDeleted(call, id, call.now),
  restoreOpportunity: (call, { params: { id } }) => markDeleted(call, id, null),
};

/** "Salt, 25 kg and 2 more". */
function nameOf(lines: readonly { name: string }[]): string {
  const [first, ...more] = lines;
  return `${first?.name ?? ''}${more.length > 0 ? ` and ${more.length} more` : ''}`.slice(0, 300);
}

export async function openSale(
  call: Call,
  given: Partial<Fields> & { name: string },
  id = call.newId(),
): Promise<string> {
  const proposed = proposeSaleType(given.answers ?? {});
  const answered = Object.keys(given.answers ?? {}).length > 0;
  const saleType = given.saleType ?? (answered ? proposed.saleType : 'commercial');
  const workspace = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const fields: Fields = {
    ...blank(call, workspace.currency),
    ...given,
    ownerId: given.ownerId === undefined ? call.who.memberId : given.ownerId,
    saleType,
    subType: saleType === 'commercial' ? (given.subType ?? proposed.subType ?? 'solution') : null,
  };
  await mustBeThere(call, fields);
  await call.db
    .insertInto('opportunity')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      ...rowOf(fields),
      stage: 'interest',
      stage_since: call.now,
      created_at: call.now,
      updated_at: call.now,
    })
    .execute();
  const { judged } = await keepDerived(call, id);
  await noteStage(call, id, { from: null, to: 'interest', facts: judged.facts });
  await call.record(
    'opportunity.created',
    { kind: 'opportunity', id, accountId: fields.accountId },
    { name: fields.name, saleType, amount: fields.amount, ownerId: fields.ownerId },
  );
  return id;
}

async function markDeleted(call: Call, id: string, at: Date | null): Promise<SaleRow> {
  const before = await foundSale(call, id);
  if ((before.deletedAt === null) === (at === null)) return before;
  const changed = await call.db
    .updateTable('opportunity')
    .set({ deleted_at: at, version: sql`version + 1`, updated_at: call.now })
    .where('id', '=', id)
    .where('deleted_at', at === null ? 'is not' : 'is', null)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) {
    const now = await foundSale(call, id);
    if ((now.deletedAt === null) === (at === null)) return now;
    throw forbidden(at === null ? 'restore this sale' : 'delete this sale');
  }
  await call.record(
    at === null ? 'opportunity.restored' : 'opportunity.deleted',
    { kind: 'opportunity', id, accountId: before.accountId },
    { name: before.name },
  );
  return foundSale(call, id);
}

/** What a sale is made of must exist, and this person must see it. */
async function mustBeThere(call: Call, given: Partial<Fields>): Promise<void> {
  const asked = [
    ['accountId', 'account', given.accountId],
    ['contactId', 'contact', given.contactId],
    ['ownerId', 'member', given.ownerId],
  ] as const;
  for (const [path, table, id] of asked) {
    if (!id) continue;
    const row = await call.db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst();
    if (!row) throw invalid([{ path, message: `There is no such ${table === 'member' ? 'colleague' : table}` }]);
  }
  if (given.subType && given.saleType && given.saleType !== 'commercial')
    throw conflict('no_sub_type', 'Only a commercial sale is a solution or a system sale.');
}

const blank = (call: Call, currency: string): Omit<Fields, 'name'> => ({
  accountId: null,
  contactId: null,
  ownerId: null,
  saleType: 'commercial',
  subType: null,
  scope: 'one unit',
  kind: 'initial',
  answers: {},
  typeReason: null,
  amount: null,
  currency,
  offering: null,
  openedOn: dayOf(call.now),
  expectedCloseOn: null,
  source: null,
  description: null,
  newOffering: false,
  formalProcurement: false,
  contractMonths: null,
  competitors: [],
  entryWindow: null,
  windowUntil: null,
  windowOpenedBy: null,
  custom: {},
});

function rowOf(fields: Fields) {
  return {
    name: fields.name,
    name_key: nameKey(fields.name),
    account_id: fields.accountId,
    contact_id: fields.contactId,
    owner_id: fields.ownerId,
    sale_type: fields.saleType,
    sub_type: fields.subType,
    scope: fields.scope,
    kind: fields.kind,
    type_answers: JSON.stringify(fields.answers),
    type_reason: fields.typeReason,
    amount: fields.amount,
    currency: fields.currency,
    offering: fields.offering,
    opened_on: fields.openedOn,
    expected_close_on: fields.expectedCloseOn,
    source: fields.source,
    description: fields.description,
    new_offering: fields.newOffering,
    formal_procurement: fields.formalProcurement,
    contract_months: fields.contractMonths,
    competitors: fields.competitors,
    entry_window: fields.entryWindow,
    window_until: fields.windowUntil,
    window_opened_by: fields.windowOpenedBy,
    custom: JSON.stringify(fields.custom),
  };
}
