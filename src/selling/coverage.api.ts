import { sql } from 'kysely';
import type { Call, Handlers } from '../platform/serve.ts';
import type { Coverage, sellingContract } from './contract.ts';

const silentAfterDays = 60;

export const sellingHandlers: Handlers<typeof sellingContract> = {
  async readCoverage(call) {
    const silentBefore = new Date(call.now.getTime() - silentAfterDays * 86_400_000);
    const { rows } = await sql<Coverage>`
      with lately as materialized (
        select r.owner_id, count(*)::int as accounts from relationship r where r.alive and r.last_touch_at >= ${silentBefore} group by r.owner_id
      ), looked_after as (
        select c.owner_id, sum(c.accounts)::int as accounts, sum(c.revenue) as revenue, sum(c.in_trouble)::int as in_trouble, sum(c.accounts - c.with_next_step)::int as without_next_step,
          (sum(c.accounts) - coalesce(l.accounts, 0))::int as silent
        from relationship_count c left join lately l on coalesce(l.owner_id, c.workspace_id) = coalesce(c.owner_id, c.workspace_id) group by c.owner_id, l.accounts having sum(c.accounts) > 0
      ), selling as (
        ${openSales(call)}
      ), owners as (select owner_id from looked_after union select owner_id from selling)
      select w.owner_id as "memberId", m.name as "memberName", t.name as "teamName", coalesce(l.accounts, 0) as accounts, coalesce(l.revenue, 0)::numeric(20, 2)::text as revenue,
        coalesce(l.in_trouble, 0) as "inTrouble", coalesce(l.without_next_step, 0) as "withoutNextStep", coalesce(l.silent, 0) as silent, coalesce(s.sales, 0) as "openSales", coalesce(s.amount, 0)::numeric(20, 2)::text as "openAmount"
      from owners w
      left join looked_after l on l.owner_id is not distinct from w.owner_id
      left join selling s on s.owner_id is not distinct from w.owner_id
      left join member m on m.id = w.owner_id
      left join team t on t.id = m.team_id
      order by coalesce(l.in_trouble, 0) desc, coalesce(l.accounts, 0) desc, m.name`.execute(call.db);
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    return { items: rows, currency };
  },
};

/** Open sales per owner: from the sums that are kept, for whoever sees all of them. */
const openSales = ({ who: { scope } }: Call) =>
  scope.sees.includes('opportunity')
    ? sql`select c.owner_id, sum(c.sales)::int as sales, sum(c.amount) as amount from open_sales_count c group by c.owner_id having sum(c.sales) > 0`
    : sql`select o.owner_id, count(*)::int as sales, sum(o.amount) as amount from opportunity o where o.outcome = 'open' and o.deleted_at is null group by o.owner_id`;
