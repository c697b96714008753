import type { Who } from '../../../platform/serve.ts';
import { addNotes } from './addToReport.ts';
import type { Note } from '../drafts/draft.ts';
import { openRows } from '../read/files.ts';
import { linkSome } from './links.api.ts';
import { loadFile } from './load.api.ts';
import { openMemory, type Memory } from '../place/memory.api.ts';
import type { FilePlan } from '../plan/plan.ts';
import { loadingOrder } from '../plan/rules.ts';
import { settle } from './settle.api.ts';
import { importer, sourceOf, step, type Run } from './step.api.ts';
import type { StoredImport } from '../stored.api.ts';

/**
 * Carries an import from wherever it is to its end: rows, references within files, relationships. Rows, records, keys and the
 * cursor are written together in one transaction, so that after a crash it goes on with exactly the next row. Returns when it
 * is over or was stopped.
 */
export async function runImport(run: Run): Promise<void> {
  const who = await importer(run);
  const began = await step(run, who, async (_, stored) => stored);
  if (!began || began === 'stopped') return await settle(run, who);
  const { plan } = began;
  if (!(await countRows(run, who, began))) return await settle(run, who);
  const memory = openMemory(who, plan, run.importId);
  for (const file of loadingOrder(plan)) {
    const index = plan.files.indexOf(file);
    if (began.cursor.finished.includes(index)) continue;
    if (!(await loadFile(run, who, began, memory, file, index))) break;
    if (!(await linkFile(run, who, memory, file, index))) break;
  }
  await settle(run, who);
}

/** How many rows there are is known before the first is in: whoever waits wants to know how long. False when it was stopped. */
async function countRows(run: Run, who: Who, { plan, progress, started_at: since }: StoredImport): Promise<boolean> {
  if (progress.totalRows !== null) return true;
  let total = 0;
  for (const file of loadingOrder(plan))
    for await (const batch of openRows(file, await sourceOf(run, file), { now: since.toISOString() })) {
      if (run.signal.aborted) return false;
      total += batch.length;
    }
  const answer = await step(run, who, async (_, stored) => ({
    ...stored,
    progress: { ...stored.progress, totalRows: total },
  }));
  return answer !== undefined && answer !== 'stopped';
}

async function linkFile(run: Run, who: Who, memory: Memory, file: FilePlan, index: number): Promise<boolean> {
  for (;;) {
    let linked = 0;
    const answer = await step(run, who, async (call, stored) => {
      const told: [number, Note][] = [];
      linked = await linkSome(call, { importId: run.importId, file: index, since: stored.started_at }, (line, note) =>
        told.push([line, note]),
      );
      addNotes(stored.report, file, told);
      if (linked === 0) stored.cursor.finished = [...stored.cursor.finished, index];
      stored.progress = { ...stored.progress, stage: 'links' };
      return stored;
    });
    if (answer === undefined || answer === 'stopped' || run.signal.aborted) return false;
    if (linked === 0) return true;
    // What it remembers of them does not know these references.
    memory.forget();
  }
}
