import type { Reaction } from '../../platform/serve.ts';

/** A case that is solved, or whose link is made after that, asks how it went: whoever holds a link to its page finds the question there. Who cannot be reached is not counted as asked. */
export const askHowItWent: Reaction = async (call, event) => {
  const caseId = event.subject.id!;
  const row = await call.db
    .selectFrom('service_case')
    .select(['account_id', 'contact_id', 'state'])
    .where('id', '=', caseId)
    .executeTakeFirst();
  if (!row?.account_id || !row.contact_id || (row.state !== 'solved' && row.state !== 'closed')) return;
  const link = await call.db
    .selectFrom('case_link')
    .select('made_at')
    .where('case_id', '=', caseId)
    .where('expires_at', '>', call.now)
    .limit(1)
    .executeTakeFirst();
  if (!link) return;
  await call.db
    .insertInto('survey')
    .values({
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      kind: 'case',
      account_id: row.account_id,
      contact_id: row.contact_id,
      case_id: caseId,
      asked_by: call.who.memberId,
      asked_at: call.now,
    })
    .onConflict((c) => c.doNothing())
    .execute();
};

/** A case that is open again has not ended: the question is taken back until it is solved. */
export const askLater: Reaction = async (call, event) => {
  await call.db
    .deleteFrom('survey')
    .where('case_id', '=', event.subject.id!)
    .where('answered_at', 'is', null)
    .execute();
};
