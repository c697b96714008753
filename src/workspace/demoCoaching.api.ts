import { sql } from 'kysely';
import { insertMany } from '../platform/database.ts';
import type { Call } from '../platform/serve.ts';
import { meetingsOf, profileAnswers, skillRatings } from './demo/coaching.ts';
import { demoKey } from './demo/keys.ts';
import type { DemoCompany } from './demo/records.ts';
import type { DemoIds } from './demoCustomers.api.ts';

const day = 86_400_000;

/** Writes the demo's one-to-ones, and how its sellers are seen; all of it goes with its people. */
export async function addCoaching(call: Call, demo: DemoCompany, ids: DemoIds, people: ReadonlyMap<string, string>): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  const now = call.now.getTime();
  const { rows: programmes } = await sql<{ id: string }>`select id from training_programme order by created_at desc limit 1`.execute(call.db);
  const meetings = meetingsOf(demo, now).map((meeting) => ({ meeting, id: call.newId() }));
  const touchpoints = meetings.flatMap(({ meeting }) => meeting.notes.flatMap((note) => note.touchpoint ?? []));
  const known = await call.db.selectFrom('touchpoint').select(['id', 'evidence_key']).where('workspace_id', '=', call.who.workspaceId).where('evidence_key', 'in', ['', ...touchpoints.map(demoKey)]).execute();
  // These are notes of pairs to which whoever loads the demo does not belong: only the owner of the tables may write them.
  await sql`reset role`.execute(call.db);
  const at = (ago: number) => new Date(now - ago * day);
  await insertMany(
    call.db,
    'profile_answer',
    { workspace_id: 'uuid', id: 'uuid', member_id: 'uuid', rater_id: 'uuid', answers: 'jsonb', at: 'timestamptz' },
    profileAnswers.map((each) => ({ ...ours, id: call.newId(), member_id: people.get(each.member), rater_id: people.get(each.rater), answers: each.answers, at: at(each.ago) })),
  );
  await insertMany(
    call.db,
    'skill_rating',
    { workspace_id: 'uuid', id: 'uuid', member_id: 'uuid', rater_id: 'uuid', sale_type: 'text', stage: 'text', rating: 'smallint', seen_in: 'text', at: 'timestamptz' },
    skillRatings.map((each, i) => ({
      ...ours,
      id: call.newId(),
      member_id: people.get(each.member),
      rater_id: people.get(each.rater),
      sale_type: each.saleType,
      stage: each.stage,
      rating: each.rating,
      seen_in: each.seenIn,
      at: at(40 - i),
    })),
  );
  await insertMany(
    call.db,
    'one_to_one',
    { workspace_id: 'uuid', id: 'uuid', member_id: 'uuid', coach_id: 'uuid', planned_on: 'date', agenda: 'jsonb', held_at: 'timestamptz', version: 'integer', created_at: 'timestamptz' },
    meetings.map(({ meeting, id }) => ({
      ...ours,
      id,
      member_id: people.get(meeting.member),
      coach_id: people.get(meeting.coach),
      planned_on: at(meeting.ago).toISOString().slice(0, 10),
      agenda: {
        ...meeting.agenda,
        sales: meeting.agenda.sales.map((sale) => ({ ...sale, id: ids.opportunity.get(sale.id) })),
        relationships: meeting.agenda.relationships.map((each) => ({ ...each, accountId: ids.account.get(each.accountId) })),
      },
      held_at: meeting.held ? at(meeting.ago) : null,
      version: 1,
      created_at: at(Math.max(0, meeting.ago) + 6),
    })),
  );
  await insertMany(
    call.db,
    'coaching_note',
    { workspace_id: 'uuid', id: 'uuid', one_to_one_id: 'uuid', author_id: 'uuid', body: 'text', touchpoint_id: 'uuid', at: 'timestamptz' },
    meetings.flatMap(({ meeting, id }) =>
      meeting.notes.map((note) => ({
        ...ours,
        id: call.newId(),
        one_to_one_id: id,
        author_id: people.get(note.by),
        body: note.body,
        touchpoint_id: note.touchpoint ? (known.find((each) => each.evidence_key === demoKey(note.touchpoint!))?.id ?? null) : null,
        at: at(meeting.ago),
      })),
    ),
  );
  await insertMany(
    call.db,
    'commitment',
    {
      workspace_id: 'uuid', id: 'uuid', one_to_one_id: 'uuid', member_id: 'uuid', kind: 'text', what: 'text', programme_id: 'uuid',
      due_on: 'date', state: 'text', ended_at: 'timestamptz', version: 'integer', created_at: 'timestamptz',
    },
    meetings.flatMap(({ meeting, id }) =>
      meeting.commitments.map((each) => ({
        ...ours,
        id: call.newId(),
        one_to_one_id: id,
        member_id: people.get(each.by),
        kind: each.kind,
        what: each.what,
        programme_id: each.training ? (programmes[0]?.id ?? null) : null,
        due_on: at(-each.dueIn).toISOString().slice(0, 10),
        state: each.state,
        ended_at: each.state === 'open' ? null : at(-each.dueIn),
        version: 1,
        created_at: at(meeting.ago),
      })),
    ),
  );
  await sql`set local role perennial_app`.execute(call.db);
  call.enqueue('seller-profiles', { workspaceId: call.who.workspaceId });
}
