import { sql } from 'kysely';
import { phaseRule } from '../write/phases.api.ts';
import type { Stage } from './undoing.api.ts';

/** What the import's own records say about each other must not hold them. */
export const loosen: Stage = async ({ tx, workspaceId, importId, stored }) => {
  if (stored.cursor.undo) return false;
  const made = (kind: string, id: string) =>
    sql`exists (select from external_key k where k.workspace_id = ${workspaceId} and k.record_id = ${sql.ref(id)} and k.import_id = ${importId} and k.kind = ${kind} and k.role = 'made')`;
  await sql`update account set parent_id = null where workspace_id = ${workspaceId} and version = 1 and parent_id is not null and ${made('account', 'account.id')}`.execute(
    tx,
  );
  await sql`update customer_order set part_of_id = null where workspace_id = ${workspaceId} and part_of_id is not null and ${made('order', 'customer_order.id')}`.execute(
    tx,
  );
  await sql`delete from phase_change where workspace_id = ${workspaceId} and rule = ${phaseRule(importId)} and not ${made('account', 'phase_change.account_id')}`.execute(
    tx,
  );
  await sql`delete from import_link where workspace_id = ${workspaceId} and import_id = ${importId}`.execute(tx);
  const { rows } = await sql<{
    total: number;
  }>`select coalesce(sum(count), 0)::integer as total from import_batch where workspace_id = ${workspaceId} and import_id = ${importId}`.execute(
    tx,
  );
  stored.cursor.undo = { file: -1, number: 0 };
  stored.progress = {
    ...stored.progress,
    stage: 'undo',
    file: null,
    done: 0,
    total: rows[0]?.total ?? 0,
    rate: 0,
  };
  return false;
};
