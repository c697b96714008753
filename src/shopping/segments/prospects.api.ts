import { sameRecord } from '../../platform/database.ts';
import { conflict, invalid, notFound, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { evidenceKinds, Prospect, segmentContract } from './contract.ts';

type Own = 'makeProspect' | 'readProspect' | 'notePreference' | 'endProspect' | 'takeUpProspect';
type What = (typeof evidenceKinds)[number];

/** Only evidence moves someone: each step names the touchpoint that shows it. */
export const prospectHandlers: Pick<Handlers<typeof segmentContract>, Own> = {
  async makeProspect(call, { body }) {
    const touchpoint = await touchpointOf(call, body.touchpointId, body.accountId);
    return find(call, await becomeProspect(call, { ...body, at: touchpoint.at, memberId: call.who.memberId }));
  },

  readProspect: (call, { params }) => find(call, params.id),

  async notePreference(call, { params: { id }, body }) {
    const before = await find(call, id);
    const touchpoint = await touchpointOf(call, body.touchpointId, before.accountId);
    await change(call, id, { preference: body.preference, preference_at: touchpoint.at });
    await writeEvidence(call, before, {
      what: body.preference === 'yes' ? 'first choice' : 'not first choice',
      touchpointId: body.touchpointId,
      note: body.note,
      at: touchpoint.at,
      memberId: call.who.memberId,
    });
    await call.record(
      'prospect.preference noted',
      { kind: 'prospect', id, accountId: before.accountId },
      { changes: { preference: [before.preference, body.preference] } },
    );
    return find(call, id);
  },

  async endProspect(call, { params: { id }, body }) {
    const before = await find(call, id);
    if (before.endedAt) throw conflict('ended_already', 'This need was noted as gone before.');
    await change(call, id, { ended_at: call.now, ended_reason: body.reason });
    await writeEvidence(call, before, { what: 'ended', note: body.reason, at: call.now, memberId: call.who.memberId });
    await call.record('prospect.ended', { kind: 'prospect', id, accountId: before.accountId }, { reason: body.reason });
    return find(call, id);
  },

  async takeUpProspect(call, { params: { id }, body }) {
    const before = await find(call, id);
    if (!before.endedAt) throw conflict('not_ended', 'This prospect is one already.');
    await change(call, id, { ended_at: null, ended_reason: null });
    await writeEvidence(call, before, {
      what: 'taken up again',
      note: body.reason,
      at: call.now,
      memberId: call.who.memberId,
    });
    await call.record(
      'prospect.taken up',
      { kind: 'prospect', id, accountId: before.accountId },
      { reason: body.reason },
    );
    return find(call, id);
  },
};

interface Becoming {
  segmentId: string;
  accountId: string;
  need: 'identified' | 'expressed';
  touchpointId: string;
  note?: string | undefined;
  at: Date;
  memberId: string | null;
}

/** Makes a member of a segment a prospect; somebody who is one already gets the evidence added. Answers the id. */
export async function becomeProspect(call: Call, given: Becoming): Promise<string> {
  const segment = await call.db
    .selectFrom('segment')
    .select(['id', 'kind'])
    .where('id', '=', given.segmentId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!segment) throw invalid([{ path: 'segmentId', message: 'There is no such segment' }]);
  const member = await call.db
    .selectFrom('segment_member')
    .select('account_id')
    .where('segment_id', '=', given.segmentId)
    .where('account_id', '=', given.accountId)
    .executeTakeFirst();
  if (!member)
    throw conflict(
      'not_in_segment',
      'This account is not in the segment, so its need is not one of these targeted consumers. Add it to the segment first.',
    );
  const known = await call.db
    .selectFrom('prospect')
    .select(['id', 'since', 'ended_at'])
    .where('segment_id', '=', given.segmentId)
    .where('account_id', '=', given.accountId)
    .forUpdate()
    .executeTakeFirst();
  const id = known?.id ?? call.newId();
  if (!known) {
    await call.db
      .insertInto('prospect')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        segment_id: given.segmentId,
        account_id: given.accountId,
        since: given.at,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
  } else {
    await call.db
      .updateTable('prospect')
      .set((e) => ({
        since: known.since < given.at ? known.since : given.at,
        ended_at: null,
        ended_reason: null,
        version: e('version', '+', 1),
        updated_at: call.now,
      }))
      .where('id', '=', id)
      .execute();
  }
  await writeEvidence(
    call,
    { id, accountId: given.accountId },
    {
      what: `need ${given.need}`,
      touchpointId: given.touchpointId,
      note: given.note,
      at: given.at,
      memberId: given.memberId,
    },
  );
  await call.record(
    known ? 'prospect.evidence added' : 'prospect.made',
    { kind: 'prospect', id, accountId: given.accountId },
    { segmentId: given.segmentId, need: given.need },
  );
  return id;
}

const writeEvidence = (
  call: Call,
  { id, accountId }: { id: string; accountId: string },
  given: { what: What; touchpointId?: string; note?: string | undefined; at: Date; memberId: string | null },
) =>
  call.db
    .insertInto('prospect_evidence')
    .values({
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      prospect_id: id,
      account_id: accountId,
      what: given.what,
      touchpoint_id: given.touchpointId ?? null,
      note: given.note ?? null,
      member_id: given.memberId,
      at: given.at,
      recorded_at: call.now,
    })
    .execute();

async function touchpointOf(call: Call, id: string, accountId: string): Promise<{ at: Date }> {
  const touchpoint = await call.db
    .selectFrom('touchpoint')
    .select(['at', 'account_id', 'retracts'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!touchpoint || touchpoint.account_id !== accountId || touchpoint.retracts)
    throw invalid([{ path: 'touchpointId', message: 'Choose a touchpoint with this account: it is the evidence' }]);
  return touchpoint;
}

async function change(
  call: Call,
  id: string,
  values: { preference?: 'yes' | 'no'; preference_at?: Date; ended_at?: Date | null; ended_reason?: string | null },
): Promise<void> {
  const changed = await call.db
    .updateTable('prospect')
    .set({ ...values, version: call.version + 1, updated_at: call.now })
    .where('id', '=', id)
    .where('version', '=', call.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw stale(await find(call, id));
}

async function find(call: Call, id: string): Promise<Prospect> {
  const row = await call.db.selectFrom('prospect').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('prospect');
  const evidence = await call.db
    .selectFrom('prospect_evidence as e')
    .leftJoin('touchpoint as t', (on) => sameRecord(on, 't', 'e.touchpoint_id'))
    .leftJoin('member as w', (on) => sameRecord(on, 'w', 'e.member_id'))
    .select([
      'e.id',
      'e.what',
      'e.note',
      'e.at',
      'w.name as member_name',
      't.id as touchpoint_id',
      't.kind',
      't.subject',
      't.at as touched_at',
    ])
    .where('e.prospect_id', '=', id)
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(100)
    .execute();
  return {
    id: row.id,
    segmentId: row.segment_id,
    accountId: row.account_id,
    since: row.since.toISOString(),
    preference: row.preference,
    preferenceAt: row.preference_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    endedReason: row.ended_reason,
    version: row.version,
    evidence: evidence.map((e) => ({
      id: e.id,
      what: e.what,
      note: e.note,
      at: e.at.toISOString(),
      memberName: e.member_name,
      touchpoint: e.touchpoint_id
        ? { id: e.touchpoint_id, kind: e.kind as never, subject: e.subject!, at: e.touched_at!.toISOString() }
        : null,
    })),
  };
}
