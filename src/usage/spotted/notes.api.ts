import { sql } from 'kysely';
import { changesBetween } from '../../platform/events.ts';
import { notify } from '../../platform/notify.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { SpottedRecord, spottedContract } from './contract.ts';
import { found, rulesOf } from './read.api.ts';
import { answerDueAt, firstOf, routedTo, type Recipients, type SpottedRules } from './spotted.ts';

type Own = 'noteSpotted' | 'changeSpotted' | 'withdrawSpotted' | 'separateSpotted';

export const noteHandlers: Pick<Handlers<typeof spottedContract>, Own> = {
  async noteSpotted(call, { body: { separate, ...note } }) {
    await mustBeSeen(call.db, {
      contactId: ['contact', note.contactId],
      caseId: ['service_case', note.caseId],
      touchpointId: ['touchpoint', note.touchpointId],
    });
    const account = await call.db
      .selectFrom('account')
      .select(['id', 'name', 'owner_id'])
      .where('id', '=', note.accountId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (!account) throw notFound('account');
    const { rules } = await rulesOf(call);
    const first = separate ? null : await firstNote(call, { ...note, notedAt: call.now }, rules);
    const { recipientId, routed } = routedTo(await recipientsOf(call, account.owner_id, rules));
    const id = call.newId();
    await call.db
      .insertInto('spotted')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        account_id: note.accountId,
        contact_id: note.contactId ?? null,
        case_id: note.caseId ?? null,
        touchpoint_id: note.touchpointId ?? null,
        originator_id: call.who.memberId,
        what: note.what,
        for_name: note.forName ?? null,
        urgency: note.urgency,
        may_contact: note.mayContact,
        noted_at: call.now,
        recipient_id: recipientId,
        routed,
        answer_due_at: answerDueAt(call.now, note.urgency, rules),
        state: first ? 'joined' : 'noted',
        first_id: first?.id ?? null,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    const record = await found(call, id);
    await tellNews(call, id, 'noted', { recipient: record.recipientName });
    await call.record('spotted.noted', subjectOf(record), {
      what: note.what,
      urgency: note.urgency,
      recipientId,
      touchpointId: note.touchpointId ?? null,
    });
    if (record.first) await joinFirst(call, record, record.first.id);
    else await notify(call, [recipientId], noticeOf(record, 'spotted.noted'));
    return record;
  },

  async changeSpotted(call, { params: { id }, body: { recipientId, ...given } }) {
    const before = await found(call, id);
    if (before.version !== call.version) throw stale(before);
    if (before.state !== 'noted')
      throw conflict('answered_already', 'This note is answered already. Reopen it to change it.');
    if (Object.keys(given).length > 0 && !before.isMine) throw forbidden('change the note of a colleague');
    if (recipientId !== undefined) await mustBeColleague(call, before, recipientId);
    const changes = changesBetween(before as object, { ...given, ...(recipientId ? { recipientId } : {}) });
    if (Object.keys(changes).length === 0) return before;
    await save(call, before, {
      what: given.what,
      for_name: given.forName,
      urgency: given.urgency,
      may_contact: given.mayContact,
      ...(recipientId ? { recipient_id: recipientId, routed: 'handed over' } : {}),
      ...(given.urgency
        ? { answer_due_at: answerDueAt(new Date(before.notedAt), given.urgency, (await rulesOf(call)).rules) }
        : {}),
    });
    const after = await found(call, id);
    await call.record('spotted.changed', subjectOf(after), { changes });
    if (recipientId && recipientId !== before.recipientId) {
      await tellNews(call, id, 'handed over', { recipient: after.recipientName });
      await notify(call, [recipientId], noticeOf(after, 'spotted.handed over'));
    }
    return after;
  },

  async withdrawSpotted(call, { params: { id } }) {
    const before = await found(call, id);
    if (!before.isMine) throw forbidden('withdraw the note of a colleague');
    if (before.state !== 'noted' && before.state !== 'joined')
      throw conflict('answered_already', 'This note is answered already; it stays with its answer.');
    await save(call, before, { state: 'withdrawn', first_id: null });
    await tellNews(call, id, 'withdrawn', {});
    await call.record('spotted.withdrawn', subjectOf(before), { what: before.what });
    return found(call, id);
  },

  async separateSpotted(call, { params: { id } }) {
    const before = await found(call, id);
    if (!before.isMine) throw forbidden('separate the note of a colleague');
    if (before.state !== 'joined') throw conflict('not_joined', 'This is a note of its own already.');
    await save(call, before, { state: 'noted', first_id: null });
    await tellNews(call, id, 'separated', { first: before.first?.originatorName ?? null });
    await call.record('spotted.separated', subjectOf(before), { what: before.what });
    const after = await found(call, id);
    await notify(call, [after.recipientId], noticeOf(after, 'spotted.noted'));
    return after;
  },
};

export const subjectOf = (note: Pick<SpottedRecord, 'id' | 'accountId'>) => ({
  kind: 'spotted',
  id: note.id,
  accountId: note.accountId,
});

export const noticeOf = (note: SpottedRecord, code: string, more: Record<string, string | null> = {}) => ({
  code,
  facts: {
    what: note.what,
    account: note.accountName,
    originator: note.originatorName,
    recipient: note.recipientName,
    ...more,
  },
  subject: { kind: 'spotted', id: note.first?.id ?? note.id },
  accountId: note.accountId,
});

/** One step of what became of a note. */
export async function tellNews(
  call: Call,
  spottedId: string,
  code: string,
  facts: Record<string, string | number | null>,
): Promise<void> {
  await call.db
    .insertInto('spotted_news')
    .values({
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      spotted_id: spottedId,
      at: call.now,
      code,
      facts: JSON.stringify(facts),
      member_id: call.who.memberId,
    })
    .execute();
}

/** Writes a note that nobody changed since it was read. */
export async function save(
  call: Call,
  before: Pick<SpottedRecord, 'id' | 'version'>,
  values: Record<string, unknown>,
): Promise<void> {
  const changed = await call.db
    .updateTable('spotted')
    .set({ ...(values as object), version: before.version + 1, updated_at: call.now })
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 1n) return;
  const current = await found(call, before.id);
  throw current.version === before.version ? forbidden('change this note') : stale(current);
}

