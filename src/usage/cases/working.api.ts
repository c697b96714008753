import { conflict, invalid } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { pause, respond, restart, resume, solvedLate, type Clocks } from './clocks.ts';
import type { caseContract } from './contract.ts';
import { mailAnswer } from './links.api.ts';
import {
  caseToChange,
  clockColumns,
  clocksOf,
  rawCase,
  saveCase,
  subjectOf,
  tell,
  type CaseRow,
  type RawCase,
} from './store.api.ts';

type Own =
  | 'writeMessage'
  | 'waitForCustomer'
  | 'resumeCase'
  | 'solveCase'
  | 'closeCase'
  | 'reopenCase'
  | 'mergeCase'
  | 'unmergeCase';

/** What service people do with a case. */
export const workingHandlers: Pick<Handlers<typeof caseContract>, Own> = {
  async writeMessage(call, { params: { id }, body: { kind, body, channel, minutes, next } }) {
    let row = await caseToChange(call, id, { anyVersion: true });
    const contact =
      kind === 'from customer' && row.contact_id
        ? await call.db.selectFrom('contact').select('name').where('id', '=', row.contact_id).executeTakeFirst()
        : undefined;
    const message = {
      id: call.newId(),
      at: call.now,
      kind,
      channel: channel ?? row.channel,
      author: kind === 'from customer' ? (contact?.name ?? 'Customer') : call.who.name,
      memberId: call.who.memberId,
      contactId: kind === 'from customer' ? row.contact_id : null,
      body,
      minutes: minutes ?? null,
    };
    await addMessage(call, id, message);
    let mailedTo: string | null = null;
    if (kind === 'from customer') await customerWrote(call, row, 'told us');
    else if (kind === 'to customer') {
      await saveCase(call, row, {
        last_message_at: call.now,
        unread: false,
        ...clockColumns(respond(clocksOf(row), call.now.getTime()), row.state),
      });
      mailedTo = await mailAnswer(call, row, body);
      await call.record('case.answered', subjectOf(row), {
        subject: row.subject,
        messageId: message.id,
        byMail: mailedTo !== null,
      });
    } else await call.record('case.noted', subjectOf(row), { subject: row.subject });
    if (next) {
      row = await rawCase(call, id);
      if (next === 'wait' && row.state === 'open') await setWaiting(call, row);
      if (next === 'solve' && isLive(row)) await solve(call, row, kind === 'to customer' ? body : undefined);
    }
    return { ...message, from: null, mailedTo };
  },

  async waitForCustomer(call, { params }) {
    const row = await caseToChange(call, params.id);
    if (row.state !== 'open') throw conflict('not_open', 'Only an open case waits for the customer.');
    return setWaiting(call, row);
  },

  async resumeCase(call, { params }) {
    const row = await caseToChange(call, params.id);
    if (row.state !== 'waiting') throw conflict('not_waiting', 'This case does not wait for the customer.');
    return goOn(call, row);
  },

  async solveCase(call, { params, body }) {
    const row = await caseToChange(call, params.id);
    if (!isLive(row))
      throw conflict('solved_already', 'This case is solved already. Reopen it before solving it again.');
    return solve(call, row, body.solution);
  },

  async closeCase(call, { params }) {
    const row = await caseToChange(call, params.id);
    if (row.state !== 'solved') throw conflict('not_solved', 'Only a solved case is closed. Solve it first.');
    const after = await saveCase(call, row, { state: 'closed' });
    await call.record('case.closed', subjectOf(row), { subject: row.subject });
    return after;
  },

  async reopenCase(call, { params, body }) {
    const row = await caseToChange(call, params.id);
    if (isLive(row)) throw conflict('not_solved', 'This case is open.');
    return reopen(call, row, { reason: body.reason, by: 'us' });
  },

  async mergeCase(call, { params, body }) {
    const row = await caseToChange(call, params.id);
    if (body.intoId === params.id) throw invalid([{ path: 'intoId', message: 'A case cannot be merged into itself' }]);
    const into = await call.db
      .selectFrom('service_case')
      .selectAll()
      .where('id', '=', body.intoId)
      .where('deleted_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!into) throw invalid([{ path: 'intoId', message: 'There is no such case, or you may not see it' }]);
    if (into.merged_into_id)
      throw conflict('merged_itself', 'That case was merged into another one itself. Merge into that one.');
    if (row.account_id && into.account_id && row.account_id !== into.account_id)
      throw conflict(
        'other_customer',
        'The two cases belong to different customers, and each would see what the other wrote.',
      );
    const after = await saveCase(call, row, {
      state: 'closed',
      merged_into_id: into.id,
      due_at: null,
      solved_at: row.solved_at ?? call.now,
    });
    // What had been merged into it comes along.
    await call.db
      .updateTable('service_case')
      .set({ merged_into_id: into.id })
      .where('merged_into_id', '=', row.id)
      .execute();
    await call.record('case.merged', subjectOf(row), {
      subject: row.subject,
      intoId: into.id,
      into: into.subject,
      before: row.state,
    });
    return after;
  },

  async unmergeCase(call, { params }) {
    const row = await caseToChange(call, params.id, { merged: true });
    if (!row.merged_into_id) throw conflict('not_merged', 'This case was not merged into another one.');
    const clocks = clocksOf(row);
    const after = await saveCase(call, row, {
      state: 'open',
      merged_into_id: null,
      solved_at: null,
      ...clockColumns(resume(clocks, call.now.getTime()), 'open'),
    });
    await call.record('case.taken out', subjectOf(row), { subject: row.subject, outOfId: row.merged_into_id });
    return after;
  },
};

const isLive = (row: RawCase) => row.state === 'open' || row.state === 'waiting';

export async function addMessage(
  call: Call,
  caseId: string,
  message: {
    id: string;
    at: Date;
    kind: 'from customer' | 'to customer' | 'note';
    channel: string | null;
    author: string;
    memberId: string | null;
    contactId: string | null;
    body: string;
    minutes: number | null;
  },
): Promise<void> {
  const { memberId, contactId, ...rest } = message;
  await call.db
    .insertInto('case_message')
    .values({
      ...rest,
      workspace_id: call.who.workspaceId,
      case_id: caseId,
      member_id: memberId,
      contact_id: contactId,
    })
    .execute();
}

/** The customer said something: it is our turn, and what was solved is not. */
export async function customerWrote(call: Call, row: RawCase, how: 'told us' | 'on the page'): Promise<void> {
  await call.record('case.customer wrote', subjectOf(row), { subject: row.subject, how });
  if (!isLive(row)) {
    await reopen(call, row, {
      reason: how === 'on the page' ? 'The customer replied on the page' : 'The customer came back',
      by: 'customer',
    });
    return;
  }
  const clocks = resume(clocksOf(row), call.now.getTime());
  await saveCase(call, row, {
    state: 'open',
    unread: true,
    last_message_at: call.now,
    ...clockColumns(clocks, 'open'),
  });
}

async function setWaiting(call: Call, row: RawCase): Promise<CaseRow> {
  const clocks = pause(respond(clocksOf(row), call.now.getTime()), call.now.getTime());
  const after = await saveCase(call, row, { state: 'waiting', unread: false, ...clockColumns(clocks, 'waiting') });
  await call.record('case.waiting', subjectOf(row), { subject: row.subject });
  return after;
}

async function goOn(call: Call, row: RawCase): Promise<CaseRow> {
  const after = await saveCase(call, row, {
    state: 'open',
    ...clockColumns(resume(clocksOf(row), call.now.getTime()), 'open'),
  });
  await call.record('case.resumed', subjectOf(row), { subject: row.subject });
  return after;
}

async function solve(call: Call, row: RawCase, solution: string | undefined): Promise<CaseRow> {
  const now = call.now.getTime();
  const clocks: Clocks = resume(respond(clocksOf(row), now), now);
  const late = solvedLate(clocks, now);
  const after = await saveCase(call, row, {
    state: 'solved',
    solved_at: call.now,
    unread: false,
    ...(solution ? { solution } : {}),
    ...clockColumns(clocks, 'solved'),
  });
  await tell(
    call,
    row,
    late ? 'case solved late' : 'case solved',
    row.reopened === 0 ? 'solved' : `solved:${row.reopened}`,
  );
  await call.record('case.solved', subjectOf(row), { subject: row.subject, late });
  return after;
}

async function reopen(call: Call, row: RawCase, detail: { reason: string; by: 'us' | 'customer' }): Promise<CaseRow> {
  const reopened = row.reopened + 1;
  const clocks = restart(clocksOf(row), call.now.getTime());
  const after = await saveCase(call, row, {
    state: 'open',
    solved_at: null,
    reopened,
    unread: detail.by === 'customer',
    ...(detail.by === 'customer' ? { last_message_at: call.now } : {}),
    breached: null,
    breached_at: null,
    ...clockColumns(clocks, 'open'),
  });
  await tell(call, row, 'case reopened', `reopened:${reopened}`);
  await call.record('case.reopened', subjectOf(row), {
    subject: row.subject,
    severity: row.severity,
    times: reopened,
    ...detail,
  });
  return after;
}
