import { sql } from 'kysely';
import { insertRows } from './database.ts';
import { newId } from './ids.ts';
import type { Call } from './serve.ts';

/** What somebody is told: `code` names the sentence in the message catalogue, `facts` are what stands in it. */
export interface Notice {
  code: string;
  facts?: Record<string, string | number | null>;
  /** Where it leads: the kind and id of a record. */
  subject: { kind: string; id: string | null };
  accountId?: string | null;
}

/**
 * Tells members of something, in this transaction; their bell hears of it when (and only if) it commits. Nobody is told of
 * what they did themselves, and nobody twice. Reactions call it: `'spotted.accepted': [tellOriginator]`.
 */
export async function notify(
  call: Call,
  memberIds: readonly (string | null | undefined)[],
  notice: Notice,
): Promise<void> {
  const told = [...new Set(memberIds)].filter((id) => typeof id === 'string' && id !== call.who.memberId);
  if (told.length === 0) return;
  const rows = told.map((memberId) => ({
    workspace_id: call.who.workspaceId,
    id: newId(),
    member_id: memberId,
    at: call.now,
    code: notice.code,
    facts: notice.facts ?? {},
    subject_kind: notice.subject.kind,
    subject_id: notice.subject.id,
    account_id: notice.accountId ?? null,
    actor_id: call.who.memberId,
  }));
  await insertRows(call.db, 'notification', rows);
  const said = JSON.stringify({ workspaceId: call.who.workspaceId, members: told });
  if (told.length <= 100) await sql`select pg_notify('perennial_event', ${said})`.execute(call.db);
}
