import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { dayOf } from '../../platform/days.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import { promiseState, settlePromise, touchpointOf } from '../promises.ts';
import type { PromiseRecord, promisesContract } from './contract.ts';

/** The ledger of promises. Whatever is noted here is told to the ledger of touchpoints, which moves trust. */
export const promiseHandlers: Handlers<typeof promisesContract> = {
  async listPromises(call, { query }) {
    let rows = select(call);
    if (query.account) rows = rows.where('p.account_id', '=', query.account);
    if (query.opportunity) rows = rows.where('p.opportunity_id', '=', query.opportunity);
    if (query.member) rows = rows.where('p.member_id', 'in', query.member);
    if (query.state) rows = rows.where('p.state', '=', query.state);
    if (query.overdue) rows = rows.where('p.state', '=', 'open').where('p.due_on', '<', dayOf(call.now));
    const found = await pageOf(
      rows,
      [
        { by: sql`(p.state <> 'open')::int`, key: 'settled', type: 'integer' },
        { by: sql.ref('p.due_on'), key: 'due_on', type: 'date', nullable: true },
        { by: sql.ref('p.id'), key: 'id', type: 'uuid' },
      ],
      query,
    );
    return { items: found.items.map((row) => record(row, call.now)), next: found.next };
  },

  async makePromise(call, { body }) {
    await mustBeThere(call, body);
    const id = call.newId();
    const memberId = body.memberId === undefined ? call.who.memberId : body.memberId;
    await call.db
      .insertInto('promise')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        account_id: body.accountId,
        opportunity_id: body.opportunityId ?? null,
        what: body.what,
        contact_id: body.contactId ?? null,
        member_id: memberId,
        verbal: body.verbal ?? true,
        due_on: body.dueOn ?? null,
        made_at: call.now,
        recorded_at: call.now,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    const touchpointId = await tell(call, {
      id,
      accountId: body.accountId,
      kind: 'promise made',
      what: body.what,
      contactId: body.contactId ?? null,
      due: body.dueOn ?? null,
    });
    await call.db.updateTable('promise').set({ made_touchpoint_id: touchpointId }).where('id', '=', id).execute();
    await call.record(
      'promise.made',
      { kind: 'promise', id, accountId: body.accountId },
      { what: body.what, dueOn: body.dueOn ?? null },
    );
    return read(call, id);
  },

  readPromise: (call, { params }) => read(call, params.id),

  async changePromise(call, { params, body }) {
    const before = await read(call, params.id);
    if (before.version !== call.version) throw stale(before);
    if (before.settledAt !== null) throw conflict('settled', 'This promise is settled. Reopen it before changing it.');
    await mustBeThere(call, body);
    const after = { ...before, ...body };
    await write(call, params.id, {
      what: after.what,
      contact_id: after.contactId,
      member_id: after.memberId,
      due_on: after.dueOn,
      verbal: after.verbal,
    });
    await call.record(
      'promise.changed',
      { kind: 'promise', id: params.id, accountId: before.accountId },
      { changes: changesBetween(before, body) },
    );
    return read(call, params.id);
  },

  async takeBackPromise(call, { params }) {
    const before = await read(call, params.id);
    const row = await call.db
      .selectFrom('promise')
      .select(['made_touchpoint_id', 'settled_touchpoint_id'])
      .where('id', '=', params.id)
      .executeTakeFirstOrThrow();
    const gone = await call.db.deleteFrom('promise').where('id', '=', params.id).executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw forbidden('take back this promise');
    for (const id of [row.settled_touchpoint_id, row.made_touchpoint_id]) await untell(call, before, id);
    await call.record(
      'promise.taken back',
      { kind: 'promise', id: params.id, accountId: before.accountId },
      { what: before.what },
    );
    return { done: true as const };
  },

  async settlePromise(call, { params, body }) {
    const before = await read(call, params.id);
    const settled = settlePromise(
      {
        id: before.id,
        what: before.what,
        to: '',
        by: '',
        dueOn: startOf(before.dueOn),
        outcome: before.settledAt ? { kind: 'kept', at: call.now, why: null } : null,
      },
      { kind: body.outcome, at: call.now, why: body.why ?? null },
    );
    if ('refused' in settled) {
      if (settled.refused === 'already settled')
        throw conflict('settled', 'This promise is settled already. Take that back first if it was wrong.');
      throw invalid([{ path: 'why', message: 'Say why it was withdrawn: what the customer was told' }]);
    }
    await write(call, params.id, {
      state: body.outcome,
      why: body.why ?? null,
      settled_at: call.now,
      settled_by: call.who.memberId,
    });
    const kind = touchpointOf(settled.promise);
    if (kind !== null) {
      const touchpointId = await tell(call, {
        id: `${params.id}:${before.version}`,
        accountId: before.accountId,
        kind: kind as 'promise kept' | 'promise broken',
        what: before.what,
        contactId: before.contactId,
        due: null,
      });
      await call.db
        .updateTable('promise')
        .set({ settled_touchpoint_id: touchpointId })
        .where('id', '=', params.id)
        .execute();
    }
    await call.record(
      'promise.settled',
      { kind: 'promise', id: params.id, accountId: before.accountId },
      {
        what: before.what,
        outcome: body.outcome,
        why: body.why ?? null,
        changes: { state: [before.state, body.outcome] },
      },
    );
    return read(call, params.id);
  },

  async reopenPromise(call, { params }) {
    const before = await read(call, params.id);
    if (before.settledAt === null) throw conflict('open_already', 'This promise is open.');
    const { settled_touchpoint_id } = await call.db
      .selectFrom('promise')
      .select('settled_touchpoint_id')
      .where('id', '=', params.id)
      .executeTakeFirstOrThrow();
    await write(call, params.id, {
      state: 'open',
      why: null,
      settled_at: null,
      settled_by: null,
      settled_touchpoint_id: null,
    });
    await untell(call, before, settled_touchpoint_id);
    await call.record(
      'promise.reopened',
      { kind: 'promise', id: params.id, accountId: before.accountId },
      {
        what: before.what,
        changes: { state: [before.state, 'open'], ...(before.why === null ? {} : { why: [before.why, null] }) },
      },
    );
    return read(call, params.id);
  },
};

