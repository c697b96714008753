import { sql } from 'kysely';
import type { Tx } from '../platform/database.ts';

/** Adds up what has gathered in the counts of board, map and coverage; says how many rows were added up. */
export async function foldCounts(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select fold_relationship_counts() as n`.execute(tx);
  return rows[0]!.n;
}
