import { insertRows } from '../../../platform/database.ts';
import { demoKey } from '../keys.ts';
import { trainingOf } from '../story/training.ts';
import type { DemoLoad } from './load.ts';

/** Writes the demo's training and asks for its report; takes what technicians spotted from the records of who spotted it. */
export async function addTraining({ call, people, marks }: DemoLoad): Promise<void> {
  const told = trainingOf(call.now.getTime());
  const ours = { workspace_id: call.who.workspaceId };
  const programmeId = call.newId();
  const kept = { version: 1, created_at: new Date(told.plannedAt), updated_at: new Date(told.plannedAt) };
  await insertRows(call.db, 'training_programme', [
    {
      ...ours,
      ...kept,
      id: programmeId,
      name: told.name,
      purpose: told.purpose,
      outcome: 'spotted',
      order_by: 'business',
      loaded_rate: told.loadedRate,
      margin_share: told.marginShare,
    },
  ]);
  const sessions = told.sessions.map((session) => ({ session, id: call.newId() }));
  await insertRows(
    call.db,
    'training_session',
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
  await insertRows(
    call.db,
    'training_attendance',
    sessions.flatMap(({ session, id }) =>
      session.members.map((member) => ({
        ...ours,
        session_id: id,
        member_id: people.get(member),
        state: 'attended',
        planned_at: new Date(told.plannedAt),
      })),
    ),
  );
  const reportId = call.newId();
  await insertRows(call.db, 'training_report', [
    {
      ...ours,
      id: reportId,
      programme_id: programmeId,
      state: 'waiting',
      asked_by: call.who.memberId,
      asked_at: call.now,
    },
  ]);
  call.enqueue('training-report', { workspaceId: call.who.workspaceId, reportId });
  marks.push({ key: demoKey('training'), kind: 'training_programme', record_id: programmeId });
}
