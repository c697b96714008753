import { sql, type RawBuilder } from 'kysely';
import { scattered } from '../platform/database.ts';
import type { Handlers } from '../platform/serve.ts';
import { phases, positions, type Position } from '../relationship/vocabulary.ts';
import type { FlowAnswer, insightContract } from './contract.ts';
import { isOver, spanOf, type Span } from './period.ts';
import { sampleOf } from './sample.api.ts';
import { stepsBeside } from './elsewhere.api.ts';
import { stoodThen } from './stoodThen.api.ts';

/** How relationships move: where they stood then and stand now, how long they stay, and which way they leave. */
export const flowHandlers: Pick<Handlers<typeof insightContract>, 'readFlow'> = {
  async readFlow(call, { query: { saleType, ...asked } }) {
    const span = spanOf(asked, call.now);
    const { since, until } = span;
    const over = isOver(span, call.now);
    const sample = await sampleOf(call, saleType);
    await scattered(call.db);
    const stood = await stoodThen(call, since, sample, saleType);
    const stoodAtTheEnd = over ? await stoodThen(call, until, sample, saleType) : undefined;
    const looked = sql`${sample.listed(sql`r.account_id`)} ${saleType ? sql`and r.sale_type = ${saleType}` : sql``}`;
    // Relationships and their steps are read once, and all is counted from these: they lie all over two of the largest tables.
    const { rows } = await sql<{
      flows: FlowAnswer['flows'] | null;
      stays: Omit<FlowAnswer['stays'][number], 'present'>[] | null;
      phases: FlowAnswer['phases'] | null;
    }>`
      with alive as materialized (select r.account_id, r.position, r.phase, r.phase_since from relationship r where r.alive and ${looked}),
      steps as materialized (
        select s.account_id, s.at, s.entry, s.position, lag(s.position) over (partition by s.account_id order by s.at, s.entry) as before
        from cycle_step s where s.workspace_id = (select app_workspace()) and s.account_id = any (array(select account_id from alive)) ${over ? sql`and s.at <= ${until}` : sql``}),
      looked as (${stoodAtTheEnd ? atTheEnd(span, stoodAtTheEnd) : sql`select * from alive`}),
      was as (select distinct on (account_id) account_id, position from steps where at <= ${since} order by account_id, at desc, entry desc),
      moves as (select at, position, lead(at) over m as left_at, lead(position) over m as next from steps where before is distinct from position window m as (partition by account_id order by at)),
      flows as (select coalesce(stood.position, w.position, 'new') as "from", l.position as "to", count(*)::int as accounts
        from looked l left join was w on w.account_id = l.account_id left join ${stood} on stood.account_id = l.account_id group by 1, 2),
      stays as (select position, count(*)::int as ended, (percentile_cont(0.5) within group (order by extract(epoch from left_at - at) / 86400))::float8 as "medianDays",
          (count(*) filter (where ${rank(sql`next`)} > ${rank(sql`position`)}))::int as onward, (count(*) filter (where ${rank(sql`next`)} < ${rank(sql`position`)}))::int as back
        from moves where left_at >= ${since} group by position),
      phases as (select phase, (count(*) filter (where phase_since >= ${since}))::int as entered, count(*)::int as present,
          (percentile_cont(0.5) within group (order by extract(epoch from ${until} - phase_since) / 86400))::float8 as "medianDays"
        from looked group by phase)
      select (select json_agg(f) from flows f) as flows, (select json_agg(s) from stays s) as stays, (select json_agg(p) from phases p) as phases`.execute(
      call.db,
    );
    const {
      flows,
      stays,
      phases: inPhase,
    } = { flows: rows[0]!.flows ?? [], stays: rows[0]!.stays ?? [], phases: rows[0]!.phases ?? [] };
    const now = (position: Position) =>
      flows.filter((each) => each.to === position).reduce((sum, each) => sum + each.accounts, 0);
    return {
      over,
      sample: { accounts: sample.accounts, of: sample.of },
      elsewhere: flows.length === 0 && over ? await stepsBeside(call, span, sample) : null,
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

/** Relationships as they stood when a period ended that is over: position after the last step by then, or as time alone had moved it, and the phase of that day. */
const atTheEnd = ({ until }: Span, stood: RawBuilder<unknown>) => sql`
  select a.account_id, coalesce(stood.position, e.position) as position, coalesce(p.to_phase, later.from_phase, a.phase) as phase, coalesce(p.at, case when a.phase_since <= ${until} then a.phase_since end) as phase_since
  from alive a join (select distinct on (account_id) account_id, position from steps order by account_id, at desc, entry desc) e on e.account_id = a.account_id left join ${stood} on stood.account_id = a.account_id
    left join (select distinct on (account_id) account_id, to_phase, at from phase_change where ${ofTheAlive} and at <= ${until} order by account_id, at desc, id desc) p on p.account_id = a.account_id
    left join (select distinct on (account_id) account_id, from_phase from phase_change where ${ofTheAlive} and at > ${until} order by account_id, at, id) later on later.account_id = a.account_id`;
const ofTheAlive = sql`workspace_id = (select app_workspace()) and account_id = any (array(select account_id from alive))`;

/** Places on the cycle, so that onward and back have a meaning. */
const rank = (position: ReturnType<typeof sql>) =>
  sql`array_position(array['skepticism', 'peak', 'disillusionment', 'enlightenment', 'realized'], ${position})`;
