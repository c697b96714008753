import { sql } from 'kysely';
import type { Unrated } from '../offerings/unrated.ts';
import { leftOut, leftOutOf, worthIn } from '../offerings/worth-sql.ts';
import { helped, inOneGo, largeQuestion } from '../platform/database.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { seenSales, seesManySales } from '../purchase/seen-sql.ts';
import { paths } from '../shopping/campaigns/attribution-sql.ts';
import type { insightContract, sourceKinds } from './contract.ts';
import { medianOf } from './countedMedian.ts';
import { daysBeside } from './elsewhere.api.ts';
import { lengthOf, spanOf, type AskedPeriod, type Span } from './period.ts';
import { dayWithin } from './period-sql.ts';

type Kind = (typeof sourceKinds)[number];

/** What brings business: the source that was noted on the sale, the channel of the first contact before it, or the campaigns on the way to it. */
export const sourceHandlers: Pick<Handlers<typeof insightContract>, 'readSources'> = {
  async readSources(call, { query: { by, saleType, ...asked } }) {
    if (seesManySales(call)) await inOneGo([largeQuestion(call.db), helped(call.db)]);
    const worth = await worthIn(call.db, call.now);
    const span = spanOf(asked, call.now);
    if (by === 'campaign') {
      const { items, unrated } = await campaigns(call, span);
      return {
        currency: worth.currency,
        by,
        items,
        unrated,
        elsewhere:
          items.length === 0 ? await daysBeside(call, dayOfPath, span, sql`(${paths(null)}) path where true`) : null,
      };
    }
    // Sales that took equally long are one row: a median of these is found here, and nobody has to sort a million sales for it.
    // A good part of a million sales is sooner read twice than written down between; fewer are read once.
    const once =
      lengthOf(span) > 180 && call.who.scope.sees.includes('opportunity') ? sql`not materialized` : sql`materialized`;
    const { rows } = await sql<Sum & { newCustomers: number | null }>`
      with sold as ${once} (${sold(call, by, span, saleType)}), customers as (select distinct key, account_id from sold where outcome = 'won' and kind = 'initial' and account_id is not null)
      select key, outcome, case when outcome = 'won' then closed_on - opened_on end as days, count(*)::int as sales, coalesce(sum(${worth.onDayOf('sold', 'closed_on')}::float8) filter (where outcome = 'won'), 0) as amount, null::int as "newCustomers",
        case when outcome = 'won' then ${worth.lacked('sold', 'closed_on')} end as lacks
      from sold group by 1, 2, 3, 7 union all select key, null, null, 0, 0, count(*)::int, null from customers group by 1`.execute(
      call.db,
    );
    const [sums, fresh] = [
      rows.filter((row) => row.newCustomers === null),
      rows.filter((row) => row.newCustomers !== null),
    ];
    const newCustomers = new Map(fresh.map((row) => [row.key, row.newCustomers ?? 0]));
    const items = [...Map.groupBy(sums, ({ key }) => key)].map(([key, of]) =>
      summedUp(key, of, newCustomers.get(key) ?? 0),
    );
    items.sort(
      (a, b) =>
        b.wonAmount - a.wonAmount || b.opened - a.opened || (a.key ?? '\uffff').localeCompare(b.key ?? '\uffff'),
    );
    const opened = sql`${seenSales(call)} o where o.deleted_at is null ${saleType ? sql`and o.sale_type = ${saleType}` : sql``}`;
    const unrated = leftOutOf(
      sums.flatMap(({ lacks, sales }) => (lacks === null ? [] : [{ count: sales, currencies: [lacks] }])),
    );
    return {
      currency: worth.currency,
      by,
      items: items.slice(0, 200),
      unrated,
      elsewhere: items.length === 0 ? await daysBeside(call, sql`o.opened_on`, span, opened) : null,
    };
  },
};

interface Sum {
  key: string | null;
  outcome: 'open' | 'won' | 'lost';
  /** From opening to winning. */
  days: number | null;
  sales: number;
  amount: number;
  /** The currency, where no rate is known for what was won. */
  lacks: string | null;
}

