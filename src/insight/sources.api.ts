import { sql } from 'kysely';
import { largeQuestion } from '../platform/database.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { paths } from '../shopping/campaigns/attribution-sql.ts';
import type { insightContract, sourceKinds } from './contract.ts';

type Kind = (typeof sourceKinds)[number];

/** What brings business: the source that was noted on the sale, the channel of the first contact before it, or the campaigns on the way to it. */
export const sourceHandlers: Pick<Handlers<typeof insightContract>, 'readSources'> = {
  async readSources(call, { query: { by, days, saleType } }) {
    await largeQuestion(call.db);
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    if (by === 'campaign') return { currency, by, items: await campaigns(call, days) };
    const since = sinceOf(call, days);
    const { rows } = await sql<Row>`
      with sold as (${sold(by, since, saleType)})
      select key, null::text as id, count(*)::int as opened, (count(*) filter (where outcome = 'won'))::int as won, (count(*) filter (where outcome = 'lost'))::int as lost,
        (count(distinct account_id) filter (where outcome = 'won' and kind = 'initial'))::int as "newCustomers", coalesce(sum(amount) filter (where outcome = 'won' and currency = ${currency}), 0)::float8 as "wonAmount",
        (percentile_cont(0.5) within group (order by closed_on - opened_on) filter (where outcome = 'won'))::float8 as "medianDays", null::float8 as cost, null::float8 as prospects
      from sold group by 1 order by "wonAmount" desc, count(*) desc, 1 limit 200`.execute(call.db);
    return { currency, by, items: rows };
  },
};

interface Row {
  key: string | null;
  id: string | null;
  opened: number;
  won: number;
  lost: number;
  newCustomers: number;
  wonAmount: number;
  medianDays: number | null;
  cost: number | null;
  prospects: number | null;
}

/** Every touchpoint on the way has an even part in what it led to; half a sale is half a sale. */
async function campaigns(call: Call, days: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select k.name as key, k.id::text as id, 0 as opened, coalesce(sum(1.0 / p.n) filter (where p.what = 'sale'), 0)::float8 as won, 0 as lost,
      (count(distinct p.account_id) filter (where p.what = 'sale'))::int as "newCustomers", coalesce(sum(p.worth / p.n), 0)::float8 as "wonAmount", null::float8 as "medianDays", k.cost::float8 as cost,
      coalesce(sum(1.0 / p.n) filter (where p.what = 'prospect'), 0)::float8 as prospects
    from campaign k left join (select * from (${paths(null)}) path where at >= ${sinceOf(call, days)}::date) p on p.campaign_id = k.id
    where k.deleted_at is null group by k.id, k.name, k.cost having count(p.id) > 0 or k.cost > 0 order by "wonAmount" desc, k.name limit 200`.execute(call.db);
  return rows;
}

export async function sourceEvidence(call: Call, { by, key, days, saleType, most }: { by: Kind; key: string | null; days: number; saleType?: string | undefined; most: number }) {
  const { rows } = await sql<{ id: string; name: string; account: string | null; outcome: string; amount: number | null; currency: string; on: string }>`
    ${
      by === 'campaign'
        ? sql`select o.id, o.name, a.name as account, o.outcome, o.amount::float8 as amount, o.currency, o.closed_on::text as "on" from opportunity o left join account a on a.workspace_id = o.workspace_id and a.id = o.account_id
            where o.id in (select p.id from (${paths(null)}) p join campaign k on k.id = p.campaign_id where p.what = 'sale' and p.at >= ${sinceOf(call, days)}::date and k.name = ${key})`
        : sql`select s.id, s.name, a.name as account, s.outcome, s.amount::float8 as amount, s.currency, coalesce(s.closed_on, s.opened_on)::text as "on" from (${sold(by, sinceOf(call, days), saleType)}) s left join account a on a.workspace_id = app_workspace() and a.id = s.account_id
            where s.key is not distinct from ${key}`
    } order by amount desc nulls last, 1 limit ${most}`.execute(call.db);
  return rows;
}

const sinceOf = (call: Call, days: number) => new Date(call.now.getTime() - days * 86_400_000).toISOString().slice(0, 10);

/** Sales that were opened in the period, with what brought them. */
function sold(by: Kind, since: string, saleType: string | undefined) {
  const ofType = saleType ? sql`and o.sale_type = ${saleType}` : sql``;
  return sql`select ${by === 'channel' ? sql`c.channel` : sql`nullif(o.source, '')`} as key, o.id, o.name, o.account_id, o.outcome, o.kind, o.amount, o.currency, o.opened_on, o.closed_on
    from opportunity o ${by === 'channel' ? sql`left join first_contact c on c.workspace_id = o.workspace_id and c.opportunity_id = o.id` : sql``} where o.deleted_at is null and o.opened_on >= ${since}::date ${ofType}`;
}
