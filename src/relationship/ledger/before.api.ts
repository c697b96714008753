import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { notFound } from '../../platform/problem.ts';
import type { Source } from '../../statistics/kalmanSource.ts';
import { modelOf } from '../calibration/inUse.api.ts';
import { hearingOf, type Hears, type Stored } from './stored.ts';

export interface Before {
  relationships: Map<string, Stored>;
  hears: Hears;
  /** What is known of who scores, if somebody was asked for and has scored before. */
  source: Source | undefined;
}

/** Everything that has to be known before an entry is taken in, in one question. Whoever else moves these relationships waits from here on. */
export async function ledgerBefore(
  db: Tx,
  accountIds: readonly string[],
  scoredBy: string | null = null,
): Promise<Before> {
  const ids = [...new Set(accountIds)];
  const { rows } = await sql<{
    relationships: Written[] | null;
    settings: unknown;
    model: string | null;
    source: Source | null;
  }>`select * from ledger_before(${ids}::uuid[], ${scoredBy})`.execute(db);
  const { relationships, settings, model, source } = rows[0]!;
  if ((relationships?.length ?? 0) < ids.length) throw notFound('account');
  return {
    relationships: new Map(
      relationships?.map((r) => [
        r.account_id,
        { ...r, phase_since: new Date(r.phase_since), position_since: new Date(r.position_since) },
      ]),
    ),
    hears: hearingOf(settings, await modelOf(db, model)),
    source: source ?? undefined,
  };
}

/** As JSON tells it. */
type Written = Omit<Stored, 'phase_since' | 'position_since'> & { phase_since: string; position_since: string };

export const lockRelationships = async (db: Tx, accountIds: readonly string[]): Promise<Map<string, Stored>> =>
  accountIds.length === 0 ? new Map() : (await ledgerBefore(db, accountIds)).relationships;

export async function hearing(db: Tx): Promise<Hears> {
  const { rows } = await sql<{ settings: unknown; model: string | null }>`select * from workspace_hears()`.execute(db);
  return hearingOf(rows[0]!.settings, await modelOf(db, rows[0]!.model));
}
