import { sql } from 'kysely';
import type { Connected } from '../../platform/database.ts';
import { newId } from '../../platform/ids.ts';
import type { Job } from '../../platform/jobs.ts';
import type { Call, Serving } from '../../platform/serve.ts';
import { openDisk, type Disk } from './disk.api.ts';
import { fillMatchKeys } from './place/matchKeys.api.ts';
import { rehearseImport } from './run/rehearsal.api.ts';
import { runImport } from './run/runner.api.ts';
import { begunBy, type Run } from './run/step.api.ts';
import { heldByAnother, type Progress } from './stored.api.ts';
import { undoImport } from './undo/undo.api.ts';

/** The import as the house knows it: where files lie, and who works on what. */
export interface Imports {
  folder: string;
  disk: Disk;
  database: Connected;
  serving: () => Serving;
  /** Does what waits to be done on one import, to its end; safe to call at any time and more than once. */
  work(task: Task, onProgress?: (progress: Progress) => void): Promise<void>;
  /** After a start: imports that a crash or a restart interrupted go on, in the background. */
  resume(): void;
  /** Ends at the next committed chunk; the next start goes on from there. */
  stop(): Promise<void>;
  job: Job;
}
export type Task = { workspaceId: string; importId: string; what: 'run' | 'rehearse' | 'undo' };

/** Name of the background job. */
export const importJob = 'import';
export const enqueueImport = (call: Call, importId: string, what: Task['what']): void =>
  call.enqueue(importJob, { workspaceId: call.who.workspaceId, importId, what });

export function openImports(options: { folder: string; database: Connected; serving: () => Serving }): Imports {
  const { database, serving } = options;
  const disk = openDisk(options.folder);
  // One worker per process: it takes up again what it dropped itself, at once.
  const worker = newId();
  let alive: Promise<() => Promise<void>> | undefined;
  const running = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const { signal } = stopping;
  let resumed: Promise<void> = Promise.resolve();

  async function once({ workspaceId, importId, what }: Task, onProgress?: (progress: Progress) => void): Promise<void> {
    const run: Run = { database, serving, disk, workspaceId, importId, worker, signal, onProgress };
    await (alive ??= database.engine.showAlive(worker));
    await waitForTurn(run);
    try {
      if (what !== 'undo') await fillMatchKeys(database, workspaceId);
      if (what === 'rehearse') return await rehearseImport(run);
      if (what === 'run') await runImport(run);
      else {
        const who = await begunBy(run);
        if (who) await undoImport(run, who);
      }
      // Nobody does it for the embedded database; a large import leaves it without figures about its tables.
      if (!signal.aborted && database.engine.kind === 'embedded') await database.engine.maintain();
    } catch (error) {
      if (signal.aborted) return;
      serving().log.error({ err: error, importId }, 'import failed');
      await fail(database, workspaceId, importId, error);
    }
  }

  const imports: Imports = {
    folder: options.folder,
    disk,
    database,
    serving,
    async work(task, onProgress) {
      const key = `${task.importId} ${task.what === 'rehearse'}`;
      const before = running.get(key);
      const now = (before ?? Promise.resolve()).then(() => once(task, onProgress));
      running.set(key, now);
      try {
        await now;
      } finally {
        if (running.get(key) === now) running.delete(key);
      }
    },
    resume() {
      resumed = resumeAll(imports, signal).catch((error: unknown) =>
        serving().log.error({ err: error }, 'imports could not go on'),
      );
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled([resumed, ...running.values()]);
      // Whoever stops is out of the way at once, also for another worker of the same process.
      await (
        await alive
      )?.();
    },
    job: {
      work: async (data) => imports.work(data as Task),
      // A crash is taken up again at the next start; what takes so long is dead.
      seconds: 86_000,
      retries: 0,
    },
  };
  return imports;
}

async function resumeAll(imports: Imports, signal: AbortSignal): Promise<void> {
  const { rows } = await imports.database.asOwner((tx) =>
    sql<{ workspace_id: string; id: string; state: string }>`select workspace_id, id, state from import
      where state in ('running', 'undoing') or (state = 'cancelled' and not coalesce((cursor ->> 'over')::boolean, false))`.execute(
      tx,
    ),
  );
  await imports.database.asOwner((tx) =>
    sql`update import set rehearsal = rehearsal || '{"state":"failed"}' where rehearsal ->> 'state' = 'running' and state = 'planned'`.execute(
      tx,
    ),
  );
  for (const { workspace_id: workspaceId, id: importId, state } of rows)
    if (!signal.aborted) await imports.work({ workspaceId, importId, what: state === 'undoing' ? 'undo' : 'run' });
}

/** Another process may be at work on the import: then this one waits, to go on at once should the other die. */
async function waitForTurn({ database, workspaceId, importId, worker, signal }: Run): Promise<void> {
  while (!signal.aborted) {
    const { rows } = await database.asOwner((tx) =>
      sql<{
        held: boolean;
      }>`select ${heldByAnother(worker)} as held from import where workspace_id = ${workspaceId} and id = ${importId}`.execute(
        tx,
      ),
    );
    if (!rows[0]?.held) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function fail(database: Connected, workspaceId: string, importId: string, error: unknown): Promise<void> {
  const sentence =
    error instanceof RangeError || (error instanceof Error && error.constructor === Error && !('code' in error))
      ? error.message
      : null;
  await database
    .asOwner((tx) =>
      sql`update import set state = 'failed', error = ${sentence ?? 'Something went wrong here. What is in stays; go on, or take it back.'}, ended_at = now(), version = version + 1
        where workspace_id = ${workspaceId} and id = ${importId} and state in ('running', 'undoing')`.execute(tx),
    )
    .catch(() => undefined);
}