/** The earlier note of the same need. Two at once wait for each other, so that one of them is the first. */
async function firstNote(
  call: Call,
  note: { accountId: string; what: string; forName?: string | null | undefined; notedAt: Date },
  rules: SpottedRules,
) {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`spotted ${note.accountId}`}, 0))`.execute(call.db);
  const since = new Date(note.notedAt.getTime() - rules.firstNoteDays * 86_400_000);
  const earlier = await call.db
    .selectFrom('spotted')
    .select(['id', 'what', 'for_name as forName', 'noted_at as notedAt'])
    .where('account_id', '=', note.accountId)
    .where('noted_at', '>=', since)
    .where('state', 'in', ['noted', 'accepted', 'declined'])
    .where('originator_id', '!=', call.who.memberId)
    .orderBy('noted_at')
    .limit(100)
    .execute();
  return firstOf(earlier, { what: note.what, forName: note.forName ?? null, notedAt: note.notedAt }, rules);
}

/** The first keeps the credit; who answers it, and who noted it first, learn what was added. */
async function joinFirst(call: Call, record: SpottedRecord, firstId: string): Promise<void> {
  const first = await found(call, firstId);
  await tellNews(call, firstId, 'added to', { what: record.what, who: record.originatorName });
  await notify(call, [first.recipientId, first.originatorId], {
    ...noticeOf(first, 'spotted.added'),
    facts: { ...noticeOf(first, 'spotted.added').facts, what: record.what },
  });
}

async function recipientsOf(call: Call, ownerId: string | null, rules: SpottedRules): Promise<Recipients> {
  const { rows } = await sql<Recipients>`
    select (select id from member where id = ${ownerId}::uuid and disabled_at is null) as "accountOwner",
      (select id from member where id = ${rules.recipientId}::uuid and disabled_at is null) as rule,
      (select l.id from member me join team t on t.workspace_id = me.workspace_id and t.id = me.team_id
        join member l on l.workspace_id = t.workspace_id and l.id = t.leader_id and l.disabled_at is null where me.id = ${call.who.memberId}) as "teamLeader",
      (select id from member where role in ('manager', 'owner') and disabled_at is null order by role, created_at, id limit 1) as manager`.execute(
    call.db,
  );
  return rows[0]!;
}

async function mustBeColleague(call: Call, before: SpottedRecord, recipientId: string): Promise<void> {
  if (!before.mayAnswer) throw forbidden('hand over what others are to answer');
  const colleague = await call.db
    .selectFrom('member')
    .select('id')
    .where('id', '=', recipientId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!colleague) throw invalid([{ path: 'recipientId', message: 'There is no such colleague' }]);
}
