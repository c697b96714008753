import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { inOne, type Rate } from '../offerings/money.ts';
import type { Tx } from '../platform/database.ts';
import { dayOf } from '../platform/days.ts';
import { ownFieldsOf } from '../platform/ownFields.ts';
import { pageOf, type Sorting } from '../platform/paging.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { saleTypes, type SaleType } from '../relationship/vocabulary.ts';
import { daysInStage, isStuck, tooLongInStage, itemColumns, nextStep, usual, usualInText } from './columns-sql.ts';
import type { purchaseContract, SaleFilter, saleSorts } from './contract.ts';
import { owned, saleConditions } from './filter-sql.ts';
import { buyingStages, type BuyingStage } from './stages.ts';
import type { Card } from './records.ts';

export const pipelineHandlers: Pick<
  Handlers<typeof purchaseContract>,
  'listOpportunities' | 'listOwnSaleFields' | 'pipeline'
> = {
  listOwnSaleFields: (call) => ownFieldsOf(call.db, 'opportunity'),
  async listOpportunities(call, { query: { cursor, limit, sort, descending = false, ...filter } }) {
    const order = orders[sort];
    let query = call.db
      .selectFrom('opportunity as o')
      .innerJoin(usual, (j) => j.onRef('u.sale_type', '=', 'o.sale_type').onRef('u.stage', '=', 'o.stage'))
      .select(itemColumns)
      .select([
        sql<
          string | null
        >`(select a.name from account a where a.workspace_id = o.workspace_id and a.id = o.account_id)`.as(
          'accountName',
        ),
        sql<
          string | null
        >`(select m.name from member m where m.workspace_id = o.workspace_id and m.id = o.owner_id)`.as('ownerName'),
        nextStep.as('nextStep'),
        isStuck(call.now).as('stuck'),
        daysInStage(call.now).as('daysInStage'),
        sql<string | null>`${order.by}::text`.as('sortKey'),
      ]);
    for (const condition of await saleConditions(call.db, filter, call.now)) query = query.where(condition);
    const { items, next } = await pageOf(
      query,
      [
        { ...order, key: 'sortKey', descending },
        { by: sql.ref('o.id'), key: 'id', type: 'uuid', descending },
      ],
      { cursor, limit },
    );
    return { items: items.map(({ sortKey: _sortKey, ...item }) => item), next };
  },

  async pipeline(call, { query: { most, saleType, ...filter } }) {
    const conditions = await saleConditions(call.db, { ...filter, outcome: ['open'] }, call.now);
    const sums = keptApart(call, filter) ? await keptSums(call, filter) : await sumsOf(call, conditions);
    const chosen = sums.filter((sum) => !saleType?.length || saleType.includes(sum.sale_type));
    const cards = await firstCards(call, most, [
      ...conditions,
      ...(saleType?.length ? [sql<SqlBool>`o.sale_type = any (${saleType}::text[])`] : []),
    ]);
    const workspace = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    const rates = await ratesFor(call, workspace.currency, chosen);
    const today = dayOf(call.now);
    const together = (of: readonly Sum[]) => inOne(totalsOf(of), workspace.currency, rates, today);
    return {
      asOf: call.now,
      currency: workspace.currency,
      types: saleTypes.map((each) => ({
        saleType: each,
        count: countOf(sums.filter((sum) => sum.sale_type === each)),
      })),
      together: together(chosen.filter((sum) => !filter.stage?.length || filter.stage.includes(sum.stage))),
      stages: buyingStages
        .filter((stage) => !filter.stage?.length || filter.stage.includes(stage))
        .map((stage) => {
          const here = chosen.filter((sum) => sum.stage === stage);
          const shown = cards.filter((each) => each.stage === stage);
          return {
            stage,
            count: countOf(here),
            stuck: here.reduce((total, sum) => total + sum.stuck, 0),
            totals: totalsOf(here),
            together: together(here),
            cards: shown,
            more: countOf(here) > shown.length,
          };
        }),
    };
  },
};

const orders: Record<(typeof saleSorts)[number], Pick<Sorting, 'by' | 'type' | 'nullable'>> = {
  name: { by: sql.ref('o.name_key'), type: 'text' },
  amount: { by: sql.ref('o.amount'), type: 'numeric', nullable: true },
  close: { by: sql.ref('o.expected_close_on'), type: 'date', nullable: true },
  stage: { by: sql.ref('o.stage_since'), type: 'timestamptz' },
  created: { by: sql.ref('o.created_at'), type: 'timestamptz' },
};

interface Sum {
  sale_type: SaleType;
  stage: BuyingStage;
  currency: string;
  count: number;
  stuck: number;
  amount: string;
  weighted: string;
}

/**
 * Every count and sum of the board: per type and stage one walk through its part of an index, grouped by currency. What has a
 * chance of its own is weighted by it, the rest as a whole by what is usual.
 */
async function sumsOf(call: Call, conditions: readonly RawBuilder<SqlBool>[]): Promise<Sum[]> {
  const { rows } =
    await sql<Sum>`select u.sale_type, u.stage, s.currency, s.count, s.stuck, coalesce(s.amount, 0)::numeric(20, 2)::text as amount,
      (coalesce(s.own, 0) + coalesce(s.rest, 0) * u.probability::numeric)::numeric(20, 2)::text as weighted
    from ${usualInText} cross join lateral (
      select o.currency, count(*)::integer as count, (count(*) filter (where ${tooLongInStage(call.now)}))::integer as stuck, sum(o.amount) as amount,
        sum(o.amount * o.probability::numeric) as own, sum(o.amount) filter (where o.probability is null) as rest
      from opportunity o where o.sale_type = u.sale_type and o.stage = u.stage and ${sql.join(conditions, sql` and `)} group by o.currency) s`.execute(
      call.db,
    );
  return rows;
}

