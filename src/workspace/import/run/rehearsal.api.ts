import { sql } from 'kysely';
import { dayOf } from '../../../platform/days.ts';
import { openRows } from '../read/files.ts';
import { meetKnown } from '../place/known.api.ts';
import { rehearse } from './rehearse.ts';
import type { ImportReport } from '../report.ts';
import { placingFor } from '../place/placing.ts';
import { importer, sourceOf, type Run } from './step.api.ts';
import { opened, type StoredImport } from '../stored.api.ts';

/** Rows of each file that a rehearsal tries: it keeps their names in memory. */
export const mostRehearsed = 50_000;
/** Seconds after which it tells what it has. */
const longest = 60_000;

/**
 * Tries an import against the records that there are and writes down what it would do. Reads only; the beginning of
 * very large files stands for all of them.
 */
export async function rehearseImport(run: Run): Promise<void> {
  const { database, importId, workspaceId } = run;
  const who = await importer(run);
  const { rows } = await database.asOwner((tx) =>
    sql<StoredImport>`select id, member_id, state, plan, cursor, progress, report, started_at, created_at from import where workspace_id = ${workspaceId} and id = ${importId}`.execute(
      tx,
    ),
  );
  const stored = rows[0] && opened(rows[0]);
  if (!stored) return;
  const { plan } = stored;
  const now = run.serving().clock();
  const placing = placingFor(who, plan, newIds());
  let tried = 0;
  let told = 0;
  let limit: number | null = null;
  const began = performance.now();
  const save = (state: 'running' | 'done' | 'failed', report: ImportReport | null) =>
    database.asOwner((tx) =>
      sql`update import set rehearsal = ${JSON.stringify({ state, rows: tried, limit, report })}::jsonb where workspace_id = ${workspaceId} and id = ${importId}`.execute(
        tx,
      ),
    );
  try {
    const sources = new Map(
      await Promise.all(plan.files.map(async (file) => [file, await sourceOf(run, file)] as const)),
    );
    const report = await rehearse({
      plan,
      placing,
      today: dayOf(now),
      most: mostRehearsed,
      signal: run.signal,
      async *open(file) {
        let rowsOfFile = 0;
        for await (const batch of openRows(file, sources.get(file) ?? [], { now: now.toISOString() })) {
          if (performance.now() - began > longest || rowsOfFile >= mostRehearsed) {
            limit = mostRehearsed;
            return;
          }
          rowsOfFile += batch.length;
          for (let from = 0; from < batch.length; from += 1000) yield batch.slice(from, from + 1000);
        }
      },
      async meet(_file, applied) {
        await database.transact(who.scope, (db) => meetKnown({ db, who, importId, placing, since: now }, applied), 30);
        tried += applied.length;
        if (performance.now() - told < 400) return;
        told = performance.now();
        await save('running', null);
      },
    });
    await save('done', report);
  } catch (error) {
    await save('failed', null);
    if (!run.signal.aborted) throw error;
  }
}

function newIds(): () => string {
  let last = 0;
  return () => `new ${++last}`;
}
