import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import type { StoredImport } from '../stored.api.ts';
import { isTabled, tables, type Tabled } from '../place/tables.ts';

/** Rows of the import that are taken back in one transaction. */
export const batch = 500;
export const mostListed = 500;

/** What taking back left: a record that people have worked with since stays, and is named. */
export type Undone = {
  removed: Record<string, number>;
  restored: Record<string, number>;
  kept: { kind: string; id: string; name: string; why: 'changed since' | 'in use' }[];
  keptCount: number;
};

/** One transaction of it, as the owner of the tables: every statement names the workspace. */
export interface Undoing {
  tx: Tx;
  workspaceId: string;
  importId: string;
  stored: StoredImport;
  undone: Undone;
}

/** Does some of it; whether there is more. */
export type Stage = (at: Undoing) => Promise<boolean>;

/** Names what stays. */
export async function keep(
  { tx, workspaceId, undone }: Undoing,
  kind: string,
  ids: readonly string[],
  why: 'changed since' | 'in use',
): Promise<void> {
  if (ids.length === 0) return;
  const table = isTabled(kind as Tabled) ? tables[kind as Tabled].table : kind;
  const name = nameColumns[kind] ?? 'name';
  const { rows } = await sql<{
    id: string;
    name: string;
    version: number;
  }>`select id, coalesce(${sql.ref(name)}, '') as name, version from ${sql.table(table)} where workspace_id = ${workspaceId} and id = any (${ids}::uuid[])`.execute(
    tx,
  );
  undone.keptCount += rows.length;
  for (const row of rows)
    if (undone.kept.length < mostListed)
      undone.kept.push({ kind, id: row.id, name: row.name, why: row.version > 1 ? 'changed since' : why });
}
const nameColumns: Record<string, string> = { case: 'subject', order: 'number', nextStep: 'what' };

/** The accounts that these records tell of are folded anew. */
export async function foldAnew(
  { tx, workspaceId, importId }: Undoing,
  table: string,
  account: 'id' | 'account_id',
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await sql`insert into import_account (workspace_id, import_id, account_id) select distinct ${workspaceId}::uuid, ${importId}::uuid, ${sql.ref(`t.${account}`)} from ${sql.table(table)} t
    where t.workspace_id = ${workspaceId} and t.id = any (${ids}::uuid[]) and ${sql.ref(`t.${account}`)} is not null on conflict do nothing`.execute(
    tx,
  );
}