/** By what the sums are kept apart; only for whoever sees all sales. */
const kept: ReadonlySet<string> = new Set<keyof SaleFilter>(['owner', 'stage', 'outcome']);
const keptApart = ({ who: { scope } }: Call, filter: SaleFilter): boolean =>
  scope.sees.includes('opportunity') &&
  Object.entries(filter).every(
    ([name, wanted]) => kept.has(name) || wanted === undefined || (Array.isArray(wanted) && wanted.length === 0),
  );

/** The same from the sums that are kept; what is stuck is a matter of time, and so is counted. */
async function keptSums(call: Call, { owner, stage }: SaleFilter): Promise<Sum[]> {
  const whose = sql.join([sql`true`, ...owned(owner)], sql` and `);
  const { rows } = await sql<Sum>`
    select o.sale_type, o.stage, o.currency, sum(o.sales)::integer as count, 0 as stuck, sum(o.amount)::numeric(20, 2)::text as amount,
      (sum(o.own) + sum(o.rest) * u.probability::numeric)::numeric(20, 2)::text as weighted
    from open_sales_count o join ${usualInText} on u.sale_type = o.sale_type and u.stage = o.stage
    where ${whose} ${stage?.length ? sql`and o.stage = any (${stage}::text[])` : sql``} group by o.sale_type, o.stage, o.currency, u.probability having sum(o.sales) > 0`.execute(
    call.db,
  );
  const { rows: stuck } = await sql<Pick<Sum, 'sale_type' | 'stage' | 'stuck'>>`
    select u.sale_type, u.stage, s.stuck from ${usualInText} cross join lateral (
      select count(*)::integer as stuck from opportunity o where o.sale_type = u.sale_type and o.stage = u.stage and o.outcome = 'open' and o.deleted_at is null and ${tooLongInStage(call.now)} and ${whose}) s
    where s.stuck > 0`.execute(call.db);
  // Said once per type and stage: with the first of its currencies.
  for (const { sale_type, stage: at, stuck: n } of stuck) {
    const sum = rows.find((row) => row.sale_type === sale_type && row.stage === at);
    if (sum) sum.stuck = n;
  }
  return rows;
}

/** The first cards of each stage, those that should close soonest on top. */
async function firstCards(call: Call, most: number, conditions: readonly RawBuilder<SqlBool>[]): Promise<Card[]> {
  if (most === 0) return [];
  const { rows } =
    await sql<Card>`select c.* from unnest(${buyingStages}::text[]) with ordinality as s (stage, at) cross join lateral (
      select o.id, o.name, (select a.name from account a where a.workspace_id = o.workspace_id and a.id = o.account_id) as "accountName",
        (select m.name from member m where m.workspace_id = o.workspace_id and m.id = o.owner_id) as "ownerName",
        o.sale_type as "saleType", o.stage, o.amount::text as amount, o.currency, o.expected_close_on as "expectedCloseOn", o.probability,
        ${daysInStage(call.now)} as "daysInStage", ${isStuck(call.now)} as stuck, ${nextStep} as "nextStep", o.version
      from opportunity o join ${usualInText} on u.sale_type = o.sale_type and u.stage = o.stage
      where o.stage = s.stage and ${sql.join(conditions, sql` and `)} order by o.expected_close_on, o.id limit ${most}) as c order by s.at, c."expectedCloseOn", c.id`.execute(
      call.db,
    );
  return rows;
}

/** What the other currencies of the board are worth now: one small query, none where all is in one currency. */
async function ratesFor(call: Call, into: string, sums: readonly Sum[]): Promise<Rate[]> {
  const others = [...new Set(sums.map((sum) => sum.currency))].filter((each) => each !== into);
  if (others.length === 0) return [];
  const { rows } =
    await sql<Rate>`select distinct on (currency) currency, trim_scale(rate)::text as rate, from_day::text as "from" from exchange_rate
    where into_currency = ${into} and currency = any (${others}::text[]) and from_day <= ${call.now}::date order by currency, from_day desc`.execute(
      call.db,
    );
  return rows;
}

const countOf = (sums: readonly Sum[]) => sums.reduce((total, sum) => total + sum.count, 0);

/** Sums per currency, in hundredths so that nothing is rounded; the largest first. */
function totalsOf(sums: readonly Sum[]) {
  const cents = (value: string) => BigInt(value.replace('.', ''));
  return [...Map.groupBy(sums, (sum) => sum.currency)]
    .map(([currency, of]) => ({
      currency,
      count: countOf(of),
      cents: of.reduce((total, sum) => total + cents(sum.amount), 0n),
      weighted: of.reduce((total, sum) => total + cents(sum.weighted), 0n),
    }))
    .sort((a, b) => b.count - a.count)
    .map(({ cents: amount, weighted, ...rest }) => ({ ...rest, amount: inUnits(amount), weighted: inUnits(weighted) }));
}

function inUnits(cents: bigint): string {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Adds up what has gathered in the sums of the board. */
export async function foldOpenSales(tx: Tx): Promise<void> {
  await sql`select fold_open_sales_counts()`.execute(tx);
}
