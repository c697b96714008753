import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { ImportPlan } from './plan/plan.ts';
import type { FileReport, ImportReport } from './report.ts';

/** How far an import is. It is written in the transaction of each chunk, so it is never ahead of or behind the records. */
export type Cursor = {
  /** Per file of the plan: how many of its rows are in. */
  rows: Record<string, number>;
  /** Files of the plan whose rows and references are in. */
  finished: number[];
  /** All that an import does is done: nothing is to be resumed. */
  over?: boolean;
  /** Undo: the last row or record that was taken back. */
  undo?: { file: number; number: number } | undefined;
};

export type Progress = {
  stage: 'counting' | 'rows' | 'links' | 'relationships' | 'undo';
  /** The file at hand, as dropped. */
  file: string | null;
  rows: number;
  /** Of all files; null until they are counted. */
  totalRows: number | null;
  /** Relationships, or records taken back: done and all. */
  done: number;
  total: number;
  /** Rows (or records) per second, over the last seconds. */
  rate: number;
};
export const noProgress: Progress = {
  stage: 'counting',
  file: null,
  rows: 0,
  totalRows: null,
  done: 0,
  total: 0,
  rate: 0,
};

export type StoredReport = ImportReport & { files: FileReport[] };

export type StoredImport = {
  id: string;
  member_id: string;
  state: 'uploading' | 'planned' | 'running' | 'done' | 'cancelled' | 'failed' | 'undoing' | 'undone';
  plan: ImportPlan;
  cursor: Cursor;
  progress: Progress;
  report: StoredReport;
  started_at: Date;
  created_at: Date;
  /** Another worker, which lives, has it in hand. */
  held?: boolean;
};

/** A worker is alive while its process holds the lock of its name (see `showAlive`); what a dead one left is taken over at once. */
export const heldByAnother = (worker: string) =>
  sql<boolean>`case when worker is null or worker = ${worker} then false else not pg_try_advisory_xact_lock(hashtextextended(worker::text, 0)) end`;

/** The import, locked until the transaction ends: whoever holds it is the only one who moves it. */
export async function lockImport(db: Tx, importId: string, worker: string): Promise<StoredImport | undefined> {
  const { rows } =
    await sql<StoredImport>`select id, member_id, state, plan, cursor, progress, report, started_at, created_at, ${heldByAnother(worker)} as held from import where id = ${importId} for update`.execute(
      db,
    );
  return rows[0] && opened(rows[0]);
}

export const opened = (row: StoredImport): StoredImport => ({
  ...row,
  cursor: Object.assign({ rows: {}, finished: [] }, row.cursor),
  progress: { ...noProgress, ...row.progress },
  report: Object.assign({ files: [], records: {} }, row.report),
});

export async function saveStep(
  db: Tx,
  importId: string,
  step: { cursor: Cursor; progress: Progress; report: StoredReport; worker: string },
): Promise<void> {
  await sql`update import set cursor = ${JSON.stringify(step.cursor)}::jsonb, progress = ${JSON.stringify(step.progress)}::jsonb,
    report = ${JSON.stringify(step.report)}::jsonb, worker = ${step.worker} where id = ${importId}`.execute(db);
}
