import { sql } from 'kysely';
import { insertRows } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import { answerDueAt } from '../../../usage/spotted/spotted.ts';
import { demoKey } from '../keys.ts';
import { day, dayText } from '../story/calendar.ts';
import { asks, edgesOf, notesOf, type ToldNote } from '../story/circle.ts';
import { me, members } from '../story/company.ts';
import { moved } from '../story/people.ts';
import type { DemoLoad } from './load.ts';

/** Writes what was spotted, who brought whom, and whom the force asked. Everything goes with its account. */
export async function addCircle(load: DemoLoad): Promise<void> {
  await addNotes(load);
  await addEdges(load);
}

async function addNotes({ call, demo, ids, people }: DemoLoad): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  const notes = notesOf(demo, call.now.getTime());
  const noteIds = new Map(notes.map((note) => [note.key, call.newId()]));
  const touchpoints = await touchpointIds(
    call,
    notes.flatMap((note) => note.touchpoint ?? []),
  );
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const owners = new Map(demo.accounts.map((account) => [account.key, account.owner]));
  const rows = notes.map((note) => {
    const owner = people.get(owners.get(note.account)!);
    const at = new Date(note.at);
    return {
      ...ours,
      id: noteIds.get(note.key),
      account_id: ids.account.get(note.account),
      touchpoint_id: touchpoints.get(note.touchpoint ?? '') ?? null,
      originator_id: people.get(note.originator),
      what: note.what,
      for_name: note.forName,
      urgency: note.urgency,
      may_contact: note.mayContact,
      noted_at: at,
      recipient_id: owner,
      routed: 'account owner',
      answer_due_at: answerDueAt(at, note.urgency),
      overdue_told_at: null,
      state: note.state,
      first_id: note.first === null ? null : noteIds.get(note.first),
      answered_at: note.answeredAt && new Date(note.answeredAt),
      answered_by: note.answeredAt ? owner : null,
      becomes: note.state === 'accepted' ? 'opportunity' : null,
      reason: note.reason,
      answer_note: note.note,
      prospect_account_id: note.sale ? ids.account.get(note.account) : null,
      opportunity_id: note.sale ? ids.opportunity.get(note.sale.key) : null,
      sale_stage: note.sale?.stage ?? null,
      sale_outcome: note.sale?.outcome ?? null,
      sale_amount: note.sale?.amount ?? null,
      sale_currency: note.sale ? currency : null,
      sale_closed_on: note.sale?.closedOn ?? null,
      version: 1,
      created_at: at,
      updated_at: new Date(note.answeredAt ?? note.at),
    };
  });
  await insertRows(call.db, 'spotted', rows);
  const nameOf = (key: string) =>
    key === me ? call.who.name : (members.find((member) => member.key === key)?.name ?? null);
  const news = notes.flatMap((note) =>
    newsOf(note, currency).map((step) => ({
      ...ours,
      id: call.newId(),
      spotted_id: noteIds.get(note.key),
      at: new Date(step.at),
      code: step.code,
      facts: step.code === 'noted' ? { recipient: nameOf(owners.get(note.account)!) } : step.facts,
      member_id: people.get(step.by ?? note.originator) ?? people.get(owners.get(note.account)!),
    })),
  );
  await insertRows(call.db, 'spotted_news', news);
  const names = new Map(demo.accounts.map((account) => [account.key, account.name]));
  const told = notes
    .filter((note) => note.state === 'noted' && owners.get(note.account) === me)
    .map((note) => ({
      ...ours,
      id: call.newId(),
      member_id: call.who.memberId,
      at: new Date(note.at),
      code: 'spotted.noted',
      facts: { what: note.what, account: names.get(note.account) },
      subject_kind: 'spotted',
      subject_id: noteIds.get(note.key),
      account_id: ids.account.get(note.account),
      actor_id: people.get(note.originator),
    }));
  await insertRows(call.db, 'notification', told);
}

interface Step {
  at: number;
  code: string;
  facts: object;
  by?: string;
}

