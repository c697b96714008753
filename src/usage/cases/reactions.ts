import { sql } from 'kysely';
import type { Reaction } from '../../platform/serve.ts';

/** A case that nobody worked on was given to somebody by a rule. */
export const takeCase: Reaction = async (call, event) => {
  if (event.subject.kind !== 'case' || !event.subject.id) return;
  const { ownerId, rule } = event.detail as { ownerId: string; rule: string };
  const taken = await call.db
    .updateTable('service_case')
    .set({ owner_id: ownerId, version: sql`version + 1`, updated_at: call.now })
    .where('id', '=', event.subject.id)
    .where('owner_id', 'is', null)
    .executeTakeFirst();
  if (taken.numUpdatedRows > 0n)
    await call.record(
      'case.changed',
      { kind: 'case', id: event.subject.id, accountId: event.accountId },
      { changes: { ownerId: [null, ownerId] }, because: rule },
    );
};
