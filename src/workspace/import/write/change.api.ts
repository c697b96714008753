import { sql } from 'kysely';
import { insertMany } from '../../../platform/database.ts';
import { changesBetween } from '../../../platform/events.ts';
import type { Call } from '../../../platform/serve.ts';
import { phases as lifecyclePhases, type Phase } from '../../../relationship/vocabulary.ts';
import type { Chunk } from './chunk.ts';
import { columnsOf } from '../place/columnsOf.ts';
import type { Known } from '../place/directory.ts';
import { employ } from './insert.api.ts';
import { rememberIds } from './later.api.ts';
import { insertPhases } from './phases.api.ts';
import { isTabled, tables } from '../place/tables.ts';

/** Updates records: those of before with what they were kept for the undo, those of this import as they now are. */
export async function change(call: Call, { importId, effects }: Chunk): Promise<void> {
  const befores = [...effects.changed].filter((known) => known.before);
  await moveContacts(call, befores);
  await keepBefore(call, importId, befores);
  const all = [...befores, ...effects.filled];
  for (const [target, records] of Map.groupBy(all, (known) => known.target)) {
    if (!isTabled(target)) continue;
    const { table, columns } = tables[target];
    const names = Object.keys(columns);
    const rows = records.map((known) => {
      const now = columnsOf(known);
      const { before } = known;
      if (!before) return { id: known.id, version: null, next: 1, ...now };
      const changed = Object.fromEntries(
        names.filter((name) => differ(now[name], before.was[name])).map((name) => [name, now[name]]),
      );
      return { id: known.id, version: before.version, next: before.version + 1, ...before.columns, ...changed };
    });
    const written =
      await sql`update ${sql.table(table)} t set ${sql.raw(names.map((name) => `"${name}" = n."${name}"`).join(', '))},
        version = n.next, updated_at = ${call.now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, version integer, next integer, ${sql.raw(names.map((name) => `"${name}" ${columns[name]}`).join(', '))})
      where t.workspace_id = ${call.who.workspaceId} and t.id = n.id and t.version = coalesce(n.version, 1)`.execute(
        call.db,
      );
    // Somebody changed one of them since it was read: the chunk is tried again. What a person changed of our own stays theirs.
    if (Number(written.numAffectedRows ?? 0) < befores.filter((known) => known.target === target).length)
      throw new ChangedMeanwhile();
    if (target === 'account') await follow(call, importId, records);
    for (const known of records)
      if (known.before) {
        const now = columnsOf(known);
        known.changes = changesBetween(known.before.was, now);
        Object.assign(known.before, { version: known.before.version + 1, was: now });
      }
  }
}

/** Somebody changed a record since it was read. */
export class ChangedMeanwhile extends Error {
  readonly code = '40001';
}

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

async function keepBefore(call: Call, importId: string, records: readonly Known[]): Promise<void> {
  const affiliations = await affiliationsOf(
    call,
    records.filter((known) => known.target === 'contact'),
  );
  await insertMany(
    call.db,
    'import_change',
    { workspace_id: 'uuid', import_id: 'uuid', kind: 'text', record_id: 'uuid', before: 'jsonb', version: 'integer' },
    records.map((known) => ({
      workspace_id: call.who.workspaceId,
      import_id: importId,
      kind: known.target,
      record_id: known.id,
      before: { columns: known.before?.columns, affiliations: affiliations.get(known.id) ?? [] },
      version: (known.before?.version ?? 0) + 1,
    })),
    // Changed once more: what it was before the first time is what counts, and the newest version is ours.
    'on conflict (workspace_id, import_id, kind, record_id) do update set version = excluded.version',
  );
}

async function affiliationsOf(call: Call, contacts: readonly Known[]): Promise<Map<string, object[]>> {
  if (contacts.length === 0) return new Map();
  const rows = await call.db
    .selectFrom('affiliation')
    .selectAll()
    .where(
      'contact_id',
      'in',
      contacts.map((known) => known.id),
    )
    .execute();
  return Map.groupBy(rows, (row) => row.contact_id);
}

/** A contact whose row names another company now works there; the old employment ends. */
async function moveContacts(call: Call, records: readonly Known[]): Promise<void> {
  const moved = records.filter(
    (known) => known.target === 'contact' && columnsOf(known)['account_id'] !== known.before?.columns['account_id'],
  );
  if (moved.length === 0) return;
  await sql`update affiliation set until_date = greatest(from_date, ${call.now}::date), version = version + 1
    where contact_id = any (${moved.map((known) => known.id)}::uuid[]) and until_date is null`.execute(call.db);
  await employ(call, moved, true);
}

/** The relationship mirrors the account's owner; a phase that the file knows to be further on is evidence. */
async function follow(call: Call, importId: string, accounts: readonly Known[]): Promise<void> {
  const ids = accounts.map((known) => known.id);
  await sql`update relationship r set owner_id = a.owner_id from account a
    where a.workspace_id = r.workspace_id and a.id = r.account_id and r.account_id = any (${ids}::uuid[]) and r.owner_id is distinct from a.owner_id`.execute(
    call.db,
  );
  const { rows } = await sql<{
    account_id: string;
    phase: Phase;
  }>`select account_id, phase from relationship where account_id = any (${ids}::uuid[])`.execute(call.db);
  const phases = new Map(rows.map((row) => [row.account_id, row.phase]));
  const raised = accounts.filter((known) => {
    const told = known.draft.values['phase'];
    const stands = phases.get(known.id);
    return told !== undefined && stands !== undefined && isFurther(told as Phase, stands);
  });
  // Of an account that this import has just made, another file only tells how it began: see `notePhases`.
  const made = await madeBy(
    call,
    importId,
    raised.map((known) => known.id),
  );
  const [beginning, later] = [
    raised.filter((known) => made.has(known.id)),
    raised.filter((known) => !made.has(known.id)),
  ];
  for (const phase of lifecyclePhases) {
    const ids = beginning.filter((known) => known.draft.values['phase'] === phase).map((known) => known.id);
    if (ids.length > 0)
      await call.db.updateTable('relationship').set({ phase }).where('account_id', 'in', ids).execute();
  }
  await insertPhases(
    call,
    importId,
    later.map((known) => ({
      accountId: known.id,
      from: phases.get(known.id) ?? null,
      to: String(known.draft.values['phase']),
      at: call.now,
    })),
  );
  await rememberIds(
    call,
    importId,
    raised.map((known) => known.id),
  );
}

const isFurther = (phase: Phase, than: Phase): boolean =>
  lifecyclePhases.indexOf(phase) > lifecyclePhases.indexOf(than);

/** Which of the records this import has made. */
async function madeBy(call: Call, importId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{
    id: string;
  }>`select record_id as id from external_key where import_id = ${importId} and role = 'made' and record_id = any (${ids}::uuid[])`.execute(
    call.db,
  );
  return new Set(rows.map((row) => row.id));
}
