import { sql } from 'kysely';
import { insertMany } from '../../platform/database.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, invalid, notFound, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { paybackContract, ProgrammeDetail } from './contract.ts';
import { askForReport, cancelReport } from './reports.api.ts';
import { countedIn } from './records.api.ts';
import { programmeById, programmeOf, programmeRows } from './store.api.ts';

export const paybackHandlers: Handlers<typeof paybackContract> = {
  async listProgrammes(call, { query }) {
    const found = await pageOf(
      programmeRows(call),
      [
        { by: sql.ref('p.created_at'), key: 'created_at', type: 'timestamptz', descending: true },
        { by: sql.ref('p.id'), key: 'id', type: 'uuid', descending: true },
      ],
      query,
    );
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    return { items: found.items.map(programmeOf), next: found.next, currency };
  },

  async createProgramme(call, { body }) {
    const id = call.newId();
    await call.db
      .insertInto('training_programme')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        ...columnsOf(body),
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record('training.planned', { kind: 'programme', id }, { name: body.name });
    return programmeById(call, id);
  },

  readProgramme: (call, { params }) => programmeById(call, params.id),

  listCounted: (call, { params, query }) => countedIn(call, params.id, query),

  async changeProgramme(call, { params, body }) {
    const before = await programmeById(call, params.id);
    if (before.version !== call.version) throw stale(before);
    const changes = changesBetween<object>(before, body);
    if (Object.keys(changes).length === 0) return before;
    await change(call, before, columnsOf({ ...before, ...without(body) }));
    await call.record('training.changed', { kind: 'programme', id: params.id }, { name: before.name, changes });
    return afterChange(call, params.id);
  },

  async removeProgramme(call, { params }) {
    const { name } = await programmeById(call, params.id);
    await call.db
      .updateTable('training_programme')
      .set({ deleted_at: call.now, updated_at: call.now })
      .where('id', '=', params.id)
      .execute();
    await call.record('training.removed', { kind: 'programme', id: params.id }, { name });
    return { done: true };
  },

  async restoreProgramme(call, { params }) {
    const back = await call.db
      .updateTable('training_programme')
      .set({ deleted_at: null, updated_at: call.now })
      .where('id', '=', params.id)
      .executeTakeFirst();
    if (back.numUpdatedRows === 0n) throw notFound('programme');
    const programme = await programmeById(call, params.id);
    await call.record('training.restored', { kind: 'programme', id: params.id }, { name: programme.name });
    return programme;
  },

  async addSession(call, { params, body: { people, ...session } }) {
    const programme = await programmeById(call, params.id);
    mustEndAfter(session.startsOn, session.endsOn);
    const id = call.newId();
    await call.db
      .insertInto('training_session')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        programme_id: params.id,
        name: session.name,
        starts_on: session.startsOn,
        ends_on: session.endsOn,
        fees: session.fees,
        material: session.material,
        hours_each: session.hoursEach,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await setPeople(call, id, people);
    await call.record(
      'training.session added',
      { kind: 'programme', id: params.id },
      { name: programme.name, session: session.name },
    );
    return afterChange(call, params.id);
  },

  async changeSession(call, { params, body: { people, ...body } }) {
    const programme = await programmeOfSession(call, params.id);
    const before = programme.waves.find((wave) => wave.id === params.id)!;
    if (before.version !== call.version) throw stale(before);
    const next = { ...before, ...without(body) };
    mustEndAfter(next.startsOn, next.endsOn);
    const changed = await call.db
      .updateTable('training_session')
      .set({
        name: next.name,
        starts_on: next.startsOn,
        ends_on: next.endsOn,
        fees: next.fees,
        material: next.material,
        hours_each: next.hoursEach,
        version: call.version + 1,
        updated_at: call.now,
      })
      .where('id', '=', params.id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(before);
    if (people) await setPeople(call, params.id, people);
    await call.record(
      'training.session changed',
      { kind: 'programme', id: programme.id },
      { name: programme.name, session: next.name, changes: changesBetween<object>(before, body) },
    );
    return afterChange(call, programme.id);
  },

  async removeSession(call, { params }) {
    const programme = await programmeOfSession(call, params.id);
    await call.db.deleteFrom('training_session').where('id', '=', params.id).execute();
    await call.record('training.session removed', { kind: 'programme', id: programme.id }, { name: programme.name });
    return afterChange(call, programme.id);
  },

  async planComparison(call, { params, body }) {
    const programme = await programmeById(call, params.id);
    const ids = [...new Set(body.memberIds)];
    await mustBeColleagues(call, ids);
    // Whoever stays keeps the moment in which they were named.
    await call.db
      .deleteFrom('training_comparison')
      .where('programme_id', '=', params.id)
      .$if(ids.length > 0, (q) => q.where('member_id', 'not in', ids))
      .execute();
    await insertMany(
      call.db,
      'training_comparison',
      { workspace_id: 'uuid', programme_id: 'uuid', member_id: 'uuid', planned_at: 'timestamptz' },
      ids.map((member_id) => ({
        workspace_id: call.who.workspaceId,
        programme_id: params.id,
        member_id,
        planned_at: call.now,
      })),
      'on conflict do nothing',
    );
    await call.record(
      'training.comparison planned',
      { kind: 'programme', id: params.id },
      { name: programme.name, people: ids.length },
    );
    return afterChange(call, params.id);
  },

  async makeReport(call, { params }) {
    const programme = await programmeById(call, params.id);
    if (programme.trained === 0)
      throw conflict(
        'nobody_trained',
        'Nobody has attended a session yet, so there is nothing to compare. Note who attended first.',
      );
    return askForReport(call, params.id);
  },

  cancelReport: (call, { params }) => cancelReport(call, params.id),
};

type Body = Pick<ProgrammeDetail, 'name' | 'purpose' | 'outcome' | 'orderBy' | 'loadedRate' | 'marginShare'>;

const columnsOf = (body: Body) => ({
  name: body.name,
  purpose: body.purpose,
  outcome: body.outcome,
  order_by: body.orderBy,
  loaded_rate: body.loadedRate,
  margin_share: String(body.marginShare),
});

/** What was really said: an absent part changes nothing. */
const without = <T extends object>(body: T) =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

async function change(call: Call, before: ProgrammeDetail, values: ReturnType<typeof columnsOf>): Promise<void> {
  const changed = await call.db
    .updateTable('training_programme')
    .set({ ...values, version: call.version + 1, updated_at: call.now })
    .where('id', '=', before.id)
    .where('version', '=', call.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw stale(await programmeById(call, before.id));
}

/** Whoever was trained or named changes what the report says: it is computed anew. */
async function afterChange(call: Call, id: string): Promise<ProgrammeDetail> {
  const { trained } = await programmeById(call, id);
  if (trained > 0) await askForReport(call, id);
  return programmeById(call, id);
}

async function programmeOfSession(call: Call, id: string): Promise<ProgrammeDetail> {
  const session = await call.db
    .selectFrom('training_session')
    .select('programme_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!session) throw notFound('session');
  return programmeById(call, session.programme_id);
}

function mustEndAfter(startsOn: string, endsOn: string): void {
  if (endsOn < startsOn) throw invalid([{ path: 'endsOn', message: 'Ends before it begins' }]);
}

/** Puts the list in the place of the former one; whoever stays keeps the moment in which they were planned. */
async function setPeople(
  call: Call,
  sessionId: string,
  people: readonly { memberId: string; state: string }[],
): Promise<void> {
  const ids = [...new Set(people.map((person) => person.memberId))];
  await mustBeColleagues(call, ids);
  await call.db
    .deleteFrom('training_attendance')
    .where('session_id', '=', sessionId)
    .$if(ids.length > 0, (q) => q.where('member_id', 'not in', ids))
    .execute();
  const last = new Map(people.map((person) => [person.memberId, person.state]));
  await insertMany(
    call.db,
    'training_attendance',
    { workspace_id: 'uuid', session_id: 'uuid', member_id: 'uuid', state: 'text', planned_at: 'timestamptz' },
    [...last].map(([member_id, state]) => ({
      workspace_id: call.who.workspaceId,
      session_id: sessionId,
      member_id,
      state,
      planned_at: call.now,
    })),
    'on conflict (workspace_id, session_id, member_id) do update set state = excluded.state',
  );
}

async function mustBeColleagues(call: Call, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await call.db.selectFrom('member').select('id').where('id', 'in', ids).execute();
  if (found.length < ids.length) throw invalid([{ path: 'people', message: 'There is no such colleague' }]);
}
