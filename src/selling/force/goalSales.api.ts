import { sql, type RawBuilder } from 'kysely';
import { lackingOf, leftOutOf, leftOutOfGroups, worthIn, type Worth } from '../../offerings/worth-sql.ts';
import type { Answer } from '../../platform/contract.ts';
import { dayOf } from '../../platform/days.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';
import { peopleOf } from '../../workspace/teams-sql.ts';
import { figuresOf } from '../figures-sql.ts';
import { periodOf, type Span } from '../team/period.ts';
import type { forceContract } from './contract.ts';
import type { Goal } from './records.ts';
import { plainTerritories } from './territories.api.ts';
import { withBelow } from './territories.ts';
import { placeOf } from './territories-sql.ts';

/** The sales that count for goals: their sums for many at once, and the sales themselves for one. */

/** The first day after its period, and from when on an open sale counts: what should have closed before counts for the period that runs, in which it still can; one that ended holds nothing open. */
const spanOf = ({ span, period }: Pick<Wanted, 'span' | 'period'>, today: string) => ({
  until: periodOf(span, period, 1),
  openFrom: period > today ? period : period === periodOf(span, today) ? '0001-01-01' : null,
});

export type Wanted = Pick<Goal, 'id' | 'scope' | 'scopeId' | 'period' | 'saleType' | 'offering'> & { span: Span };

type Sold = Pick<Goal, 'won' | 'open' | 'unrated'>;

/** What counts for each goal: what each person, and where needed each territory, won and has open is added up once per period, whatever the number of goals. */
export async function soldFor(call: Call, goals: readonly Wanted[], worth: Worth): Promise<Map<string, Sold>> {
  const sums = new Map<string, Sold>(
    goals.map((goal) => [goal.id, { won: '0.00', open: '0.00', unrated: leftOutOf([]) }]),
  );
  if (goals.length === 0) return sums;
  const territories = goals.some((goal) => goal.scope === 'territory') ? await plainTerritories(call) : [];
  const today = dayOf(call.now);
  const wanted = goals.map((goal) => ({
    ...goal,
    ...spanOf(goal, today),
    places: goal.scope === 'territory' ? withBelow(goal.scopeId, territories) : [],
  }));
  const sold = (whose: RawBuilder<unknown>, among: RawBuilder<unknown>) => sql`
    select q.period, ${whose} as whose, o.sale_type, lower(o.offering) as offering, sum(${worth.onDayOf('o', 'closed_on')}) as won, 0 as open, ${lackingOf(worth.lacked('o', 'closed_on'))} from q join opportunity o on o.closed_on >= q.period and o.closed_on < q."until" ${among}
      where o.outcome = 'won' and o.deleted_at is null group by 1, 2, 3, 4
    union all select q.period, ${whose}, o.sale_type, lower(o.offering), 0, sum(${worth.today('o')}), ${lackingOf(worth.lacked('o', null))} from q join opportunity o on o.expected_close_on >= q."openFrom" and o.expected_close_on < q."until" ${among}
      where o.outcome = 'open' and o.deleted_at is null group by 1, 2, 3, 4`;
  const placed =
    territories.length === 0
      ? sql`select null::date as period, null::uuid as whose, null::text as sale_type, null::text as offering, 0::numeric as won, 0::numeric as open, 0::bigint as lacking, null::text as lacks where false`
      : sold(placeOf(territories), sql`join account a on a.workspace_id = o.workspace_id and a.id = o.account_id`);
  const { rows } = await sql<{ id: string } & Sold>`
    with recursive g as materialized (select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as x(id uuid, scope text, "scopeId" uuid, period date, "until" date, "openFrom" date, "saleType" text, offering text, places uuid[])),
    q as (select distinct period, "until", "openFrom" from g),
    below (top, id) as (select t.id, t.id from team t union select b.top, t.id from team t join below b on t.parent_id = b.id),
    whose as (
      select g.id as goal_id, g."scopeId" as whose from g where g.scope = 'member'
      union all select g.id, w.id from g join below b on b.top = g."scopeId" join member w on w.team_id = b.id where g.scope = 'team'),
    by_person as materialized (${sold(sql`o.owner_id`, sql``)}),
    by_place as materialized (${placed}),
    counted as (
      select g.id, s.won, s.open, s.lacking, s.lacks from g join whose w on w.goal_id = g.id join by_person s on s.whose = w.whose and s.period = g.period and (g."saleType" is null or s.sale_type = g."saleType") and (g.offering is null or s.offering = lower(g.offering))
      union all select g.id, s.won, s.open, s.lacking, s.lacks from g join by_place s on s.whose = any (g.places) and s.period = g.period and (g."saleType" is null or s.sale_type = g."saleType") and (g.offering is null or s.offering = lower(g.offering)))
    select id, coalesce(sum(won), 0)::numeric(18, 2)::text as won, coalesce(sum(open), 0)::numeric(18, 2)::text as open, ${leftOutOfGroups('counted')} as unrated from counted group by 1`.execute(
    call.db,
  );
  for (const { id, ...each } of rows) sums.set(id, each);
  return sums;
}

