import { sql } from 'kysely';
import { leaveCampaigns } from '../write/campaigns.api.ts';
import { closeKey } from '../run/evidenceOf.ts';
import { lastKeptRows } from '../write/keptRows.api.ts';
import { loadingOrder } from '../plan/rules.ts';
import { tables, type Tabled } from '../place/tables.ts';
import { goesWith } from './goesWith.ts';
import { batch, foldAnew, keep, type Stage, type Undoing } from './undoing.api.ts';

/** The rows from the last one on: what each made goes, unless somebody needs it. */
export const removeSome: Stage = async (at) => {
  const { tx, workspaceId, importId, stored } = at;
  const order = await filesBackwards(at);
  const reached = stored.cursor.undo!;
  const file = reached.file === -1 ? order[0] : reached.file;
  if (file === undefined) return false;
  const before = reached.file === -1 || reached.number === 0 ? 2 ** 31 - 1 : reached.number;
  const rows = await lastKeptRows(tx, { workspaceId, importId, file, before }, batch);
  const [last] = rows;
  if (!last) {
    const next = order[order.indexOf(file) + 1];
    if (next === undefined) {
      await forgetKeys(at);
      return false;
    }
    stored.cursor.undo = { file: next, number: 0 };
    return true;
  }
  const made = Map.groupBy(
    rows
      .toReversed()
      .flatMap((row) => row.records)
      .filter(([, , how]) => how === 'made'),
    ([kind]) => kind,
  );
  await removeMade(at, (kind) => made.get(kind)?.map(([, id]) => id) ?? []);
  stored.cursor.undo = { file, number: last.number };
  stored.progress = { ...stored.progress, done: stored.progress.done + rows.length };
  return true;
};

/** The files of the plan that brought something, the last one first. */
async function filesBackwards({ tx, workspaceId, importId, stored: { plan } }: Undoing): Promise<number[]> {
  const { rows } = await sql<{
    file: number;
  }>`select distinct file from import_batch where workspace_id = ${workspaceId} and import_id = ${importId}`.execute(
    tx,
  );
  const there = new Set(rows.map((row) => row.file));
  return loadingOrder(plan)
    .map((file) => plan.files.indexOf(file))
    .filter((index) => there.has(index))
    .toReversed();
}

/** Keys that lead to what was there before go; those of records that stayed stay, so that the file does not double them. */
async function forgetKeys({ tx, workspaceId, importId }: Undoing): Promise<void> {
  await sql`delete from external_key where workspace_id = ${workspaceId} and import_id = ${importId} and role <> 'made'`.execute(
    tx,
  );
}

type Ids = (kind: string) => string[];

/** Whatever points to another record goes before it. */
const backwards = ['nextStep', 'case', 'order', 'opportunity', 'contact', 'account', 'campaign', 'offering'] as const;

/** Their accounts may have been there before, and lose evidence. */
const evidence = ['opportunity', 'order', 'case', 'nextStep'] as const;

async function removeMade(at: Undoing, ids: Ids): Promise<void> {
  await foldAnew(at, 'touchpoint', 'account_id', ids('touchpoint'));
  for (const target of evidence) await foldAnew(at, tables[target].table, 'account_id', ids(target));
  await leaveCampaigns(at.tx, at.workspaceId, ids('touchpoint'));
  await removeTouchpoints(at, ids('touchpoint'));
  for (const target of backwards)
    await removeToldBy(at, target, await remove(at, target, tables[target].table, ids(target)));
  await removePeople(at, ids);
}

async function removeTouchpoints({ tx, workspaceId, undone }: Undoing, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  // What a person corrected since stays, with its correction.
  const gone = await sql<{
    id: string;
  }>`delete from touchpoint t where t.workspace_id = ${workspaceId} and t.id = any (${ids}::uuid[])
    and not exists (select from touchpoint c where c.workspace_id = t.workspace_id and c.supersedes_id = t.id) returning t.id`.execute(
    tx,
  );
  count(undone, 'touchpoint', gone.rows.length);
}

/** Evidence that goes with the record that told of it. */
const toldBy: Partial<Record<Tabled, (id: string) => string[]>> = {
  opportunity: (id) => [closeKey(id), `opportunity:${id}:opened`],
  order: (id) => [`order:${id}`],
  case: (id) => [`case:${id}:opened`, `case:${id}:solved`],
};

async function removeToldBy({ tx, workspaceId }: Undoing, target: Tabled, removed: readonly string[]): Promise<void> {
  const keys = removed.flatMap((id) => toldBy[target]?.(id) ?? []);
  if (keys.length > 0)
    await sql`delete from touchpoint where workspace_id = ${workspaceId} and evidence_key = any (${keys}::text[])`.execute(
      tx,
    );
}

async function removePeople(at: Undoing, ids: Ids): Promise<void> {
  if (ids('member').length === 0 && ids('team').length === 0) return;
  const { tx, workspaceId } = at;
  await sql`update team set leader_id = null where workspace_id = ${workspaceId} and version = 1 and id = any (${ids('team')}::uuid[])`.execute(
    tx,
  );
  await sql`update member set team_id = null where workspace_id = ${workspaceId} and version = 1 and login_id is null and id = any (${ids('member')}::uuid[])`.execute(
    tx,
  );
  await remove(at, 'team', 'team', ids('team'));
  await remove(at, 'member', 'member', ids('member'));
}

/** Removes what nobody changed or built on since, and names the rest; answers what went. */
async function remove(at: Undoing, kind: string, table: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const { tx, workspaceId, undone } = at;
  const unused = sql.join(
    [
      sql`true`,
      ...(await usersOf(at, table)).map(
        ({ by, column }) =>
          sql`not exists (select from ${sql.table(by)} u where u.workspace_id = t.workspace_id and u.${sql.ref(column)} = t.id)`,
      ),
    ],
    sql` and `,
  );
  const gone = await sql<{
    id: string;
  }>`delete from ${sql.table(table)} t where t.workspace_id = ${workspaceId} and t.id = any (${ids}::uuid[]) and t.version = 1 and ${unused} returning t.id`.execute(
    tx,
  );
  const removed = new Set(gone.rows.map((row) => row.id));
  count(undone, kind, removed.size);
  await sql`delete from external_key where workspace_id = ${workspaceId} and kind = ${kind} and record_id = any (${[...removed]}::uuid[])`.execute(
    tx,
  );
  await keep(
    at,
    kind,
    ids.filter((id) => !removed.has(id)),
    'in use',
  );
  return [...removed];
}

/** Who else points to the records of a table, whichever slice it belongs to, but for what goes with them. */
async function usersOf({ tx }: Undoing, table: string): Promise<{ by: string; column: string }[]> {
  const { rows } = await sql<{ by: string; column: string }>`
    select c.conrelid::regclass::text as by, a.attname as column from pg_constraint c
    cross join lateral unnest(c.conkey, c.confkey) as k(own, theirs)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
    join pg_attribute f on f.attrelid = c.confrelid and f.attnum = k.theirs
    where c.contype = 'f' and c.confrelid = ${table}::regclass and f.attname = 'id'`.execute(tx);
  return rows.filter(({ by }) => !goesWith[table]?.has(by));
}

function count(undone: Undoing['undone'], kind: string, by: number): void {
  if (by > 0) undone.removed[kind] = (undone.removed[kind] ?? 0) + by;
}
