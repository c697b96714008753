import { sql } from 'kysely';
import { scattered } from '../platform/database.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { Evidence, insightContract } from './contract.ts';
import { buyingStages } from '../purchase/stages.ts';
import { isOver, spanOf, type AskedPeriod, type Span } from './period.ts';
import { dayWithin } from './period-sql.ts';
import type { SaleType } from '../relationship/vocabulary.ts';
import { mustShowFigures } from '../selling/figures-sql.ts';
import { seenSales } from '../purchase/seen-sql.ts';
import { sampleOf, type Sample } from './sample.api.ts';
import { stoodThen } from './stoodThen.api.ts';
import { moverKeys, moversSample, ofTouchpoint, stepsOf, stepsOfType } from './trustMovers.api.ts';
import { outcomeGroups } from './sales.api.ts';
import { retentionEvidence } from './retention.api.ts';
import { sourceEvidence } from './sources.api.ts';
import { valueEvidence } from './value.api.ts';
import { moverKinds, outcomeKinds, retentionBases, sourceKinds, valueKinds } from './contract.ts';

/** So many records stand behind a figure on the screen; more are counted. */
const most = 100;

type Asked = {
  key: string | null;
  by: string | undefined;
  period: AskedPeriod;
  saleType: SaleType | undefined;
  other: string | undefined;
};

/** The records behind one row of a report, the weightiest first. */
export const evidenceHandlers: Pick<Handlers<typeof insightContract>, 'readEvidence'> = {
  async readEvidence(call, { query: { report, key, by, other, saleType, ...period } }) {
    const asked: Asked = { by, period, saleType, other, key: key === undefined || key === '' ? null : key };
    const items = await behind[report](call, asked);
    return { items: items.slice(0, most), more: items.length > most };
  },
};

const behind: Record<
  'value' | 'retention' | 'sources' | 'outcomes' | 'trust' | 'flow' | 'forecast' | 'stages',
  (call: Call, asked: Asked) => Promise<Evidence[]>
> = {
  async value(call, { by, key, saleType }) {
    const { currency, rows } = await valueEvidence(call, {
      by: valueKinds.find((each) => each === by) ?? 'segment',
      key,
      saleType,
      most: most + 1,
    });
    return rows.map((row) => ({
      kind: 'account',
      id: row.id,
      name: row.name,
      of: null,
      amount: row.revenue,
      other: row.outlook,
      currency,
      on: row.since,
      note: null,
    }));
  },
  async retention(call, { by, key, saleType }) {
    if (key === null || !/^\d{4}-\d\d-\d\d$/.test(key)) return [];
    const { currency, rows } = await retentionEvidence(call, {
      basis: retentionBases.find((each) => each === by) ?? 'revenue',
      saleType,
      until: key,
      most: most + 1,
    });
    return rows.map((row) => ({
      kind: 'account',
      id: row.id,
      name: row.name,
      of: null,
      amount: row.before,
      other: row.after,
      currency,
      on: null,
      note: null,
    }));
  },
  async sources(call, { by, key, period, saleType }) {
    const rows = await sourceEvidence(call, {
      by: sourceKinds.find((each) => each === by) ?? 'source',
      key,
      asked: period,
      saleType,
      most: most + 1,
    });
    return rows.map(saleTold);
  },
  async outcomes(call, { by, key, period, saleType, other }) {
    if (by === 'seller') await mustShowFigures(call, null);
    const group = outcomeGroups[outcomeKinds.find((each) => each === by) ?? 'reason'];
    return sales(
      call,
      sql`${group.join} where o.outcome <> 'open' ${other ? sql`and o.outcome = ${other}` : sql``} and o.deleted_at is null and ${dayWithin(sql`o.closed_on`, spanOf(period, call.now))} and (${group.key}) is not distinct from ${key} ${saleType ? sql`and o.sale_type = ${saleType}` : sql``}`,
    );
  },
  async forecast(call, { key, by, other, saleType }) {
    // Won in the period from `key` to `other`; unless only that is asked for, also what is open and expected to close in it.
    if (key === null || other === undefined || ![key, other].every((each) => /^\d{4}-\d\d-\d\d$/.test(each))) return [];
    const won = sql`(o.outcome = 'won' and o.closed_on >= ${key}::date and o.closed_on < ${other}::date)`;
    const expected = sql`(o.outcome = 'open' and o.expected_close_on >= ${key}::date and o.expected_close_on < ${other}::date)`;
    return sales(
      call,
      sql`where o.deleted_at is null and ${by === 'won' ? won : sql`(${won} or ${expected})`} ${saleType ? sql`and o.sale_type = ${saleType}` : sql``}`,
    );
  },
  async stages(call, { key, other, period }) {
    // Opened in the period, of one type: all, those that came at least to a stage, or those that ended so.
    const stage = buyingStages.findIndex((each) => each === other);
    const which =
      stage >= 0
        ? sql`and (o.outcome = 'won' or o.stage = any (${buyingStages.slice(stage)}::text[]))`
        : other === 'won' || other === 'lost' || other === 'open'
          ? sql`and o.outcome = ${other}`
          : sql``;
    return sales(
      call,
      sql`where o.deleted_at is null and o.sale_type = ${key} and ${dayWithin(sql`o.opened_on`, spanOf(period, call.now))} ${which}`,
    );
  },
  async trust(call, { by, key, period, saleType }) {
    if (by === 'member') await mustShowFigures(call, null);
    const span = spanOf(period, call.now);
    const kind = moverKinds.find((each) => each === by) ?? 'kind';
    const sample = await moversSample(call, span, kind, saleType);
    await scattered(call.db);
    const { rows } = await sql<{ id: string; name: string; trust: number; times: number; on: string }>`
      with ${stepsOf(span, sample)},
      summed as materialized (
        select s.account_id, sum(s.trust_move)::float8 as trust, count(*)::int as times, max(s.at)::date::text as "on" from steps s ${kind === 'kind' ? sql`` : ofTouchpoint} ${stepsOfType(saleType)}
        where ${kind === 'kind' ? sql`s.kind = ${key}` : sql`(${moverKeys[kind]}) is not distinct from ${key}`} group by 1),
      known as materialized (select a.id, a.name from account a where a.workspace_id = (select app_workspace()) and a.id = any (array(select account_id from summed)) and a.deleted_at is null)
      select id, name, trust, times, "on" from summed join known on id = account_id order by abs(trust) desc, id limit ${most + 1}`.execute(
      call.db,
    );
    return rows.map((row) => ({
      kind: 'account',
      id: row.id,
      name: row.name,
      of: null,
      amount: row.trust,
      other: row.times,
      currency: null,
      on: row.on,
      note: null,
    }));
  },
  async flow(call, { key, other, period, saleType }) {
    const span = spanOf(period, call.now);
    const sample = await sampleOf(call, saleType);
    const rows = isOver(span, call.now)
      ? await movedWithin(call, span, sample, key ?? 'new', other ?? '', saleType)
      : await movedSince(call, span.since, sample, key ?? 'new', other ?? '', saleType);
    return rows.map((row) => ({
      kind: 'account',
      id: row.id,
      name: row.name,
      of: null,
      amount: row.trust,
      other: null,
      currency: null,
      on: row.since,
      note: null,
    }));
  },
};

