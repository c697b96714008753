import { sql, type RawBuilder } from 'kysely';
import { largeQuestion } from '../platform/database.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { insightContract, retentionBases } from './contract.ts';

type Basis = (typeof retentionBases)[number];

/** Periods that are shown: two years of quarters, each against the year before it. */
const periods = 8;

/** How much of last year's revenue the same customers bring this year: without what they buy more (gross) and with it (net). */
export const retentionHandlers: Pick<Handlers<typeof insightContract>, 'readRetention'> = {
  async readRetention(call, { query: { basis, saleType } }) {
    await largeQuestion(call.db);
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    const { rows } = await sql<{ until: string; customers: number; stayed: number; before: number; after: number; kept: number; fresh: number }>`
      with ends as (select (date_trunc('month', ${call.now}::timestamptz at time zone 'UTC') + interval '1 month' - n * interval '3 months')::date as until from generate_series(0, ${periods - 1}::integer) n),
      pairs as (${pairs(basis, currency, saleType)})
      select until::text, (count(*) filter (where before > 0))::int as customers, (count(*) filter (where before > 0 and after > 0))::int as stayed,
        coalesce(sum(before) filter (where before > 0), 0)::float8 as before, coalesce(sum(after) filter (where before > 0), 0)::float8 as after,
        coalesce(sum(least(before, after)) filter (where before > 0), 0)::float8 as kept, coalesce(sum(after) filter (where before <= 0), 0)::float8 as fresh
      from pairs group by until order by until desc`.execute(call.db);
    return { currency, basis, items: rows };
  },
};

/** Customers of one period with what they brought in the year before and in the year that ends with it, those who shrank most first. */
export async function retentionEvidence(call: Call, { basis, saleType, until, most }: { basis: Basis; saleType?: string | undefined; until: string; most: number }) {
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const { rows } = await sql<{ id: string; name: string; before: number; after: number }>`
    with ends as (select ${until}::date as until), pairs as (${pairs(basis, currency, saleType)})
    select a.id, a.name, p.before::float8 as before, p.after::float8 as after from pairs p join account a on a.workspace_id = app_workspace() and a.id = p.account_id
    where a.deleted_at is null and p.before > 0 order by p.after - p.before, a.id limit ${most}`.execute(call.db);
  return { currency, rows };
}

/** (until, account_id, before, after): what an account brought in the year before the last, and in the last, of each end. A year ends with a month; the month that runs is taken up to now. */
function pairs(basis: Basis, currency: string, saleType: string | undefined): RawBuilder<unknown> {
  if (basis === 'contracts')
    return sql`
      select e.until, c.account_id,
        sum(case when c.started_on <= e.until - interval '1 year' and (c.lost_on is null or c.lost_on > e.until - interval '1 year') then c.price * 12 / c.period_months else 0 end) as before,
        sum(case when c.started_on <= e.until and (c.lost_on is null or c.lost_on > e.until) then c.price * 12 / c.period_months else 0 end) as after
      from ends e cross join service_contract c ${saleType ? sql`join relationship r on r.workspace_id = c.workspace_id and r.account_id = c.account_id and r.sale_type = ${saleType}` : sql``} where c.deleted_at is null and c.currency = ${currency} group by 1, 2`;
  const months = sql`
    select o.account_id, date_trunc('month', o.closed_on)::date as month, sum(o.amount) as amount from opportunity o
      where o.outcome = 'won' and o.deleted_at is null and o.currency = ${currency} and o.account_id is not null and o.closed_on >= (select min(until) from ends) - interval '2 years' ${saleType ? sql`and o.sale_type = ${saleType}` : sql``} group by 1, 2
    union all
    select c.account_id, date_trunc('month', c.ordered_on)::date, sum(c.amount) from customer_order c ${saleType ? sql`join relationship r on r.workspace_id = c.workspace_id and r.account_id = c.account_id and r.sale_type = ${saleType}` : sql``}
      where c.deleted_at is null and c.part_of_id is null and c.opportunity_id is null and c.currency = ${currency} and c.ordered_on >= (select min(until) from ends) - interval '2 years' group by 1, 2`;
  return sql`
    select e.until, m.account_id, coalesce(sum(m.amount) filter (where m.month < e.until - interval '1 year'), 0) as before, coalesce(sum(m.amount) filter (where m.month >= e.until - interval '1 year'), 0) as after
    from ends e join (${months}) m on m.month >= e.until - interval '2 years' and m.month < e.until group by 1, 2`;
}
