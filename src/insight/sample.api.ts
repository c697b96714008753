import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Call } from '../platform/serve.ts';

/** So many accounts at most are looked at one by one; of more, a random part. */
const most = 100_000;

export interface Sample {
  /** Accounts looked at, and of how many. */
  accounts: number;
  of: number;
  /** The condition on the account's id. */
  holds(column: RawBuilder<unknown>): RawBuilder<SqlBool>;
}

/** Accounts that a report looks at: all, or a part chosen by the random end of their ids, the same at each call. */
export async function sampleOf(call: Call): Promise<Sample> {
  const { rows } = await sql<{ n: number }>`select coalesce(sum(accounts), 0)::int as n from relationship_count`.execute(call.db);
  const of = rows[0]?.n ?? 0;
  if (of <= most) return { accounts: of, of, holds: () => sql<SqlBool>`true` };
  const part = Math.floor((65_536 * most) / of);
  return {
    accounts: Math.round((of * part) / 65_536),
    of,
    holds: (column) => sql<SqlBool>`('x' || right(${column}::text, 4))::bit(16)::int < ${part}`,
  };
}
