import { sql } from 'kysely';
import type { Handlers } from '../platform/serve.ts';
import { phases, positions, type Phase, type Position } from '../relationship/vocabulary.ts';
import type { FlowAnswer, insightContract } from './contract.ts';
import { sampleOf } from './sample.api.ts';

/** How relationships move: where they stood then and stand now, how long they stay, and which way they leave. */
export const flowHandlers: Pick<Handlers<typeof insightContract>, 'readFlow'> = {
  async readFlow(call, { query: { days, saleType } }) {
    const since = new Date(call.now.getTime() - days * 86_400_000);
    const sample = await sampleOf(call, saleType);
    const looked = sql`${sample.holds(sql`r.account_id`)} ${saleType ? sql`and r.sale_type = ${saleType}` : sql``}`;
    const { rows: flows } = await sql<FlowAnswer['flows'][number]>`
      select coalesce(was.position, 'new') as "from", r.position as "to", count(*)::int as accounts
      from relationship r left join lateral (
        select s.position from cycle_step s where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.at <= ${since} order by s.at desc, s.entry desc limit 1) was on true
      where r.alive and ${looked} group by 1, 2`.execute(call.db);
    const { rows: stays } = await sql<{
      position: Position;
      ended: number;
      medianDays: number | null;
      onward: number;
      back: number;
    }>`
      with steps as (
        select s.account_id, s.at, s.position, lag(s.position) over w as before from cycle_step s
        join relationship r on r.workspace_id = s.workspace_id and r.account_id = s.account_id and r.alive
        where ${looked} window w as (partition by s.account_id order by s.at, s.entry)
      ), moves as (select account_id, at, position, lead(at) over m as left_at, lead(position) over m as next from steps where before is distinct from position window m as (partition by account_id order by at))
      select position, count(*)::int as ended, (percentile_cont(0.5) within group (order by extract(epoch from left_at - at) / 86400))::float8 as "medianDays",
        (count(*) filter (where ${rank(sql`next`)} > ${rank(sql`position`)}))::int as onward, (count(*) filter (where ${rank(sql`next`)} < ${rank(sql`position`)}))::int as back
      from moves where left_at >= ${since} group by position`.execute(call.db);
    const { rows: inPhase } = await sql<{ phase: Phase; entered: number; present: number; medianDays: number | null }>`
      select r.phase, (count(*) filter (where r.phase_since >= ${since}))::int as entered, count(*)::int as present,
        (percentile_cont(0.5) within group (order by extract(epoch from ${call.now} - r.phase_since) / 86400))::float8 as "medianDays"
      from relationship r where r.alive and ${looked} group by r.phase`.execute(call.db);
    const now = (position: Position) =>
      flows.filter((each) => each.to === position).reduce((sum, each) => sum + each.accounts, 0);
    return {
      days,
      sample: { accounts: sample.accounts, of: sample.of },
      flows,
      stays: positions.map((position) => ({
        ...(stays.find((each) => each.position === position) ?? {
          position,
          ended: 0,
          medianDays: null,
          onward: 0,
          back: 0,
        }),
        present: now(position),
      })),
      phases: phases.map(
        (phase) => inPhase.find((each) => each.phase === phase) ?? { phase, entered: 0, present: 0, medianDays: null },
      ),
    };
  },
};

/** Places on the cycle, so that onward and back have a meaning. */
const rank = (position: ReturnType<typeof sql>) =>
  sql`array_position(array['skepticism', 'peak', 'disillusionment', 'enlightenment', 'realized'], ${position})`;
