import { notify } from '../../platform/notify.ts';
import { conflict, forbidden } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { SpottedRecord, spottedContract } from './contract.ts';
import { noticeOf, save, subjectOf, tellNews } from './notes.api.ts';
import { found } from './read.api.ts';

type Own = 'acceptSpotted' | 'declineSpotted' | 'reopenSpotted';

export const answerHandlers: Pick<Handlers<typeof spottedContract>, Own> = {
  async acceptSpotted(call, { params: { id }, body }) {
    const before = await toAnswer(call, id);
    const upgrade = before.state === 'accepted' && before.becomes === 'prospect' && body.becomes === 'opportunity';
    if (before.state !== 'noted' && !upgrade) throw answeredAlready(before);
    if (body.becomes === 'opportunity' && !call.who.may('opportunity:write')) throw forbidden('open a sale');
    if (before.forName && !before.prospect && !call.who.may('account:write')) throw forbidden('add an account');
    // Another company becomes an account of its own; people, purchase and relationship make what it becomes.
    const newAccountId = before.forName && !before.prospect ? call.newId() : null;
    const accountId = before.prospect?.id ?? newAccountId ?? before.accountId;
    const opportunityId = body.becomes === 'opportunity' ? call.newId() : null;
    await call.record('spotted.accepted', subjectOf(before), {
      what: before.what,
      becomes: body.becomes,
      originatorName: before.originatorName,
      newAccount: newAccountId && { id: newAccountId, name: before.forName },
      prospectAccountId: accountId,
      contactId: accountId === before.accountId ? before.contactId : null,
      sale: opportunityId && { id: opportunityId, name: body.name ?? before.what, amount: body.amount ?? null },
      callBy: body.callBy ?? null,
    });
    await save(call, before, {
      state: 'accepted',
      becomes: body.becomes,
      reason: null,
      answer_note: body.note ?? before.answerNote,
      answered_at: call.now,
      answered_by: call.who.memberId,
      prospect_account_id: accountId,
      opportunity_id: opportunityId,
    });
    if (opportunityId) await mirrorSale(call, opportunityId);
    await tellNews(call, id, `accepted as ${body.becomes}`, { note: body.note ?? null });
    const after = await found(call, id);
    await notify(call, await creditedOf(call, after), noticeOf(after, `spotted.accepted as ${body.becomes}`));
    return after;
  },

  async declineSpotted(call, { params: { id }, body }) {
    const before = await toAnswer(call, id);
    if (before.state !== 'noted') throw answeredAlready(before);
    await save(call, before, {
      state: 'declined',
      reason: body.reason,
      answer_note: body.note ?? null,
      answered_at: call.now,
      answered_by: call.who.memberId,
    });
    await tellNews(call, id, 'declined', { reason: body.reason, note: body.note ?? null });
    await call.record('spotted.declined', subjectOf(before), { what: before.what, reason: body.reason });
    const after = await found(call, id);
    const because = [body.reason, body.note].filter(Boolean).join(': ');
    await notify(call, await creditedOf(call, after), noticeOf(after, 'spotted.declined', { reason: because }));
    return after;
  },

  async reopenSpotted(call, { params: { id } }) {
    const before = await found(call, id);
    const own = before.state === 'withdrawn' && before.isMine;
    if (!own && !before.mayAnswer) throw forbidden('reopen what others are to answer');
    if (before.state === 'noted' || before.state === 'joined')
      throw conflict('not_answered', 'This note waits for its answer already.');
    if (before.opportunityId && (await isLiving(call, before.opportunityId)))
      throw conflict('sale_open', 'A sale was opened for this note. Delete the sale first, then reopen the note.');
    await save(call, before, {
      state: 'noted',
      becomes: null,
      reason: null,
      answer_note: null,
      answered_at: null,
      answered_by: null,
      opportunity_id: null,
      sale_stage: null,
      sale_outcome: null,
      sale_amount: null,
      sale_currency: null,
      sale_closed_on: null,
    });
    await tellNews(call, id, 'reopened', {});
    await call.record('spotted.reopened', subjectOf(before), { what: before.what });
    const after = await found(call, id);
    if (!own) await notify(call, [after.originatorId], noticeOf(after, 'spotted.reopened'));
    return after;
  },
};

const answeredAlready = (note: SpottedRecord) =>
  conflict(
    'answered_already',
    note.answeredByName
      ? `${note.answeredByName} answered this note already: ${note.state}.`
      : `This note is ${note.state}: there is nothing to answer.`,
    { current: note },
  );

async function toAnswer(call: Call, id: string): Promise<SpottedRecord> {
  // Whoever answers first holds the note; a second answer finds it answered.
  await call.db.selectFrom('spotted').select('id').where('id', '=', id).forUpdate().execute();
  const note = await found(call, id);
  if (!note.mayAnswer) throw forbidden('answer what was noted for a colleague');
  return note;
}

async function isLiving(call: Call, opportunityId: string): Promise<boolean> {
  const sale = await call.db
    .selectFrom('opportunity')
    .select('id')
    .where('id', '=', opportunityId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return sale !== undefined;
}

/** Who hears of it: who noted it first, and who added to it. */
export async function creditedOf(call: Call, note: Pick<SpottedRecord, 'id' | 'originatorId'>): Promise<string[]> {
  const added = await call.db.selectFrom('spotted').select('originator_id').where('first_id', '=', note.id).execute();
  return [note.originatorId, ...added.map((row) => row.originator_id)];
}

/** What the sale is now, kept on the note; nothing when there is no note for it. */
export async function mirrorSale(call: Call, opportunityId: string): Promise<void> {
  const sale = await call.db
    .selectFrom('opportunity')
    .select(['stage', 'outcome', 'amount', 'currency', 'closed_on'])
    .where('id', '=', opportunityId)
    .executeTakeFirst();
  if (!sale) return;
  await call.db
    .updateTable('spotted')
    .set({
      sale_stage: sale.stage,
      sale_outcome: sale.outcome,
      sale_amount: sale.amount,
      sale_currency: sale.currency,
      sale_closed_on: sale.closed_on,
      updated_at: call.now,
    })
    .where('opportunity_id', '=', opportunityId)
    .execute();
}
