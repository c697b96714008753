import { sql } from 'kysely';
import type { Unrated } from '../../offerings/unrated.ts';
import { lackingOf, leftOutOf, worthIn, type Worth } from '../../offerings/worth-sql.ts';
import { dayOf } from '../../platform/days.ts';
import { usualInText } from '../../purchase/columns-sql.ts';
import { invalid, notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { fewestInASum, figuresOf, mustShowFigures } from '../figures-sql.ts';
import { goalsOfQuarter } from '../goals-sql.ts';
import { accuracyOf, type PastCall } from './accuracy.ts';
import type { ForecastRow, leadershipContract, TeamForecast } from './contract.ts';
import { endOf, quarterOf, weekOf, weeksBetween } from './period.ts';
import { ofWhom, openFrom } from './review.api.ts';
import { salesOfWeek } from './weekSales.api.ts';
import { weekBehind, weeksOf } from './weeks.api.ts';

type Own = 'readForecast' | 'readForecastWeek' | 'listForecastWeekSales' | 'callForecast' | 'adjustForecast';
type Whose = { team?: string | undefined; member?: string | undefined };

export const forecastHandlers: Pick<Handlers<typeof leadershipContract>, Own> = {
  readForecast: (call, { query }) => forecastOf(call, quarterOf(query.period ?? dayOf(call.now)), query),

  readForecastWeek: (call, { query }) => weekBehind(call, query),

  listForecastWeekSales: (call, { query }) => salesOfWeek(call, query),

  async callForecast(call, { body }) {
    const period = mustBeAhead(call, body.period);
    inOrder(body);
    if (Number(body.pipeline) < Number(body.bestCase))
      throw invalid([{ path: 'pipeline', message: 'The pipeline holds at least the best case' }]);
    const said = {
      committed: body.committed,
      best_case: body.bestCase,
      pipeline: body.pipeline,
      comment: body.comment,
      at: call.now,
    };
    await call.db
      .insertInto('forecast_call')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        member_id: call.who.memberId,
        period,
        week: weekOf(dayOf(call.now)),
        ...said,
      })
      .onConflict((on) =>
        on
          .columns(['workspace_id', 'member_id', 'period', 'week'])
          .doUpdateSet({ ...said, version: sql`forecast_call.version + 1` }),
      )
      .execute();
    // Of the amount the call itself tells; the audit says only that there was one.
    await call.record('forecast.called', { kind: 'forecast', id: call.who.memberId }, { period });
    return forecastOf(call, period, {});
  },

  async adjustForecast(call, { body }) {
    const period = mustBeAhead(call, body.period);
    inOrder(body);
    const { members, changes } = call.who.scope;
    if (body.memberId === call.who.memberId)
      throw invalid([
        { path: 'memberId', message: 'Your own figure is your call; an adjustment stands beside somebody else’s' },
      ]);
    await mustShowFigures(call, body.memberId);
    const member = await call.db.selectFrom('member').select('id').where('id', '=', body.memberId).executeTakeFirst();
    if (!member || !(changes.includes('forecast') || members.includes(body.memberId)))
      throw notFound('colleague of your team');
    const made = { committed: body.committed, best_case: body.bestCase, reason: body.reason, at: call.now };
    await call.db
      .insertInto('forecast_adjustment')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        member_id: body.memberId,
        leader_id: call.who.memberId,
        period,
        week: weekOf(dayOf(call.now)),
        ...made,
      })
      .onConflict((on) =>
        on
          .columns(['workspace_id', 'member_id', 'leader_id', 'period', 'week'])
          .doUpdateSet({ ...made, version: sql`forecast_adjustment.version + 1` }),
      )
      .execute();
    await call.record('forecast.adjusted', { kind: 'forecast', id: body.memberId }, { period });
    return forecastOf(call, period, {});
  },
};

