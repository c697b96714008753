import { sql } from 'kysely';
import { insertMany } from '../../platform/database.ts';
import type { Call, Reaction } from '../../platform/serve.ts';
import { pairPromises, type PromiseEntry } from '../../relationship/promises.ts';

/**
 * Promises that were told to the ledger of touchpoints (logged, imported, corrected there) land in the ledger of promises:
 * whoever notes one in passing has noted it once and for all.
 */
export const keepPromises: Reaction = async (call, event) => {
  const { kind, supersedes } = event.detail as { kind?: string; supersedes?: string };
  // A logged entry of another kind tells of no promise; a correction may, and of another account's, too.
  if (!event.accountId || (kind !== undefined && !kind.startsWith('promise'))) return;
  const before = supersedes
    ? await call.db.selectFrom('touchpoint').select('account_id').where('id', '=', supersedes).executeTakeFirst()
    : undefined;
  await promisesOf(call, [...new Set([event.accountId, ...(before ? [before.account_id] : [])])]);
};

/** After a batch: the accounts of whose promises it spoke. */
export const keepManyPromises: Reaction = async (call, event) => {
  const { promisesOf: accountIds } = event.detail as { promisesOf?: string[] };
  if (accountIds?.length) await promisesOf(call, accountIds);
};

/** After a whole company was brought in. */
export const keepAllPromises: Reaction = async (call) => {
  const rows = await call.db
    .selectFrom('touchpoint')
    .select('account_id')
    .distinct()
    .where('kind', 'in', ['promise made', 'promise kept', 'promise broken'])
    .execute();
  await promisesOf(
    call,
    rows.map((row) => row.account_id),
  );
};

interface Entry extends PromiseEntry {
  accountId: string;
  recordedAt: Date;
  memberId: string | null;
  contactId: string | null;
  opportunityId: string | null;
  dueOn: string | null;
  /** The promise that this one stands for: it is in the ledger of promises already. */
  promiseId: string | null;
}

/** Reads what is new of the accounts' promises off their touchpoints. Doing it again changes nothing. */
export async function promisesOf(call: Call, accountIds: readonly string[]): Promise<void> {
  await followCorrections(call, accountIds);
  const told = await untoldEntries(call, accountIds);
  if (told.length === 0) return;
  const open = await openEntries(call, [...new Set(told.map((entry) => entry.accountId))]);
  const made: object[] = [];
  const settled: object[] = [];
  for (const [accountId, entries] of Map.groupBy([...open, ...told], (entry) => entry.accountId)) {
    for (const pair of pairPromises(entries)) {
      const first = pair.made ?? pair.resolved!;
      const outcome = pair.resolved && {
        state: pair.state,
        settled_at: new Date(pair.resolved.at),
        settled_by: pair.resolved.memberId,
        settled_touchpoint_id: pair.resolved.id,
      };
      if (pair.made?.promiseId) {
        if (outcome) settled.push({ id: pair.made.promiseId, ...outcome });
        continue;
      }
      made.push({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        account_id: accountId,
        opportunity_id: first.opportunityId,
        what: first.subject,
        contact_id: first.contactId,
        member_id: first.memberId,
        verbal: true,
        due_on: pair.made?.dueOn ?? null,
        made_at: new Date(first.at),
        recorded_at: first.recordedAt,
        made_touchpoint_id: pair.made?.id ?? null,
        created_at: call.now,
        updated_at: call.now,
        version: 1,
        state: 'open',
        settled_at: null,
        settled_by: null,
        settled_touchpoint_id: null,
        ...outcome,
      });
    }
  }
  await insertMany(call.db, 'promise', columns, made);
  if (settled.length > 0)
    await sql`update promise p set state = s.state, settled_at = s.settled_at, settled_by = s.settled_by, settled_touchpoint_id = s.settled_touchpoint_id, version = p.version + 1, updated_at = ${call.now}
      from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) as s(id uuid, state text, settled_at timestamptz, settled_by uuid, settled_touchpoint_id uuid) where p.id = s.id`.execute(
      call.db,
    );
}

