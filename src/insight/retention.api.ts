import { sql, type RawBuilder } from 'kysely';
import type { Unrated } from '../offerings/unrated.ts';
import { lackingOf, leftOutOfGroups, worthIn, type Worth } from '../offerings/worth-sql.ts';
import { alongIndexes } from '../platform/database.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { seenSales, seesManySales } from '../purchase/seen-sql.ts';
import { spare, withAccounts } from './named.api.ts';
import type { Elsewhere, insightContract, retentionBases, RetentionRow } from './contract.ts';
import { retentionEnds } from './retentionEnds.ts';

type Basis = (typeof retentionBases)[number];

/** How much of last year's revenue the same customers bring this year: without what they buy more (gross) and with it (net). */
export const retentionHandlers: Pick<Handlers<typeof insightContract>, 'readRetention'> = {
  async readRetention(call, { query: { basis, saleType, ...asked } }) {
    if (seesManySales(call)) await alongIndexes(call.db);
    const worth = await worthIn(call.db, call.now);
    const ends = retentionEnds(asked, call.now);
    // All periods in one row: a row for each would be eight times a quarter of a million.
    const { rows } = await sql<{ periods: Omit<RetentionRow, 'until'>[]; unrated: Unrated }>`
      with revenue as (${revenueOf(call, basis, worth, saleType, ends)})
      select jsonb_build_array(${sql.join(ends.map((_, n) => summedUp(n)))}) as periods, ${leftOutOfGroups('revenue')} as unrated from revenue`.execute(
      call.db,
    );
    const items = ends
      .map((until, n) => ({ until, ...rows[0]!.periods[n]! }))
      .filter(({ customers, fresh }) => customers > 0 || fresh > 0);
    const isEmpty = basis === 'revenue' && items.every(({ customers }) => customers === 0);
    return {
      currency: worth.currency,
      basis,
      unrated: rows[0]!.unrated,
      items,
      elsewhere: isEmpty ? await boughtBeside(call, saleType, ends) : null,
    };
  },
};

/** The last day before the years that are compared on which anybody bought, and the first one after them. */
async function boughtBeside(call: Call, saleType: string | undefined, ends: readonly string[]): Promise<Elsewhere> {
  const bought = (pick: RawBuilder<unknown>, when: (day: RawBuilder<unknown>) => RawBuilder<unknown>) => sql`(
    select ${pick} from (select max(o.closed_on) as last, min(o.closed_on) as first from ${seenSales(call)} o where o.outcome = 'won' and o.deleted_at is null and o.account_id is not null and ${when(sql`o.closed_on`)} ${saleType ? sql`and o.sale_type = ${saleType}` : sql``}
    union all select max(c.ordered_on), min(c.ordered_on) from customer_order c ${ofType(sql`c`, saleType)} where c.deleted_at is null and c.part_of_id is null and c.opportunity_id is null and ${when(sql`c.ordered_on`)}) bought)`;
  const { rows } = await sql<NonNullable<Elsewhere>>`
    select ${bought(sql`max(last)::text`, (day) => sql`${day} < ${yearsBefore(ends.at(-1)!, 1)}::date`)} as before, ${bought(sql`min(first)::text`, (day) => sql`${day} >= ${ends[0]!}::date`)} as after`.execute(
    call.db,
  );
  return rows[0]!;
}

/** Customers of one period with what they brought in the year before and in the year that ends with it, those who shrank most first. */
export async function retentionEvidence(
  call: Call,
  { basis, saleType, until, most }: { basis: Basis; saleType?: string | undefined; until: string; most: number },
) {
  if (seesManySales(call)) await alongIndexes(call.db);
  const worth = await worthIn(call.db, call.now);
  const { rows } = await sql<{ id: string; before: number; after: number }>`
    with revenue as (${revenueOf(call, basis, worth, saleType, [until])})
    select account_id as id, before_0 as before, after_0 as after from revenue where ${brings(sql.ref('before_0'))} order by after_0 - before_0, account_id limit ${most + spare}`.execute(
    call.db,
  );
  return { currency: worth.currency, rows: await withAccounts(call, rows, most) };
}

