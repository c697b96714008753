import { sql } from 'kysely';
import { insertMany } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import type { Chunk } from './chunk.ts';
import type { Effects } from '../place/place.ts';

/** Under which keys rows find records again. */
export async function writeKeys(call: Call, { importId, effects, taken }: Chunk): Promise<void> {
  const seen = new Map<string, Effects['keys'][number]>();
  for (const each of effects.keys)
    if (each.known.target !== 'touchpoint') seen.set(`${each.known.target} ${each.key}`, each);
  const rows = [...seen.values()].map(({ key, known, role }) => ({
    workspace_id: call.who.workspaceId,
    key,
    kind: known.target,
    record_id: known.id,
    import_id: importId,
    role,
  }));
  // A key whose record was deleted, or is doubled on purpose, leads to the new one; to a record that this person does not see it stays.
  const all = call.who.scope.sees.includes('account');
  const led = rows.filter(({ kind, key, record_id: id }) => (taken.get(`${kind} ${key}`) ?? id) !== id);
  if (all && led.length > 0) await keepKeys(call, importId, led);
  await insertMany(
    call.db,
    'external_key',
    { workspace_id: 'uuid', key: 'text', kind: 'text', record_id: 'uuid', import_id: 'uuid', role: 'text' },
    rows,
    all
      ? 'on conflict (workspace_id, key, kind) do update set record_id = excluded.record_id, import_id = excluded.import_id, role = excluded.role'
      : 'on conflict do nothing',
  );
}

async function keepKeys(
  call: Call,
  importId: string,
  rows: readonly { key: string; kind: string; record_id: string }[],
): Promise<void> {
  await sql`insert into import_change (workspace_id, import_id, kind, record_id, before, version)
    select k.workspace_id, ${importId}::uuid, 'key ' || k.kind || ' ' || k.key, k.record_id, to_jsonb(k), 0
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(key text, kind text, record_id uuid)
    join external_key k on k.workspace_id = ${call.who.workspaceId} and k.key = n.key and k.kind = n.kind and k.record_id <> n.record_id
    on conflict do nothing`.execute(call.db);
}
