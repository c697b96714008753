import { sql } from 'kysely';
import type { Who } from '../../../platform/serve.ts';
import { foldSome } from '../run/relationships.api.ts';
import { step, type Run } from '../run/step.api.ts';
import { lockImport, saveStep } from '../stored.api.ts';
import { loosen } from './loosen.api.ts';
import { removeSome } from './remove.api.ts';
import { restoreSome } from './restore.api.ts';
import { mostListed, type Stage, type Undone } from './undoing.api.ts';

/**
 * Takes an import back: first what it changed gets its old values, then what it made goes, the last row first. A record
 * that somebody changed or built on since stays as it is. Safe to stop and go on at any transaction.
 */
export async function undoImport(run: Run, who: Who): Promise<void> {
  for (const stage of [loosen, restoreSome, removeSome]) if (!(await toItsEnd(run, () => inStep(run, stage)))) return;
  await toItsEnd(run, () => foldOrEnd(run, who));
}

/** Does some as long as there is more; false when it is not to go on. */
async function toItsEnd(run: Run, some: () => Promise<boolean | 'stopped'>): Promise<boolean> {
  for (;;) {
    if (run.signal.aborted) return false;
    const more = await some();
    if (more === 'stopped') return false;
    if (!more) return true;
  }
}

/** As the owner of the tables: the ledger is append-only for everybody else. */
async function inStep(
  { database, workspaceId, importId, worker, onProgress }: Run,
  stage: Stage,
): Promise<boolean | 'stopped'> {
  const answer = await database.asOwner(async (tx) => {
    const stored = await lockImport(tx, importId, worker);
    if (!stored || stored.state !== 'undoing') return 'stopped' as const;
    const { rows } = await sql<{
      undone: Undone | null;
    }>`select undone from import where workspace_id = ${workspaceId} and id = ${importId}`.execute(tx);
    const undone = rows[0]?.undone ?? { removed: {}, restored: {}, kept: [], keptCount: 0 };
    const more = await stage({ tx, workspaceId, importId, stored, undone });
    await sql`update import set undone = ${JSON.stringify({ ...undone, kept: undone.kept.slice(0, mostListed) })}::jsonb where workspace_id = ${workspaceId} and id = ${importId}`.execute(
      tx,
    );
    await saveStep(tx, importId, { ...stored, worker });
    return { more, progress: stored.progress };
  }, 120);
  if (answer === 'stopped') return answer;
  onProgress?.(answer.progress);
  return answer.more;
}

/** Folds the relationships that lost evidence; when none is left, the import is undone. */
async function foldOrEnd(run: Run, who: Who): Promise<boolean | 'stopped'> {
  let folded = 0;
  const answer = await step(
    run,
    who,
    async (call, stored) => {
      folded = await foldSome(call, run.importId, true);
      if (folded > 0) return stored;
      await sql`update import set state = 'undone', ended_at = ${call.now} where id = ${run.importId}`.execute(call.db);
      await call.record('import.undone', { kind: 'import', id: run.importId });
      return { ...stored, cursor: { ...stored.cursor, over: true } };
    },
    ['undoing'],
  );
  return answer === undefined || answer === 'stopped' ? 'stopped' : folded > 0;
}
