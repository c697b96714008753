import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { happening, writeEvents } from '../../platform/events.ts';
import { conflict } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';
import { settingsOf } from '../settings.ts';
import { childrenFirst, fateOf, pointsByName, type Pointer } from './attachments.ts';
import { channelsKey, demoKey } from './keys.ts';

/**
 * Takes the demo company away, and what was attached to it since: as the owner of the tables, since the ledger can only be
 * appended to by the application, and for this one workspace. Which rows belong to a record is read from the catalogue,
 * so a table that comes later is cleared as well. Own records stay; what a demo member looked after goes to the remover.
 */
export async function removeDemo(call: Call): Promise<void> {
  const { workspaceId, memberId, via } = call.who;
  await call.database.asOwner(async (tx) => {
    await sql`select 1 from workspace where workspace_id = ${workspaceId} for update`.execute(tx);
    const seeds = await seedsOf(tx, workspaceId);
    if (seeds.size === 0)
      throw conflict('demo_not_loaded', 'The demo company is not loaded, so there is nothing to remove.');
    const pointers = await readPointers(tx);
    const doomed = await withAttached(tx, workspaceId, seeds, pointers);
    await detach(tx, workspaceId, memberId, doomed, pointers);
    await forgetTraces(tx, workspaceId, doomed);
    await forgetChannels(tx, workspaceId);
    await deleteRows(tx, workspaceId, doomed, pointers);
    await sql`delete from external_key where workspace_id = ${workspaceId} and key like ${demoKey('%')}`.execute(tx);
    const removed = happening(
      call.now,
      'demo.removed',
      { kind: 'workspace', id: workspaceId },
      { accounts: doomed.get('account')?.size ?? 0 },
    );
    await writeEvents(tx, { workspaceId, memberId, via }, call.requestId, [removed]);
  }, 60);
}

/** Table → ids of its rows that go. */
type Doomed = Map<string, Set<string>>;

const tableOf: Record<string, string> = { case: 'service_case' };

/** The records that the demo made. Whoever of its members has signed in since is a person of this workspace and stays. */
async function seedsOf(tx: Tx, workspaceId: string): Promise<Doomed> {
  const { rows } = await sql<{ kind: string; id: string }>`
    select kind, record_id as id from external_key where workspace_id = ${workspaceId} and key like ${demoKey('%')} and kind <> 'settings'
      and not (kind = 'member' and exists (select from member m where m.workspace_id = ${workspaceId} and m.id = record_id and m.login_id is not null))`.execute(
    tx,
  );
  return new Map(
    [...Map.groupBy(rows, (r) => tableOf[r.kind] ?? r.kind)].map(([table, found]) => [
      table,
      new Set(found.map((r) => r.id)),
    ]),
  );
}

/** Sums that follow by themselves when their rows go: handed over with them, they would be counted twice. */
const keptByTriggers: ReadonlySet<string> = new Set(['open_sales_count', 'relationship_count']);

/** Every column of a workspace's tables that points to a record, by foreign key or by its name. */
async function readPointers(tx: Tx): Promise<Pointer[]> {
  const { rows } = await sql<Omit<Pointer, 'parent'> & { parent: string | null }>`
    select t.relname as child, a.attname as column, a.attnotnull as needed, f.parent, f.parent is not null as enforced, coalesce(f.cascades, false) as cascades,
      exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p' and a.attnum = any (k.conkey)) as "inKey"
    from pg_class t join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid'::regtype and a.attname not in ('workspace_id', 'id')
    left join lateral (
      select p.relname as parent, c.confdeltype = 'c' as cascades from pg_constraint c join pg_class p on p.oid = c.confrelid
      where c.conrelid = t.oid and c.contype = 'f' and a.attnum = any (c.conkey) limit 1) f on true
    where t.relkind in ('r', 'p') and not t.relispartition
      and exists (select from pg_attribute w where w.attrelid = t.oid and w.attname = 'workspace_id' and not w.attisdropped)
    order by 1, 2`.execute(tx);
  return rows.flatMap((row) => {
    if (keptByTriggers.has(row.child)) return [];
    const parent = row.parent ?? pointsByName[row.column];
    return parent ? [{ ...row, parent }] : [];
  });
}

/** The seeds, what belongs to them, what belongs to that, and so on. */
async function withAttached(tx: Tx, workspaceId: string, seeds: Doomed, pointers: readonly Pointer[]): Promise<Doomed> {
  const withId = await tablesWithId(tx);
  const doomed: Doomed = new Map([...seeds].map(([table, ids]) => [table, new Set(ids)]));
  let fresh = seeds;
  while (fresh.size > 0) {
    const next: Doomed = new Map();
    for (const [parent, ids] of fresh) {
      for (const { child, column } of pointers.filter(
        (p) => p.parent === parent && withId.has(p.child) && fateOf(p) === 'goes',
      )) {
        const { rows } = await sql<{
          id: string;
        }>`select id from ${sql.table(child)} where workspace_id = ${workspaceId} and ${sql.ref(column)} = any (${[...ids]}::uuid[])`.execute(
          tx,
        );
        add(next, child, rows);
      }
      if (parent === 'account') add(next, 'contact', await contactsOnlyOf(tx, workspaceId, doomed));
    }
    fresh = new Map(
      [...next]
        .map(([table, ids]) => [table, ids.difference(doomed.get(table) ?? new Set())] as const)
        .filter(([, ids]) => ids.size > 0),
    );
    for (const [table, ids] of fresh) doomed.set(table, ids.union(doomed.get(table) ?? new Set()));
  }
  return doomed;
}

