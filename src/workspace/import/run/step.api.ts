import { ahead, lazily, type Connected } from '../../../platform/database.ts';
import { systemCall, type Call, type Serving, type Who } from '../../../platform/serve.ts';
import { whoByMember } from '../../identity.api.ts';
import type { Disk } from '../disk.api.ts';
import type { FilePlan } from '../plan/plan.ts';
import { lockImport, saveStep, type Progress, type StoredImport } from '../stored.api.ts';

export type Run = {
  database: Connected;
  serving: () => Serving;
  disk: Disk;
  workspaceId: string;
  importId: string;
  worker: string;
  signal: AbortSignal;
  onProgress?: ((progress: Progress) => void) | undefined;
};

/** Seconds that a statement of a step may take. */
export const deadline = 60;

/**
 * One transaction of the import: locks it, sees that it still is to go on and that nobody else works on it, does the work
 * and writes how far it is. `stopped`: it is not to go on.
 */
export async function step(
  run: Run,
  who: Who,
  work: (call: Call, stored: StoredImport) => Promise<StoredImport>,
  states: readonly StoredImport['state'][] = ['running'],
): Promise<StoredImport | 'stopped' | undefined> {
  const started = performance.now();
  const answer = await systemCall(
    run.serving(),
    who.scope,
    async (call) => {
      const stored = await lockImport(call.db, run.importId, run.worker);
      if (!stored || stored.held || !states.includes(stored.state)) return 'stopped' as const;
      const before = stored.progress;
      const after = await work(call, stored);
      const moved = after.progress.rows - before.rows || Math.max(0, after.progress.done - before.done);
      const rate = (moved / Math.max(1, performance.now() - started)) * 1000;
      if (moved > 0)
        after.progress.rate = Math.round(
          before.stage === after.progress.stage && before.rate > 0 ? before.rate * 0.8 + rate * 0.2 : rate,
        );
      // What a crash takes back is done once more, from where the cursor stands; only that it is over is to be believed at once.
      if (!after.cursor.over && run.database.engine.kind === 'postgres') ahead(lazily(call.db));
      await saveStep(call.db, run.importId, { ...after, worker: run.worker });
      return after;
    },
    { seconds: deadline, actor: { memberId: who.memberId } },
  );
  if (answer !== 'stopped') run.onProgress?.(answer.progress);
  return answer;
}

/** The person in whose name it runs; nothing when they have left. */
export async function begunBy({ database, workspaceId, importId }: Run): Promise<Who | null> {
  const { member_id: memberId } = await database.asOwner((tx) =>
    tx
      .selectFrom('import')
      .select('member_id')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', importId)
      .executeTakeFirstOrThrow(),
  );
  return whoByMember(database, workspaceId, memberId);
}

/** The same; somebody who may not import any more does nothing any more. */
export async function importer(run: Run): Promise<Who> {
  const who = await begunBy(run);
  if (!who?.may('import:write')) throw new Error('The person who began this import may not import any more');
  return who;
}

/** The bytes of a planned file. */
export async function sourceOf(run: Run, file: FilePlan) {
  const name = file.format === 'xlsx' ? (file.file.split('#')[0] ?? file.file) : file.file;
  const stored = await run.database.asOwner((tx) =>
    tx
      .selectFrom('import_file')
      .select('number')
      .where('workspace_id', '=', run.workspaceId)
      .where('import_id', '=', run.importId)
      .where('name', '=', name)
      .executeTakeFirst(),
  );
  if (!stored) throw new RangeError(`There is no file ${name} any more`);
  return run.disk.read({ workspaceId: run.workspaceId, importId: run.importId, number: stored.number });
}
