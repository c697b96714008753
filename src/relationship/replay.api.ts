import { sql, type SqlBool } from 'kysely';
import { accountConditions } from '../people/filter-sql.ts';
import type { AccountFilter } from '../people/filter.ts';
import { sameRecord, type Tx } from '../platform/database.ts';
import { cursorOf, pageOf } from '../platform/paging.ts';
import { conflict } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { historyOf, type HistoryRow } from './account.api.ts';
import { filteredAccounts } from './board.api.ts';
import type { DotRecord as Dot, relationshipContract } from './contract.ts';
import { modelInUse } from './calibration/inUse.api.ts';
import type { Model } from './model.ts';
import { worthOf } from './money.api.ts';
import { phaseHistory } from './phase.ts';
import { standingRow } from './standing.ts';
import { isAskedFor, parted } from './stoodThen.ts';

/** How many ledgers are folded anew for one picture, for one page of a list, and in one transaction. */
const most = 5000;
const mostOfPage = 1000;
const batch = 100;
const year = 365 * 86_400_000;

type Row = HistoryRow & {
  id: string;
  name: string;
  created_at: Date;
  revenue: number;
  potential: number;
  alarm: boolean;
};
type Own = 'replayRelationships' | 'listStoodThen';

/** The map, the board and their accounts as they were known on a day: every ledger is folded anew from what had been recorded by then. */
export const replayHandlers: Pick<Handlers<typeof relationshipContract>, Own> = {
  async replayRelationships(call, { query: { asOf: day, ...filter } }) {
    const { ofDay, ofAccount } = parted(filter);
    const { asOf, currency, model } = await dayOf(call, day);
    const ids = await call.transact(async (inner) => {
      const { from, where } = await filteredAccounts(inner, ofAccount);
      const { rows } = await sql<{
        id: string;
      }>`select relationship.account_id as id from ${from} where ${where} limit ${most + 1}`.execute(inner.db);
      return rows.map((row) => row.id);
    });
    if (ids.length > most)
      throw conflict(
        'too_many',
        `A replay folds every ledger anew, so it takes at most ${most} accounts. Narrow the filter, by owner or country for example.`,
      );
    const dots: Dot[] = [];
    for (let from = 0; from < ids.length; from += batch)
      dots.push(
        ...(await foldedOf(call, ids.slice(from, from + batch), asOf, model))
          .values()
          .filter((dot) => isAskedFor(dot, ofDay)),
      );
    const cells = [...Map.groupBy(dots, (dot) => `${dot.phase} ${dot.position}`).values()].map((group) => ({
      phase: group[0]!.phase,
      position: group[0]!.position,
      accounts: group.length,
      revenue: group.reduce((sum, dot) => sum + dot.revenue, 0).toFixed(2),
      alarms: group.filter((dot) => dot.alarm).length,
    }));
    return {
      asOf: new Date(asOf),
      dots,
      cells,
      accounts: dots.length,
      revenue: dots.reduce((sum, dot) => sum + dot.revenue, 0).toFixed(2),
      currency,
    };
  },

  /** By name. A page ends when it is full, or when so many ledgers were folded for it that others should get their turn. */
  async listStoodThen(call, { query: { asOf: day, limit, cursor, ...filter } }) {
    const { ofDay, ofAccount } = parted(filter);
    const { asOf, currency, model } = await dayOf(call, day);
    const items: Dot[] = [];
    let looked = 0;
    for (let next = cursor ?? null; ;) {
      const named = await call.transact((inner) => namedNext(inner, ofAccount, next));
      const folded = await foldedOf(
        call,
        named.items.map(({ id }) => id),
        asOf,
        model,
      );
      for (const { id, name_key } of named.items) {
        looked++;
        const dot = folded.get(id);
        if (dot && isAskedFor(dot, ofDay)) items.push(dot);
        if (items.length === limit || looked === mostOfPage)
          return { asOf: new Date(asOf), items, looked, next: cursorOf([name_key, id]), currency };
      }
      next = named.next;
      if (next === null) return { asOf: new Date(asOf), items, looked, next, currency };
    }
  },
};