function mustBeAhead(call: Call, day: string): string {
  const period = quarterOf(day);
  if (endOf(period) <= dayOf(call.now))
    throw invalid([{ path: 'period', message: 'This quarter has ended; its calls are kept as they were' }]);
  return period;
}

function inOrder({ committed, bestCase }: { committed: string; bestCase: string }): void {
  if (Number(bestCase) < Number(committed))
    throw invalid([{ path: 'bestCase', message: 'The best case is at least what is sure' }]);
}

async function forecastOf(call: Call, period: string, whose: Whose): Promise<TeamForecast> {
  const until = endOf(period);
  const week = weekOf(dayOf(call.now));
  const worth = await worthIn(call.db, call.now);
  const standing = await standingOf(call, period, until, worth, whose);
  const ids = standing.map((row) => row.memberId);
  const past = await pastCallsOf(call, ids, period);
  const figures = await figuresOf(call);
  // Where single figures are kept from those who lead, the sum goes up, and of few people not even that.
  const shown = standing.filter((row) => figures === 'individual' || row.memberId === call.who.memberId);
  const ofMany = figures === 'individual' || standing.length >= fewestInASum;
  return {
    figures,
    period,
    until,
    week,
    currency: worth.currency,
    unrated: leftOutOf((ofMany ? standing : shown).map((row) => row.unrated)),
    together: ofMany ? togetherOf(standing) : null,
    rows: shown.map(({ unrated: _unrated, ...row }) => ({
      ...row,
      isMe: row.memberId === call.who.memberId,
      accuracy: accuracyOf(past.get(row.memberId) ?? []),
    })),
    weeks: await weeksOf(call, ofMany ? ids : shown.map((row) => row.memberId), period),
  };
}

type Standing = Omit<ForecastRow, 'isMe' | 'accuracy'>;

function togetherOf(rows: readonly Standing[]): NonNullable<TeamForecast['together']> {
  const said = (row: Standing) => row.call ?? row.former;
  const sum = (of: (row: Standing) => string | undefined) =>
    rows.reduce((total, row) => total + Number(of(row) ?? 0), 0);
  return {
    people: rows.length,
    called: rows.filter((row) => row.call !== null).length,
    won: sum((row) => row.won),
    open: sum((row) => row.open),
    weighted: sum((row) => row.weighted),
    committed: sum((row) => said(row)?.committed),
    bestCase: sum((row) => said(row)?.bestCase),
    pipeline: sum((row) => said(row)?.pipeline),
    adjusted: sum((row) => row.adjustment?.committed ?? said(row)?.committed),
    quota: rows.some((row) => row.quota !== null) ? sum((row) => row.quota ?? undefined) : null,
  };
}

