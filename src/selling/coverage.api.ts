import { sql } from 'kysely';
import { lackingOf, leftOutOf, worthIn, type Worth } from '../offerings/worth-sql.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { seenSales } from '../purchase/seen-sql.ts';
import type { Coverage, sellingContract } from './contract.ts';
import { fewestInASum, figuresOf } from './figures-sql.ts';

const silentAfterDays = 60;

export const sellingHandlers: Handlers<typeof sellingContract> = {
  async readCoverage(call) {
    const silentBefore = new Date(call.now.getTime() - silentAfterDays * 86_400_000);
    const worth = await worthIn(call.db, call.now);
    const { rows } = await sql<Coverage>`
      with lately as materialized (
        select r.owner_id, count(*)::int as accounts from relationship r where r.alive and r.last_touch_at >= ${silentBefore} group by r.owner_id
      ), looked_after as (
        select c.owner_id, sum(c.accounts)::int as accounts, sum(c.revenue) as revenue, sum(c.accounts - c.with_next_step)::int as without_next_step,
          (sum(c.accounts) - coalesce(l.accounts, 0))::int as silent
        from relationship_count c left join lately l on coalesce(l.owner_id, c.workspace_id) = coalesce(c.owner_id, c.workspace_id) group by c.owner_id, l.accounts having sum(c.accounts) > 0
      ), alarmed as (
        select r.owner_id, count(*)::int as accounts from alarm l join relationship r on r.workspace_id = l.workspace_id and r.account_id = l.account_id where l.ended_at is null and r.alive group by r.owner_id
      ), selling as (
        ${openSales(call, worth)}
      ), owners as (select owner_id from looked_after union select owner_id from selling)
      select w.owner_id as "memberId", m.name as "memberName", t.name as "teamName", null as people, coalesce(l.accounts, 0) as accounts, coalesce(l.revenue, 0)::numeric(20, 2)::text as revenue,
        coalesce(al.accounts, 0) as "inTrouble", coalesce(l.without_next_step, 0) as "withoutNextStep", coalesce(l.silent, 0) as silent, coalesce(s.sales, 0) as "openSales", coalesce(s.amount, 0)::numeric(20, 2)::text as "openAmount",
        json_build_object('count', coalesce(s.lacking, 0), 'currencies', array_remove(array[s.lacks], null)) as unrated
      from owners w
      left join looked_after l on l.owner_id is not distinct from w.owner_id
      left join alarmed al on al.owner_id is not distinct from w.owner_id
      left join selling s on s.owner_id is not distinct from w.owner_id
      left join member m on m.id = w.owner_id
      left join team t on t.id = m.team_id
      order by coalesce(al.accounts, 0) desc, coalesce(l.accounts, 0) desc, m.name`.execute(call.db);
    const shown = (await figuresOf(call)) === 'individual' ? rows : byTeam(rows, call.who.memberId);
    return { items: shown, currency: worth.currency };
  },
};

/** Open sales per owner: from the sums that are kept, for whoever sees all of them. */
const openSales = (call: Call, worth: Worth) =>
  call.who.scope.sees.includes('opportunity')
    ? sql`select c.owner_id, sum(c.sales)::int as sales, sum(${worth.today('c')}) as amount, sum(c.sales) filter (where ${worth.lacked('c', null)} is not null)::int as lacking, max(${worth.lacked('c', null)}) as lacks from open_sales_count c group by c.owner_id having sum(c.sales) > 0`
    : sql`select o.owner_id, count(*)::int as sales, sum(${worth.today('o')}) as amount, ${lackingOf(worth.lacked('o', null))} from ${seenSales(call)} o where o.outcome = 'open' and o.deleted_at is null group by o.owner_id`;

/** The own row and what nobody looks after stay; all others are told of by team, and teams of few people together. */
function byTeam(rows: readonly Coverage[], me: string): Coverage[] {
  const own = rows.filter((row) => row.memberId === null || row.memberId === me);
  const others = rows.filter((row) => row.memberId !== null && row.memberId !== me);
  const teams = Map.groupBy(others, (row) => row.teamName);
  const large = [...teams].filter(([name, members]) => name !== null && members.length >= fewestInASum);
  const rest = others.filter((row) => !large.some(([name]) => name === row.teamName));
  const sums = [...large, ...(rest.length >= fewestInASum ? [[null, rest] as const] : [])].map(
    ([teamName, members]): Coverage => {
      const sum = (of: (row: Coverage) => number | string) =>
        members.reduce((total, row) => total + Number(of(row)), 0);
      return {
        memberId: null,
        memberName: null,
        teamName,
        people: members.length,
        accounts: sum((row) => row.accounts),
        revenue: sum((row) => row.revenue).toFixed(2),
        inTrouble: sum((row) => row.inTrouble),
        withoutNextStep: sum((row) => row.withoutNextStep),
        silent: sum((row) => row.silent),
        openSales: sum((row) => row.openSales),
        openAmount: sum((row) => row.openAmount).toFixed(2),
        unrated: leftOutOf(members.map((row) => row.unrated)),
      };
    },
  );
  return [...own, ...sums];
}
