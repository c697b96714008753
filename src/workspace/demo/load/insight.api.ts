import { sql } from 'kysely';
import { runJob } from '../../../relationship/calibration/jobs.ts';
import { weekOf } from '../../../selling/team/period.ts';
import { demoKey } from '../keys.ts';
import { day, dayText } from '../story/calendar.ts';
import type { DemoLoad } from './load.ts';

/** Days within which the demo's customers come back often enough to learn from. */
const horizonDays = 60;

/** A report by e-mail, which is paused so that the demo writes to nobody, and a first look at what the customers themselves teach about the lines. */
export async function addInsight({ call, marks }: DemoLoad): Promise<void> {
  const { timeZone } = (await sql<{ timeZone: string }>`select time_zone as "timeZone" from workspace`.execute(call.db))
    .rows[0]!;
  // When it goes on, the time is reckoned anew.
  const monday = new Date(Date.parse(weekOf(dayText(call.now.getTime()))) + 7 * day);
  const schedule = call.newId();
  const [ours, kept] = [{ workspace_id: call.who.workspaceId }, { created_at: call.now, updated_at: call.now }];
  await call.db
    .insertInto('report_schedule')
    .values({
      ...ours,
      ...kept,
      id: schedule,
      name: 'The week before Monday’s talk',
      reports: ['forecast', 'outcomes', 'trust'],
      search: JSON.stringify({ days: '30' }),
      every: 'week',
      weekday: 1,
      monthday: 1,
      hour: 7,
      time_zone: timeZone,
      member_id: call.who.memberId,
      paused: true,
      next_at: monday,
    })
    .execute();
  await call.db
    .insertInto('report_recipient')
    .values({ ...ours, schedule_id: schedule, member_id: call.who.memberId })
    .execute();
  marks.push({ key: demoKey('schedule'), kind: 'report_schedule', record_id: schedule });
  // Where somebody has learnt from own customers already, nothing stands between those versions.
  if (await call.db.selectFrom('relationship_model').select('id').executeTakeFirst()) return;
  const model = call.newId();
  await call.db
    .insertInto('relationship_model')
    .values({
      ...ours,
      id: model,
      number: 1,
      horizon_days: horizonDays,
      member_id: call.who.memberId,
      started_at: call.now,
    })
    .execute();
  marks.push({ key: demoKey('calibration'), kind: 'relationship_model', record_id: model });
  call.enqueue(runJob, { workspaceId: call.who.workspaceId, modelId: model });
}
