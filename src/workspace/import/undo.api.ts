import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { leaveCampaigns } from './campaigns.api.ts';
import type { Who } from '../../platform/serve.ts';
import { closeKey } from './evidence-of.ts';
import { foldSome } from './fold.api.ts';
import { step, type Run } from './step.api.ts';
import { loadingOrder } from './planRules.ts';
import { lastKeptRows } from './keptRows.api.ts';
import { lockImport, saveStep, type StoredImport } from './stored.api.ts';
import { isTabled, tables, type Tabled } from './tables.ts';
import { phaseRule } from './phases.api.ts';

/** Rows of the import that are taken back in one transaction. */
const batch = 500;
const mostListed = 500;

/** What taking back left: a record that people have worked with since stays, and is named. */
export type Undone = {
  removed: Record<string, number>;
  restored: Record<string, number>;
  kept: { kind: string; id: string; name: string; why: 'changed since' | 'in use' }[];
  keptCount: number;
};

/**
 * Takes an import back: first what it changed gets its old values, then what it made goes, the last row first. A record
 * that somebody changed or built on since stays as it is. Safe to stop and go on at any transaction.
 */
export async function undoImport(run: Run, who: Who): Promise<void> {
  const stages = [loosen, restoreSome, removeSome] as const;
  for (const stage of stages)
    for (;;) {
      if (run.signal.aborted) return;
      const more = await inStep(run, who, stage);
      if (more === 'stopped') return;
      if (!more) break;
    }
  for (;;) {
    if (run.signal.aborted) return;
    let folded = 0;
    const answer = await step(
      run,
      who,
      async (call, stored) => {
        folded = await foldSome(call, run.importId, true);
        if (folded > 0) return stored;
        await sql`update import set state = 'undone', ended_at = ${call.now} where id = ${run.importId}`.execute(
          call.db,
        );
        await call.record('import.undone', { kind: 'import', id: run.importId });
        return { ...stored, cursor: { ...stored.cursor, over: true } };
      },
      ['undoing'],
    );
    if (answer === undefined || answer === 'stopped' || folded === 0) return;
  }
}

type Stage = (
  tx: Tx,
  at: { workspaceId: string; importId: string; stored: StoredImport; undone: Undone },
) => Promise<boolean>;

/** As the owner of the tables: the ledger is append-only for everybody else. Every statement names the workspace. */
async function inStep(
  { database, workspaceId, importId, worker, onProgress }: Run,
  _who: Who,
  stage: Stage,
): Promise<boolean | 'stopped'> {
  const answer = await database.asOwner(async (tx) => {
    const stored = await lockImport(tx, importId, worker);
    if (!stored || stored.state !== 'undoing') return 'stopped' as const;
    const { rows } = await sql<{
      undone: Undone | null;
    }>`select undone from import where workspace_id = ${workspaceId} and id = ${importId}`.execute(tx);
    const undone = rows[0]?.undone ?? { removed: {}, restored: {}, kept: [], keptCount: 0 };
    const more = await stage(tx, { workspaceId, importId, stored, undone });
    await sql`update import set undone = ${JSON.stringify({ ...undone, kept: undone.kept.slice(0, mostListed) })}::jsonb where workspace_id = ${workspaceId} and id = ${importId}`.execute(
      tx,
    );
    await saveStep(tx, importId, { ...stored, worker });
    return { more, progress: stored.progress };
  }, 120);
  if (answer === 'stopped') return answer;
  onProgress?.(answer.progress);
  return answer.more;
}

/** What the import's own records say about each other must not hold them. */
const loosen: Stage = async (tx, { workspaceId, importId, stored }) => {
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
  }>`select coalesce(sum(count), 0)::integer as total from import_batch where workspace_id = ${workspaceId} and import_id = ${importId}`.execute(tx);
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

/** Old values for what was there before and is still as the import left it. */
const restoreSome: Stage = async (tx, { workspaceId, importId, undone }) => {
  const changes = await tx
    .selectFrom('import_change')
    .select(['kind', 'record_id', 'before', 'version'])
    .where('workspace_id', '=', workspaceId)
    .where('import_id', '=', importId)
    .limit(batch)
    .execute();
  if (changes.length === 0) return false;
  for (const [kind, all] of Map.groupBy(changes, (change) => change.kind)) {
    if (isTabled(kind as Tabled)) await restoreRecords(tx, workspaceId, importId, kind as Tabled, all, undone);
    else if (kind === 'workspace')
      await sql`update workspace w set currency = c.before ->> 'currency', version = w.version + 1 from import_change c
        where c.workspace_id = ${workspaceId} and c.import_id = ${importId} and c.kind = 'workspace' and w.workspace_id = c.workspace_id`.execute(
        tx,
      );
    else
      await sql`update external_key k set record_id = (c.before ->> 'record_id')::uuid, import_id = (c.before ->> 'import_id')::uuid, role = c.before ->> 'role' from import_change c
        where c.workspace_id = ${workspaceId} and c.import_id = ${importId} and c.kind = ${kind} and k.workspace_id = c.workspace_id and k.key = c.before ->> 'key' and k.kind = c.before ->> 'kind'`.execute(
        tx,
      );
  }
  await sql`delete from import_change c using jsonb_to_recordset(${JSON.stringify(changes.map(({ kind, record_id }) => ({ kind, record_id })))}::jsonb) as n(kind text, record_id uuid)
    where c.workspace_id = ${workspaceId} and c.import_id = ${importId} and c.kind = n.kind and c.record_id = n.record_id`.execute(
    tx,
  );
  return true;
};