/** So many sales are listed; more are told. */
const most = 100;

export async function salesFor(call: Call, goalId: string): Promise<Answer<(typeof forceContract)['listGoalSales']>> {
  const worth = await worthIn(call.db, call.now);
  const goal = await call.db
    .selectFrom('sales_goal')
    .select(['scope', 'scope_id', 'span', 'period', 'sale_type', 'offering'])
    .where('id', '=', goalId)
    .executeTakeFirst();
  if (
    !goal ||
    (goal.scope === 'member' && goal.scope_id !== call.who.memberId && (await figuresOf(call)) === 'aggregate')
  )
    throw notFound('goal');
  const { until, openFrom } = spanOf(goal, dayOf(call.now));
  const territories = goal.scope === 'territory' ? await plainTerritories(call) : [];
  const whose = {
    member: sql`o.owner_id = ${goal.scope_id}`,
    team: sql`o.owner_id = any (${peopleOf(goal.scope_id)})`,
    territory: sql`${placeOf(territories)} = any (${withBelow(goal.scope_id, territories)}::uuid[])`,
  }[goal.scope];
  const among =
    goal.scope === 'territory' ? sql`join account a on a.workspace_id = o.workspace_id and a.id = o.account_id` : sql``;
  const counted = (value: RawBuilder<unknown>, day: RawBuilder<unknown>, within: RawBuilder<unknown>) => sql`
    select o.id, ${value} as value, ${day} as day from opportunity o ${among} where o.deleted_at is null and ${within} and (${value} is not null or o.amount is null)
      and (${goal.sale_type}::text is null or o.sale_type = ${goal.sale_type}) and (${goal.offering}::text is null or lower(o.offering) = lower(${goal.offering})) and ${whose}`;
  const won = counted(
    worth.onDayOf('o', 'closed_on'),
    sql`o.closed_on`,
    sql`o.outcome = 'won' and o.closed_on >= ${goal.period}::date and o.closed_on < ${until}::date`,
  );
  const open = counted(
    worth.today('o'),
    sql`o.expected_close_on`,
    sql`o.outcome = 'open' and o.expected_close_on >= ${openFrom}::date and o.expected_close_on < ${until}::date`,
  );
  // Won and open apart, each from an index that holds what is asked; only what is listed is looked up.
  const { rows } = await sql<Answer<(typeof forceContract)['listGoalSales']>['items'][number]>`
    select o.id, o.name, a.name as "accountName", m.name as "ownerName", o.outcome, coalesce(c.value, 0)::float8 as amount, c.day::text as "on"
    from (select 'won' as outcome, w.* from (${won}) w union all select 'open', n.* from (${open}) n order by 1 desc, value desc nulls last, id limit ${most + 1}) c
    join opportunity o on o.id = c.id left join account a on a.workspace_id = o.workspace_id and a.id = o.account_id left join member m on m.workspace_id = o.workspace_id and m.id = o.owner_id
    order by c.outcome desc, c.value desc nulls last, c.id`.execute(call.db);
  return { currency: worth.currency, items: rows.slice(0, most), more: rows.length > most };
}