async function mustBeThere(
  call: Call,
  body: {
    accountId?: string;
    contactId?: string | null;
    memberId?: string | null;
    opportunityId?: string | null | undefined;
  },
): Promise<void> {
  await mustBeSeen(call.db, {
    contactId: ['contact', body.contactId],
    opportunityId: ['opportunity', body.opportunityId],
  });
  if (body.memberId) {
    const member = await call.db
      .selectFrom('member')
      .select('id')
      .where('id', '=', body.memberId)
      .where('disabled_at', 'is', null)
      .executeTakeFirst();
    if (!member) throw invalid([{ path: 'memberId', message: 'There is no such colleague' }]);
  }
  if (body.accountId) {
    const account = await call.db
      .selectFrom('account')
      .select('id')
      .where('id', '=', body.accountId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!account) throw notFound('account');
  }
}

interface Told {
  id: string;
  accountId: string;
  kind: 'promise made' | 'promise kept' | 'promise broken';
  what: string;
  contactId: string | null;
  due: string | null;
}

/** The trust touchpoint that a promise is. */
async function tell(call: Call, { id, accountId, kind, what, contactId, due }: Told): Promise<string> {
  const taken = await takeIn(
    call,
    [
      {
        accountId,
        kind,
        subject: what,
        evidenceKey: `promise:${id}:${kind}`,
        ...(contactId ? { contactIds: [contactId] } : {}),
        ...(due ? { expectationSet: due } : {}),
      },
    ],
    { source: 'promise' },
  );
  return taken.ids[0]!;
}

/** Takes back the touchpoint of a promise; it stays in the ledger and no longer counts. */
async function untell(
  call: Call,
  { accountId, what }: Pick<PromiseRecord, 'accountId' | 'what'>,
  touchpointId: string | null,
): Promise<void> {
  if (touchpointId === null) return;
  const old = await call.db
    .selectFrom('touchpoint as t')
    .select(['t.kind', 't.at'])
    .where('t.id', '=', touchpointId)
    .where((e) =>
      e.not(
        e.exists(
          e
            .selectFrom('touchpoint as n')
            .select('n.id')
            .whereRef('n.workspace_id', '=', 't.workspace_id')
            .whereRef('n.supersedes_id', '=', 't.id'),
        ),
      ),
    )
    .executeTakeFirst();
  if (!old) return;
  await takeIn(call, [{ accountId, kind: old.kind as 'promise made', subject: what, at: old.at.toISOString() }], {
    source: 'promise',
    supersedes: [touchpointId],
    retracts: true,
  });
}

const select = (call: Call) =>
  call.db
    .selectFrom('promise as p')
    .leftJoin('account as a', (on) => sameRecord(on, 'a', 'p.account_id'))
    .leftJoin('contact as c', (on) => sameRecord(on, 'c', 'p.contact_id'))
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'p.member_id'))
    .select([
      'p.id',
      'p.account_id',
      'a.name as account_name',
      'p.opportunity_id',
      'p.what',
      'p.contact_id',
      'c.name as contact_name',
      'p.member_id',
      'm.name as member_name',
      'p.verbal',
      'p.due_on',
      'p.state',
      'p.why',
      'p.made_at',
      'p.settled_at',
      'p.version',
    ])
    .select(sql<number>`(p.state <> 'open')::int`.as('settled'));

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

function record(row: Row, now: Date): PromiseRecord {
  const outcome = row.state === 'open' ? null : { kind: row.state, at: row.settled_at!, why: row.why };
  return {
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    opportunityId: row.opportunity_id,
    what: row.what,
    contactId: row.contact_id,
    contactName: row.contact_name,
    memberId: row.member_id,
    memberName: row.member_name,
    verbal: row.verbal,
    dueOn: row.due_on,
    state: promiseState({ id: row.id, what: row.what, to: '', by: '', dueOn: startOf(row.due_on), outcome }, now),
    why: row.why,
    madeAt: row.made_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    version: row.version,
  };
}

async function read(call: Call, id: string): Promise<PromiseRecord> {
  const row = await select(call).where('p.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('promise');
  return record(row, call.now);
}

async function write(call: Call, id: string, values: object): Promise<void> {
  const changed = await call.db
    .updateTable('promise')
    .set({ ...values, updated_at: call.now, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .where('version', '=', call.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 1n) return;
  const current = await read(call, id);
  throw current.version === call.version ? forbidden('change this promise') : stale(current);
}

const startOf = (day: string | null) => (day === null ? null : new Date(`${day}T00:00:00Z`));
