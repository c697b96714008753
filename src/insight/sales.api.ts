import { sql, type RawBuilder } from 'kysely';
import type { Unrated } from '../offerings/unrated.ts';
import { leftOut, leftOutOf, worthIn } from '../offerings/worth-sql.ts';
import { compute } from '../platform/compute.ts';
import { largeQuestion } from '../platform/database.ts';
import { dayOf } from '../platform/days.ts';
import { invalid } from '../platform/problem.ts';
import type { Reader } from '../platform/reports.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { accompanied, type Accompanied } from '../platform/work.ts';
import { seenSales, seesManySales } from '../purchase/seen-sql.ts';
import { saleTypes, type SaleType } from '../relationship/vocabulary.ts';
import { mustShowFigures } from '../selling/figures-sql.ts';
import type { Elsewhere, ForecastAnswer, insightContract, OutcomeRow, outcomeKinds, StageRow } from './contract.ts';
import type { SaleHistory } from './closingHazard.ts';
import { daysBeside } from './elsewhere.api.ts';
import { addMonths, wonBetween } from './forecast.ts';
import { furthestLead, knownOn, leadOf, periodOf, yearsKnown } from './forecastPeriod.ts';
import { lengthOf, spanOf, type Span } from './period.ts';
import { dayWithin } from './period-sql.ts';
import { planOf } from './plan.api.ts';
import { forecastWithAccuracy } from './forecastRun.ts';

const stages = ['interest', 'assessment', 'involvement', 'commitment', 'action'];

/** Stays in a stage are timed on so many of the latest sales at most. */
const mostTimed = 6_000;

export const salesHandlers: Pick<Handlers<typeof insightContract>, 'readForecast' | 'readStages' | 'readOutcomes'> = {
  readForecast: (call, { query }) =>
    forecastOf({ now: call.now, read: (work) => call.transact(work, 30) }, query, (does) =>
      accompanied(
        call.database,
        call.who.workspaceId,
        { kind: 'forecast', memberId: call.who.memberId },
        does,
        call.request.signal,
      ),
    ),

  async readStages(call, { query: { saleType: only, ...asked } }) {
    const span = spanOf(asked, call.now);
    const ofType = only ? sql`and o.sale_type = ${only}` : sql``;
    // A good part of all sales is sooner read twice, the second time until the latest are found, than written down between; fewer are read once.
    const once =
      lengthOf(span) > 180 && call.who.scope.sees.includes('opportunity') ? sql`not materialized` : sql`materialized`;
    const { rows: read } = await sql<{ sums: StageSum[] | null; times: StageTime[] | null; timed: number }>`
      with opened as ${once} (select o.workspace_id, o.id, o.sale_type, o.stage, o.outcome from ${seenSales(call)} o where o.deleted_at is null and ${dayWithin(sql`o.opened_on`, span)} ${ofType}),
      latest as (select id, sale_type from opened order by workspace_id desc, id desc limit ${mostTimed}),
      stays as materialized (select l.sale_type, s.to_stage, s.outcome, s.opportunity_id, extract(epoch from lead(s.at) over w - s.at) / 86400 as days
        from latest l join opportunity_stage s on s.opportunity_id = l.id window w as (partition by s.opportunity_id order by s.at, s.id)),
      sums as (select sale_type as "saleType", case when outcome = 'won' then 'action' else stage end as stage, outcome, count(*)::int as n from opened group by 1, 2, 3),
      times as (select sale_type as "saleType", to_stage as stage, (percentile_cont(0.5) within group (order by days))::float8 as days from stays where days is not null and outcome = 'open' group by 1, 2)
      select (select json_agg(s) from sums s) as sums, (select json_agg(t) from times t) as times, (select count(distinct opportunity_id)::int from stays) as timed`.execute(
      call.db,
    );
    const { sums, times, timed } = { sums: read[0]!.sums ?? [], times: read[0]!.times ?? [], timed: read[0]!.timed };
    const items = saleTypes.flatMap((saleType): StageRow[] => {
      const mine = sums.filter((row) => row.saleType === saleType);
      if (mine.length === 0) return [];
      const count = (which: (row: StageSum) => boolean) => mine.filter(which).reduce((sum, row) => sum + row.n, 0);
      return [
        {
          saleType,
          opened: count(() => true),
          reached: stages.map((_, i) => count((row) => stages.indexOf(row.stage) >= i)),
          won: count((row) => row.outcome === 'won'),
          lost: count((row) => row.outcome === 'lost'),
          open: count((row) => row.outcome === 'open'),
          medianDays: stages.map(
            (stage) => times.find((time) => time.saleType === saleType && time.stage === stage)?.days ?? null,
          ),
        },
      ];
    });
    return {
      items,
      timed: times.length === 0 ? 0 : timed,
      elsewhere: items.length === 0 ? await beside(call, sql`o.opened_on`, span, ofType) : null,
    };
  },

  async readOutcomes(call, { query: { by, saleType, ...asked } }) {
    if (by === 'seller') await mustShowFigures(call, null);
    const span = spanOf(asked, call.now);
    const decided = sql`o.outcome <> 'open' and o.deleted_at is null and ${dayWithin(sql`o.closed_on`, span)}`;
    const worth = await worthIn(call.db, call.now);
    const ofType = saleType ? sql`and o.sale_type = ${saleType}` : sql``;
    const { key, join } = outcomeGroups[by];
    if (seesManySales(call)) await largeQuestion(call.db);
    const { rows } = await sql<OutcomeRow>`
      select ${key} as key, (count(*) filter (where o.outcome = 'won'))::int as won, (count(*) filter (where o.outcome = 'lost'))::int as lost,
        coalesce(sum(${worth.onDayOf('o', 'closed_on')}) filter (where o.outcome = 'won'), 0)::numeric(20, 2)::text as "wonAmount",
        coalesce(sum(${worth.onDayOf('o', 'closed_on')}) filter (where o.outcome = 'lost'), 0)::numeric(20, 2)::text as "lostAmount",
        (percentile_cont(0.5) within group (order by o.closed_on - o.opened_on))::float8 as "medianDays"
      from ${seenSales(call)} o ${join} where ${decided} ${ofType}
      group by 1 order by count(*) desc, 1 limit 200`.execute(call.db);
    const { rows: lacking } = await sql<{ unrated: Unrated }>`
      select ${leftOut(worth.lacked('o', 'closed_on'))} as unrated from ${seenSales(call)} o where ${decided} ${ofType}`.execute(
      call.db,
    );
    return {
      items: rows,
      currency: worth.currency,
      unrated: lacking[0]!.unrated,
      elsewhere:
        rows.length === 0 ? await beside(call, sql`o.closed_on`, span, sql`and o.outcome <> 'open' ${ofType}`) : null,
    };
  },
};