function add(to: Doomed, table: string, rows: readonly { id: string }[]): void {
  const ids = to.get(table) ?? new Set();
  for (const { id } of rows) ids.add(id);
  to.set(table, ids);
}

async function tablesWithId(tx: Tx): Promise<Set<string>> {
  const { rows } = await sql<{
    name: string;
  }>`select t.relname as name from pg_class t join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
    where t.relkind in ('r', 'p') and exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype)`.execute(
    tx,
  );
  return new Set(rows.map((r) => r.name));
}

/** Contacts who work, as far as anybody knows, at accounts that go and nowhere else. */
async function contactsOnlyOf(tx: Tx, workspaceId: string, doomed: Doomed): Promise<{ id: string }[]> {
  const accounts = [...(doomed.get('account') ?? [])];
  const { rows } = await sql<{
    id: string;
  }>`select c.id from contact c where c.workspace_id = ${workspaceId} and c.account_id = any (${accounts}::uuid[])
    and not exists (select from affiliation a where a.workspace_id = c.workspace_id and a.contact_id = c.id and not a.account_id = any (${accounts}::uuid[]))`.execute(
    tx,
  );
  return rows;
}

/** Rows that stay no longer point to what goes. */
async function detach(
  tx: Tx,
  workspaceId: string,
  memberId: string,
  doomed: Doomed,
  pointers: readonly Pointer[],
): Promise<void> {
  for (const pointer of pointers) {
    const ids = doomed.get(pointer.parent);
    const fate = fateOf(pointer);
    if (!ids?.size || fate === 'goes') continue;
    const column = sql.ref(pointer.column);
    await sql`update ${sql.table(pointer.child)} set ${column} = ${fate === 'handed over' ? memberId : null}::uuid where workspace_id = ${workspaceId} and ${column} = any (${[...ids]}::uuid[])`.execute(
      tx,
    );
  }
}

/** What speaks of the records without a column of its own for each kind. */
async function forgetTraces(tx: Tx, workspaceId: string, doomed: Doomed): Promise<void> {
  const ids = [...doomed].filter(([table]) => table !== 'touchpoint').flatMap(([, ids]) => [...ids]);
  const touchpoints = [...(doomed.get('touchpoint') ?? [])];
  await sql`delete from event where workspace_id = ${workspaceId} and (subject_id = any (${ids}::uuid[]) or subject_id = any (${touchpoints}::uuid[]))`.execute(
    tx,
  );
  await sql`delete from external_key where workspace_id = ${workspaceId} and (record_id = any (${ids}::uuid[]) or record_id = any (${touchpoints}::uuid[]))`.execute(
    tx,
  );
  await sql`delete from bulk_change_row where workspace_id = ${workspaceId} and record_id = any (${ids}::uuid[])`.execute(
    tx,
  );
  await sql`delete from bulk_change b where workspace_id = ${workspaceId} and not exists (select from bulk_change_row r where r.workspace_id = b.workspace_id and r.bulk_id = b.id)`.execute(
    tx,
  );
  await sql`delete from evidence_source where workspace_id = ${workspaceId} and source = any (${[...(doomed.get('member') ?? [])]}::text[])`.execute(
    tx,
  );
}

/** The channels that the demo connected, unless somebody has set others since. */
async function forgetChannels(tx: Tx, workspaceId: string): Promise<void> {
  const { settings } = await tx
    .selectFrom('workspace')
    .select('settings')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  const mark = channelsKey(settingsOf(settings).channels);
  await sql`update workspace set settings = settings - 'channels' where workspace_id = ${workspaceId}
    and exists (select from external_key where workspace_id = ${workspaceId} and key = ${mark} and kind = 'settings')`.execute(
    tx,
  );
}

async function deleteRows(tx: Tx, workspaceId: string, doomed: Doomed, pointers: readonly Pointer[]): Promise<void> {
  const tables = [...new Set([...pointers.map((p) => p.child), ...doomed.keys()])];
  for (const table of childrenFirst(tables, pointers)) {
    const ids = doomed.get(table);
    if (ids?.size)
      await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and id = any (${[...ids]}::uuid[])`.execute(
        tx,
      );
    for (const { column, parent } of pointers.filter(
      (p) => p.child === table && fateOf(p) === 'goes' && doomed.get(p.parent)?.size,
    )) {
      await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and ${sql.ref(column)} = any (${[...doomed.get(parent)!]}::uuid[])`.execute(
        tx,
      );
    }
  }
}
