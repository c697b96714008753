import { sql } from 'kysely';
import type { Tx } from '../platform/database.ts';
import { conflict } from '../platform/problem.ts';
import type { Handlers } from '../platform/serve.ts';
import { historyOf, type HistoryRow } from './account.api.ts';
import { filteredAccounts } from './board.api.ts';
import type { relationshipContract } from './contract.ts';
import { modelInUse } from './calibration/inUse.api.ts';
import type { Model } from './model.ts';
import { phaseHistory } from './phase.ts';
import { standingRow } from './standing.ts';

/** How many ledgers are folded anew for one picture, and how many in one transaction. */
const most = 5000;
const batch = 100;
const year = 365 * 86_400_000;

type Row = HistoryRow & { id: string; name: string; created_at: Date; revenue: number; potential: number; alarm: boolean };

/** The map and the board as they were known on a day: every ledger is folded anew from what had been recorded by then. */
export const replayHandlers: Pick<Handlers<typeof relationshipContract>, 'replayRelationships'> = {
  async replayRelationships(call, { query: { asOf: day, phase, position, ...filter } }) {
    const asOf = Math.min(Date.parse(day), call.now.getTime());
    const { ids, currency, model } = await call.transact(async (inner) => {
      const { from, where } = await filteredAccounts(inner, filter);
      const { rows } = await sql<{ id: string }>`select relationship.account_id as id from ${from} where ${where} limit ${most + 1}`.execute(inner.db);
      const workspace = await inner.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
      return { ids: rows.map((row) => row.id), currency: workspace.currency, model: await modelInUse(inner.db) };
    });
    if (ids.length > most) throw conflict('too_many', `A replay folds every ledger anew, so it takes at most ${most} accounts. Narrow the filter, by owner or country for example.`);
    const dots = [];
    for (let from = 0; from < ids.length; from += batch) {
      const rows = await call.transact((inner) => histories(inner.db, ids.slice(from, from + batch), new Date(asOf), currency));
      for (const row of rows) {
        const dot = dotAt(row, asOf, model);
        if (dot && (!phase?.length || phase.includes(dot.phase)) && (!position?.length || position.includes(dot.position))) dots.push(dot);
      }
      // Others get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const cells = [...Map.groupBy(dots, (dot) => `${dot.phase} ${dot.position}`).values()].map((group) => ({
      phase: group[0]!.phase,
      position: group[0]!.position,
      accounts: group.length,
      revenue: group.reduce((sum, dot) => sum + dot.revenue, 0).toFixed(2),
      alarms: group.filter((dot) => dot.alarm).length,
    }));
    return { asOf: new Date(asOf), dots, cells, accounts: dots.length, revenue: dots.reduce((sum, dot) => sum + dot.revenue, 0).toFixed(2), currency };
  },
};

async function histories(db: Tx, ids: readonly string[], at: Date, currency: string): Promise<Row[]> {
  const since = new Date(at.getTime() - year);
  const { rows } = await sql<Row>`select a.id, a.name, a.created_at, h.*,
      (coalesce((select sum(o.amount) from opportunity o where o.workspace_id = a.workspace_id and o.account_id = a.id and o.outcome = 'won' and o.deleted_at is null and o.currency = ${currency} and o.closed_on > ${since}::date and o.closed_on <= ${at}::date), 0)
        + coalesce((select sum(c.amount) from customer_order c where c.workspace_id = a.workspace_id and c.account_id = a.id and c.part_of_id is null and c.opportunity_id is null and c.deleted_at is null and c.currency = ${currency} and c.ordered_on > ${since}::date and c.ordered_on <= ${at}::date), 0))::float8 as revenue,
      coalesce((select sum(o.amount) from opportunity o where o.workspace_id = a.workspace_id and o.account_id = a.id and o.deleted_at is null and o.currency = ${currency} and o.created_at <= ${at} and (o.closed_on is null or o.closed_on > ${at}::date)), 0)::float8 as potential,
      exists (select from alarm l where l.workspace_id = a.workspace_id and l.account_id = a.id and l.opened_at <= ${at} and (l.ended_at is null or l.ended_at > ${at})) as alarm
    from account a cross join lateral account_history(a.id) h where a.id = any (${ids}::uuid[])`.execute(db);
  return rows;
}

/** Undefined: nothing was known of it yet. */
function dotAt(row: Row, asOf: number, model: Model) {
  const history = historyOf(row, asOf, asOf, model);
  if (!history) return undefined;
  const { folded, stored, changes, at, hears } = history;
  if (folded.steps.length === 0 && row.created_at.getTime() > asOf) return undefined;
  const touched = folded.steps.map((step) => ({ at: step.effect.at, kind: step.effect.kind }));
  const { phase = stored.phase } = phaseHistory(touched[0]?.at ?? Math.min(asOf, Date.parse(stored.phase_since)), touched, changes, asOf).at(-1) ?? {};
  const { position, probability, along, trust, interest } = standingRow(folded.state, Math.max(asOf, folded.state.at), at.listening, hears, model);
  return { id: row.id, name: row.name, phase, position, along, trust, interest, probability, revenue: row.revenue, potential: row.potential, alarm: row.alarm };
}