function summedUp(key: string | null, of: readonly Sum[], newCustomers: number): Row {
  const count = (outcome?: Sum['outcome']) =>
    of.reduce((sum, row) => (outcome === undefined || row.outcome === outcome ? sum + row.sales : sum), 0);
  const wonAmount = of.reduce((sum, row) => sum + row.amount, 0);
  return {
    key,
    id: null,
    opened: count(),
    won: count('won'),
    lost: count('lost'),
    newCustomers,
    wonAmount,
    medianDays: medianOf(of.flatMap(({ days, sales }) => (days === null ? [] : [{ value: days, times: sales }]))),
    cost: null,
    prospects: null,
  };
}

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
async function campaigns(call: Call, span: Span): Promise<{ items: Row[]; unrated: Unrated }> {
  const { rows } = await sql<Row>`
    select k.name as key, k.id::text as id, 0 as opened, coalesce(sum(1.0 / p.n) filter (where p.what = 'sale'), 0)::float8 as won, 0 as lost,
      (count(distinct p.account_id) filter (where p.what = 'sale'))::int as "newCustomers", coalesce(sum(p.worth / p.n), 0)::float8 as "wonAmount", null::float8 as "medianDays", k.cost::float8 as cost,
      coalesce(sum(1.0 / p.n) filter (where p.what = 'prospect'), 0)::float8 as prospects
    from campaign k left join (select * from (${paths(null)}) path where ${dayWithin(dayOfPath, span)}) p on p.campaign_id = k.id
    where k.deleted_at is null group by k.id, k.name, k.cost having count(p.id) > 0 or k.cost > 0 order by "wonAmount" desc, k.name limit 200`.execute(
    call.db,
  );
  const { rows: lacking } = await sql<{ unrated: Unrated }>`
    select ${leftOut(sql`o.currency`)} as unrated from opportunity o where o.id in (select id from (${paths(null)}) path where what = 'sale' and worth is null and ${dayWithin(dayOfPath, span)})`.execute(
    call.db,
  );
  return { items: rows, unrated: lacking[0]!.unrated };
}

export async function sourceEvidence(
  call: Call,
  {
    by,
    key,
    asked,
    saleType,
    most,
  }: { by: Kind; key: string | null; asked: AskedPeriod; saleType?: string | undefined; most: number },
) {
  if (seesManySales(call)) await largeQuestion(call.db);
  const span = spanOf(asked, call.now);
  const { rows } = await sql<{
    id: string;
    name: string;
    account: string | null;
    outcome: string;
    amount: number | null;
    currency: string;
    on: string;
  }>`
    ${
      by === 'campaign'
        ? sql`select o.id, o.name, a.name as account, o.outcome, o.amount::float8 as amount, o.currency, o.closed_on::text as "on" from opportunity o left join account a on a.workspace_id = o.workspace_id and a.id = o.account_id
            where o.id in (select p.id from (${paths(null)}) p join campaign k on k.id = p.campaign_id where p.what = 'sale' and ${dayWithin(dayOfPath, span)} and k.name = ${key})`
        : sql`select s.id, (select o.name from opportunity o where o.workspace_id = app_workspace() and o.id = s.id) as name, (select a.name from account a where a.workspace_id = app_workspace() and a.id = s.account_id) as account, s.outcome, s.amount::float8 as amount, s.currency, coalesce(s.closed_on, s.opened_on)::text as "on"
            from (select * from (${sold(call, by, span, saleType)}) all_sold where key is not distinct from ${key} order by amount desc nulls last, id limit ${most}) s`
    } order by amount desc nulls last, 1 limit ${most}`.execute(call.db);
  return rows;
}

/** The day of what a path led to: a sale counts from the end of the day on which it was won. */
const dayOfPath = sql`(case when what = 'sale' then at::date - 1 else at::date end)`;

/** Sales that were opened in the period, with what brought them. */
function sold(call: Call, by: Kind, span: Span, saleType: string | undefined) {
  const ofType = saleType ? sql`and o.sale_type = ${saleType}` : sql``;
  return sql`select ${by === 'channel' ? sql`c.channel` : sql`nullif(o.source, '')`} as key, o.id, o.account_id, o.outcome, o.kind, o.amount, o.currency, o.opened_on, o.closed_on
    from ${seenSales(call)} o ${by === 'channel' ? sql`left join first_contact c on c.opportunity_id = o.id` : sql``} where o.deleted_at is null and ${dayWithin(sql`o.opened_on`, span)} ${ofType}`;
}
