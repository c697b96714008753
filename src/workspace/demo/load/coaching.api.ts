import { sql } from 'kysely';
import { insertRows } from '../../../platform/database.ts';
import { demoKey } from '../keys.ts';
import { day, dayAgo } from '../story/calendar.ts';
import { meetingsOf, profileAnswers, skillRatings } from '../story/coaching.ts';
import type { DemoLoad } from './load.ts';

/** Writes the demo's one-to-ones, and how its sellers are seen; all of it goes with its people. */
export async function addCoaching({ call, demo, ids, people }: DemoLoad): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  const now = call.now.getTime();
  const { rows: programmes } = await sql<{
    id: string;
  }>`select id from training_programme order by created_at desc limit 1`.execute(call.db);
  const meetings = meetingsOf(demo, now).map((meeting) => ({ meeting, id: call.newId() }));
  const touchpoints = meetings.flatMap(({ meeting }) => meeting.notes.flatMap((note) => note.touchpoint ?? []));
  const known = await call.db
    .selectFrom('touchpoint')
    .select(['id', 'evidence_key'])
    .where('workspace_id', '=', call.who.workspaceId)
    .where('evidence_key', 'in', ['', ...touchpoints.map(demoKey)])
    .execute();
  // These are notes of pairs to which whoever loads the demo does not belong: only the owner of the tables may write them.
  await sql`reset role`.execute(call.db);
  const at = (ago: number) => new Date(now - ago * day);
  await insertRows(
    call.db,
    'profile_answer',
    profileAnswers.map((each) => ({
      ...ours,
      id: call.newId(),
      member_id: people.get(each.member),
      rater_id: people.get(each.rater),
      answers: each.answers,
      at: at(each.ago),
    })),
  );
  await insertRows(
    call.db,
    'skill_rating',
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
  await insertRows(
    call.db,
    'one_to_one',
    meetings.map(({ meeting, id }) => ({
      ...ours,
      id,
      member_id: people.get(meeting.member),
      coach_id: people.get(meeting.coach),
      planned_on: dayAgo(now, meeting.ago),
      agenda: {
        ...meeting.agenda,
        sales: meeting.agenda.sales.map((sale) => ({ ...sale, id: ids.opportunity.get(sale.id) })),
        relationships: meeting.agenda.relationships.map((each) => ({
          ...each,
          accountId: ids.account.get(each.accountId),
        })),
      },
      held_at: meeting.held ? at(meeting.ago) : null,
      version: 1,
      created_at: at(Math.max(0, meeting.ago) + 6),
    })),
  );
  await insertRows(
    call.db,
    'coaching_note',
    meetings.flatMap(({ meeting, id }) =>
      meeting.notes.map((note) => ({
        ...ours,
        id: call.newId(),
        one_to_one_id: id,
        author_id: people.get(note.by),
        body: note.body,
        touchpoint_id: note.touchpoint
          ? (known.find((each) => each.evidence_key === demoKey(note.touchpoint!))?.id ?? null)
          : null,
        at: at(meeting.ago),
      })),
    ),
  );
  await insertRows(
    call.db,
    'commitment',
    meetings.flatMap(({ meeting, id }) =>
      meeting.commitments.map((each) => ({
        ...ours,
        id: call.newId(),
        one_to_one_id: id,
        member_id: people.get(each.by),
        kind: each.kind,
        what: each.what,
        programme_id: each.training ? (programmes[0]?.id ?? null) : null,
        due_on: dayAgo(now, -each.dueIn),
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
