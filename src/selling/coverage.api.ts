import { sql } from 'kysely';
import type { Handlers } from '../platform/serve.ts';
import type { Coverage, sellingContract } from './contract.ts';

const silentAfterDays = 60;

export const sellingHandlers: Handlers<typeof sellingContract> = {
  async readCoverage(call) {
    const silentBefore = new Date(call.now.getTime() - silentAfterDays * 86_400_000);
    const { rows } = await sql<Coverage>`
      with looked_after as (
        select r.owner_id, count(*)::int as accounts, sum(r.revenue) as revenue,
          (count(*) filter (where r.position = 'disillusionment' and r.probability >= 0.6 and r.phase in ('ownership', 'usage')))::int as in_trouble,
          (count(*) filter (where r.next_step_due_at is null))::int as without_next_step,
          (count(*) filter (where r.last_touch_at is null or r.last_touch_at < ${silentBefore}))::int as silent
        from relationship r where r.alive group by r.owner_id
      ), selling as (
        select o.owner_id, count(*)::int as sales, sum(o.amount) as amount from opportunity o where o.outcome = 'open' and o.deleted_at is null group by o.owner_id
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
