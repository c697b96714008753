import { sql } from 'kysely';
import { sameRecord } from '../platform/database.ts';
import { changesBetween } from '../platform/events.ts';
import { pageOf } from '../platform/paging.ts';
import { forbidden, notFound, stale } from '../platform/problem.ts';
import { mustBeSeen } from '../platform/references.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { relationshipContract } from './contract.ts';

type Own = 'listNextSteps' | 'setNextStep' | 'changeNextStep' | 'finishNextStep' | 'reopenNextStep';

export const nextStepHandlers: Pick<Handlers<typeof relationshipContract>, Own> = {
  async listNextSteps(call, { query }) {
    let rows = select(call);
    if (query.state !== 'any') rows = rows.where('n.state', '=', query.state);
    if (query.account) rows = rows.where('n.account_id', '=', query.account);
    if (query.member) rows = rows.where('n.member_id', 'in', query.member);
    const found = await pageOf(
      rows,
      [
        { by: sql.ref('n.due_at'), key: 'due_at', type: 'timestamptz' },
        { by: sql.ref('n.id'), key: 'id', type: 'uuid' },
      ],
      query,
    );
    return { items: found.items.map(record), next: found.next };
  },

  async setNextStep(call, { body }) {
    await mustBeSeen(call.db, { contactId: ['contact', body.contactId] });
    return openNextStep(call, body);
  },

  async changeNextStep(call, { params, body }) {
    const before = await read(call, params.id);
    await change(call, params.id, {
      what: body.what ?? before.what,
      member_id: body.memberId === undefined ? before.memberId : body.memberId,
      due_at: body.dueAt ? new Date(body.dueAt) : new Date(before.dueAt),
    });
    const after = await read(call, params.id);
    await call.record(
      'next step.changed',
      { kind: 'next step', id: params.id, accountId: after.accountId },
      { changes: changesBetween(before, { what: after.what, memberId: after.memberId, dueAt: after.dueAt }) },
    );
    await mirrorDue(call, after.accountId);
    return after;
  },

  async finishNextStep(call, { params, body }) {
    await change(call, params.id, { state: body.dropped ? 'dropped' : 'done', ended_at: call.now });
    const after = await read(call, params.id);
    await call.record(
      body.dropped ? 'next step.dropped' : 'next step.done',
      { kind: 'next step', id: params.id, accountId: after.accountId },
      { what: after.what },
    );
    await mirrorDue(call, after.accountId);
    return after;
  },

  async reopenNextStep(call, { params }) {
    await change(call, params.id, { state: 'open', ended_at: null });
    const after = await read(call, params.id);
    await call.record(
      'next step.reopened',
      { kind: 'next step', id: params.id, accountId: after.accountId },
      { what: after.what },
    );
    await mirrorDue(call, after.accountId);
    return after;
  },
};

export async function openNextStep(
  call: Call,
  step: {
    accountId: string;
    what: string;
    memberId?: string | null | undefined;
    contactId?: string | null | undefined;
    dueAt: string | Date;
  },
) {
  const account = await call.db
    .selectFrom('account')
    .select(['id', 'owner_id'])
    .where('id', '=', step.accountId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!account) throw notFound('account');
  const id = call.newId();
  await call.db
    .insertInto('next_step')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      account_id: step.accountId,
      what: step.what,
      member_id: step.memberId ?? account.owner_id ?? call.who.memberId,
      contact_id: step.contactId ?? null,
      due_at: new Date(step.dueAt),
      created_at: call.now,
      updated_at: call.now,
    })
    .execute();
  await call.record('next step.set', { kind: 'next step', id, accountId: step.accountId }, { what: step.what });
  await mirrorDue(call, step.accountId);
  return read(call, id);
}

/** Lists sort by the earliest open step: kept on the relationship. */
export async function mirrorDue(call: Call, accountId: string): Promise<void> {
  await sql`update relationship set next_step_due_at = (select min(due_at) from next_step n where n.workspace_id = relationship.workspace_id and n.account_id = relationship.account_id and n.state = 'open')
    where account_id = ${accountId}`.execute(call.db);
}

const select = (call: Call) =>
  call.db
    .selectFrom('next_step as n')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'n.member_id'))
    .leftJoin('account as a', (on) => sameRecord(on, 'a', 'n.account_id'))
    .select([
      'n.id',
      'n.account_id',
      'a.name as account_name',
      'n.what',
      'n.member_id',
      'm.name as member_name',
      'n.contact_id',
      'n.due_at',
      'n.state',
      'n.version',
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

const record = (r: Row) => ({
  id: r.id,
  accountId: r.account_id,
  accountName: r.account_name,
  what: r.what,
  memberId: r.member_id,
  memberName: r.member_name,
  contactId: r.contact_id,
  dueAt: r.due_at.toISOString(),
  state: r.state,
  version: r.version,
});

async function read(call: Call, id: string) {
  const row = await select(call).where('n.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('next step');
  return record(row);
}

async function change(
  call: Call,
  id: string,
  values: {
    what?: string;
    member_id?: string | null;
    due_at?: Date;
    state?: 'open' | 'done' | 'dropped';
    ended_at?: Date | null;
  },
): Promise<void> {
  const changed = await call.db
    .updateTable('next_step')
    .set({ ...values, updated_at: call.now, version: sql`version + 1` as never })
    .where('id', '=', id)
    .where('version', '=', call.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 1n) return;
  const current = await read(call, id);
  if (current.version !== call.version) throw stale(current);
  throw forbidden('change this next step');
}

/** Drops those of an account's steps that are still open: what they belonged to has ended. */
export async function droppedSteps(call: Call, accountId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await call.db
    .updateTable('next_step')
    .set({ state: 'dropped', ended_at: call.now, updated_at: call.now, version: sql`version + 1` as never })
    .where('id', 'in', ids)
    .where('state', '=', 'open')
    .execute();
  await mirrorDue(call, accountId);
}
