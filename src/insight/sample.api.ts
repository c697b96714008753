import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Call } from '../platform/serve.ts';
import type { SaleType } from '../relationship/vocabulary.ts';

/** So many accounts at most are looked at one by one; of more, a random part. */
export const usualSample = 6_000;

export interface Sample {
  /** Accounts looked at, and of how many. */
  accounts: number;
  of: number;
  /** The condition on the account's id. */
  holds(column: RawBuilder<unknown>): RawBuilder<SqlBool>;
  /** The same as a list of keys, for questions that are `scattered`. */
  listed(column: RawBuilder<unknown>): RawBuilder<SqlBool>;
}

/** Accounts that a report looks at, of one type of sale or all: each of them, or a part chosen by a hash of their ids, the same at each call. */
export async function sampleOf(call: Call, saleType?: SaleType, most = usualSample): Promise<Sample> {
  const { rows } = await sql<{ n: number; ours: number }>`
    select coalesce(sum(accounts), 0)::int as n, coalesce(sum(accounts) filter (where ${saleType ?? null}::text is null or sale_type = ${saleType ?? null}), 0)::int as ours from relationship_count`.execute(
    call.db,
  );
  const { n: all, ours: of } = rows[0]!;
  const part = all <= most ? undefined : Math.floor((65_536 * most) / all);
  const accounts = part === undefined ? of : Math.round((of * part) / 65_536);
  // Of whoever sees only some, these lead to their records.
  const ids = !call.who.scope.sees.includes('account')
    ? sql`select a from app_seen_accounts() a ${part === undefined ? sql`` : sql`where (uuid_hash(a) & 65535) < ${part}`}`
    : part === undefined
      ? undefined
      : sql`select sampled_accounts(${part}::integer)`;
  return {
    accounts,
    of,
    holds: (column) => (ids ? sql<SqlBool>`${column} in (${ids})` : sql<SqlBool>`true`),
    listed: (column) => (ids ? sql<SqlBool>`${column} = any (array(${ids}))` : sql<SqlBool>`true`),
  };
}
