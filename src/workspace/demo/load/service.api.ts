import { sql } from 'kysely';
import { insertRows, recordset } from '../../../platform/database.ts';
import { firstResponseDue, nextDue, resolutionDue } from '../../../usage/cases/clocks.ts';
import { demoKey } from '../keys.ts';
import { cannedAnswers, serviceOf } from '../story/service.ts';
import type { DemoLoad } from './load.ts';

/** Conversations and clocks of the demo's cases, and the answers that its service gives often. They go with their case. */
export async function addService({ call, demo, ids, people, marks }: DemoLoad): Promise<void> {
  const { time_zone } = await call.db.selectFrom('workspace').select('time_zone').executeTakeFirstOrThrow();
  const now = call.now.getTime();
  const date = (at: number | null) => (at === null ? null : new Date(at));
  const contacts = new Map(demo.contacts.map((contact) => [contact.key, `${contact.given} ${contact.family}`]));
  const names = new Map(
    (await call.db.selectFrom('member').select(['id', 'name']).execute()).map((member) => [member.id, member.name]),
  );
  const told = demo.cases.map((request) => ({ request, ...serviceOf(request, now, time_zone) }));
  const cases = told.map(({ request, kind, clocks, messages, solution }) => ({
    id: ids.case.get(request.key),
    kind,
    solution,
    target: clocks.target,
    counts_from: new Date(clocks.countsFrom),
    first_response_due_at: date(firstResponseDue(clocks)),
    first_responded_at: date(clocks.firstRespondedAt),
    resolution_due_at: date(resolutionDue(clocks)),
    waiting_since: date(clocks.waitingSince),
    paused_minutes: clocks.pausedMinutes,
    due_at: date(nextDue(clocks, request.state)?.at ?? null),
    last_message_at: new Date(messages.at(-1)!.at),
    unread: messages.at(-1)!.kind === 'from customer',
    reopened: demo.touchpoints.filter((each) => each.request === request.key && each.kind === 'case reopened').length,
  }));
  const { source } = recordset(clockColumns, cases);
  await sql`update service_case c set kind = r.kind, solution = r.solution, target = r.target, counts_from = r.counts_from, first_response_due_at = r.first_response_due_at,
      first_responded_at = r.first_responded_at, resolution_due_at = r.resolution_due_at, waiting_since = r.waiting_since, paused_minutes = r.paused_minutes,
      due_at = r.due_at, last_message_at = r.last_message_at, unread = r.unread, reopened = r.reopened
    from ${source} where c.id = r.id`.execute(call.db);
  const messages = told.flatMap(({ request, messages: said }) =>
    said.map(({ at, kind, body, member, minutes }) => {
      const memberId = member === null ? null : (people.get(member) ?? call.who.memberId);
      return {
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        case_id: ids.case.get(request.key),
        at: new Date(at),
        kind,
        channel: kind === 'from customer' ? request.channel : 'mail',
        member_id: memberId,
        contact_id: member === null ? ids.contact.get(request.contact) : null,
        author:
          memberId === null ? (contacts.get(request.contact) ?? 'Customer') : (names.get(memberId) ?? call.who.name),
        body,
        minutes,
      };
    }),
  );
  await insertRows(call.db, 'case_message', messages);
  const answers = cannedAnswers.map((answer) => ({
    workspace_id: call.who.workspaceId,
    id: call.newId(),
    ...answer,
    created_at: call.now,
    updated_at: call.now,
  }));
  await insertRows(call.db, 'canned_answer', answers);
  for (const [i, { id }] of answers.entries())
    marks.push({ key: demoKey(`canned answer/${i}`), kind: 'canned_answer', record_id: id });
}

const clockColumns = {
  id: 'uuid',
  kind: 'text',
  solution: 'text',
  target: 'jsonb',
  counts_from: 'timestamptz',
  first_response_due_at: 'timestamptz',
  first_responded_at: 'timestamptz',
  resolution_due_at: 'timestamptz',
  waiting_since: 'timestamptz',
  paused_minutes: 'integer',
  due_at: 'timestamptz',
  last_message_at: 'timestamptz',
  unread: 'boolean',
  reopened: 'integer',
};
