import { sql } from 'kysely';
import { worthIn } from '../../offerings/worth-sql.ts';
import { dayOf } from '../../platform/days.ts';
import { notFound } from '../../platform/problem.ts';
import type { Answer } from '../../platform/contract.ts';
import type { Call } from '../../platform/serve.ts';
import { mustShowFigures } from '../figures-sql.ts';
import type { leadershipContract } from './contract.ts';
import { endOf, quarterOf } from './period.ts';

type Sales = Answer<(typeof leadershipContract)['listForecastWeekSales']>;
type Asked = { period: string; week: string; member: string; outcome: 'won' | 'open' };

/** So many sales are listed; all are counted. */
const most = 100;

/**
 * The sales that one kept figure of one Monday adds up, as they were when it was taken: what was won, noted, taken back or given to
 * somebody else afterwards changes neither the figure nor this list.
 */
export async function salesOfWeek(call: Call, { period, week, member, outcome }: Asked): Promise<Sales> {
  await mustShowFigures(call, member);
  const kept = await call.db
    .selectFrom('forecast_snapshot')
    .select('taken_at')
    .where('period', '=', period)
    .where('week', '=', week)
    .where('member_id', '=', member)
    .executeTakeFirst();
  if (!kept) throw notFound('Monday of this person');
  // At the rates that held when it was taken.
  const worth = await worthIn(call.db, kept.taken_at);
  const amount = outcome === 'won' ? worth.onDayOf('s', 'on') : worth.today('s');
  // Of a sale that was reopened since, the day of its decision went with it: then it is the day on which the decision was noted.
  const decidedOn = sql`case when p.at is null or o.outcome = 'won' and not exists (select from opportunity_past n where n.workspace_id = o.workspace_id and n.opportunity_id = o.id and n.at > ${kept.taken_at} and n.outcome <> 'won')
    then o.closed_on else (select max(w.at)::date from opportunity_past w where w.workspace_id = o.workspace_id and w.opportunity_id = o.id and w.at <= ${kept.taken_at} and w.outcome <> 'won') end`;
  const day =
    outcome === 'won' ? decidedOn : sql`case when p.at is null then o.expected_close_on else p.expected_close_on end`;
  const from = outcome === 'open' && period <= quarterOf(dayOf(kept.taken_at)) ? '0001-01-01' : period;
  const { rows } = await sql<Sales['items'][number] & { count: number }>`
    with theirs as (
      select o.id from opportunity o where o.owner_id = ${member}
      union select n.opportunity_id from opportunity_past n where n.owner_id = ${member} and n.at > ${kept.taken_at})
    select s.id, s.name, a.name as "accountName", coalesce(${amount}, 0)::float8 as amount, s."on"::text as "on", (count(*) over ())::int as count
    from (
      select o.id, o.workspace_id, o.account_id, o.name, o.currency, case when p.at is null then o.amount else p.amount end as amount, ${day} as "on"
      from theirs join opportunity o on o.id = theirs.id
      left join lateral (select n.* from opportunity_past n where n.workspace_id = o.workspace_id and n.opportunity_id = o.id and n.at > ${kept.taken_at} order by n.at, n.nth limit 1) p on true
      where o.created_at <= ${kept.taken_at} and coalesce(p.outcome, o.outcome) = ${outcome} and not coalesce(p.deleted, o.deleted_at is not null)
        and (case when p.at is null then o.owner_id else p.owner_id end) = ${member}) s
    left join account a on a.workspace_id = s.workspace_id and a.id = s.account_id
    where s."on" >= ${from}::date and s."on" < ${endOf(period)}::date and (${amount} is not null or s.amount is null) order by 4 desc, s.id limit ${most}`.execute(
    call.db,
  );
  const items = rows.map((row) => {
    const { count: _, ...sale } = row;
    return sale;
  });
  return { currency: worth.currency, items, count: rows[0]?.count ?? 0 };
}
