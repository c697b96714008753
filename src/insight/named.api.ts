import { sql, type SqlBool } from 'kysely';
import type { Call } from '../platform/serve.ts';

/** Some of the customers may have been deleted: so many more are asked for. */
export const spare = 500;

/** The first customers that still are, with their names: looked up only for what is shown, in the order given. */
export async function withAccounts<T extends { id: string }>(
  call: Call,
  rows: readonly T[],
  most: number,
): Promise<(T & { name: string })[]> {
  const accounts = await call.db
    .selectFrom('account')
    .select(['id', 'name'])
    .where(sql<SqlBool>`id = any (${rows.map((row) => row.id)}::uuid[])`)
    .where('deleted_at', 'is', null)
    .execute();
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  return rows.flatMap((row) => (names.has(row.id) ? [{ ...row, name: names.get(row.id)! }] : [])).slice(0, most);
}
