import { sql } from 'kysely';
import { dayOf } from '../../platform/days.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import type { assetContract, ServiceContract } from './contract.ts';
import { knownAt } from './renewals.api.ts';
import { addMonths, featuresOf } from './retention.ts';
import { foundContract, selectContracts } from './selectContracts.api.ts';

type Own =
  | 'listContracts'
  | 'addContract'
  | 'changeContract'
  | 'deleteContract'
  | 'renewContract'
  | 'loseContract'
  | 'takeBackDecision';

/** Contracts, and what becomes of each renewal. */
export const contractHandlers: Pick<Handlers<typeof assetContract>, Own> = {
  async listContracts(call, { query }) {
    let rows = selectContracts(call).where('k.deleted_at', 'is', null);
    if (query.account) rows = rows.where('k.account_id', '=', query.account);
    if (query.state) rows = rows.where('k.state', 'in', query.state);
    return pageOf(
      rows,
      [
        { by: sql.ref('k.renews_on'), key: 'renewsOn', type: 'date' },
        { by: sql.ref('k.id'), key: 'id', type: 'uuid' },
      ],
      query,
    );
  },

  async addContract(call, { body }) {
    await mustBeSeen(call.db, { accountId: ['account', body.accountId], ownerId: ['member', body.ownerId] });
    await mustKeep(call, body.accountId);
    const renewsOn = body.renewsOn ?? addMonths(body.startedOn, body.periodMonths);
    mustFollow(body.startedOn, renewsOn);
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    const id = call.newId();
    await call.db
      .insertInto('service_contract')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        account_id: body.accountId,
        name: body.name,
        number: body.number ?? null,
        started_on: body.startedOn,
        renews_on: renewsOn,
        period_months: body.periodMonths,
        price: body.price,
        currency: body.currency ?? currency,
        notice_days: body.noticeDays ?? 0,
        owner_id: body.ownerId ?? call.who.memberId,
        note: body.note ?? null,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record(
      'contract.added',
      { kind: 'contract', id, accountId: body.accountId },
      { name: body.name, price: body.price },
    );
    return foundContract(call, id);
  },

  async changeContract(call, { params: { id }, body }) {
    const before = await toChange(call, id);
    const changes = changesBetween(before as object, body);
    if (Object.keys(changes).length === 0) return before;
    await mustBeSeen(call.db, { ownerId: ['member', body.ownerId] });
    mustFollow(body.startedOn ?? before.startedOn, body.renewsOn ?? before.renewsOn);
    const columns = {
      name: body.name,
      number: body.number,
      started_on: body.startedOn,
      renews_on: body.renewsOn,
      period_months: body.periodMonths,
      price: body.price,
      currency: body.currency,
      notice_days: body.noticeDays,
      owner_id: body.ownerId,
      note: body.note,
    };
    await save(call, before, Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)));
    await call.record('contract.changed', about(before), { changes });
    return foundContract(call, id);
  },

  async deleteContract(call, { params: { id } }) {
    const before = await foundContract(call, id);
    if (before.deletedAt) return { done: true as const };
    await save(call, before, { deleted_at: call.now });
    await call.record('contract.deleted', about(before), { name: before.name });
    return { done: true as const };
  },

  async renewContract(call, { params: { id }, body }) {
    const before = await toChange(call, id);
    if (before.state !== 'running')
      throw conflict('lost', 'This contract was lost. Take that back before renewing it.');
    const price = body.price ?? before.price;
    const periodMonths = body.periodMonths ?? before.periodMonths;
    const number = await decide(call, before, {
      outcome: 'renewed',
      on: body.on ?? dayOf(call.now),
      priceAfter: price,
      reason: null,
      note: body.note ?? null,
    });
    await save(call, before, {
      renews_on: addMonths(before.renewsOn, periodMonths),
      price,
      period_months: periodMonths,
    });
    await takeIn(
      call,
      [
        {
          accountId: before.accountId,
          kind: 'renewal',
          subject: before.name,
          evidenceKey: `contract:${id}:${number}:${call.now.toISOString()}`,
        },
      ],
      { source: 'contract' },
    );
    await call.record('contract.renewed', about(before), {
      name: before.name,
      price: [before.price, price],
      changes: { price: [before.price, price] },
    });
    return foundContract(call, id);
  },

  async loseContract(call, { params: { id }, body }) {
    const before = await toChange(call, id);
    if (before.state !== 'running') throw conflict('lost', 'This contract is lost already.');
    const on = body.on ?? dayOf(call.now);
    if (on <= before.startedOn) throw invalid([{ path: 'on', message: 'Lies before the contract began' }]);
    const number = await decide(call, before, {
      outcome: 'lost',
      on,
      priceAfter: null,
      reason: body.reason,
      note: body.note ?? null,
    });
    await save(call, before, { state: 'lost', lost_on: on });
    await takeIn(
      call,
      [
        {
          accountId: before.accountId,
          kind: 'cancellation',
          subject: before.name,
          evidenceKey: `contract:${id}:${number}:${call.now.toISOString()}`,
          outcome: body.reason,
        },
      ],
      { source: 'contract' },
    );
    await call.record('contract.lost', about(before), { name: before.name, reason: body.reason });
    return foundContract(call, id);
  },

  async takeBackDecision(call, { params: { id } }) {
    const before = await toChange(call, id);
    const last = await call.db
      .selectFrom('contract_decision')
      .selectAll()
      .where('contract_id', '=', id)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (!last) throw conflict('nothing_decided', 'Nothing was decided on this contract yet.');
    await call.db
      .deleteFrom('contract_decision')
      .where('contract_id', '=', id)
      .where('number', '=', last.number)
      .execute();
    await save(call, before, {
      state: 'running',
      lost_on: null,
      renews_on: last.renews_before,
      price: last.price_before,
    });
    await call.record('contract.decision taken back', about(before), { name: before.name, outcome: last.outcome });
    return foundContract(call, id);
  },
};

