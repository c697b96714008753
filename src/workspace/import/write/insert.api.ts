import { insertMany } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import { beginRelationships } from '../../../relationship/reactions.ts';
import type { Phase } from '../../../relationship/vocabulary.ts';
import type { Chunk } from './chunk.ts';
import { columnsOf, line } from '../place/columnsOf.ts';
import type { Known } from '../place/directory.ts';
import { rememberIds } from './later.api.ts';
import { tables, type Tabled } from '../place/tables.ts';

/** Records that an import makes, with what begins with them. */

export async function insertRecords(call: Call, target: Tabled, records: readonly Known[]): Promise<void> {
  const { table, columns } = tables[target];
  await insertMany(
    call.db,
    table,
    { workspace_id: 'uuid', id: 'uuid', ...columns, created_at: 'timestamptz', updated_at: 'timestamptz' },
    records.map((known) =>
      Object.assign(columnsOf(known), {
        workspace_id: call.who.workspaceId,
        id: known.id,
        created_at: madeAt(call, known),
        updated_at: call.now,
      }),
    ),
  );
}

/** When the other system made it; not in the future. */
function madeAt(call: Call, { draft }: Known): Date {
  const said = Date.parse(String(draft.values['createdAt'] ?? ''));
  return said > 0 && said < call.now.getTime() ? new Date(said) : call.now;
}

/** A new account's relationship. */
export async function begin(call: Call, { importId, plan }: Chunk, accounts: readonly Known[]): Promise<void> {
  if (accounts.length === 0) return;
  const { saleType } = plan.defaults;
  const phaseOf = (known: Known) => known.draft.values['phase'] as Phase | undefined;
  await beginRelationships(
    call.db,
    call.who.workspaceId,
    accounts.map((known) => ({
      accountId: known.id,
      ownerId: known.links.get('owner')?.id ?? null,
      saleType: saleType,
      phase: phaseOf(known),
    })),
    call.now,
  );
  const beyond = accounts.filter((known) => (phaseOf(known) ?? 'shopping') !== 'shopping');
  await rememberIds(
    call,
    importId,
    beyond.map((known) => known.id),
  );
}

/** `met`: people of before, who may work there already. */
export async function employ(call: Call, contacts: readonly Known[], met = false): Promise<void> {
  const employed = contacts.filter((known) => known.links.has('account'));
  await insertMany(
    call.db,
    'affiliation',
    {
      workspace_id: 'uuid',
      id: 'uuid',
      contact_id: 'uuid',
      account_id: 'uuid',
      title: 'text',
      from_date: 'date',
      until_date: 'date',
      created_at: 'timestamptz',
    },
    employed.map((known) => {
      const { from, until } = known.draft.values;
      return {
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        contact_id: known.id,
        account_id: known.links.get('account')?.id,
        title: line(known.draft.values['title']),
        from_date: from && until && from > until ? null : (from ?? null),
        until_date: until ?? null,
        created_at: call.now,
      };
    }),
    // To look for it beforehand costs as much as two more indexes.
    met ? 'on conflict do nothing' : '',
  );
}
