import { sql } from 'kysely';
import type { Call } from '../../platform/serve.ts';
import type { SegmentFigures } from './contract.ts';
import { isSignal, standingRows, stageOf } from './needs-sql.ts';

/** Size, reach, signals, and the way from suspect to buyer, of a segment as far as the asking person sees it. */
export async function figuresOf(call: Call, segmentId: string): Promise<SegmentFigures> {
  const year = new Date(call.now.getTime() - 365 * 86_400_000);
  const quarter = new Date(call.now.getTime() - 90 * 86_400_000);
  const rows = standingRows(call.db)
    .where('m.segment_id', '=', segmentId)
    .select([
      'm.account_id',
      'm.since',
      'm.until',
      'p.since as prospect_since',
      'p.preference',
      'r.last_touch_at',
      stageOf.as('stage'),
      sql<Date | null>`(select min(o.opened_on) from opportunity o where p.id is not null and o.workspace_id = p.workspace_id and o.account_id = p.account_id and o.deleted_at is null and o.opened_on >= p.since::date)`.as(
        'buying_since',
      ),
    ]);
  const count = (condition: ReturnType<typeof sql>) => sql<number>`count(*) filter (where ${condition})::integer`;
  const days = (from: string, to: string) =>
    sql`extract(epoch from ${sql.ref(to)}::timestamptz - ${sql.ref(from)}) / 86400`;
  const median = (from: string, to: string) =>
    sql<
      number | null
    >`percentile_cont(0.5) within group (order by ${days(from, to)}) filter (where ${sql.ref(to)} is not null and ${sql.ref(to)}::timestamptz >= ${sql.ref(from)})`;
  const found = await call.db
    .with(
      (cte) => cte('rows').materialized(),
      () => rows,
    )
    .selectFrom('rows')
    .select([
      count(sql`until is null`).as('members'),
      count(sql`stage = 'suspect' and until is null`).as('suspects'),
      count(sql`stage = 'prospect'`).as('prospects'),
      count(sql`stage = 'buyer'`).as('buyers'),
      count(sql`until is null and last_touch_at >= ${year}`).as('reached'),
      count(sql`prospect_since is not null`).as('prospects_ever'),
      count(sql`stage <> 'member'`).as('ever'),
      count(sql`preference = 'yes'`).as('yes'),
      count(sql`preference = 'no'`).as('no'),
      count(sql`preference = 'unknown'`).as('unknown'),
      median('since', 'prospect_since').as('to_prospect'),
      median('prospect_since', 'buying_since').as('to_buyer'),
    ])
    .executeTakeFirstOrThrow();
  const { rows: signals } = await sql<{ kind: SegmentFigures['signals'][number]['kind'] | null; accounts: number }>`
    select t.kind, count(distinct t.account_id)::integer as accounts
    from segment_member m join touchpoint t on t.workspace_id = m.workspace_id and t.account_id = m.account_id
    where m.segment_id = ${segmentId} and m.until is null and t.at >= ${quarter} and t.at <= ${call.now} and ${isSignal()}
    group by grouping sets ((t.kind), ()) order by accounts desc`.execute(call.db);
  return {
    members: found.members,
    suspects: found.suspects,
    prospects: found.prospects,
    buyers: found.buyers,
    reached: found.reached,
    liking: signals.find((s) => s.kind === null)?.accounts ?? 0,
    signals: signals.flatMap(({ kind, accounts }) => (kind === null ? [] : [{ kind, accounts }])),
    toProspect: { n: found.prospects_ever, of: found.ever, medianDays: found.to_prospect },
    toBuyer: { n: found.buyers, of: found.prospects_ever, medianDays: found.to_buyer },
    firstChoice: { yes: found.yes, no: found.no, unknown: found.unknown },
    asOf: call.now.toISOString(),
  };
}