type Known = Awaited<ReturnType<typeof foundContract>>;
const about = (of: Pick<ServiceContract, 'id' | 'accountId'>) => ({
  kind: 'contract',
  id: of.id,
  accountId: of.accountId,
});

async function mustKeep(call: Call, accountId: string): Promise<void> {
  const { rows } = await sql<{ keeps: boolean }>`select app_keeps(${accountId}) as keeps`.execute(call.db);
  if (!rows[0]?.keeps) throw forbidden('keep the contracts of this customer');
}

function mustFollow(startedOn: string, renewsOn: string): void {
  if (renewsOn <= startedOn) throw invalid([{ path: 'renewsOn', message: 'Must lie after the beginning' }]);
}

async function toChange(call: Call, id: string): Promise<Known> {
  const row = await foundContract(call, id);
  if (row.deletedAt) throw notFound('contract');
  if (row.version !== call.version) throw stale(row);
  return row;
}

async function save(call: Call, before: Known, columns: object): Promise<void> {
  const changed = await call.db
    .updateTable('service_contract')
    .set({ ...columns, version: before.version + 1, updated_at: call.now })
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows > 0n) return;
  const now = await foundContract(call, before.id);
  throw now.version === before.version ? forbidden('keep the contracts of this customer') : stale(now);
}

/** Writes a decision down, with what was known of the account at that moment. */
async function decide(
  call: Call,
  of: Known,
  decision: {
    outcome: 'renewed' | 'lost';
    on: string;
    priceAfter: string | null;
    reason: string | null;
    note: string | null;
  },
): Promise<number> {
  await mustKeep(call, of.accountId);
  if (decision.on > dayOf(call.now)) throw invalid([{ path: 'on', message: 'Lies in the future' }]);
  const last = await call.db
    .selectFrom('contract_decision')
    .select('number')
    .where('contract_id', '=', of.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const number = (last?.number ?? 0) + 1;
  const known = (await knownAt(call, [of.accountId])).get(of.accountId);
  await call.db
    .insertInto('contract_decision')
    .values({
      workspace_id: call.who.workspaceId,
      contract_id: of.id,
      account_id: of.accountId,
      number,
      decided_on: decision.on,
      outcome: decision.outcome,
      renews_before: of.renewsOn,
      price_before: of.price,
      price_after: decision.priceAfter,
      reason: decision.reason,
      note: decision.note,
      features: known ? featuresOf(known) : [],
      member_id: call.who.memberId,
      at: call.now,
    })
    .execute();
  return number;
}
