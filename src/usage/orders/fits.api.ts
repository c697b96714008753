import { sql } from 'kysely';
import { compute } from '../../platform/compute.ts';
import { insertRows, sameRecord, wholeWorkspace } from '../../platform/database.ts';
import { dayOf } from '../../platform/days.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, notFound } from '../../platform/problem.ts';
import { systemCall, type Call, type Handlers, type Serving } from '../../platform/serve.ts';
import { accompanied, announce, Cancelled, endWork, finish, shareOf } from '../../platform/work.ts';
import { kinds } from '../../workspace/roles.ts';
import type { orderContract, PurchaseFitRecord } from './contract.ts';
import { fitPurchases, type PurchaseFit, type Terms } from './fitPurchases.ts';

type Own = 'listFits' | 'startFit' | 'cancelFit' | 'listCustomerValues' | 'readCustomerValue';

export const fitJob = 'fit-purchases';

/** Three years, ten percent a year, and all of the revenue, since nobody has said what the margin is. */
const usualTerms: Terms = { months: 36, discount: 0.1, margin: 1 };

export const fitHandlers: Pick<Handlers<typeof orderContract>, Own> = {
  async listFits(call, { query }) {
    return pageOf(
      selectFits(call),
      [
        { by: sql.ref('f.started_at'), key: 'startedAt', descending: true, type: 'timestamptz' },
        { by: sql.ref('f.id'), key: 'id', descending: true, type: 'uuid' },
      ],
      query,
    );
  },

  async startFit(call, { body }) {
    const running = await call.db
      .selectFrom('purchase_fit')
      .select('id')
      .where('state', 'in', ['waiting', 'running'])
      .executeTakeFirst();
    if (running) throw conflict('fit_runs', 'A fit is running. Wait for it, or cancel it first.', { id: running.id });
    const id = call.newId();
    await call.db
      .insertInto('purchase_fit')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        state: 'waiting',
        until_on: body.untilOn ?? dayOf(call.now),
        terms: JSON.stringify({ ...usualTerms, ...body.terms }),
        member_id: call.who.memberId,
        started_at: call.now,
      })
      .execute();
    await announce(call, 'purchase fit', id);
    call.enqueue(fitJob, { workspaceId: call.who.workspaceId, fitId: id });
    await call.record('purchase fit.started', { kind: 'purchase fit', id });
    return foundFit(call, id);
  },

  async cancelFit(call, { params: { id } }) {
    const fit = await foundFit(call, id);
    if (fit.state !== 'waiting' && fit.state !== 'running')
      throw conflict('not_running', 'This fit does not run any more.');
    await call.db
      .updateTable('purchase_fit')
      .set({ state: 'cancelled', ended_at: call.now })
      .where('id', '=', id)
      .where('state', 'in', ['waiting', 'running'])
      .execute();
    await endWork(call, id);
    await call.record('purchase fit.cancelled', { kind: 'purchase fit', id });
    return foundFit(call, id);
  },

  async listCustomerValues(call, { query: { cursor, limit, sort, descending = false, aliveTo } }) {
    let rows = selectValues(call);
    if (aliveTo !== undefined) rows = rows.where('v.alive', '<=', aliveTo);
    const { items, next } = await pageOf(
      rows,
      sort === 'value'
        ? [
            { by: sql.ref('v.value'), key: 'value', descending: !descending, nullable: true, type: 'numeric' },
            { by: sql.ref('v.account_id'), key: 'id', descending: !descending, type: 'uuid' },
          ]
        : [
            { by: sql.ref('v.alive'), key: 'alive', descending, type: 'numeric' },
            { by: sql.ref('v.account_id'), key: 'id', descending, type: 'uuid' },
          ],
      { cursor, limit },
    );
    return { items: items.map(valueOf), next };
  },

  async readCustomerValue(call, { params: { id } }) {
    const account = await call.db.selectFrom('account').select('id').where('id', '=', id).executeTakeFirst();
    if (!account) throw notFound('account');
    const row = await selectValues(call).where('v.account_id', '=', id).select('v.fit_id').executeTakeFirst();
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    return {
      value: row ? valueOf(row) : null,
      fit: row
        ? await foundFit(call, row.fit_id)
        : ((await selectFits(call).orderBy('f.started_at', 'desc').limit(1).executeTakeFirst()) ?? null),
      currency,
    };
  },
};

function selectFits(call: Call) {
  return call.db
    .selectFrom('purchase_fit as f')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'f.member_id'))
    .select([
      'f.id',
      'f.state',
      'f.until_on as untilOn',
      sql<Terms>`f.terms`.as('terms'),
      shareOf('f').as('progress'),
      'f.customers',
      'f.purchases',
      sql<PurchaseFitRecord['models']>`f.models`.as('models'),
      'f.reason',
      'm.name as memberName',
      'f.started_at as startedAt',
      'f.ended_at as endedAt',
    ]);
}

