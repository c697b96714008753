import { sql } from 'kysely';
import type { Returns } from '../../platform/contract.ts';
import { sameRecord } from '../../platform/database.ts';
import { conflict, forbidden, notFound, Problem } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';
import type { importContract } from './contract.ts';
import type { FilePlan, ImportPlan } from './plan/plan.ts';
import { checkPlan } from './plan/rules.ts';
import { noProgress } from './stored.api.ts';

/** An import as people see it, and whether it is at the point where they may move it. */

export type ImportRecord = Omit<Returns<typeof importContract.readImport>, 'plan'> & { plan: ImportPlan | null };

export function importRows(call: Call) {
  return call.db
    .selectFrom('import as i')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'i.member_id'))
    .select([
      'i.id',
      'i.state',
      'i.member_id',
      'm.name as member_name',
      'i.plan',
      'i.progress',
      'i.report',
      'i.rehearsal',
      'i.undone',
      'i.cursor',
      'i.error',
      'i.created_at',
      'i.started_at',
      'i.ended_at',
      'i.version',
    ])
    .select(
      sql<
        ImportRecord['files']
      >`coalesce((select jsonb_agg(jsonb_build_object('number', f.number, 'name', f.name, 'size', f.size, 'received', f.received) order by f.number)
        from import_file f where f.workspace_id = i.workspace_id and f.import_id = i.id), '[]')`.as('files'),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof importRows>['execute']>>[number];

export function summaryOf(row: Row) {
  const report = row.report as ImportRecord['report'];
  const progress = row.progress as ImportRecord['progress'];
  const cursor = row.cursor as { over?: boolean };
  return {
    id: row.id,
    state: row.state,
    memberId: row.member_id,
    memberName: row.member_name,
    files: row.files,
    progress: progress && 'stage' in progress ? { ...noProgress, ...progress } : null,
    records: report?.records ?? {},
    rows: report?.files.reduce((sum, file) => sum + file.read, 0) ?? 0,
    working: row.state === 'running' || row.state === 'undoing' || (row.state === 'cancelled' && !cursor.over),
    error: row.error,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    version: row.version,
  };
}

export async function found(call: Call, id: string): Promise<ImportRecord> {
  const row = await importRows(call).where('i.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('import');
  const plan = row.plan as object;
  return {
    ...summaryOf(row),
    plan: 'files' in plan ? (plan as ImportPlan) : null,
    report: row.report as ImportRecord['report'],
    rehearsal: row.rehearsal as ImportRecord['rehearsal'],
    undone: row.undone as ImportRecord['undone'],
  };
}

/** Locked until the request ends; a colleague's import that one may only read is not one's to move. */
export async function inState(call: Call, id: string, states: readonly ImportRecord['state'][]): Promise<ImportRecord> {
  const record = await found(call, id);
  const mine = record.memberId === call.who.memberId || call.who.scope.changes.includes('import');
  if (!mine) throw forbidden('change this import');
  const { rows } = await sql<{
    state: ImportRecord['state'];
  }>`select state from import where id = ${id} for update`.execute(call.db);
  const state = rows[0]?.state ?? record.state;
  if (!states.includes(state)) throw conflict('not_now', wrongState[state], { state });
  return { ...record, state };
}

const wrongState: Record<ImportRecord['state'], string> = {
  uploading: 'Propose a plan for the files first.',
  planned: 'This import has not run yet.',
  running: 'This import is running. Cancel it first.',
  done: 'This import has run. Begin a new one, or take it back.',
  cancelled: 'This import was cancelled. Go on with it, or take it back.',
  failed: 'This import stopped. Go on with it, or take it back.',
  undoing: 'This import is being taken back.',
  undone: 'This import was taken back. Begin a new one.',
};

export async function planned(call: Call, id: string, states: readonly ImportRecord['state'][]): Promise<ImportRecord> {
  const record = await inState(call, id, states);
  const errors = record.plan ? checkPlan(record.plan).filter((problem) => problem.severity === 'error') : [];
  if (!record.plan) throw conflict('no_plan', 'Propose a plan for the files first.');
  if (errors.length > 0)
    throw new Problem(422, 'plan_has_errors', 'The plan cannot be followed yet. Correct what is marked.', { errors });
  return record;
}

/** A workbook holds a table per sheet. */
export const fileName = (file: FilePlan): string =>
  file.format === 'xlsx' ? (file.file.split('#')[0] ?? file.file) : file.file;
