import { insertMany } from '../platform/database.ts';
import type { Call } from '../platform/serve.ts';
import { seedOf } from './demo/life.ts';
import type { DemoCompany } from './demo/records.ts';
import type { DemoIds } from './demoCustomers.api.ts';

/** Whom the demo company asked whether they recommend it: who answered, as the touchpoints tell, and who did not; all of them had agreed. They go with their people. */
export async function addSurveys(
  call: Call,
  demo: DemoCompany,
  ids: DemoIds,
  people: ReadonlyMap<string, string>,
): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  const answered = demo.touchpoints.filter(
    (each) => (each.kind === 'survey good' || each.kind === 'survey poor') && each.contacts.length > 0,
  );
  const silent = demo.contacts.filter(
    (contact) => seedOf(contact.key) % 6 === 0 && answered.every((each) => !each.contacts.includes(contact.key)),
  );
  const day = 86_400_000;
  const asked = [
    ...answered.map((each) => ({
      contact: each.contacts[0]!,
      account: each.account,
      member: each.member,
      at: each.at - 2 * day,
      answer: each,
    })),
    ...silent.map((contact) => ({
      contact: contact.key,
      account: contact.account,
      member: contact.owner,
      at: call.now.getTime() - (20 + (seedOf(contact.key) % 200)) * day,
      answer: null,
    })),
  ];
  await insertMany(
    call.db,
    'survey',
    {
      workspace_id: 'uuid',
      id: 'uuid',
      kind: 'text',
      account_id: 'uuid',
      contact_id: 'uuid',
      asked_by: 'uuid',
      asked_at: 'timestamptz',
      mailed: 'boolean',
      recommend: 'smallint',
      comment: 'text',
      stop: 'boolean',
      answered_at: 'timestamptz',
    },
    asked.map(({ contact, account, member, at, answer }) => ({
      ...ours,
      id: call.newId(),
      kind: 'nps',
      account_id: ids.account.get(account),
      contact_id: ids.contact.get(contact),
      asked_by: people.get(member),
      asked_at: new Date(at),
      mailed: true,
      recommend:
        answer === null
          ? null
          : answer.kind === 'survey good'
            ? 9 + (seedOf(answer.key) % 2)
            : 3 + (seedOf(answer.key) % 4),
      comment: answer?.subject ?? null,
      stop: false,
      answered_at: answer === null ? null : new Date(answer.at),
    })),
  );
  const agreed = new Set([
    ...asked.map((each) => each.contact),
    ...demo.contacts.filter((contact) => seedOf(contact.key) % 4 === 0).map((contact) => contact.key),
  ]);
  await insertMany(
    call.db,
    'consent',
    {
      workspace_id: 'uuid',
      id: 'uuid',
      contact_id: 'uuid',
      channel: 'text',
      purpose: 'text',
      state: 'text',
      source: 'text',
      at: 'timestamptz',
      recorded_at: 'timestamptz',
    },
    [...agreed].map((contact) => ({
      ...ours,
      id: call.newId(),
      contact_id: ids.contact.get(contact),
      channel: 'mail',
      purpose: 'survey',
      state: 'given',
      source: 'At the kick-off',
      at: new Date(call.now.getTime() - 500 * day),
      recorded_at: call.now,
    })),
  );
}
