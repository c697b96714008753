import { sql } from 'kysely';
import { ahead, type Tx } from './database.ts';
import { newId } from './ids.ts';

/** What happened: recorded once, in the transaction in which it happened. */
export interface Happening {
  id: string;
  at: Date;
  name: string;
  subject: { kind: string; id: string | null };
  accountId: string | null;
  /** For an edit `{ changes: { field: [before, after] } }`; otherwise whatever readers need to say what happened. */
  detail: Record<string, unknown>;
}

export interface Actor {
  workspaceId: string;
  memberId: string | null;
  via: 'session' | 'token' | 'system';
}

/** Writes the happenings of one transaction and tells the listeners, who hear of it when (and only if) it commits. */
export async function writeEvents(
  tx: Tx,
  actor: Actor,
  requestId: string | null,
  happenings: readonly Happening[],
): Promise<void> {
  if (happenings.length === 0) return;
  const happened = happenings.map((h) => ({
    id: h.id,
    at: h.at,
    member_id: actor.memberId,
    via: actor.via,
    name: h.name,
    subject_kind: h.subject.kind,
    subject_id: h.subject.id,
    account_id: h.accountId,
    detail: h.detail,
    request_id: requestId,
  }));
  const said = JSON.stringify({
    workspaceId: actor.workspaceId,
    ids: happenings.length > 50 ? [] : happenings.map((h) => h.id),
  });
  await sql`select events_recorded(${actor.workspaceId}, ${JSON.stringify(happened)}::json, ${said})`.execute(tx);
}

/** Tells listeners who see these accounts that what is kept of them under `kind` is new, without a record of it: nobody did anything. */
export function tellOfAccounts(tx: Tx, workspaceId: string, kind: string, accounts: readonly string[]): void {
  ahead(sql`select pg_notify('perennial_event', ${JSON.stringify({ workspaceId, kind, accounts })})`.execute(tx));
}

export function happening(
  now: Date,
  name: string,
  subject: { kind: string; id: string | null; accountId?: string | null },
  detail: Record<string, unknown> = {},
): Happening {
  const accountId = subject.accountId ?? (subject.kind === 'account' ? subject.id : null);
  return { id: newId(), at: now, name, subject: { kind: subject.kind, id: subject.id }, accountId, detail };
}

/** The fields in which `after` differs from `before`, as `{ field: [before, after] }`; empty when nothing changed. */
export function changesBetween<T extends object>(before: T, after: Partial<T>): Record<string, [unknown, unknown]> {
  const changes: Record<string, [unknown, unknown]> = {};
  for (const key of Object.keys(after) as (keyof T & string)[]) {
    if (after[key] !== undefined && JSON.stringify(before[key]) !== JSON.stringify(after[key]))
      changes[key] = [before[key], after[key]];
  }
  return changes;
}
