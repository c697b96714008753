import { sql, type RawBuilder } from 'kysely';
import type { Tx } from './database.ts';
import { invalid } from './problem.ts';

type Kind =
  | 'account'
  | 'contact'
  | 'opportunity'
  | 'service_case'
  | 'segment'
  | 'touchpoint'
  | 'member'
  | 'team'
  | 'notification'
  | 'implementation_template'
  | 'influence_ask';

/**
 * Refuses (422) ids of records that are not there or that the person may not see. A foreign key is no such check: it looks
 * past row-level security. `references`: field name → kind and ids; one query for all of them, none when there are no ids.
 */
export async function mustBeSeen(
  db: Tx,
  references: Record<string, readonly [Kind, ...(string | null | undefined)[]]>,
): Promise<void> {
  const asked: RawBuilder<unknown>[] = [];
  for (const [path, [kind, ...ids]] of Object.entries(references)) {
    const named = ids.filter((id) => id !== null && id !== undefined);
    if (named.length > 0)
      asked.push(
        sql`select ${path}::text as path from unnest(${named}::uuid[]) as asked (id) where not exists (select from ${sql.table(kind)} seen where seen.id = asked.id)`,
      );
  }
  if (asked.length === 0) return;
  const { rows } = await sql<{ path: string }>`${sql.join(asked, sql` union `)}`.execute(db);
  if (rows.length > 0)
    throw invalid(rows.map(({ path }) => ({ path, message: 'There is no such record, or you may not see it' })));
}
