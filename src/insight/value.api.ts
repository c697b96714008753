import { sql, type RawBuilder } from 'kysely';
import { alongIndexes } from '../platform/database.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { seesManySales } from '../purchase/seen-sql.ts';
import { everBought } from '../selling/figures-sql.ts';
import { spare, withAccounts } from './named.api.ts';
import type { insightContract, valueKinds } from './contract.ts';

type Kind = (typeof valueKinds)[number];

/** What customers have brought and are expected to bring, by segment, by the source that they came from, or by type of sale. */
export const valueHandlers: Pick<Handlers<typeof insightContract>, 'readValue'> = {
  async readValue(call, { query: { by, saleType } }) {
    if (seesManySales(call)) await alongIndexes(call.db);
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    const { rows } = await sql<{ key: string | null; id: string | null; customers: number; revenue: number; withOutlook: number; outlook: number; alive: number | null; months: number | null }>`
      with worth as (${everBought(call, currency)})
      select g.key, g.id, count(*)::int as customers, coalesce(sum(w.revenue), 0)::float8 as revenue, count(v.value)::int as "withOutlook", coalesce(sum(v.value), 0)::float8 as outlook,
        avg(v.alive) as alive, (percentile_cont(0.5) within group (order by (${call.now}::date - w.first_on)::float8)) / 30.44 as months
      from worth w ${ofType(saleType)} left join customer_value v on v.workspace_id = app_workspace() and v.account_id = w.account_id ${groups[by]}
      group by 1, 2 order by sum(w.revenue) desc nulls last, 1 limit 200`.execute(call.db);
    return { currency, by, items: rows };
  },
};

export async function valueEvidence(call: Call, { by, key, saleType, most }: { by: Kind; key: string | null; saleType: string | undefined; most: number }) {
  if (seesManySales(call)) await alongIndexes(call.db);
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const { rows } = await sql<{ id: string; revenue: number; outlook: number | null; since: string }>`
    with worth as (${everBought(call, currency)}),
      largest as materialized (select w.account_id, w.revenue, w.first_on from worth w ${ofType(saleType)} ${groups[by]} where g.key is not distinct from ${key} order by w.revenue desc, w.account_id limit ${most + spare})
    select w.account_id as id, w.revenue, (select v.value::float8 from customer_value v where v.workspace_id = app_workspace() and v.account_id = w.account_id) as outlook, w.first_on::text as since
    from largest w order by w.revenue desc, w.account_id`.execute(call.db);
  return { currency, rows: await withAccounts(call, rows, most) };
}

const ofType = (saleType: string | undefined) => (saleType ? sql`join relationship y on y.workspace_id = app_workspace() and y.account_id = w.account_id and y.sale_type = ${saleType}` : sql``);

/** A customer in two segments counts in both; the source is that of the first sale that was won; the type of sale is told by a relationship that lives. */
const groups: Record<Kind, RawBuilder<unknown>> = {
  segment: sql`left join (select sm.account_id, s.name as key, s.id::text as id from segment_member sm join segment s on s.workspace_id = sm.workspace_id and s.id = sm.segment_id and s.deleted_at is null where sm.until is null) g on g.account_id = w.account_id`,
  source: sql`cross join lateral (select w.source as key, null::text as id) g`,
  saleType: sql`join (select r.account_id, r.sale_type as key, null::text as id from relationship r where r.alive) g on g.account_id = w.account_id`,
};
