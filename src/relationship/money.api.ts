import { sql, type RawBuilder } from 'kysely';
import { wholeWorkspace } from '../platform/database.ts';
import { systemCall, type Call, type Reaction, type Serving } from '../platform/serve.ts';

export const moneyJob = 'money-anew';

/** A rate or the currency of the workspace was said anew: what relationships bring is worth something else. */
export const countMoneySoon: Reaction = async (call, event) => {
  if (
    event.name === 'workspace.changed' &&
    (event.detail['changes'] as { currency?: unknown } | undefined)?.currency === undefined
  )
    return;
  call.enqueue(moneyJob, { workspaceId: call.who.workspaceId });
};

/** What an amount of a row is worth in the workspace's currency (row `w`) by the rate of a day; null without a rate. */
export const worthOf = (row: 'o' | 'c', day: RawBuilder<unknown>): RawBuilder<string | null> =>
  sql`case when ${sql.ref(`${row}.currency`)} = w.currency then ${sql.ref(`${row}.amount`)} else ${sql.ref(`${row}.amount`)} * rate_into(${sql.ref(`${row}.currency`)}, w.currency, ${day}) end`;

/** A year's won sales and orders up to today by the rates of their days, and what is open by that of today: kept on the relationship. What has no rate is left out. */
export async function countMoney(call: Call, accountIds: readonly string[]): Promise<void> {
  const since = new Date(call.now.getTime() - 365 * 86_400_000);
  await sql`
    with counted as (
      select one.id,
        greatest(0, round(coalesce((select sum(${worthOf('o', sql`o.closed_on`)}) from opportunity o where o.workspace_id = w.workspace_id and o.account_id = one.id and o.outcome = 'won' and o.deleted_at is null and o.closed_on >= ${since}::date), 0)
          + coalesce((select sum(${worthOf('c', sql`c.ordered_on`)}) from customer_order c where c.workspace_id = w.workspace_id and c.account_id = one.id and c.part_of_id is null and c.opportunity_id is null and c.deleted_at is null and c.ordered_on >= ${since}::date), 0), 2)) as revenue,
        greatest(0, round(coalesce((select sum(${worthOf('o', sql`${call.now}::date`)}) from opportunity o where o.workspace_id = w.workspace_id and o.account_id = one.id and o.outcome = 'open' and o.deleted_at is null), 0), 2)) as potential
      from unnest(${accountIds}::uuid[]) as one (id), workspace w where w.workspace_id = ${call.who.workspaceId}
    )
    update relationship r set revenue = counted.revenue, potential = counted.potential from counted
    where r.workspace_id = ${call.who.workspaceId} and r.account_id = counted.id and (r.revenue, r.potential) is distinct from (counted.revenue, counted.potential)`.execute(
    call.db,
  );
}

/** How many relationships are counted in one statement. */
const batch = 1000;

/**
 * What was bought a year ago is no longer a year's revenue, and a rate may have begun: counts the relationships that have any, batch by batch, so
 * that nobody waits for the whole. `foreign`: those too that have amounts in other currencies and may have had no rate so far.
 */
export async function countAnew(
  serving: Serving,
  kinds: readonly string[],
  workspaceId: string,
  foreign: boolean,
  signal?: AbortSignal,
): Promise<void> {
  for (let after: string | null | undefined; after !== null && !signal?.aborted;) {
    const from: string | null = after ?? null;
    after = await systemCall(serving, wholeWorkspace(workspaceId, kinds), (call) => countNext(call, from, foreign), {
      seconds: 60,
    });
  }
}

/** Answers where to go on. */
async function countNext(call: Call, after: string | null, foreign: boolean): Promise<string | null> {
  const of = (table: string) =>
    sql`exists (select from ${sql.table(table)} f where f.workspace_id = r.workspace_id and f.account_id = r.account_id and f.currency <> w.currency and f.deleted_at is null)`;
  const { rows } = await sql<{
    id: string;
  }>`select r.account_id as id from relationship r join workspace w on w.workspace_id = r.workspace_id
    where (r.revenue > 0 or r.potential > 0 ${foreign ? sql`or ${of('opportunity')} or ${of('customer_order')}` : sql``}) and (${after}::uuid is null or r.account_id > ${after}::uuid) order by r.account_id limit ${batch}`.execute(
    call.db,
  );
  await countMoney(
    call,
    rows.map((row) => row.id),
  );
  return rows.length < batch ? null : (rows.at(-1)?.id ?? null);
}