function newsOf(note: ToldNote, currency: string): Step[] {
  const steps: Step[] = [{ at: note.at, code: 'noted', facts: {} }];
  if (note.state === 'declined')
    steps.push({
      at: note.answeredAt!,
      code: 'declined',
      facts: { reason: note.reason, note: note.note },
      by: 'owner',
    });
  if (!note.sale) return steps;
  const money = { amount: String(note.sale.amount), currency };
  steps.push({ at: note.answeredAt!, code: 'accepted as opportunity', facts: {}, by: 'owner' });
  if (note.sale.outcome === 'won') steps.push({ at: note.sale.updatedAt, code: 'won', facts: money, by: 'owner' });
  if (note.sale.outcome === 'lost')
    steps.push({ at: note.sale.updatedAt, code: 'lost', facts: { ...money, reason: note.sale.reason }, by: 'owner' });
  if (note.sale.outcome === 'open')
    steps.push({ at: note.sale.stageSince, code: 'moved', facts: { stage: note.sale.stage }, by: 'owner' });
  return steps;
}

async function addEdges({ call, demo, ids, people }: DemoLoad): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId, version: 1 };
  const edges = edgesOf(demo);
  const owners = new Map(demo.accounts.map((account) => [account.key, people.get(account.owner)]));
  const touchpoints = await touchpointIds(
    call,
    edges.flatMap((edge) => edge.touchpoint ?? []),
  );
  const rows = edges.map((edge) => {
    const on = new Date(edge.on);
    return {
      ...ours,
      id: call.newId(),
      kind: edge.kind,
      from_account_id: ids.account.get(edge.from),
      from_contact_id: ids.contact.get(`${edge.from}/person 0`) ?? null,
      to_account_id: ids.account.get(edge.to),
      happened_on: edge.on,
      weight: 1,
      evidence: edge.evidence,
      touchpoint_id: touchpoints.get(edge.touchpoint ?? '') ?? null,
      would_have_come: edge.wouldHaveCome,
      thanked_at: edge.thanks === null ? null : new Date(on.getTime() + 9 * day),
      thanked_by: edge.thanks === null ? null : owners.get(edge.from),
      thanks: edge.thanks,
      noted_by: owners.get(edge.to),
      created_at: on,
      updated_at: on,
    };
  });
  await insertRows(call.db, 'influence', rows);
  const gone = demo.contacts.find((contact) => contact.key === moved.contact);
  const nameOf = (key: string) => demo.accounts.find((account) => account.key === key)!.name;
  if (gone)
    await insertRows(call.db, 'influence_suggestion', [
      {
        ...ours,
        id: call.newId(),
        contact_id: ids.contact.get(gone.key),
        from_account_id: ids.account.get(moved.from),
        to_account_id: ids.account.get(moved.to),
        moved_on: dayText(call.now.getTime() - moved.startedAgo * day),
        evidence: `${gone.given} ${gone.family} went from ${nameOf(moved.from)} to ${nameOf(moved.to)}`,
        state: 'open',
        created_at: call.now,
      },
    ]);
  const asked = asks.map((ask) => {
    const at = new Date(call.now.getTime() - ask.ago * day);
    const given = rows.find(
      (row) => ask.state === 'given' && row.from_account_id === ids.account.get(ask.account) && row.kind === 'referral',
    );
    return {
      ...ours,
      id: call.newId(),
      account_id: ids.account.get(ask.account),
      contact_id: ids.contact.get(`${ask.account}/person 0`) ?? null,
      kind: ask.kind,
      state: ask.state,
      asked_at: at,
      answered_at: ask.state === 'asked' ? null : at,
      note: ask.note,
      member_id: owners.get(ask.account) ?? call.who.memberId,
      influence_id: given?.id ?? null,
      created_at: at,
      updated_at: at,
    };
  });
  await insertRows(call.db, 'influence_ask', asked);
}

/** Ids of touchpoints by their key in the demo. */
async function touchpointIds(call: Call, keys: readonly string[]): Promise<Map<string, string>> {
  const wanted = keys.map(demoKey);
  const { rows } = await sql<{ id: string; key: string }>`
    select id, evidence_key as key from touchpoint where evidence_key = any (${wanted}::text[])`.execute(call.db);
  return new Map(rows.map((row) => [row.key.slice(demoKey('').length), row.id]));
}
