import { sql } from 'kysely';
import { closeKey } from '../run/evidenceOf.ts';
import { isTabled, tables, type Tabled } from '../place/tables.ts';
import { batch, foldAnew, keep, type Stage, type Undoing } from './undoing.api.ts';

/** Old values for what was there before and is still as the import left it. */
export const restoreSome: Stage = async (at) => {
  const { tx, workspaceId, importId } = at;
  const changes = await tx
    .selectFrom('import_change')
    .select(['kind', 'record_id', 'before', 'version'])
    .where('workspace_id', '=', workspaceId)
    .where('import_id', '=', importId)
    .limit(batch)
    .execute();
  if (changes.length === 0) return false;
  for (const [kind, all] of Map.groupBy(changes, (change) => change.kind))
    if (isTabled(kind as Tabled)) await restoreRecords(at, kind as Tabled, all);
    else if (kind === 'workspace') await restoreCurrency(at);
    else await restoreKeys(at, kind);
  await sql`delete from import_change c using jsonb_to_recordset(${JSON.stringify(changes.map(({ kind, record_id }) => ({ kind, record_id })))}::jsonb) as n(kind text, record_id uuid)
    where c.workspace_id = ${workspaceId} and c.import_id = ${importId} and c.kind = n.kind and c.record_id = n.record_id`.execute(
    tx,
  );
  return true;
};

type Change = { record_id: string; before: unknown; version: number };

async function restoreRecords(at: Undoing, target: Tabled, changes: readonly Change[]): Promise<void> {
  const { tx, workspaceId, undone } = at;
  const { table, columns } = tables[target];
  const names = Object.keys(columns);
  const rows = changes.map(({ record_id: id, version, before }) => ({
    id,
    version,
    ...(before as { columns: object }).columns,
  }));
  const restored = await sql<{
    id: string;
  }>`update ${sql.table(table)} t set ${sql.raw(names.map((name) => `"${name}" = n."${name}"`).join(', '))}, version = t.version + 1, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, version integer, ${sql.raw(names.map((name) => `"${name}" ${columns[name]}`).join(', '))})
    where t.workspace_id = ${workspaceId} and t.id = n.id and t.version = n.version returning t.id`.execute(tx);
  const ids = new Set(restored.rows.map((row) => row.id));
  undone.restored[target] = (undone.restored[target] ?? 0) + ids.size;
  const left = changes.map((change) => change.record_id).filter((id) => !ids.has(id));
  await keep(at, target, left, 'changed since');
  if (ids.size === 0) return;
  if (target === 'contact')
    await restoreAffiliations(
      at,
      changes.filter((change) => ids.has(change.record_id)),
    );
  if (target === 'opportunity') await forgetCloses(at, [...ids]);
  if (target === 'account') await restoreOwners(at, [...ids]);
  if (target === 'account') await foldAnew(at, table, 'id', [...ids]);
  else if ('account_id' in columns) await foldAnew(at, table, 'account_id', [...ids]);
}

async function restoreCurrency({ tx, workspaceId, importId }: Undoing): Promise<void> {
  await sql`update workspace w set currency = c.before ->> 'currency', version = w.version + 1 from import_change c
    where c.workspace_id = ${workspaceId} and c.import_id = ${importId} and c.kind = 'workspace' and w.workspace_id = c.workspace_id`.execute(
    tx,
  );
}

async function restoreKeys({ tx, workspaceId, importId }: Undoing, kind: string): Promise<void> {
  await sql`update external_key k set record_id = (c.before ->> 'record_id')::uuid, import_id = (c.before ->> 'import_id')::uuid, role = c.before ->> 'role' from import_change c
    where c.workspace_id = ${workspaceId} and c.import_id = ${importId} and c.kind = ${kind} and k.workspace_id = c.workspace_id and k.key = c.before ->> 'key' and k.kind = c.before ->> 'kind'`.execute(
    tx,
  );
}

async function restoreAffiliations({ tx, workspaceId }: Undoing, changes: readonly Change[]): Promise<void> {
  const ids = changes.map((change) => change.record_id);
  const rows = changes.flatMap((change) => (change.before as { affiliations: object[] }).affiliations);
  await sql`delete from affiliation where workspace_id = ${workspaceId} and contact_id = any (${ids}::uuid[])`.execute(
    tx,
  );
  await sql`insert into affiliation select * from jsonb_populate_recordset(null::affiliation, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  );
}

/** A close that the import told of and that is open again has not happened. */
async function forgetCloses({ tx, workspaceId }: Undoing, ids: readonly string[]): Promise<void> {
  await sql`delete from touchpoint t using opportunity o where t.workspace_id = ${workspaceId} and t.evidence_key = any (${ids.map(closeKey)}::text[])
    and o.workspace_id = t.workspace_id and o.id = t.opportunity_id and o.outcome = 'open'`.execute(tx);
}

async function restoreOwners({ tx, workspaceId }: Undoing, ids: readonly string[]): Promise<void> {
  await sql`update relationship r set owner_id = a.owner_id from account a
    where r.workspace_id = ${workspaceId} and r.account_id = any (${ids}::uuid[]) and a.workspace_id = r.workspace_id and a.id = r.account_id`.execute(
    tx,
  );
}