/** Where there is nothing in a period: the last sale before it and the first one after it. */
function beside(call: Call, day: RawBuilder<unknown>, span: Span, which: RawBuilder<unknown>): Promise<Elsewhere> {
  return daysBeside(call, day, span, sql`${seenSales(call)} o where o.deleted_at is null ${which}`);
}

interface StageSum {
  saleType: SaleType;
  stage: string;
  outcome: 'open' | 'won' | 'lost';
  n: number;
}

interface StageTime {
  saleType: SaleType;
  stage: string;
  /** Median days of the stays that ended. */
  days: number;
}

type Forecasting = Pick<ForecastAnswer, 'next' | 'past' | 'accuracy' | 'lead'>;

/** Read in one short transaction, reckoned in a thread of its own; `beside` shows the work to who waits for it. */
export async function forecastOf(
  { now, read, signal }: Pick<Reader, 'now' | 'read' | 'signal'>,
  query: ForecastQuery,
  beside: (does: (work: Partial<Accompanied>) => Promise<Forecasting>) => Promise<Forecasting> = (does) =>
    does(signal ? { signal } : {}),
): Promise<ForecastAnswer> {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
  const period = query.period ? periodOf(query.period) : { from: month, months: 1 as const };
  if (leadOf(period, month) > furthestLead)
    throw invalid([{ path: 'query.period', message: 'At most twelve months ahead' }]);
  const until = addMonths(period.from, period.months);
  const known = knownOn(period, month);
  const { sales, number, unrated, currency, grounds, plan } = await read(async (inside) => ({
    // First, by indexes: the histories are read by passing by all sales.
    grounds: await groundsOf(inside, query, dayOf(period.from), dayOf(until)),
    ...(await histories(inside, query, known, until)),
    plan: await planOf(inside, period.from, query),
  }));
  const run = await beside((work) =>
    compute(
      forecastWithAccuracy,
      new URL('./forecastRun.ts', import.meta.url),
      'forecastWithAccuracy',
      { sales, month, period },
      { seconds: 120, ...work },
    ),
  );
  return {
    currency,
    sales: number,
    unrated,
    period: query.period ?? month.toISOString().slice(0, 7),
    from: dayOf(period.from),
    until: dayOf(until),
    wonSoFar: wonBetween(sales, period.from, until),
    grounds: {
      ...grounds,
      decided: sales.reduce(
        (sum, sale) => (sale.closedOn !== null && sale.closedOn < known ? sum + (sale.sales ?? 1) : sum),
        0,
      ),
    },
    plan,
    ...run,
  };
}

interface ForecastQuery {
  period?: string | undefined;
  saleType?: SaleType | undefined;
  owner?: string | undefined;
}

