import { insertMany } from '../platform/database.ts';
import type { Call } from '../platform/serve.ts';
import { demoKey } from './demo/keys.ts';
import { trainingOf } from './demo/training.ts';
import type { Mark } from './demo.api.ts';

/** Writes the demo's training and asks for its report; takes what technicians spotted from the records of who spotted it. */
export async function addTraining(call: Call, people: ReadonlyMap<string, string>, marks: Mark[]): Promise<void> {
  const told = trainingOf(call.now.getTime());
  const ours = { workspace_id: call.who.workspaceId };
  const programmeId = call.newId();
  const kept = { version: 1, created_at: new Date(told.plannedAt), updated_at: new Date(told.plannedAt) };
  await insertMany(call.db, 'training_programme', programmeColumns, [
    { ...ours, ...kept, id: programmeId, name: told.name, purpose: told.purpose, outcome: 'spotted', order_by: 'business', loaded_rate: told.loadedRate, margin_share: told.marginShare },
  ]);
  const sessions = told.sessions.map((session) => ({ session, id: call.newId() }));
  await insertMany(
    call.db,
    'training_session',
    sessionColumns,
    sessions.map(({ session, id }) => ({
      ...ours,
      ...kept,
      id,
      programme_id: programmeId,
      name: session.name,
      starts_on: session.startsOn,
      ends_on: session.endsOn,
      fees: session.fees,
      material: session.material,
      hours_each: session.hoursEach,
    })),
  );
  await insertMany(
    call.db,
    'training_attendance',
    attendanceColumns,
    sessions.flatMap(({ session, id }) =>
      session.members.map((member) => ({ ...ours, session_id: id, member_id: people.get(member), state: 'attended', planned_at: new Date(told.plannedAt) })),
    ),
  );
  const reportId = call.newId();
  await insertMany(call.db, 'training_report', reportColumns, [
    { ...ours, id: reportId, programme_id: programmeId, state: 'waiting', progress: 0, asked_by: call.who.memberId, asked_at: call.now },
  ]);
  call.enqueue('training-report', { workspaceId: call.who.workspaceId, reportId });
  marks.push({ key: demoKey('training'), kind: 'training_programme', record_id: programmeId });
}

const programmeColumns = {
  workspace_id: 'uuid',
  id: 'uuid',
  name: 'text',
  purpose: 'text',
  outcome: 'text',
  order_by: 'text',
  loaded_rate: 'numeric',
  margin_share: 'numeric',
  version: 'integer',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
};
const sessionColumns = {
  workspace_id: 'uuid',
  id: 'uuid',
  programme_id: 'uuid',
  name: 'text',
  starts_on: 'date',
  ends_on: 'date',
  fees: 'numeric',
  material: 'numeric',
  hours_each: 'numeric',
  version: 'integer',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
};
const attendanceColumns = { workspace_id: 'uuid', session_id: 'uuid', member_id: 'uuid', state: 'text', planned_at: 'timestamptz' };
const reportColumns = {
  workspace_id: 'uuid',
  id: 'uuid',
  programme_id: 'uuid',
  state: 'text',
  progress: 'smallint',
  asked_by: 'uuid',
  asked_at: 'timestamptz',
};
