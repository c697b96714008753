import { sql, type RawBuilder } from 'kysely';
import { scattered } from '../platform/database.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { SaleType } from '../relationship/vocabulary.ts';
import { mustShowFigures } from '../selling/figures-sql.ts';
import type { insightContract, moverKinds, TrustMover } from './contract.ts';
import { lengthOf, spanOf, type Span } from './period.ts';
import { sampleOf, usualSample, type Sample } from './sample.api.ts';
import { stepsBeside } from './elsewhere.api.ts';

/** The touchpoint audit: by which touchpoints, channels and people trust is won and lost. */
export const trustHandlers: Pick<Handlers<typeof insightContract>, 'readTrustMovers'> = {
  async readTrustMovers(call, { query: { by, saleType, ...asked } }) {
    if (by === 'member') await mustShowFigures(call, null);
    const span = spanOf(asked, call.now);
    const sample = await moversSample(call, span, by, saleType);
    await scattered(call.db);
    const key = by === 'kind' ? sql`s.kind` : moverKeys[by];
    const { rows } = await sql<TrustMover & { all: number }>`
      with ${stepsOf(span, sample)}, looked as (select ${key} as key, s.* from steps s ${stepsOfType(saleType)} ${by === 'kind' ? sql`` : ofTouchpoint})
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
      sample: { accounts: sample.accounts, of: sample.of },
      elsewhere: rows.length === 0 ? await stepsBeside(call, span, sample) : null,
    };
  },
};

/** The accounts that the report, and what is behind a row of it, look at: in more than a year so many as have no more steps than can be read. */
export async function moversSample(
  call: Call,
  span: Span,
  by: (typeof moverKinds)[number],
  saleType: SaleType | undefined,
): Promise<Sample> {
  if (lengthOf(span) <= 366) return sampleOf(call, saleType, by === 'kind' ? undefined : fewer);
  const few = await sampleOf(call, saleType, fewest);
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from cycle_step s where s.workspace_id = (select app_workspace()) and ${stepWithin(span)} and ${few.listed(sql`s.account_id`)}`.execute(
    call.db,
  );
  const each = rows[0]!.n / Math.max(1, few.accounts);
  const most = by === 'kind' ? mostSteps : mostTouched;
  return sampleOf(
    call,
    saleType,
    Math.max(fewest, Math.min(fewer, Math.floor((few.of > usualSample ? most : 5 * most) / Math.max(1, each)))),
  );
}

/** Steps of some years, and touchpoints, lie in places of their own: each of tens of thousands is read from the disk when none is in memory, as it is where there are no more accounts. */
const fewest = 200;
const fewer = 3_000;
const mostSteps = 60_000;
const mostTouched = 15_000;

const stepWithin = ({ since, until }: Span): RawBuilder<unknown> => sql`s.at >= ${since} and s.at <= ${until}`;

/**
 * The steps of a period with their touchpoints, as `steps` and `touched`. A `scattered` question: both lie all over two of the largest tables. The id is made of
 * text before the join: a cast in the condition would keep row-level security from using the index.
 */
export const stepsOf = (span: Span, sample: Sample) => sql`
  steps as materialized (
    select s.*, case when length(s.entry) = 36 then s.entry::uuid end as touchpoint_id from cycle_step s
    where s.workspace_id = (select app_workspace()) and ${stepWithin(span)} and ${sample.listed(sql`s.account_id`)}),
  touched as materialized (
    select t.id, t.channel, m.business_role, m.name from touchpoint t left join member m on m.workspace_id = t.workspace_id and m.id = t.member_id
    where t.workspace_id = (select app_workspace()) and t.id = any (array(select touchpoint_id from steps)))`;

/** A step that the clock noted (a silence) belongs to no touchpoint. */
export const ofTouchpoint = sql`join touched t on t.id = s.touchpoint_id`;

export const stepsOfType = (saleType: SaleType | undefined) =>
  saleType
    ? sql`join relationship r on r.workspace_id = s.workspace_id and r.account_id = s.account_id and r.sale_type = ${saleType}`
    : sql``;

export const moverKeys: Record<Exclude<(typeof moverKinds)[number], 'kind'>, RawBuilder<string | null>> = {
  channel: sql`t.channel`,
  role: sql`t.business_role`,
  member: sql`t.name`,
};