/** What was corrected in the ledger of touchpoints is corrected here; what was taken back was never promised, or not settled yet. */
async function followCorrections(call: Call, accountIds: readonly string[]): Promise<void> {
  const newer = sql`touchpoint t where t.workspace_id = p.workspace_id and p.account_id = any (${accountIds}::uuid[])`;
  await sql`delete from promise p using ${newer} and t.supersedes_id = p.made_touchpoint_id and (t.retracts or t.kind <> 'promise made' or t.account_id <> p.account_id)`.execute(
    call.db,
  );
  await sql`update promise p set state = 'open', settled_at = null, settled_by = null, settled_touchpoint_id = null, why = null, version = p.version + 1, updated_at = ${call.now}
    from ${newer} and t.supersedes_id = p.settled_touchpoint_id and (t.retracts or t.kind not in ('promise kept', 'promise broken'))`.execute(
    call.db,
  );
  await sql`update promise p set made_touchpoint_id = t.id, what = t.subject, version = p.version + 1, updated_at = ${call.now} from ${newer} and t.supersedes_id = p.made_touchpoint_id`.execute(
    call.db,
  );
  await sql`update promise p set settled_touchpoint_id = t.id, state = case t.kind when 'promise kept' then 'kept' else 'broken' end, version = p.version + 1, updated_at = ${call.now} from ${newer} and t.supersedes_id = p.settled_touchpoint_id`.execute(
    call.db,
  );
}

/** Entries of promises that no promise knows of. */
async function untoldEntries(call: Call, accountIds: readonly string[]): Promise<Entry[]> {
  const { rows } = await sql<Omit<Entry, 'at' | 'dueOn' | 'promiseId'> & { at: Date; due: string | null }>`
    select t.id, t.account_id as "accountId", t.at, t.recorded_at as "recordedAt", t.kind, t.subject, t.member_id as "memberId", t.opportunity_id as "opportunityId", t.expectation_set as due,
      (select p.contact_id from touchpoint_participant p where p.workspace_id = t.workspace_id and p.touchpoint_id = t.id limit 1) as "contactId"
    from touchpoint t
    where t.account_id = any (${accountIds}::uuid[]) and t.kind in ('promise made', 'promise kept', 'promise broken') and not t.retracts and t.evidence_key not like 'promise:%'
      and not exists (select from touchpoint n where n.workspace_id = t.workspace_id and n.supersedes_id = t.id)
      and not exists (select from promise p where p.workspace_id = t.workspace_id and p.account_id = t.account_id and (p.made_touchpoint_id = t.id or p.settled_touchpoint_id = t.id))`.execute(
    call.db,
  );
  return rows.map(({ due, ...row }) => ({
    ...row,
    at: row.at.getTime(),
    promiseId: null,
    dueOn: /^\d{4}-\d{2}-\d{2}$/.test(due ?? '') ? due : null,
  }));
}

async function openEntries(call: Call, accountIds: readonly string[]): Promise<Entry[]> {
  const rows = await call.db
    .selectFrom('promise')
    .select(['id', 'account_id', 'made_at', 'recorded_at', 'what', 'made_touchpoint_id'])
    .where('account_id', 'in', accountIds)
    .where('state', '=', 'open')
    .execute();
  return rows.map((row) => ({
    id: row.made_touchpoint_id ?? row.id,
    promiseId: row.id,
    accountId: row.account_id,
    at: row.made_at.getTime(),
    recordedAt: row.recorded_at,
    kind: 'promise made',
    subject: row.what,
    memberId: null,
    contactId: null,
    opportunityId: null,
    dueOn: null,
  }));
}

const columns = {
  workspace_id: 'uuid',
  id: 'uuid',
  account_id: 'uuid',
  opportunity_id: 'uuid',
  what: 'text',
  contact_id: 'uuid',
  member_id: 'uuid',
  verbal: 'boolean',
  due_on: 'date',
  state: 'text',
  made_at: 'timestamptz',
  recorded_at: 'timestamptz',
  settled_at: 'timestamptz',
  settled_by: 'uuid',
  made_touchpoint_id: 'uuid',
  settled_touchpoint_id: 'uuid',
  version: 'integer',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
};