/** Everybody who sells and may be seen, with what is won, open and likely in the period, and what was said. */
async function standingOf(
  call: Call,
  period: string,
  until: string,
  worth: Worth,
  whose: Whose,
): Promise<(Standing & { unrated: Unrated })[]> {
  const { memberId, scope } = call.who;
  const week = weekOf(dayOf(call.now));
  const seesAll = scope.sees.includes('forecast');
  const said = sql`jsonb_build_object('committed', c.committed::text, 'bestCase', c.best_case::text, 'pipeline', c.pipeline::text, 'comment', c.comment, 'week', c.week,
    'at', to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
  const { rows } = await sql<Standing & { unrated: Unrated }>`
    with these as (
      select o.id as owner_id, o.name, o.team_id from member o where o.disabled_at is null and (${seesAll} or o.id = any (${[...scope.members]}::uuid[]))
        and (o.role in ('seller', 'account manager', 'team leader') or o.id = ${memberId})
    ), open as (
      select o.owner_id, count(*)::int as sales, sum(${worth.today('o')}) as amount, sum(${worth.today('o')} * coalesce(o.probability, u.probability)::numeric) as weighted, ${lackingOf(worth.lacked('o', null))}
      from opportunity o join ${usualInText} on u.sale_type = o.sale_type and u.stage = o.stage
      where o.outcome = 'open' and o.deleted_at is null and o.expected_close_on >= ${openFrom(call, period)}::date and o.expected_close_on < ${until}::date and o.owner_id in (select owner_id from these) group by 1
    ), won as (
      select o.owner_id, sum(${worth.onDayOf('o', 'closed_on')}) as amount, ${lackingOf(worth.lacked('o', 'closed_on'))} from opportunity o
      where o.outcome = 'won' and o.deleted_at is null and o.closed_on >= ${period}::date and o.closed_on < ${until}::date and o.owner_id in (select owner_id from these) group by 1
    )
    select o.owner_id as "memberId", o.name, t.name as "teamName", coalesce(won.amount, 0)::numeric(18, 2)::text as won, coalesce(open.amount, 0)::numeric(18, 2)::text as open,
      coalesce(open.weighted, 0)::numeric(18, 2)::text as weighted, coalesce(open.sales, 0) as sales,
      json_build_object('count', coalesce(open.lacking, 0) + coalesce(won.lacking, 0), 'currencies', array_remove(array[open.lacks, nullif(won.lacks, open.lacks)], null)) as unrated,
      (select ${said} from forecast_call c where c.workspace_id = app_workspace() and c.member_id = o.owner_id and c.period = ${period}::date and c.week = ${week}::date) as call,
      (select ${said} from forecast_call c where c.workspace_id = app_workspace() and c.member_id = o.owner_id and c.period = ${period}::date and c.week < ${week}::date order by c.week desc limit 1) as former,
      (select jsonb_build_object('leaderName', l.name, 'committed', c.committed::text, 'bestCase', c.best_case::text, 'reason', c.reason, 'week', c.week, 'at', to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        from forecast_adjustment c join member l on l.workspace_id = c.workspace_id and l.id = c.leader_id
        where c.workspace_id = app_workspace() and c.member_id = o.owner_id and c.period = ${period}::date order by c.week desc, c.at desc limit 1) as adjustment,
      (select g.amount::text from ${goalsOfQuarter(period)} g where g.scope = 'member' and g.scope_id = o.owner_id and g.sale_type is null and g.offering is null) as quota
    from these o left join team t on t.workspace_id = app_workspace() and t.id = o.team_id left join open on open.owner_id = o.owner_id left join won on won.owner_id = o.owner_id
    where ${sql.join([sql`(open.sales is not null or won.owner_id is not null or o.owner_id = ${memberId} or exists (select from forecast_call c where c.workspace_id = app_workspace() and c.member_id = o.owner_id and c.period = ${period}::date))`, ...ofWhom(whose)], sql` and `)}
    order by (o.owner_id = ${memberId}) desc, t.name nulls last, o.name limit 500`.execute(call.db);
  return rows;
}

/** What was said in quarters that ended, beside what was won in them. */
async function pastCallsOf(call: Call, ids: readonly string[], before: string): Promise<Map<string, PastCall[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{
    member_id: string;
    period: string;
    week: string;
    committed: number | null;
    adjusted: number | null;
    naive: number;
    won: number;
  }>`
    select s.member_id, s.period, s.week, s.committed::float8 as committed, s.adjusted::float8 as adjusted, (s.won + s.weighted)::float8 as naive,
      (last_value(s.won) over (partition by s.member_id, s.period order by s.week rows between unbounded preceding and unbounded following))::float8 as won
    from forecast_snapshot s where s.member_id = any (${ids}::uuid[]) and s.period < least(${before}::date, ${quarterOf(dayOf(call.now))}::date) and s.period >= ${quarterOf(before, -8)}::date`.execute(
    call.db,
  );
  return Map.groupBy(
    rows.map((row) => ({ ...row, weeksLeft: weeksBetween(row.week, endOf(row.period)) })),
    (row) => row.member_id,
  );
}
