import { sql } from 'kysely';
import type { Call } from '../../platform/serve.ts';
import type { YearlyNeed } from './contract.ts';
import type { Order } from './rhythm.ts';

/** What accounts ordered: orders beside sales, and the lines of won sales. Three years back, bounded. */
export async function ordersOf(call: Call, accountIds: readonly string[]): Promise<Order[]> {
  if (accountIds.length === 0) return [];
  const since = new Date(call.now.getTime() - 3 * 365 * 86_400_000);
  const { rows } = await sql<Order>`
    select b.account_id as "accountId", a.name as "accountName", b.offering, b.offering_id as "offeringId", b.on_day::text as "on", b.quantity from (
      select c.account_id, c.offering, (select o.id from offering o where o.workspace_id = c.workspace_id and o.name = c.offering and o.deleted_at is null limit 1) as offering_id, c.ordered_on as on_day, c.quantity::float8 as quantity
        from customer_order c where c.account_id = any (${accountIds}::uuid[]) and c.part_of_id is null and c.opportunity_id is null and c.deleted_at is null and c.offering is not null and c.ordered_on >= ${since}::date
      union all
      select s.account_id, l.name, l.offering_id, s.closed_on, l.quantity::float8 from opportunity s join opportunity_line l on l.workspace_id = s.workspace_id and l.opportunity_id = s.id
        where s.account_id = any (${accountIds}::uuid[]) and s.outcome = 'won' and s.deleted_at is null and s.closed_on >= ${since}::date
    ) b join account a on a.workspace_id = ${call.who.workspaceId} and a.id = b.account_id order by b.on_day desc limit 20000`.execute(
    call.db,
  );
  return rows;
}

interface Bought {
  line: string | null;
  offering: string;
  currency: string;
  amount: string;
}

/** What an account bought from us in the last 365 days, by line of the catalogue, offering and currency. */
export async function boughtInYear(call: Call, accountId: string): Promise<Bought[]> {
  const since = new Date(call.now.getTime() - 365 * 86_400_000);
  const { rows } = await sql<Bought>`
    select b.line, b.offering, b.currency, sum(b.amount)::numeric(20, 2)::text as amount from (
      select (select o.line from offering o where o.workspace_id = c.workspace_id and o.name = c.offering and o.deleted_at is null limit 1) as line, coalesce(c.offering, '') as offering, c.currency, coalesce(c.amount, 0) as amount
        from customer_order c where c.account_id = ${accountId} and c.part_of_id is null and c.opportunity_id is null and c.deleted_at is null and c.ordered_on >= ${since}::date
      union all
      select o.line, l.name, s.currency, round(l.quantity * l.price * (1 - l.discount / 100), 2) from opportunity s join opportunity_line l on l.workspace_id = s.workspace_id and l.opportunity_id = s.id
        left join offering o on o.workspace_id = l.workspace_id and o.id = l.offering_id
        where s.account_id = ${accountId} and s.outcome = 'won' and s.deleted_at is null and s.closed_on >= ${since}::date
    ) b group by 1, 2, 3 limit 1000`.execute(call.db);
  return rows;
}

/** The newest word on each line that the account needs, beside what it bought of it from us. */
export async function needsOf(call: Call, accountId: string, bought: readonly Bought[]): Promise<YearlyNeed[]> {
  const { rows } = await sql<Omit<YearlyNeed, 'ours' | 'share'>>`
    select distinct on (n.line) n.id, n.line, n.amount::text as amount, n.currency, n.source, n.on_day::text as "on", m.name as "memberName"
    from yearly_need n left join member m on m.workspace_id = n.workspace_id and m.id = n.member_id
    where n.account_id = ${accountId} order by n.line, n.on_day desc, n.id desc limit 100`.execute(call.db);
  return rows.map((need) => {
    const cents = bought
      .filter(
        ({ line, offering, currency }) => currency === need.currency && (line === need.line || offering === need.line),
      )
      .reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);
    const digits = cents.toString().padStart(3, '0');
    return {
      ...need,
      ours: `${digits.slice(0, -2)}.${digits.slice(-2)}`,
      share: Number(need.amount) > 0 ? Number(cents) / 100 / Number(need.amount) : null,
    };
  });
}

/** The lines of the latest won sale of an account, each at what the catalogue asks today; what is sold no longer keeps its price. */
export async function lastBasket(call: Call, accountId: string) {
  const last = await call.db
    .selectFrom('opportunity as o')
    .select(['o.id', 'o.closed_on', 'o.currency'])
    .where('o.account_id', '=', accountId)
    .where('o.outcome', '=', 'won')
    .where('o.deleted_at', 'is', null)
    .where('o.sale_type', 'in', ['retail', 'relationship'])
    .where((e) =>
      e.exists(
        e
          .selectFrom('opportunity_line as l')
          .select('l.id')
          .whereRef('l.workspace_id', '=', 'o.workspace_id')
          .whereRef('l.opportunity_id', '=', 'o.id'),
      ),
    )
    .orderBy('o.closed_on', 'desc')
    .orderBy('o.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return { on: null, lines: [] };
  const lines = await call.db
    .selectFrom('opportunity_line as l')
    .leftJoin('offering as f', (on) =>
      on
        .onRef('f.workspace_id', '=', 'l.workspace_id')
        .onRef('f.id', '=', 'l.offering_id')
        .on('f.currency', '=', last.currency)
        .on('f.active', '=', true)
        .on('f.deleted_at', 'is', null),
    )
    .select([
      'l.offering_id as offeringId',
      'l.name',
      sql<string>`trim_scale(l.quantity)::text`.as('quantity'),
      sql<string>`coalesce(f.price, l.price)::text`.as('price'),
    ])
    .where('l.opportunity_id', '=', last.id)
    .orderBy('l.place')
    .limit(100)
    .execute();
  return { on: last.closed_on, lines };
}