async function foundFit(call: Call, id: string) {
  const row = await selectFits(call).where('f.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('fit');
  return row;
}

function selectValues(call: Call) {
  return call.db
    .selectFrom('customer_value as v')
    .innerJoin('account as a', (on) => sameRecord(on, 'a', 'v.account_id'))
    .where('a.deleted_at', 'is', null)
    .select([
      'v.account_id as id',
      'a.name',
      'v.repeats',
      'v.first_on as firstOn',
      'v.last_on as lastOn',
      'v.alive',
      'v.expected',
      'v.spend',
      'v.value',
      'v.value_low as low',
      'v.value_high as high',
      sql<Record<string, number>>`v.others`.as('others'),
    ]);
}

type ValueRow = Awaited<ReturnType<ReturnType<typeof selectValues>['execute']>>[number];
const valueOf = ({
  id,
  name,
  repeats,
  firstOn,
  lastOn,
  alive,
  expected,
  spend,
  value,
  low,
  high,
  others,
}: ValueRow) => ({
  account: { id, name },
  purchases: repeats + 1,
  firstOn,
  lastOn,
  alive,
  expected,
  spend,
  value,
  low,
  high,
  others,
});

/**
 * Runs a fit that waits: reads every purchase, fits in a thread of its own, and puts the customers' values in place of the earlier ones.
 * A fit that was cancelled meanwhile leaves everything as it was. Safe to run twice.
 */
export async function runFit(
  serving: Serving,
  workspaceId: string,
  fitId: string,
  signal?: AbortSignal,
): Promise<void> {
  const scope = wholeWorkspace(workspaceId, kinds);
  const inside = <T>(work: (call: Call) => Promise<T>) => systemCall(serving, scope, work, { seconds: 60 });
  // Nothing is read while this is held, else who ends it would wait for that.
  const fit = await inside((call) =>
    call.db
      .updateTable('purchase_fit')
      .set({ state: 'running' })
      .where('id', '=', fitId)
      .where('state', 'in', ['waiting', 'running'])
      .returning(['until_on', 'terms', 'member_id'])
      .executeTakeFirst(),
  );
  if (!fit) return;
  try {
    await accompanied(
      serving.database,
      workspaceId,
      { kind: 'purchase fit', id: fitId, memberId: fit.member_id },
      async (work) => {
        const purchases = await inside((call) => purchasesUntil(call, fit.until_on));
        work.signal.throwIfAborted();
        const result = await compute(
          fitPurchases,
          new URL('./fitPurchases.ts', import.meta.url),
          'fitPurchases',
          { until: fit.until_on, terms: fit.terms as Terms, purchases },
          work,
        );
        await inside(async (call) => {
          await finish(call, fitId);
          await keep(call, fitId, result);
        });
      },
      signal,
    );
  } catch (error) {
    // The program stops: the job goes on when it runs again.
    if (signal?.aborted) throw error;
    const state = error instanceof Cancelled ? 'cancelled' : 'failed';
    await inside((call) =>
      call.db
        .updateTable('purchase_fit')
        .set({ state, reason: state === 'failed' ? 'Something went wrong here. Try again.' : null, ended_at: call.now })
        .where('id', '=', fitId)
        .where('state', '=', 'running')
        .execute(),
    );
    if (state === 'failed') throw error;
  }
}

/** Orders, and won sales that were no first sale (what that brings is another size): an order that belongs to a sale is the same purchase. Only amounts in the workspace's currency are summed; for the others there is no honest rate. */
async function purchasesUntil(call: Call, until: string) {
  const { rows } = await sql<{ customer: string; on: string; amount: number | null; size: string | null }>`
    with purchase as (
    select o.account_id, to_char(o.ordered_on, 'YYYY-MM-DD') as "on", case when o.currency = w.currency then o.amount::float8 end as amount
      from customer_order o join workspace w on w.workspace_id = o.workspace_id
      where o.deleted_at is null and o.part_of_id is null and o.opportunity_id is null and o.ordered_on <= ${until}::date
    union all
    select s.account_id, to_char(s.closed_on, 'YYYY-MM-DD'), case when s.currency = w.currency then s.amount::float8 end
      from opportunity s join workspace w on w.workspace_id = s.workspace_id
      where s.deleted_at is null and s.outcome = 'won' and s.kind <> 'initial' and s.account_id is not null and s.closed_on <= ${until}::date)
    select p.account_id as customer, p."on", p.amount, r.sale_type as size from purchase p left join relationship r on r.workspace_id = app_workspace() and r.account_id = p.account_id`.execute(
    call.db,
  );
  return rows;
}

async function keep(call: Call, fitId: string, result: PurchaseFit): Promise<void> {
  const state = result.refused === null ? 'done' : 'refused';
  const kept = await call.db
    .updateTable('purchase_fit')
    .set({
      state,
      customers: result.customers,
      purchases: result.purchases,
      models: JSON.stringify(result.models),
      reason: result.refused,
      ended_at: call.now,
    })
    .where('id', '=', fitId)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (kept.numUpdatedRows === 0n) return;
  if (state === 'done') {
    await call.db.deleteFrom('customer_value').execute();
    const money = (amount: number | null) => (amount === null ? null : amount.toFixed(2));
    const rows = result.worths.map((each) => ({
      workspace_id: call.who.workspaceId,
      account_id: each.customer,
      fit_id: fitId,
      repeats: each.repeats,
      first_on: each.firstOn,
      last_on: each.lastOn,
      alive: each.alive,
      expected: each.expected,
      spend: money(each.spend),
      value: money(each.value),
      value_low: money(each.low),
      value_high: money(each.high),
      others: each.others,
    }));
    for (let at = 0; at < rows.length; at += 2000)
      await insertRows(call.db, 'customer_value', rows.slice(at, at + 2000));
  }
  await call.record(
    `purchase fit.${state}`,
    { kind: 'purchase fit', id: fitId },
    { customers: result.customers, reason: result.refused },
  );
}