export const outcomeGroups: Record<
  (typeof outcomeKinds)[number],
  { key: RawBuilder<string | null>; join: RawBuilder<unknown> }
> = {
  reason: { key: sql`coalesce(o.close_reason, nullif(split_part(o.outcome_reason, ':', 1), ''))`, join: sql`` },
  competitor: {
    key: sql`coalesce(c.name, o.lost_to)`,
    join: sql`left join sale_competitor c on c.workspace_id = o.workspace_id and c.opportunity_id = o.id`,
  },
  source: { key: sql`nullif(o.source, '')`, join: sql`` },
  offering: { key: sql`nullif(o.offering, '')`, join: sql`` },
  seller: { key: sql`m.name`, join: sql`left join member m on m.workspace_id = o.workspace_id and m.id = o.owner_id` },
};

/**
 * Every sale with what it is worth, as it was when the period ended; from three years before it is forecast, which is all that a hazard needs. Sales that were
 * opened and closed on the same days are one row: the forecast only adds them up.
 */
async function histories(call: Call, { saleType, owner }: ForecastQuery, known: Date, until: Date) {
  if (owner) await mustShowFigures(call, owner);
  const worth = await worthIn(call.db, call.now);
  if (seesManySales(call)) await largeQuestion(call.db);
  const [since, end] = [dayOf(addMonths(known, -12 * yearsKnown)), dayOf(until)];
  const byOutcome = (open: RawBuilder<unknown>, decided: RawBuilder<unknown>) =>
    sql`case when day.outcome = 'open' then ${open} else ${decided} end`;
  // What was opened and decided on the same days in one currency is added up before it is converted.
  const { rows } = await sql<{
    openedOn: string;
    closedOn: string | null;
    won: boolean;
    lacks: string | null;
    sales: number;
    amount: number;
  }>`
    select opened_on::text as "openedOn", case when closed_on < ${end}::date then closed_on::text end as "closedOn", outcome = 'won' and closed_on < ${end}::date as won, sales,
      ${byOutcome(worth.lacked('day', null), worth.lacked('day', 'closed_on'))} as lacks, coalesce(${byOutcome(worth.today('day'), worth.onDayOf('day', 'closed_on'))}, 0)::float8 as amount
    from (
      select o.opened_on, o.closed_on, o.outcome, o.currency, count(*)::int as sales, sum(o.amount) as amount
      from ${seenSales(call)} o where o.deleted_at is null and o.opened_on <= ${dayOf(call.now)} and o.opened_on < ${end}::date and (o.outcome = 'open' or o.closed_on >= ${since})
      ${saleType ? sql`and o.sale_type = ${saleType}` : sql``} ${owner ? sql`and o.owner_id = ${owner}` : sql``} group by 1, 2, 3, 4, o.amount is null) day`.execute(
    call.db,
  );
  const [rated, lacking] = [rows.filter((row) => row.lacks === null), rows.filter((row) => row.lacks !== null)];
  const unrated = leftOutOf(lacking.map(({ lacks, sales: count }) => ({ count, currencies: [lacks!] })));
  const sales = rated.map(({ lacks: _lacks, openedOn, closedOn, ...row }): SaleHistory => ({
    ...row,
    openedOn: new Date(openedOn),
    closedOn: closedOn === null ? null : new Date(closedOn),
  }));
  return { sales, number: rated.reduce((sum, row) => sum + row.sales, 0), unrated, currency: worth.currency };
}

/** What is open today and when it is expected to close, and when anything was ever decided: why a forecast says little. Each by an index. */
async function groundsOf(
  call: Call,
  { saleType, owner }: ForecastQuery,
  from: string,
  until: string,
): Promise<Omit<ForecastAnswer['grounds'], 'decided'>> {
  const of = sql`${seenSales(call)} o where o.deleted_at is null ${saleType ? sql`and o.sale_type = ${saleType}` : sql``} ${owner ? sql`and o.owner_id = ${owner}` : sql``}`;
  const { rows } = await sql<Omit<ForecastAnswer['grounds'], 'decided'>>`
    select (select min(o.closed_on)::text from ${of} and o.outcome <> 'open') as "firstDecidedOn", (select max(o.closed_on)::text from ${of} and o.outcome <> 'open') as "lastDecidedOn", open.* from (
      select count(*)::int as open, (count(*) filter (where o.expected_close_on >= ${from}::date and o.expected_close_on < ${until}::date))::int as "openInPeriod",
        (count(*) filter (where o.expected_close_on < ${from}::date))::int as "openBefore", (count(*) filter (where o.expected_close_on is null))::int as "openWithoutDay"
      from ${of} and o.outcome = 'open') open`.execute(call.db);
  return rows[0]!;
}
