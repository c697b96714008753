import { sql } from 'kysely';
import { invalid, notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { endOf, quarterOf } from '../team/period.ts';
import type { forceContract, Goal } from './contract.ts';

type Own = 'listGoals' | 'setGoal' | 'readGoalHistory';

export const goalHandlers: Pick<Handlers<typeof forceContract>, Own> = {
  listGoals: (call, { query }) => goalsOf(call, quarterOf(query.period ?? call.now.toISOString().slice(0, 10))),

  async setGoal(call, { body }) {
    const period = quarterOf(body.period);
    const kept = await call.db.selectFrom(body.scope).select(['id', 'name']).where('id', '=', body.scopeId).executeTakeFirst();
    if (!kept) throw invalid([{ path: 'scopeId', message: `There is no such ${body.scope === 'member' ? 'colleague' : body.scope}` }]);
    const known = await call.db
      .selectFrom('sales_goal')
      .select(['id', 'amount'])
      .where('scope', '=', body.scope)
      .where('scope_id', '=', body.scopeId)
      .where('period', '=', period)
      .where('sale_type', body.saleType === null ? 'is' : '=', body.saleType)
      .where('offering', body.offering === null ? 'is' : '=', body.offering)
      .executeTakeFirst();
    const id = known?.id ?? call.newId();
    if (body.amount === null) await call.db.deleteFrom('sales_goal').where('id', '=', id).execute();
    else if (known)
      await call.db.updateTable('sales_goal').set({ amount: body.amount, version: sql`version + 1`, updated_at: call.now }).where('id', '=', id).execute();
    else
      await call.db
        .insertInto('sales_goal')
        .values({
          workspace_id: call.who.workspaceId,
          id,
          scope: body.scope,
          scope_id: body.scopeId,
          period,
          sale_type: body.saleType,
          offering: body.offering,
          amount: body.amount,
          created_at: call.now,
          updated_at: call.now,
        })
        .execute();
    if ((known?.amount ?? null) !== body.amount)
      await call.record('force.goal set', { kind: 'goal', id }, { name: kept.name, period, changes: { amount: [known?.amount ?? null, body.amount] } });
    return goalsOf(call, period);
  },

  async readGoalHistory(call, { params }) {
    const { rows } = await sql<{ at: Date; memberName: string | null; before: string | null; after: string | null }>`
      select e.at, m.name as "memberName", e.detail #>> '{changes,amount,0}' as before, e.detail #>> '{changes,amount,1}' as after
      from event e left join member m on m.workspace_id = e.workspace_id and m.id = e.member_id
      where e.subject_kind = 'goal' and e.subject_id = ${params.id} order by e.id desc limit 100`.execute(call.db);
    if (rows.length === 0) throw notFound('goal');
    return { items: rows.map((row) => ({ ...row, before: money(row.before), after: money(row.after) })) };
  },
};

const money = (amount: string | null) => (amount === null ? null : Number(amount).toFixed(2));

/** Each goal with what its people won and have open in the quarter; what the goals below it add up to shows the gap in the plan itself. */
async function goalsOf(call: Call, period: string) {
  const until = endOf(period);
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  // Whose sales count for a goal, and what each of them won and has open by type and offering: both once, whatever the number of goals.
  const sums = sql`
    below (top, id) as (select t.id, t.id from team t union select b.top, t.id from team t join below b on t.parent_id = b.id),
    whose as (
      select g.id as goal_id, g.scope_id as owner_id from sales_goal g where g.period = ${period}::date and g.scope = 'member'
      union all select g.id, w.id from sales_goal g join below b on b.top = g.scope_id join member w on w.team_id = b.id where g.period = ${period}::date and g.scope = 'team'
      union all select g.id, w.id from sales_goal g join territory y on y.id = g.scope_id join member w on w.team_id = y.team_id where g.period = ${period}::date and g.scope = 'territory'),
    sold as materialized (
      select o.owner_id, o.sale_type, lower(o.offering) as offering, sum(o.amount) as won, 0 as open from opportunity o
        where o.outcome = 'won' and o.deleted_at is null and o.currency = ${currency} and o.closed_on >= ${period}::date and o.closed_on < ${until}::date group by 1, 2, 3
      union all select o.owner_id, o.sale_type, lower(o.offering), 0, sum(o.amount) from opportunity o
        where o.outcome = 'open' and o.deleted_at is null and o.currency = ${currency} and o.expected_close_on < ${until}::date group by 1, 2, 3),
    reached as (select g.id, sum(s.won) as won, sum(s.open) as open from sales_goal g join whose w on w.goal_id = g.id join sold s on s.owner_id = w.owner_id
      where (g.sale_type is null or s.sale_type = g.sale_type) and (g.offering is null or s.offering = lower(g.offering)) group by g.id)`;
  const { rows } = await sql<Goal>`
    with recursive ${sums}
    select g.id, g.scope, g.scope_id as "scopeId", coalesce(m.name, t.name, y.name, '') as "scopeName", g.period, g.sale_type as "saleType", g.offering, g.amount::text as amount, g.version,
      coalesce(r.won, 0)::numeric(18, 2)::text as won, coalesce(r.open, 0)::numeric(18, 2)::text as open,
      (select sum(b.amount)::numeric(18, 2)::text from sales_goal b where b.workspace_id = g.workspace_id and b.period = g.period and b.sale_type is not distinct from g.sale_type and b.offering is not distinct from g.offering
        and ((g.scope = 'team' and b.scope = 'team' and exists (select from team c where c.workspace_id = g.workspace_id and c.id = b.scope_id and c.parent_id = g.scope_id))
          or (g.scope = 'team' and b.scope = 'member' and exists (select from member w where w.workspace_id = g.workspace_id and w.id = b.scope_id and w.team_id = g.scope_id))
          or (g.scope = 'territory' and b.scope = 'territory' and exists (select from territory c where c.workspace_id = g.workspace_id and c.id = b.scope_id and c.parent_id = g.scope_id)))) as below
    from sales_goal g left join reached r on r.id = g.id left join member m on g.scope = 'member' and m.workspace_id = g.workspace_id and m.id = g.scope_id
    left join team t on g.scope = 'team' and t.workspace_id = g.workspace_id and t.id = g.scope_id
    left join territory y on g.scope = 'territory' and y.workspace_id = g.workspace_id and y.id = g.scope_id
    where g.period = ${period}::date order by array_position(array['team', 'territory', 'member'], g.scope), 4, g.sale_type nulls first, g.offering nulls first limit 1000`.execute(call.db);
  return { period, currency, items: rows };
}