type Change = { record_id: string; before: unknown; version: number };

async function restoreRecords(
  tx: Tx,
  workspaceId: string,
  importId: string,
  target: Tabled,
  changes: readonly Change[],
  undone: Undone,
): Promise<void> {
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
  await keep(
    tx,
    workspaceId,
    target,
    changes.map((change) => change.record_id).filter((id) => !ids.has(id)),
    'changed since',
    undone,
  );
  if (ids.size === 0) return;
  if (target === 'contact')
    await restoreAffiliations(
      tx,
      workspaceId,
      changes.filter((change) => ids.has(change.record_id)),
    );
  if (target === 'opportunity')
    // A close that the import told of and that is open again has not happened.
    await sql`delete from touchpoint t using opportunity o where t.workspace_id = ${workspaceId} and t.evidence_key = any (${[...ids].map(closeKey)}::text[])
      and o.workspace_id = t.workspace_id and o.id = t.opportunity_id and o.outcome = 'open'`.execute(tx);
  if (target === 'account')
    await sql`update relationship r set owner_id = a.owner_id from account a where r.workspace_id = ${workspaceId} and r.account_id = any (${[...ids]}::uuid[]) and a.workspace_id = r.workspace_id and a.id = r.account_id`.execute(
      tx,
    );
  const account = target === 'account' ? sql`t.id` : 'account_id' in columns ? sql`t.account_id` : undefined;
  if (account)
    await sql`insert into import_account (workspace_id, import_id, account_id) select distinct ${workspaceId}::uuid, ${importId}::uuid, ${account} from ${sql.table(table)} t
      where t.workspace_id = ${workspaceId} and t.id = any (${[...ids]}::uuid[]) and ${account} is not null on conflict do nothing`.execute(
      tx,
    );
}

