import { sql, type RawBuilder } from 'kysely';
import type { Call, Handlers } from '../platform/serve.ts';
import type { SaleType } from '../relationship/vocabulary.ts';
import { mustShowFigures } from '../selling/figures-sql.ts';
import type { insightContract, moverKinds, TrustMover } from './contract.ts';
import { sampleOf, type Sample } from './sample.api.ts';

/** The touchpoint audit: by which touchpoints, channels and people trust is won and lost. */
export const trustHandlers: Pick<Handlers<typeof insightContract>, 'readTrustMovers'> = {
  async readTrustMovers(call, { query: { days, by, saleType } }) {
    if (by === 'member') await mustShowFigures(call, null);
    const since = new Date(call.now.getTime() - days * 86_400_000);
    const sample = await moversSample(call, { days, saleType });
    const within = sql`s.at >= ${since} and s.at <= ${call.now} and ${sample.holds(sql`s.account_id`)}`;
    // The id is made of text before the join: a cast in the condition would keep row-level security from using the index.
    const steps = sql`steps as materialized (select s.*, case when length(s.entry) = 36 then s.entry::uuid end as touchpoint_id from cycle_step s where ${within})`;
    const ours = saleType ? sql`join relationship r on r.workspace_id = s.workspace_id and r.account_id = s.account_id and r.sale_type = ${saleType}` : sql``;
    const looked =
      by === 'kind'
        ? sql`select s.kind as key, s.* from steps s ${ours}`
        : sql`select ${moverKeys[by]} as key, s.* from steps s ${ours} ${ofTouchpoint}`;
    const { rows } = await sql<TrustMover & { all: number }>`
      with ${steps}, looked as (${looked})
      select coalesce(key, '') as key, count(*)::int as touchpoints, count(distinct account_id)::int as accounts, sum(trust_move)::float8 as trust, sum(interest_move)::float8 as interest,
        (select count(distinct account_id)::int from looked) as all
      from looked group by 1 order by sum(trust_move), 1 limit 200`.execute(call.db);
    return {
      items: rows.map(({ key, touchpoints, accounts, trust, interest }) => ({
        key,
        touchpoints,
        accounts,
        trust,
        interest,
      })),
      touchpoints: rows.reduce((sum, row) => sum + row.touchpoints, 0),
      accounts: rows[0]?.all ?? 0,
      days,
      sample: { accounts: sample.accounts, of: sample.of },
    };
  },
};

/** The accounts that the report, and what is behind a row of it, look at. */
export const moversSample = (call: Call, { days, saleType }: { days: number; saleType?: SaleType | undefined }): Promise<Sample> =>
  sampleOf(call, saleType, days > 366 ? fewer : undefined);

/** Steps and touchpoints of some years lie in places of their own: a hundred thousand of them take seconds when none is in memory. */
const fewer = 3_000;

/** A step that the clock noted (a silence) belongs to no touchpoint. */
export const ofTouchpoint = sql`join touchpoint t on t.workspace_id = s.workspace_id and t.id = s.touchpoint_id
  left join member m on m.workspace_id = t.workspace_id and m.id = t.member_id`;

export const moverKeys: Record<Exclude<(typeof moverKinds)[number], 'kind'>, RawBuilder<string | null>> = {
  channel: sql`t.channel`,
  role: sql`m.business_role`,
  member: sql`m.name`,
};
