import { sql } from 'kysely';
import type { Call } from '../platform/serve.ts';

/** A year's won sales and orders up to today, and what is open, in the workspace's currency: kept on the relationship. Others' currencies are left out, for there is no honest rate. */
export async function countMoney(call: Call, accountIds: readonly string[]): Promise<void> {
  const since = new Date(call.now.getTime() - 365 * 86_400_000);
  await sql`
    with counted as (
      select one.id,
        greatest(0, coalesce((select sum(o.amount) from opportunity o where o.workspace_id = w.workspace_id and o.account_id = one.id and o.outcome = 'won' and o.deleted_at is null and o.closed_on >= ${since}::date and o.currency = w.currency), 0)
          + coalesce((select sum(c.amount) from customer_order c where c.workspace_id = w.workspace_id and c.account_id = one.id and c.part_of_id is null and c.opportunity_id is null and c.deleted_at is null and c.ordered_on >= ${since}::date and c.currency = w.currency), 0)) as revenue,
        greatest(0, coalesce((select sum(o.amount) from opportunity o where o.workspace_id = w.workspace_id and o.account_id = one.id and o.outcome = 'open' and o.deleted_at is null and o.currency = w.currency), 0)) as potential
      from unnest(${accountIds}::uuid[]) as one (id), workspace w where w.workspace_id = ${call.who.workspaceId}
    )
    update relationship r set revenue = counted.revenue, potential = counted.potential from counted
    where r.workspace_id = ${call.who.workspaceId} and r.account_id = counted.id and (r.revenue, r.potential) is distinct from (counted.revenue, counted.potential)`.execute(call.db);
}

/** How many relationships are counted in one statement. */
const batch = 1000;

/** What was bought a year ago is no longer a year's revenue: counts the next relationships that have any, and answers where to go on. */
export async function countNextYear(call: Call, after: string | null): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select account_id as id from relationship where revenue > 0 and (${after}::uuid is null or account_id > ${after}::uuid) order by account_id limit ${batch}`.execute(call.db);
  await countMoney(call, rows.map((row) => row.id));
  return rows.length < batch ? null : (rows.at(-1)?.id ?? null);
}
