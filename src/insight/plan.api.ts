import { sql } from 'kysely';
import { worthIn } from '../offerings/worth-sql.ts';
import { dayOf } from '../platform/days.ts';
import type { Call } from '../platform/serve.ts';
import { seenSales } from '../purchase/seen-sql.ts';
import type { SaleType } from '../relationship/vocabulary.ts';
import { fewestInASum, figuresOf } from '../selling/figures-sql.ts';
import { goalsOfQuarter } from '../selling/goals-sql.ts';
import type { ForecastPlan } from './contract.ts';

type Person = ForecastPlan['people'][number];

/** Quota, what was won and what was said last for the quarter, per person as far as one may see it; null where there is nothing of it. */
export async function planOf(
  call: Call,
  from: Date,
  { saleType, owner }: { saleType?: SaleType | undefined; owner?: string | undefined },
): Promise<ForecastPlan | null> {
  const quarter = dayOf(new Date(Date.UTC(from.getUTCFullYear(), 3 * Math.floor(from.getUTCMonth() / 3), 1)));
  const worth = await worthIn(call.db, call.now);
  // What was said is said of all types together.
  const said = saleType ? sql`false` : sql`true`;
  const { rows: people } = await sql<Person>`
    with goal as (select scope_id, amount from ${goalsOfQuarter(quarter)} g where scope = 'member' and offering is null and sale_type is not distinct from ${saleType ?? null}),
    said as (select distinct on (member_id) member_id, committed, best_case, pipeline, week from forecast_call where period = ${quarter}::date and ${said} order by member_id, week desc),
    adjusted as (select distinct on (a.member_id) a.member_id, a.committed, a.reason, l.name from forecast_adjustment a join member l on l.workspace_id = a.workspace_id and l.id = a.leader_id
      where a.period = ${quarter}::date and ${said} order by a.member_id, a.week desc, a.at desc),
    won as (select owner_id, sum(${worth.onDayOf('sale', 'closed_on')}) as amount from ${seenSales(call)} sale where outcome = 'won' and deleted_at is null and closed_on >= ${quarter}::date and closed_on < (${quarter}::date + interval '3 months')::date
      ${saleType ? sql`and sale_type = ${saleType}` : sql``} group by 1)
    select m.id, m.name, goal.amount::float8 as quota, coalesce(won.amount, 0)::float8 as won, said.committed::float8 as committed, said.best_case::float8 as "bestCase", said.pipeline::float8 as pipeline,
      adjusted.committed::float8 as adjusted, adjusted.name as "leaderName", adjusted.reason, said.week::text as "saidOn"
    from member m left join goal on goal.scope_id = m.id left join said on said.member_id = m.id left join adjusted on adjusted.member_id = m.id left join won on won.owner_id = m.id
    where (goal.amount is not null or said.member_id is not null or adjusted.member_id is not null) ${owner ? sql`and m.id = ${owner}` : sql``}
    order by m.name, m.id limit 500`.execute(call.db);
  if (people.length === 0) return null;
  // Where single figures are kept from those who lead, they count in the sum alone, and not where so few would tell of each.
  const own = people.filter((person) => person.id === call.who.memberId);
  const hidden = (await figuresOf(call)) === 'aggregate' && own.length < people.length;
  if (hidden && people.length < fewestInASum) return own.length === 0 ? null : summed(quarter, own, own);
  return summed(quarter, people, hidden ? own : people);
}

function summed(quarter: string, people: readonly Person[], shown: Person[]): ForecastPlan {
  const sum = (of: (person: Person) => number | null) => {
    const known = people.map(of).filter((amount) => amount !== null);
    return known.length === 0 ? null : known.reduce((total, amount) => total + amount, 0);
  };
  return {
    quarter,
    quota: sum((person) => person.quota),
    won: sum((person) => person.won) ?? 0,
    committed: sum((person) => person.committed),
    bestCase: sum((person) => person.bestCase),
    pipeline: sum((person) => person.pipeline),
    adjusted: people.some((person) => person.adjusted !== null)
      ? sum((person) => person.adjusted ?? person.committed)
      : null,
    people: shown,
  };
}