interface Moved {
  id: string;
  name: string;
  trust: number;
  since: string;
}

/** Customers who stood at one place then and stand at another now. */
async function movedSince(
  call: Call,
  since: Date,
  sample: Sample,
  then: string,
  now: string,
  saleType: SaleType | undefined,
): Promise<Moved[]> {
  const stood = await stoodThen(call, since, sample, saleType, now);
  const { rows } = await sql<Moved>`
    select a.id, a.name, r.trust::float8 as trust, r.position_since::date::text as since from relationship r join account a on a.workspace_id = r.workspace_id and a.id = r.account_id left join lateral (
      select s.position from cycle_step s where s.workspace_id = r.workspace_id and s.account_id = r.account_id and s.at <= ${since} order by s.at desc, s.entry desc limit 1) was on true left join ${stood} on stood.account_id = r.account_id
    where r.alive and a.deleted_at is null and ${sample.holds(sql`r.account_id`)} and coalesce(stood.position, was.position, 'new') = ${then} and r.position = ${now} ${saleType ? sql`and r.sale_type = ${saleType}` : sql``} order by r.position_since desc, 1 limit ${most + 1}`.execute(
    call.db,
  );
  return rows;
}

/** The same of a period that is over: where they stood at its end is told by their last step by then, so that the steps of all are read, as the report reads them. */
async function movedWithin(
  call: Call,
  { since, until }: Span,
  sample: Sample,
  first: string,
  last: string,
  saleType: SaleType | undefined,
): Promise<Moved[]> {
  await scattered(call.db);
  const stood = await stoodThen(call, since, sample, saleType);
  const ended = await stoodThen(call, until, sample, saleType);
  const { rows } = await sql<Moved>`
    with alive as materialized (select r.account_id, r.trust from relationship r where r.alive and ${sample.listed(sql`r.account_id`)} ${saleType ? sql`and r.sale_type = ${saleType}` : sql``}),
    steps as materialized (select s.account_id, s.at, s.entry, s.position from cycle_step s where s.workspace_id = (select app_workspace()) and s.account_id = any (array(select account_id from alive)) and s.at <= ${until}),
    was as materialized (select distinct on (account_id) account_id, position from steps where at <= ${since} order by account_id, at desc, entry desc),
    latest as materialized (select distinct on (account_id) account_id, position, at from steps order by account_id, at desc, entry desc),
    ended as materialized (select account_id, position from ${ended}),
    moved as materialized (
      select l.account_id, a.trust, l.at from latest l join alive a on a.account_id = l.account_id left join was w on w.account_id = l.account_id left join ${stood} on stood.account_id = l.account_id left join ended e on e.account_id = l.account_id
      where coalesce(stood.position, w.position, 'new') = ${first} and coalesce(e.position, l.position) = ${last}),
    known as materialized (select a.id, a.name from account a where a.workspace_id = (select app_workspace()) and a.id = any (array(select account_id from moved)) and a.deleted_at is null)
    select k.id, k.name, m.trust::float8 as trust, m.at::date::text as since from moved m join known k on k.id = m.account_id order by m.at desc, k.id limit ${most + 1}`.execute(
    call.db,
  );
  return rows;
}

interface Sale {
  id: string;
  name: string;
  account: string | null;
  amount: number | null;
  currency: string;
  outcome: string;
  on: string | null;
}

const saleTold = ({ id, name, account, amount, currency, outcome, on }: Sale): Evidence => ({
  kind: 'sale',
  id,
  name,
  of: account,
  amount,
  other: null,
  currency,
  on,
  note: outcome,
});

async function sales(call: Call, from: ReturnType<typeof sql>): Promise<Evidence[]> {
  const { rows } = await sql<Sale>`
    select o.id, o.name, (select a.name from account a where a.workspace_id = o.workspace_id and a.id = o.account_id) as account, o.amount::float8 as amount, o.currency, o.outcome, coalesce(o.closed_on, o.expected_close_on)::text as "on" from ${seenSales(call)} o ${from} order by o.amount desc nulls last, o.id limit ${most + 1}`.execute(
    call.db,
  );
  return rows.map(saleTold);
}