async function restoreAffiliations(tx: Tx, workspaceId: string, changes: readonly Change[]): Promise<void> {
  const ids = changes.map((change) => change.record_id);
  const rows = changes.flatMap((change) => (change.before as { affiliations: object[] }).affiliations);
  await sql`delete from affiliation where workspace_id = ${workspaceId} and contact_id = any (${ids}::uuid[])`.execute(
    tx,
  );
  await sql`insert into affiliation select * from jsonb_populate_recordset(null::affiliation, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  );
}

/** The rows from the last one on: what each made goes, unless somebody needs it. */
const removeSome: Stage = async (tx, { workspaceId, importId, stored, undone }) => {
  const order = await filesBackwards(tx, workspaceId, importId, stored);
  const at = stored.cursor.undo!;
  const file = at.file === -1 ? order[0] : at.file;
  if (file === undefined) return false;
  const before = at.file === -1 || at.number === 0 ? 2 ** 31 - 1 : at.number;
  const rows = await lastKeptRows(tx, { workspaceId, importId, file, before }, batch);
  const [last] = rows;
  if (!last) {
    const next = order[order.indexOf(file) + 1];
    if (next === undefined) {
      await forgetKeys(tx, workspaceId, importId);
      return false;
    }
    stored.cursor.undo = { file: next, number: 0 };
    return true;
  }
  const made = Map.groupBy(
    rows.toReversed().flatMap((row) => row.records).filter(([, , how]) => how === 'made'),
    ([kind]) => kind,
  );
  const ids = (kind: string) => made.get(kind)?.map(([, id]) => id) ?? [];
  await rememberTouched(tx, workspaceId, importId, ids);
  await leaveCampaigns(tx, workspaceId, ids('touchpoint'));
  await removeTouchpoints(tx, workspaceId, ids('touchpoint'), undone);
  for (const target of [
    'nextStep',
    'case',
    'order',
    'opportunity',
    'contact',
    'account',
    'campaign',
    'offering',
  ] as const) {
    const removed = await remove(tx, workspaceId, target, tables[target].table, ids(target), undone);
    const keys = removed.flatMap((id) => toldBy[target]?.(id) ?? []);
    if (keys.length > 0)
      await sql`delete from touchpoint where workspace_id = ${workspaceId} and evidence_key = any (${keys}::text[])`.execute(
        tx,
      );
  }
  await removePeople(tx, workspaceId, ids, undone);
  stored.cursor.undo = { file, number: last.number };
  stored.progress = { ...stored.progress, done: stored.progress.done + rows.length };
  return true;
};

async function filesBackwards(
  tx: Tx,
  workspaceId: string,
  importId: string,
  { plan }: StoredImport,
): Promise<number[]> {
  const { rows } = await sql<{
    file: number;
  }>`select distinct file from import_batch where workspace_id = ${workspaceId} and import_id = ${importId}`.execute(tx);
  const there = new Set(rows.map((row) => row.file));
  return loadingOrder(plan)
    .map((file) => plan.files.indexOf(file))
    .filter((index) => there.has(index))
    .toReversed();
}

type Ids = (kind: string) => string[];

/** Accounts of before that lose evidence are folded anew. */
async function rememberTouched(tx: Tx, workspaceId: string, importId: string, ids: Ids): Promise<void> {
  for (const [kind, table] of [
    ['touchpoint', 'touchpoint'],
    ['opportunity', 'opportunity'],
    ['order', 'customer_order'],
    ['case', 'service_case'],
    ['nextStep', 'next_step'],
  ] as const)
    if (ids(kind).length > 0)
      await sql`insert into import_account (workspace_id, import_id, account_id) select distinct ${workspaceId}::uuid, ${importId}::uuid, t.account_id from ${sql.table(table)} t
        where t.workspace_id = ${workspaceId} and t.id = any (${ids(kind)}::uuid[]) and t.account_id is not null on conflict do nothing`.execute(
        tx,
      );
}

/** Evidence that goes with the record that told of it. */
const toldBy: Partial<Record<Tabled, (id: string) => string[]>> = {
  opportunity: (id) => [closeKey(id), `opportunity:${id}:opened`],
  order: (id) => [`order:${id}`],
  case: (id) => [`case:${id}:opened`, `case:${id}:solved`],
};

async function removeTouchpoints(tx: Tx, workspaceId: string, ids: readonly string[], undone: Undone): Promise<void> {
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

async function remove(
  tx: Tx,
  workspaceId: string,
  kind: string,
  table: string,
  ids: readonly string[],
  undone: Undone,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const users = await usersOf(tx, table);
  const unused = sql.join(
    [
      sql`true`,
      ...users.map(
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
    tx,
    workspaceId,
    kind,
    ids.filter((id) => !removed.has(id)),
    'in use',
    undone,
  );
  return [...removed];
}

/** Who else points to the records of a table, whichever slice it belongs to, but for what goes with them. */
async function usersOf(tx: Tx, table: string): Promise<{ by: string; column: string }[]> {
  const { rows } = await sql<{ by: string; column: string }>`
    select c.conrelid::regclass::text as by, a.attname as column from pg_constraint c
    cross join lateral unnest(c.conkey, c.confkey) as k(own, theirs)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own
    join pg_attribute f on f.attrelid = c.confrelid and f.attnum = k.theirs
    where c.contype = 'f' and c.confrelid = ${table}::regclass and f.attname = 'id'`.execute(tx);
  return rows.filter(({ by }) => !goesWith[table]?.has(by));
}
/** What the program itself keeps about a record: it goes with it. What people added to it stands on touchpoints and rows of their own, and those hold it. */
const goesWith: Record<string, ReadonlySet<string>> = {
  account: new Set([
    'relationship',
    'cycle_step',
    'phase_change',
    'snooze',
    'promise',
    'alarm',
    'alarm_watch',
    'past_dip',
    'segment_look',
    'segment_member',
    'customer_value',
    'relationship_model_case',
    'notification',
  ]),
  contact: new Set(['affiliation']),
  opportunity: new Set(['first_contact']),
};

async function removePeople(tx: Tx, workspaceId: string, ids: Ids, undone: Undone): Promise<void> {
  if (ids('member').length === 0 && ids('team').length === 0) return;
  await sql`update team set leader_id = null where workspace_id = ${workspaceId} and version = 1 and id = any (${ids('team')}::uuid[])`.execute(
    tx,
  );
  await sql`update member set team_id = null where workspace_id = ${workspaceId} and version = 1 and login_id is null and id = any (${ids('member')}::uuid[])`.execute(
    tx,
  );
  await remove(tx, workspaceId, 'team', 'team', ids('team'), undone);
  await remove(tx, workspaceId, 'member', 'member', ids('member'), undone);
}

/** Keys that lead to what was there before go; those of records that stayed stay, so that the file does not double them. */
async function forgetKeys(tx: Tx, workspaceId: string, importId: string): Promise<void> {
  await sql`delete from external_key where workspace_id = ${workspaceId} and import_id = ${importId} and role <> 'made'`.execute(
    tx,
  );
}

function count(undone: Undone, kind: string, by: number): void {
  if (by > 0) undone.removed[kind] = (undone.removed[kind] ?? 0) + by;
}

async function keep(
  tx: Tx,
  workspaceId: string,
  kind: string,
  ids: readonly string[],
  why: 'changed since' | 'in use',
  undone: Undone,
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
