import { sql } from 'kysely';
import { conflict, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { isHidden } from '../figures-sql.ts';
import type { coachingContract } from './contract.ts';
import type { OneToOne } from './records.ts';
import { leads, mustSee, prepared } from './people.api.ts';
import { commitmentRows, meetingRows } from './store.api.ts';

type Own =
  | 'listTrainings'
  | 'planOneToOne'
  | 'readOneToOne'
  | 'changeOneToOne'
  | 'addNote'
  | 'removeNote'
  | 'agree'
  | 'settleCommitment';

/** One-to-ones: row-level security lets nobody but the two in, so nothing here asks who they are. */
export const meetingHandlers: Pick<Handlers<typeof coachingContract>, Own> = {
  async listTrainings(call) {
    const { rows } = await sql<{
      id: string;
      name: string;
      purpose: string | null;
      nextOn: string | null;
    }>`select id, name, purpose, next_on as "nextOn" from training_names()`.execute(call.db);
    return { items: rows };
  },

  async planOneToOne(call, { params, body }) {
    await mustSee(call, params.id);
    if (!leads(call, params.id))
      throw conflict('not_coach', 'A one-to-one is planned by whoever leads the person. Ask them for one.');
    const id = call.newId();
    await call.db
      .insertInto('one_to_one')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        member_id: params.id,
        coach_id: call.who.memberId,
        planned_on: body.plannedOn,
        agenda: JSON.stringify(await prepared(call, params.id)),
        created_at: call.now,
      })
      .execute();
    // What is recorded says that they meet, not what about.
    await call.record('coaching.planned', { kind: 'coaching', id });
    return meetingById(call, id);
  },

  readOneToOne: (call, { params }) => meetingById(call, params.id),

  async changeOneToOne(call, { params, body }) {
    const before = await meetingById(call, params.id);
    const changed = await call.db
      .updateTable('one_to_one')
      .set({
        planned_on: body.plannedOn ?? before.plannedOn,
        held_at: body.held === undefined ? (before.heldAt as never) : body.held ? call.now : null,
        version: call.version + 1,
      })
      .where('id', '=', params.id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(before);
    await call.record(body.held ? 'coaching.held' : 'coaching.moved', { kind: 'coaching', id: params.id });
    return meetingById(call, params.id);
  },

  async addNote(call, { params, body }) {
    await meetingById(call, params.id);
    await mustBeSeen(call.db, { touchpointId: ['touchpoint', body.touchpointId] });
    await call.db
      .insertInto('coaching_note')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        one_to_one_id: params.id,
        author_id: call.who.memberId,
        body: body.body,
        touchpoint_id: body.touchpointId,
        at: call.now,
      })
      .execute();
    return meetingById(call, params.id);
  },

  async removeNote(call, { params }) {
    const gone = await call.db.deleteFrom('coaching_note').where('id', '=', params.id).executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw notFound('note of your own');
    return { done: true };
  },

  async agree(call, { params, body }) {
    const meeting = await meetingById(call, params.id);
    if (body.memberId !== meeting.memberId && body.memberId !== meeting.coachId)
      throw invalid([{ path: 'memberId', message: 'A commitment is made by one of the two' }]);
    if (body.programmeId) {
      const { rows } = await sql`select 1 from training_names() where id = ${body.programmeId}`.execute(call.db);
      if (rows.length === 0) throw invalid([{ path: 'programmeId', message: 'There is no such programme' }]);
    }
    await call.db
      .insertInto('commitment')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        one_to_one_id: params.id,
        member_id: body.memberId,
        kind: body.kind,
        what: body.what,
        programme_id: body.programmeId,
        due_on: body.dueOn,
        created_at: call.now,
      })
      .execute();
    return meetingById(call, params.id);
  },

  async settleCommitment(call, { params, body }) {
    const before = await commitmentRows(call).where('c.id', '=', params.id).executeTakeFirst();
    if (!before) throw notFound('commitment');
    const changed = await call.db
      .updateTable('commitment')
      .set({ state: body.state, ended_at: body.state === 'open' ? null : call.now, version: call.version + 1 })
      .where('id', '=', params.id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(before);
    return commitmentRows(call).where('c.id', '=', params.id).executeTakeFirstOrThrow();
  },
};

async function meetingById(call: Call, id: string): Promise<OneToOne> {
  const meeting = await meetingRows(call)
    .where('o.id', '=', id)
    .select(sql<OneToOne['agenda']>`o.agenda`.as('agenda'))
    .executeTakeFirst();
  if (!meeting) throw notFound('one-to-one');
  // How somebody carries a stage is a figure about them, also where it was written down before the workspace decided to keep none.
  const agenda = (await isHidden(call, meeting.memberId)) ? { ...meeting.agenda, skill: null } : meeting.agenda;
  const { rows: notes } = await sql<OneToOne['notes'][number]>`
    select n.id, n.author_id as "authorId", m.name as "authorName", n.body, n.at,
      case when t.id is not null then jsonb_build_object('id', t.id, 'subject', t.subject, 'at', to_char(t.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'accountId', t.account_id, 'accountName', a.name) end as touchpoint
    from coaching_note n join member m on m.workspace_id = n.workspace_id and m.id = n.author_id
    left join touchpoint t on t.workspace_id = n.workspace_id and t.id = n.touchpoint_id
    left join account a on a.workspace_id = t.workspace_id and a.id = t.account_id
    where n.one_to_one_id = ${id} order by n.id limit 500`.execute(call.db);
  const commitments = await commitmentRows(call)
    .where('c.one_to_one_id', '=', id)
    .orderBy('c.due_on')
    .orderBy('c.id')
    .limit(200)
    .execute();
  return { ...meeting, agenda, notes, commitments } as unknown as OneToOne;
}
