import { insertMany } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import type { Chunk } from './chunk.ts';
import type { Known } from '../place/directory.ts';

const told: ReadonlySet<string> = new Set(['account', 'contact', 'opportunity', 'case']);

/**
 * What rows changed stands in the history of each record; that they made some is told once for all of them, since the record's key says so, too
 * (see `getHistory`). Of records that the database has written: their changes are known then.
 */
export async function writeHistory(call: Call, { importId, file, first, rows, effects }: Chunk): Promise<void> {
  const made: Record<string, number> = {};
  for (const { target } of effects.made) made[target] = (made[target] ?? 0) + 1;
  const changed = [...effects.changed].filter((known) => told.has(known.target) && known.before);
  const event = (name: string, kind: string, id: string, accountId: string | null, detail: object) => ({
    workspace_id: call.who.workspaceId,
    id: call.newId(),
    at: call.now,
    member_id: call.who.memberId,
    via: 'system',
    name,
    subject_kind: kind,
    subject_id: id,
    account_id: accountId,
    detail: { import: importId, ...detail },
  });
  await insertMany(call.db, 'event', columns, [
    ...(effects.made.size > 0
      ? [event('import.rows taken in', 'import', importId, null, { file, first, rows: rows.length, made })]
      : []),
    ...changed.map((known) =>
      event(`${known.target}.changed`, known.target, known.id, accountOf(known), { changes: changesOf(known) }),
    ),
  ]);
}

const columns = {
  workspace_id: 'uuid',
  id: 'uuid',
  at: 'timestamptz',
  member_id: 'uuid',
  via: 'text',
  name: 'text',
  subject_kind: 'text',
  subject_id: 'uuid',
  account_id: 'uuid',
  detail: 'jsonb',
};

const accountOf = (known: Known): string | null =>
  known.target === 'account' ? known.id : (known.account?.id ?? null);

const silent = new Set(['name_key', 'match_key', 'search_text', 'stage_since', 'domain']);
const changesOf = ({ changes }: Known): Record<string, [unknown, unknown]> =>
  Object.fromEntries(
    Object.entries(changes ?? {})
      .filter(([column]) => !silent.has(column))
      .map(([column, change]) => [column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), change]),
  );