/** Half a cent: sums of floating point may leave a dust of nothing. */
const brings = (sum: RawBuilder<unknown>) => sql`${sum} > 0.005`;

function summedUp(n: number): RawBuilder<unknown> {
  const [before, after] = [sql.ref(`before_${n}`), sql.ref(`after_${n}`)];
  const here = sql`filter (where ${brings(before)})`;
  return sql`jsonb_build_object('customers', count(*) ${here}, 'stayed', count(*) filter (where ${brings(before)} and ${brings(after)}), 'before', coalesce(sum(${before}) ${here}, 0),
    'after', coalesce(sum(${after}) ${here}, 0), 'kept', coalesce(sum(least(${before}, ${after})) ${here}, 0), 'fresh', coalesce(sum(${after}) filter (where not ${brings(before)}), 0))`;
}

/**
 * (account_id, before_0, after_0, before_1, …): what an account brought in the year before the last, and in the last, of each end; of contracts, what those
 * that ran at the end of the year are worth a year, all at the rates of today: what a currency gains is not what a customer does. One pass over the records. A year ends with a month; the month that runs is taken up to now.
 */
function revenueOf(
  call: Call,
  basis: Basis,
  worth: Worth,
  saleType: string | undefined,
  ends: readonly string[],
): RawBuilder<unknown> {
  const years = ends.map((end, n) => ({ n, end, from: yearsBefore(end, 1), before: yearsBefore(end, 2) }));
  if (basis === 'contracts') {
    const running = (on: string) =>
      sql`coalesce(sum(${worth.today('c', 'price')}::float8 * 12 / c.period_months) filter (where c.started_on <= ${on}::date and (c.lost_on is null or c.lost_on > ${on}::date)), 0)`;
    return sql`
      select c.account_id, ${sql.join(years.flatMap(({ n, end, from }) => [sql`${running(from)} as ${sql.ref(`before_${n}`)}`, sql`${running(end)} as ${sql.ref(`after_${n}`)}`]))}, ${lackingOf(worth.lacked('c', null, 'price'))}
      from service_contract c ${ofType(sql`c`, saleType)} where c.deleted_at is null group by 1`;
  }
  const brought = (from: string, until: string) =>
    sql`coalesce(sum(d.amount) filter (where d.on >= ${from}::date and d.on < ${until}::date), 0)`;
  const [first, last] = [years.at(-1)!.before, years[0]!.end];
  return sql`
    select d.account_id, ${sql.join(years.flatMap(({ n, end, from, before }) => [sql`${brought(before, from)} as ${sql.ref(`before_${n}`)}`, sql`${brought(from, end)} as ${sql.ref(`after_${n}`)}`]))}, ${lackingOf(sql`d.lacks`)}
    from (
      select o.account_id, o.closed_on as on, ${worth.onDayOf('o', 'closed_on')}::float8 as amount, ${worth.lacked('o', 'closed_on')} as lacks from ${seenSales(call)} o
        where o.outcome = 'won' and o.deleted_at is null and o.account_id is not null and o.closed_on >= ${first}::date and o.closed_on < ${last}::date ${saleType ? sql`and o.sale_type = ${saleType}` : sql``}
      union all
      select c.account_id, c.ordered_on, ${worth.onDayOf('c', 'ordered_on')}::float8, ${worth.lacked('c', 'ordered_on')} from customer_order c ${ofType(sql`c`, saleType)}
        where c.deleted_at is null and c.part_of_id is null and c.opportunity_id is null and c.ordered_on >= ${first}::date and c.ordered_on < ${last}::date) d
    group by 1`;
}

const ofType = (record: RawBuilder<unknown>, saleType: string | undefined): RawBuilder<unknown> =>
  saleType
    ? sql`join relationship r on r.workspace_id = ${record}.workspace_id and r.account_id = ${record}.account_id and r.sale_type = ${saleType}`
    : sql``;

const yearsBefore = (day: string, years: number) => `${Number(day.slice(0, 4)) - years}${day.slice(4)}`;
