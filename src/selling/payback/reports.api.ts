import { sql } from 'kysely';
import { compute } from '../../platform/compute.ts';
import { wholeWorkspace, type Connected, type Scope } from '../../platform/database.ts';
import { conflict, notFound } from '../../platform/problem.ts';
import { systemCall, type Call, type Serving } from '../../platform/serve.ts';
import { accompanied, announce, Cancelled, endWork, finish, percentOf } from '../../platform/work.ts';
import { trainingReport, type TrainingReport } from './report.ts';
import { readPanel } from './panel.api.ts';

/** Reports are computed in the background, in a thread of their own, with progress; asking again while one runs changes nothing. */
export const reportJob = 'training-report';

export async function askForReport(call: Call, programmeId: string) {
  const open = await reportRows(call)
    .where('programme_id', '=', programmeId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  if (open) return answerOf(open);
  const id = call.newId();
  await call.db
    .insertInto('training_report')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      programme_id: programmeId,
      state: 'waiting',
      asked_by: call.who.memberId,
      asked_at: call.now,
    })
    .execute();
  await announce(call, 'training report', id);
  call.enqueue(reportJob, { workspaceId: call.who.workspaceId, reportId: id });
  return answerOf(await reportRows(call).where('id', '=', id).executeTakeFirstOrThrow());
}

export async function cancelReport(call: Call, id: string): Promise<{ done: true }> {
  const report = await reportRows(call).where('id', '=', id).executeTakeFirst();
  if (!report) throw notFound('report');
  if (report.state !== 'waiting' && report.state !== 'working')
    throw conflict('ended', 'This report is no longer being computed.');
  await call.db
    .updateTable('training_report')
    .set({ state: 'cancelled', ended_at: call.now })
    .where('id', '=', id)
    .execute();
  await endWork(call, id);
  await call.record('training.report cancelled', { kind: 'programme', id: report.programme_id });
  return { done: true };
}

const reportRows = (call: Call) =>
  call.db
    .selectFrom('training_report')
    .select([
      'id',
      'programme_id',
      'state',
      percentOf('training_report').as('progress'),
      'asked_at',
      'ended_at',
      'problem',
    ]);

const answerOf = (row: Awaited<ReturnType<ReturnType<typeof reportRows>['executeTakeFirstOrThrow']>>) => ({
  id: row.id,
  state: row.state as 'waiting',
  progress: row.progress,
  askedAt: row.asked_at,
  endedAt: row.ended_at,
  problem: row.problem,
});

interface Asked {
  workspaceId: string;
  reportId: string;
}

/** The job: reads the months of everybody who takes part, computes beside the event loop, keeps the result. Safe to run twice. */
export async function workOnReport(
  serving: Serving,
  { workspaceId, reportId }: Asked,
  kinds: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const scope: Scope = wholeWorkspace(workspaceId, kinds);
  const inWorkspace = <T>(work: (call: Call) => Promise<T>, seconds = 60) =>
    systemCall(serving, scope, work, { seconds });
  // Nothing is read while this is held, else who ends it would wait for that.
  const begun = await inWorkspace((call) =>
    call.db
      .updateTable('training_report')
      .set({ state: 'working' })
      .where('id', '=', reportId)
      .where('state', 'in', ['waiting', 'working'])
      .returning(['programme_id', 'asked_by'])
      .executeTakeFirst(),
  );
  if (!begun) return;
  try {
    await accompanied(
      serving.database,
      workspaceId,
      { kind: 'training report', id: reportId, memberId: begun.asked_by },
      async (work) => {
        const input = await inWorkspace((call) => readPanel(call, begun.programme_id));
        work.signal.throwIfAborted();
        const report = await compute(
          trainingReport,
          new URL('./report.ts', import.meta.url),
          'trainingReport',
          input,
          work,
        );
        await inWorkspace(async (call) => {
          await finish(call, reportId);
          await keep(call, reportId, report);
        });
      },
      signal,
    );
  } catch (error) {
    // The program stops: the job goes on when it runs again.
    if (signal?.aborted) throw error;
    const state = error instanceof Cancelled ? 'cancelled' : 'failed';
    if (state === 'failed') serving.log.error({ err: error }, 'training report');
    await inWorkspace((call) =>
      call.db
        .updateTable('training_report')
        .set({
          state,
          ended_at: call.now,
          problem: state === 'failed' ? 'It could not be computed. Nothing was lost; ask for it again.' : null,
        })
        .where('id', '=', reportId)
        .where('state', '=', 'working')
        .execute(),
    );
  }
}

async function keep(call: Call, id: string, report: TrainingReport): Promise<void> {
  const kept = await sql<{
    programme_id: string;
  }>`update training_report set state = 'done', ended_at = ${call.now}, result = ${JSON.stringify(report)}::jsonb where id = ${id} and state = 'working' returning programme_id`.execute(
    call.db,
  );
  if (kept.rows[0]) await call.record('training.report made', { kind: 'programme', id: kept.rows[0].programme_id });
}

/** Every night the reports of all programmes in which somebody was trained. */
export async function askForAllReports(database: Connected, serving: Serving, kinds: readonly string[]): Promise<void> {
  const programmes = await database.asOwner((tx) =>
    sql<{
      workspace_id: string;
      id: string;
    }>`select p.workspace_id, p.id from training_programme p where p.deleted_at is null and exists (
      select from training_session s join training_attendance a on a.workspace_id = s.workspace_id and a.session_id = s.id
      where s.workspace_id = p.workspace_id and s.programme_id = p.id and a.state = 'attended')`.execute(tx),
  );
  for (const { workspace_id, id } of programmes.rows)
    await systemCall(serving, wholeWorkspace(workspace_id, kinds), (call) => askForReport(call, id));
}
