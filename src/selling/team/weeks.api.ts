import { sql } from 'kysely';
import { worthIn } from '../../offerings/worth-sql.ts';
import { dayOf } from '../../platform/days.ts';
import { usualInText } from '../../purchase/columns-sql.ts';
import type { Answer } from '../../platform/contract.ts';
import type { Call } from '../../platform/serve.ts';
import { figuresOf } from '../figures-sql.ts';
import type { leadershipContract, TeamForecast } from './contract.ts';
import { endOf, quarterOf, weekOf, weeksBetween } from './period.ts';
import { ofWhom, openFrom } from './review.api.ts';

/** What is kept of the forecast each Monday: the sums that the picture shows, and what stands behind one of them. */

export async function weeksOf(call: Call, ids: readonly string[], period: string): Promise<TeamForecast['weeks']> {
  const { rows } = await sql<TeamForecast['weeks'][number]>`
    select s.week, sum(s.won)::float8 as won, sum(s.won + s.weighted)::float8 as weighted, sum(s.committed)::float8 as committed, sum(s.best_case)::float8 as "bestCase",
      case when count(s.adjusted) > 0 then sum(coalesce(s.adjusted, s.committed))::float8 end as adjusted
    from forecast_snapshot s where s.period = ${period}::date and s.member_id = any (${ids}::uuid[]) group by s.week order by s.week`.execute(
    call.db,
  );
  return rows;
}

type Week = Answer<(typeof leadershipContract)['readForecastWeek']>;

/** One Monday by person: of single people only what the workspace shows of them. */
export async function weekBehind(
  call: Call,
  { period, week, ...whose }: { period: string; week: string; team?: string | undefined; member?: string | undefined },
): Promise<Week> {
  const { memberId, scope } = call.who;
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const figures = await figuresOf(call);
  const seen =
    figures === 'aggregate'
      ? sql`s.member_id = ${memberId}`
      : scope.sees.includes('forecast')
        ? sql`true`
        : sql`s.member_id = any (${[...new Set([memberId, ...scope.members])]}::uuid[])`;
  const { rows } = await sql<Week['items'][number]>`
    select s.member_id as "memberId", m.name, s.won::float8 as won, s.open_in_period::float8 as open, (s.won + s.weighted)::float8 as weighted, s.committed::float8 as committed, s.best_case::float8 as "bestCase", s.adjusted::float8 as adjusted
    from forecast_snapshot s join member m on m.workspace_id = s.workspace_id and m.id = s.member_id cross join lateral (select s.member_id as owner_id) o
    where s.period = ${period}::date and s.week = ${week}::date and ${sql.join([seen, ...ofWhom(whose)], sql` and `)} order by s.won desc, m.name limit 500`.execute(
    call.db,
  );
  return { currency, figures, items: rows };
}

/**
 * Each Monday, and safe to run again: what each person had won, had open and had said for this quarter and the next. The quarter
 * that just ended is taken once more, so that its last snapshot holds what was really won.
 */
export async function takeSnapshots(call: Call): Promise<number> {
  const worth = await worthIn(call.db, call.now);
  const today = dayOf(call.now);
  const week = weekOf(today);
  let taken = 0;
  for (const period of [quarterOf(today, -1), quarterOf(today), quarterOf(today, 1)]) {
    if (endOf(period) <= today && weeksBetween(endOf(period), week) > 1) continue;
    const until = endOf(period);
    const result = await sql`
      insert into forecast_snapshot (workspace_id, member_id, period, week, won, open_in_period, weighted, committed, best_case, pipeline, adjusted, taken_at)
      select app_workspace(), m.id, ${period}::date, ${week}::date, coalesce(won.amount, 0), coalesce(open.amount, 0), coalesce(open.weighted, 0), c.committed, c.best_case, c.pipeline, a.committed, ${call.now}
      from member m
      left join (select o.owner_id, sum(${worth.onDayOf('o', 'closed_on')}) as amount from opportunity o where o.outcome = 'won' and o.deleted_at is null
        and o.closed_on >= ${period}::date and o.closed_on < ${until}::date group by 1) won on won.owner_id = m.id
      left join (select o.owner_id, sum(${worth.today('o')}) as amount, sum(${worth.today('o')} * coalesce(o.probability, u.probability)::numeric) as weighted
        from opportunity o join ${usualInText} on u.sale_type = o.sale_type and u.stage = o.stage
        where o.outcome = 'open' and o.deleted_at is null and o.expected_close_on >= ${openFrom(call, period)}::date and o.expected_close_on < ${until}::date group by 1) open on open.owner_id = m.id
      left join lateral (select * from forecast_call c where c.workspace_id = m.workspace_id and c.member_id = m.id and c.period = ${period}::date order by c.week desc limit 1) c on true
      left join lateral (select * from forecast_adjustment a where a.workspace_id = m.workspace_id and a.member_id = m.id and a.period = ${period}::date order by a.week desc, a.at desc limit 1) a on true
      where m.workspace_id = app_workspace() and (won.amount is not null or open.amount is not null or c.committed is not null)
      on conflict (workspace_id, member_id, period, week) do update set won = excluded.won, open_in_period = excluded.open_in_period, weighted = excluded.weighted,
        committed = excluded.committed, best_case = excluded.best_case, pipeline = excluded.pipeline, adjusted = excluded.adjusted, taken_at = excluded.taken_at`.execute(
      call.db,
    );
    taken += Number(result.numAffectedRows ?? 0);
  }
  return taken;
}
