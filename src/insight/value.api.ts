import { sql, type RawBuilder } from 'kysely';
import { leftOutOfGroups, worthIn, type Worth } from '../offerings/worth-sql.ts';
import { alongIndexes } from '../platform/database.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { seesManySales } from '../purchase/seen-sql.ts';
import { everBought, everBoughtByType } from '../selling/figures-sql.ts';
import { medianOf, type Counted } from './countedMedian.ts';
import { spare, withAccounts } from './named.api.ts';
import type { insightContract, valueKinds, ValueRow } from './contract.ts';

type Kind = (typeof valueKinds)[number];

const daysInMonth = 30.44;

/** What customers have brought and are expected to bring, by segment, by the source that they came from, or by type of sale. */
export const valueHandlers: Pick<Handlers<typeof insightContract>, 'readValue'> = {
  async readValue(call, { query: { by, saleType } }) {
    if (seesManySales(call)) await alongIndexes(call.db);
    const worth = await worthIn(call.db, call.now);
    // Customers who came on the same day are one row: a median of these is found here, and nobody has to sort all customers for it.
    const { rows } = await sql<Omit<ValueRow, 'months'> & { came: Counted[] }>`
      with worth as (${boughtOf(call, worth, by, saleType)}), days as (
        select g.key, g.id, w.first_on, count(*)::int as customers, coalesce(sum(w.revenue), 0)::float8 as revenue, count(v.value)::int as valued, coalesce(sum(v.value), 0) as outlook, sum(v.alive) as alive, count(v.alive) as alives, sum(w.lacking) as lacking, max(w.lacks) as lacks
        from worth w left join customer_value v on v.workspace_id = app_workspace() and v.account_id = w.account_id ${groups[by]} group by 1, 2, 3)
      select key, id, sum(customers)::int as customers, sum(revenue) as revenue, sum(valued)::int as "withOutlook", sum(outlook)::float8 as outlook,
        sum(alive) / nullif(sum(alives), 0)::float8 as alive, json_agg(json_build_object('value', ${call.now}::date - first_on, 'times', customers)) as came, ${leftOutOfGroups('days')} as unrated
      from days group by 1, 2 order by sum(revenue) desc nulls last, 1 limit 200`.execute(call.db);
    const items = rows.map(({ came, ...row }): ValueRow => ({ ...row, months: medianOf(came)! / daysInMonth }));
    return { currency: worth.currency, by, items };
  },
};

export async function valueEvidence(
  call: Call,
  { by, key, saleType, most }: { by: Kind; key: string | null; saleType: string | undefined; most: number },
) {
  if (seesManySales(call)) await alongIndexes(call.db);
  const worth = await worthIn(call.db, call.now);
  const { rows } = await sql<{ id: string; revenue: number; outlook: number | null; since: string }>`
    with worth as (${boughtOf(call, worth, by, saleType)}),
      largest as materialized (select w.account_id, w.revenue, w.first_on from worth w ${groups[by]} where g.key is not distinct from ${key} order by w.revenue desc, w.account_id limit ${most + spare})
    select w.account_id as id, w.revenue, (select v.value::float8 from customer_value v where v.workspace_id = app_workspace() and v.account_id = w.account_id) as outlook, w.first_on::text as since
    from largest w order by w.revenue desc, w.account_id`.execute(call.db);
  return { currency: worth.currency, rows: await withAccounts(call, rows, most) };
}

/** Customers with what they have brought; of one type of sale, or of all with theirs, where it matters. */
function boughtOf(call: Call, worth: Worth, by: Kind, saleType: string | undefined): RawBuilder<unknown> {
  if (by !== 'saleType' && saleType === undefined) return everBought(call, worth);
  const conditions = [
    ...(by === 'saleType' ? [sql`r.alive`] : []),
    ...(saleType === undefined ? [] : [sql`r.sale_type = ${saleType}`]),
  ];
  return everBoughtByType(call, worth, sql.join(conditions, sql` and `));
}

/** A customer in two segments counts in both; the source is that of the first sale that was won; the type of sale is told by a relationship that lives. */
const groups: Record<Kind, RawBuilder<unknown>> = {
  segment: sql`left join (select sm.account_id, s.name as key, s.id::text as id from segment_member sm join segment s on s.workspace_id = sm.workspace_id and s.id = sm.segment_id and s.deleted_at is null where sm.until is null) g on g.account_id = w.account_id`,
  source: sql`cross join lateral (select w.source as key, null::text as id) g`,
  saleType: sql`cross join lateral (select w.sale_type as key, null::text as id) g`,
};
