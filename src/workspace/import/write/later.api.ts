import { insertMany } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import type { Chunk } from './chunk.ts';
import { columnsOf } from '../place/columnsOf.ts';

/** What is still to be done once the rows of a file, or all rows, are in. */

export async function rememberLater(call: Call, { importId, file, effects }: Chunk): Promise<void> {
  await insertMany(
    call.db,
    'import_link',
    {
      workspace_id: 'uuid',
      import_id: 'uuid',
      file: 'smallint',
      line: 'integer',
      field: 'text',
      record_id: 'uuid',
      reference: 'jsonb',
    },
    effects.later.map(({ line, field, known, ref }) => ({
      workspace_id: call.who.workspaceId,
      import_id: importId,
      file,
      line,
      field: `${known.target}.${field}`,
      record_id: known.id,
      reference: ref,
    })),
    'on conflict do nothing',
  );
}

/** Accounts whose relationship is folded anew at the end: whatever can be evidence belongs to them. */
export async function rememberAccounts(call: Call, { importId, effects }: Chunk): Promise<void> {
  const ids = new Set<string>();
  for (const known of [...effects.made, ...effects.changed]) {
    if (!evidenceTargets.has(known.target) || known.account?.waits) continue;
    const id = known.account?.id ?? (columnsOf(known)['account_id'] as string | null);
    if (!id) continue;
    ids.add(id);
    if (known.account) known.account.waits = true;
  }
  await rememberIds(call, importId, [...ids]);
}
const evidenceTargets: ReadonlySet<string> = new Set(['touchpoint', 'opportunity', 'order', 'case', 'nextStep']);

export async function rememberIds(call: Call, importId: string, accountIds: readonly string[]): Promise<void> {
  await insertMany(
    call.db,
    'import_account',
    { workspace_id: 'uuid', import_id: 'uuid', account_id: 'uuid' },
    [...new Set(accountIds)].map((id) => ({ workspace_id: call.who.workspaceId, import_id: importId, account_id: id })),
    'on conflict do nothing',
  );
}
