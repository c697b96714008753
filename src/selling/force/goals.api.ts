import { sql } from 'kysely';
import { worthIn } from '../../offerings/worth-sql.ts';
import { dayOf } from '../../platform/days.ts';
import { invalid, notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { periodOf, type Span } from '../team/period.ts';
import { fewestInASum, figuresOf, isHidden } from '../figures-sql.ts';
import type { forceContract } from './contract.ts';
import type { Goal } from './records.ts';
import { salesFor, soldFor, type Wanted } from './goalSales.api.ts';

type Own = 'listGoals' | 'setGoal' | 'readGoalHistory' | 'listGoalSales';

export const goalHandlers: Pick<Handlers<typeof forceContract>, Own> = {
  listGoals: (call, { query: { span, period } }) => goalsOf(call, span, periodOf(span, period ?? dayOf(call.now))),

  async setGoal(call, { body }) {
    const { span } = body;
    const period = periodOf(span, body.period);
    const kept = await call.db
      .selectFrom(body.scope)
      .select(['id', 'name'])
      .where('id', '=', body.scopeId)
      .executeTakeFirst();
    if (!kept)
      throw invalid([
        { path: 'scopeId', message: `There is no such ${body.scope === 'member' ? 'colleague' : body.scope}` },
      ]);
    const known = await call.db
      .selectFrom('sales_goal')
      .select(['id', 'amount'])
      .where('scope', '=', body.scope)
      .where('scope_id', '=', body.scopeId)
      .where('period', '=', period)
      .where('span', '=', span)
      .where('sale_type', body.saleType === null ? 'is' : '=', body.saleType)
      .where('offering', body.offering === null ? 'is' : '=', body.offering)
      .executeTakeFirst();
    const id = known?.id ?? call.newId();
    if (body.amount === null) await call.db.deleteFrom('sales_goal').where('id', '=', id).execute();
    else if (known)
      await call.db
        .updateTable('sales_goal')
        .set({ amount: body.amount, version: sql`version + 1`, updated_at: call.now })
        .where('id', '=', id)
        .execute();
    else
      await call.db
        .insertInto('sales_goal')
        .values({
          workspace_id: call.who.workspaceId,
          id,
          scope: body.scope,
          scope_id: body.scopeId,
          period,
          span,
          sale_type: body.saleType,
          offering: body.offering,
          amount: body.amount,
          created_at: call.now,
          updated_at: call.now,
        })
        .execute();
    if (
      known === undefined ? body.amount !== null : body.amount === null || Number(known.amount) !== Number(body.amount)
    )
      // Seen by whoever sees the goals of all: of single people, where their figures are kept to themselves, only that it was set.
      await call.record(
        'force.goal set',
        { kind: 'forecast', id },
        {
          name: kept.name,
          span,
          period,
          ...(body.scope === 'member' && (await isHidden(call, body.scopeId))
            ? {}
            : { changes: { amount: [known?.amount ?? null, body.amount] } }),
        },
      );
    return goalsOf(call, span, period);
  },

  listGoalSales: (call, { params }) => salesFor(call, params.id),

  async readGoalHistory(call, { params }) {
    const { rows } = await sql<{ at: Date; memberName: string | null; before: string | null; after: string | null }>`
      select e.at, m.name as "memberName", e.detail #>> '{changes,amount,0}' as before, e.detail #>> '{changes,amount,1}' as after
      from event e left join member m on m.workspace_id = e.workspace_id and m.id = e.member_id
      where e.subject_kind in ('goal', 'forecast') and e.name = 'force.goal set' and e.subject_id = ${params.id} order by e.id desc limit 100`.execute(
      call.db,
    );
    const kept = await call.db
      .selectFrom('sales_goal')
      .select(['scope', 'scope_id'])
      .where('id', '=', params.id)
      .executeTakeFirst();
    if (rows.length === 0 && !kept) throw notFound('goal');
    if (kept?.scope === 'member' && (await isHidden(call, kept.scope_id))) throw notFound('goal');
    const worth = await worthIn(call.db, call.now);
    const { rows: former } = await sql<Wanted & { amount: string }>`
      select b.id, b.scope, b.scope_id as "scopeId", b.span, b.period, b.sale_type as "saleType", b.offering, b.amount::text as amount from sales_goal g
      join sales_goal b on b.workspace_id = g.workspace_id and b.scope = g.scope and b.scope_id = g.scope_id and b.span = g.span and b.sale_type is not distinct from g.sale_type and b.offering is not distinct from g.offering and b.period < g.period
      where g.id = ${params.id} order by b.period desc limit 8`.execute(call.db);
    const sold = await soldFor(call, former, worth);
    return {
      items: rows.map((row) => ({ ...row, before: money(row.before), after: money(row.after) })),
      former: former.map(({ id, period, amount }) => ({ period, amount, won: sold.get(id)!.won })),
    };
  },
};

const money = (amount: string | null) => (amount === null ? null : Number(amount).toFixed(2));

/** The quarters of a year, and of those without a goal their months; the months of a quarter. */
const parts = sql`case when g.span <> 'month' then (select sum(coalesce(q.whole, q.months))::numeric(18, 2)::text from (
  select max(p.amount) filter (where p.span = 'quarter') as whole, sum(p.amount) filter (where p.span = 'month') as months from sales_goal p
  where p.workspace_id = g.workspace_id and p.scope = g.scope and p.scope_id = g.scope_id and p.sale_type is not distinct from g.sale_type and p.offering is not distinct from g.offering and p.span <> 'year' and (g.span = 'year' or p.span = 'month')
    and p.period >= g.period and p.period < (g.period + case g.span when 'year' then interval '1 year' else interval '3 months' end)::date group by date_trunc('quarter', p.period)) q) end`;

/**
 * Each goal with what was won and is open in its month, quarter or year: of the person, of the team with all below it, or with the customers that lie
 * in the territory. What the goals below it add up to shows the gap in the plan itself. A person's figures are the person's own where
 * the workspace keeps single figures from those who lead; they still count in the sums.
 */
async function goalsOf(call: Call, span: Span, period: string) {
  const worth = await worthIn(call.db, call.now);
  const aggregate = (await figuresOf(call)) === 'aggregate';
  const hidden = aggregate ? sql`and (g.scope <> 'member' or g.scope_id = ${call.who.memberId})` : sql``;
  // What the goals of one or two people add up to tells of each.
  const below = aggregate
    ? sql`case when count(*) filter (where b.scope = 'member' and b.scope_id <> ${call.who.memberId}) not between 1 and ${fewestInASum - 1} then sum(b.amount)::numeric(18, 2)::text end`
    : sql`sum(b.amount)::numeric(18, 2)::text`;
  const { rows } = await sql<Goal>`
    select g.id, g.scope, g.scope_id as "scopeId", coalesce(m.name, t.name, y.name, '') as "scopeName", coalesce(m.team_id, t.parent_id, y.parent_id) as "withinId", g.span, g.period, g.sale_type as "saleType", g.offering, g.amount::text as amount, g.version,
      null as won, null as open,
      (select ${below} from sales_goal b where b.workspace_id = g.workspace_id and b.span = g.span and b.period = g.period and b.sale_type is not distinct from g.sale_type and b.offering is not distinct from g.offering
        and ((g.scope = 'team' and b.scope = 'team' and exists (select from team c where c.workspace_id = g.workspace_id and c.id = b.scope_id and c.parent_id = g.scope_id))
          or (g.scope = 'team' and b.scope = 'member' and exists (select from member w where w.workspace_id = g.workspace_id and w.id = b.scope_id and w.team_id = g.scope_id))
          or (g.scope = 'territory' and b.scope = 'territory' and exists (select from territory c where c.workspace_id = g.workspace_id and c.id = b.scope_id and c.parent_id = g.scope_id)))) as below,
      ${parts} as parts
    from sales_goal g left join member m on g.scope = 'member' and m.workspace_id = g.workspace_id and m.id = g.scope_id
    left join team t on g.scope = 'team' and t.workspace_id = g.workspace_id and t.id = g.scope_id
    left join territory y on g.scope = 'territory' and y.workspace_id = g.workspace_id and y.id = g.scope_id
    where g.span = ${span} and g.period = ${period}::date ${hidden} order by array_position(array['team', 'territory', 'member'], g.scope), 4, g.sale_type nulls first, g.offering nulls first limit 1000`.execute(
    call.db,
  );
  const sold = await soldFor(call, rows, worth);
  return { span, period, currency: worth.currency, items: rows.map((goal) => ({ ...goal, ...sold.get(goal.id)! })) };
}
