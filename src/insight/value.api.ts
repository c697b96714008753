import { sql, type RawBuilder } from 'kysely';
import { largeQuestion } from '../platform/database.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { insightContract, valueKinds } from './contract.ts';

type Kind = (typeof valueKinds)[number];

/** What customers have brought and are expected to bring, by segment, by the source that they came from, or by type of sale. */
export const valueHandlers: Pick<Handlers<typeof insightContract>, 'readValue'> = {
  async readValue(call, { query: { by, saleType } }) {
    await largeQuestion(call.db);
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    const { rows } = await sql<{ key: string | null; id: string | null; customers: number; revenue: number; withOutlook: number; outlook: number; alive: number | null; months: number | null }>`
      with ${worths(currency)}
      select g.key, g.id, count(*)::int as customers, coalesce(sum(w.revenue), 0)::float8 as revenue, count(v.value)::int as "withOutlook", coalesce(sum(v.value), 0)::float8 as outlook,
        avg(v.alive) as alive, (percentile_cont(0.5) within group (order by (${call.now}::date - w.first_on) / 30.44))::float8 as months
      from worth w ${ofType(saleType)} left join customer_value v on v.workspace_id = app_workspace() and v.account_id = w.account_id ${groups[by]}
      group by 1, 2 order by sum(w.revenue) desc nulls last, 1 limit 200`.execute(call.db);
    return { currency, by, items: rows };
  },
};

export async function valueEvidence(call: Call, { by, key, saleType, most }: { by: Kind; key: string | null; saleType: string | undefined; most: number }) {
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const { rows } = await sql<{ id: string; name: string; revenue: number; outlook: number | null; since: string }>`
    with ${worths(currency)}
    select a.id, a.name, w.revenue::float8 as revenue, v.value::float8 as outlook, w.first_on::text as since
    from worth w ${ofType(saleType)} join account a on a.workspace_id = app_workspace() and a.id = w.account_id left join customer_value v on v.workspace_id = app_workspace() and v.account_id = w.account_id ${groups[by]}
    where a.deleted_at is null and g.key is not distinct from ${key} order by w.revenue desc, a.id limit ${most}`.execute(call.db);
  return { currency, rows };
}

const ofType = (saleType: string | undefined) => (saleType ? sql`join relationship y on y.workspace_id = app_workspace() and y.account_id = w.account_id and y.sale_type = ${saleType}` : sql``);

/** worth (account_id, revenue, first_on): everybody who has ever bought, with all that was won and ordered in the workspace's currency. */
const worths = (currency: string): RawBuilder<unknown> => sql`
  deals as (
    select account_id, sum(case when currency = ${currency} then amount else 0 end) as amount, min(closed_on) as first_on from opportunity where outcome = 'won' and deleted_at is null and account_id is not null group by 1
    union all
    select account_id, sum(case when currency = ${currency} then amount else 0 end), min(ordered_on) from customer_order where deleted_at is null and part_of_id is null and opportunity_id is null group by 1
  ), worth as (select account_id, coalesce(sum(amount), 0) as revenue, min(first_on) as first_on from deals group by 1)`;

/** A customer in two segments counts in both; the source is that of the first sale that was won. */
const groups: Record<Kind, RawBuilder<unknown>> = {
  segment: sql`left join (select sm.account_id, s.name as key, s.id::text as id from segment_member sm join segment s on s.workspace_id = sm.workspace_id and s.id = sm.segment_id and s.deleted_at is null where sm.until is null) g on g.account_id = w.account_id`,
  source: sql`left join (select distinct on (o.account_id) o.account_id, nullif(o.source, '') as key, null::text as id from opportunity o where o.outcome = 'won' and o.deleted_at is null and o.account_id is not null order by o.account_id, nullif(o.source, '') is null, o.closed_on, o.id) g on g.account_id = w.account_id`,
  saleType: sql`left join (select r.account_id, r.sale_type as key, null::text as id from relationship r) g on g.account_id = w.account_id`,
};
