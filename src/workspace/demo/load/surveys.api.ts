import { insertRows } from '../../../platform/database.ts';
import { day } from '../story/calendar.ts';
import { seedOf } from '../story/life.ts';
import type { DemoLoad } from './load.ts';

/** Whom the demo company asked whether they recommend it: who answered, as the touchpoints tell, and who did not; all of them had agreed. They go with their people. */
export async function addSurveys({ call, demo, ids, people }: DemoLoad): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  const answered = demo.touchpoints.filter(
    (each) => (each.kind === 'survey good' || each.kind === 'survey poor') && each.contacts.length > 0,
  );
  const silent = demo.contacts.filter(
    (contact) => seedOf(contact.key) % 6 === 0 && answered.every((each) => !each.contacts.includes(contact.key)),
  );
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
  await insertRows(
    call.db,
    'survey',
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
            ? (toldIn(answer.subject) ?? 9 + (seedOf(answer.key) % 2))
            : (toldIn(answer.subject) ?? 3 + (seedOf(answer.key) % 4)),
      comment: answer === null ? null : wordsOf(answer.subject),
      stop: false,
      answered_at: answer === null ? null : new Date(answer.at),
    })),
  );
  // How their cases went: asked of whoever had one solved, answered by most; in the words of nobody but the figures.
  const solved = demo.cases.filter(
    (each) => each.state !== 'open' && each.state !== 'waiting' && ids.contact.has(each.contact),
  );
  await insertRows(
    call.db,
    'survey',
    solved.map((each) => {
      const pick = seedOf(`${each.key} rated`);
      const reopened = demo.touchpoints.some((told) => told.request === each.key && told.kind === 'case reopened');
      const at =
        demo.touchpoints.filter((told) => told.request === each.key).at(-1)?.at ?? call.now.getTime() - 30 * day;
      const answers = pick % 5 < 3;
      return {
        ...ours,
        id: call.newId(),
        kind: 'case',
        account_id: ids.account.get(each.account),
        contact_id: ids.contact.get(each.contact),
        case_id: ids.case.get(each.key),
        asked_at: new Date(at),
        mailed: true,
        stop: false,
        satisfaction: !answers ? null : reopened ? 2 : pick % 7 === 0 ? 3 : 4 + (pick % 2),
        effort: !answers ? null : reopened ? 4 : 1 + (pick % 3),
        answered_at: answers ? new Date(Math.min(call.now.getTime(), at + 6 * 3_600_000)) : null,
      };
    }),
  );
  const agreed = new Set([
    ...asked.map((each) => each.contact),
    ...demo.contacts.filter((contact) => seedOf(contact.key) % 4 === 0).map((contact) => contact.key),
  ]);
  await insertRows(
    call.db,
    'consent',
    [
      ...[...agreed].map((contact) => ({ contact, channel: 'mail', purpose: 'survey', source: 'At the kick-off' })),
      // Whoever reads the figures with us at a value review is asked there whether others may hear of it.
      ...demo.accounts.flatMap(({ key, ends }) => {
        const met = demo.touchpoints.filter((told) => told.account === key && told.contacts.length > 0).at(-1);
        return ends[1] === 'realized' && met && seedOf(`${key} references`) % 6 !== 0
          ? [{ contact: met.contacts[0]!, channel: 'call', purpose: 'reference', source: 'At the value review' }]
          : [];
      }),
    ].map(({ contact, channel, purpose, source }) => ({
      ...ours,
      id: call.newId(),
      contact_id: ids.contact.get(contact),
      channel,
      purpose,
      state: 'given',
      source,
      at: new Date(call.now.getTime() - 500 * day),
      recorded_at: call.now,
    })),
  );
}

/** “Survey: 9 of 10” → 9. */
const toldIn = (subject: string): number | null => {
  const found = /(\d+) of 10/.exec(subject);
  return found ? Number(found[1]) : null;
};

/** What they said beside the number; nothing where the number is all. */
const wordsOf = (subject: string): string | null => {
  const said = /“(.+)”/.exec(subject)?.[1] ?? (toldIn(subject) === null ? subject : null);
  return said;
};