/** No day is later than now; and what every replay needs to know of the workspace. */
const dayOf = (call: Call, day: string) =>
  call.transact(async (inner) => {
    const { currency } = await inner.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    return { asOf: Math.min(Date.parse(day), call.now.getTime()), currency, model: await modelInUse(inner.db) };
  });

/** The next accounts of a filter by name. */
async function namedNext(call: Call, filter: AccountFilter, cursor: string | null) {
  const conditions = await accountConditions(call.db, call.who.scope, filter, call.now);
  const accounts = call.db
    .selectFrom('relationship')
    .innerJoin('account', (on) => sameRecord(on, 'account', 'relationship.account_id'))
    .select(['account.id', 'account.name_key'])
    .where(
      sql<SqlBool>`${sql.join([sql`relationship.alive`, ...conditions.owner('account'), ...conditions.relationship, ...conditions.account], sql` and `)}`,
    );
  return pageOf(
    accounts,
    [
      { by: sql.ref('account.name_key'), key: 'name_key', type: 'text' },
      { by: sql.ref('account.id'), key: 'id', type: 'uuid' },
    ],
    { limit: batch, ...(cursor === null ? {} : { cursor }) },
  );
}

/** Where each of them stood; who was not known yet is missing. Others get their turn afterwards. */
async function foldedOf(call: Call, ids: readonly string[], asOf: number, model: Model): Promise<Map<string, Dot>> {
  const rows = await call.transact((inner) => histories(inner.db, ids, new Date(asOf)));
  await new Promise((resolve) => setImmediate(resolve));
  return new Map(rows.flatMap((row) => dotAt(row, asOf, model) ?? []).map((dot) => [dot.id, dot]));
}

async function histories(db: Tx, ids: readonly string[], at: Date): Promise<Row[]> {
  const since = new Date(at.getTime() - year);
  const { rows } = await sql<Row>`select a.id, a.name, a.created_at, h.*,
      (coalesce((select sum(${worthOf('o', sql`o.closed_on`)}) from opportunity o where o.workspace_id = a.workspace_id and o.account_id = a.id and o.outcome = 'won' and o.deleted_at is null and o.closed_on > ${since}::date and o.closed_on <= ${at}::date), 0)
        + coalesce((select sum(${worthOf('c', sql`c.ordered_on`)}) from customer_order c where c.workspace_id = a.workspace_id and c.account_id = a.id and c.part_of_id is null and c.opportunity_id is null and c.deleted_at is null and c.ordered_on > ${since}::date and c.ordered_on <= ${at}::date), 0))::float8 as revenue,
      coalesce((select sum(${worthOf('o', sql`${at}::date`)}) from opportunity o where o.workspace_id = a.workspace_id and o.account_id = a.id and o.deleted_at is null and o.created_at <= ${at} and (o.closed_on is null or o.closed_on > ${at}::date)), 0)::float8 as potential,
      exists (select from alarm l where l.workspace_id = a.workspace_id and l.account_id = a.id and l.opened_at <= ${at} and (l.ended_at is null or l.ended_at > ${at})) as alarm
    from account a join workspace w on w.workspace_id = a.workspace_id cross join lateral account_history(a.id) h where a.id = any (${ids}::uuid[])`.execute(
    db,
  );
  return rows;
}

/** Undefined: nothing was known of it yet. */
function dotAt(row: Row, asOf: number, model: Model): Dot | undefined {
  const history = historyOf(row, asOf, asOf, model);
  if (!history) return undefined;
  const { folded, stored, changes, at, hears } = history;
  if (folded.steps.length === 0 && row.created_at.getTime() > asOf) return undefined;
  const touched = folded.steps.map((step) => ({ at: step.effect.at, kind: step.effect.kind }));
  const { phase = stored.phase } =
    phaseHistory(touched[0]?.at ?? Math.min(asOf, Date.parse(stored.phase_since)), touched, changes, asOf).at(-1) ?? {};
  const { position, probability, along, trust, interest } = standingRow(
    folded.state,
    Math.max(asOf, folded.state.at),
    at.listening,
    hears,
    model,
  );
  return {
    id: row.id,
    name: row.name,
    phase,
    position,
    along,
    trust,
    interest,
    probability,
    revenue: row.revenue,
    potential: row.potential,
    alarm: row.alarm,
  };
}
