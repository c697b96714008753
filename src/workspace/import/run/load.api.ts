import { AsyncLocalStorage } from 'node:async_hooks';
import { ahead, manyNames, sortNamesIn } from '../../../platform/database.ts';
import { dayOf } from '../../../platform/days.ts';
import type { Who } from '../../../platform/serve.ts';
import { lookAtGrownTables } from '../../../platform/figures.ts';
import { addToReport } from './addToReport.ts';
import { applyPlan } from '../drafts/apply.ts';
import { ChangedMeanwhile } from '../write/change.api.ts';
import { chunksOf, halves, refusedBy } from './chunks.api.ts';
import { openLine, type Aside, type Line } from './line.api.ts';
import type { Memory } from '../place/memory.api.ts';
import type { FilePlan, ImportPlan } from '../plan/plan.ts';
import { deadline, step, type Run } from './step.api.ts';
import type { StoredImport } from '../stored.api.ts';
import { writeChunk } from '../write/write.api.ts';

/** Rows that are placed and written together, and milliseconds for which a transaction takes up more of them. On the embedded database everybody else waits for its end. */
const limits = { embedded: { rows: 500, patience: 150 }, postgres: { rows: 1000, patience: 300 } };

/** Rows whose names are sorted in together, on a connection beside the one that writes. */
const namesAtOnce = 15_000;

type At = {
  file: FilePlan;
  index: number;
  plan: ImportPlan;
  memory: Memory;
  apply: ReturnType<typeof applyPlan>;
  line: Line;
};

/** Brings the rows of one file in. False when it was stopped. */
export async function loadFile(
  run: Run,
  who: Who,
  began: StoredImport,
  memory: Memory,
  file: FilePlan,
  index: number,
): Promise<boolean> {
  const { plan, started_at: since } = began;
  const apply = applyPlan(plan, file, { today: dayOf(since) });
  const { rows: size, patience } = limits[run.database.engine.kind];
  const skip = began.cursor.rows[index] ?? 0;
  const chunks = chunksOf(run, file, { apply, since, skip, size });
  const aside = asideOf(run, who);
  const line = openLine({ who, importId: run.importId, since, memory, apply, aside }, chunks);
  const at: At = { file, index, plan, memory, apply, line };
  let [careful, lookAfter, sortAfter] = [skip, skip, skip + namesAtOnce];
  try {
    for (let from = await line.from(); from !== undefined; from = await line.from()) {
      if (run.signal.aborted) return false;
      const written = await writeSafely(run, who, at, from < careful ? 0 : patience);
      if (!written) return false;
      careful = Math.max(careful, written.careful);
      if (from >= sortAfter && aside) {
        sortAfter = from + namesAtOnce;
        // What is left, after a fault, too, is sorted in at the end.
        sortNamesIn(run.database).catch(() => {});
      }
      if (from < lookAfter) continue;
      await lookAtGrownTables(run.database);
      lookAfter = from + Math.max(size, from - skip);
    }
    return true;
  } finally {
    await chunks.return(undefined);
  }
}

/** The embedded database has one connection only. */
function asideOf({ database }: Run, { scope }: Who): Aside | undefined {
  if (database.engine.kind === 'embedded') return undefined;
  // Whoever asks is in a transaction, but what is asked is not part of it.
  const outside = AsyncLocalStorage.snapshot();
  return (ask) => outside(() => database.transact(scope, ask, deadline));
}

/**
 * What the database refuses together goes in one by one; a chunk is halved until the row is found that is to blame: that one fails, the others go in.
 * Answers up to which row the next had better go in one by one, too; false when it was stopped.
 */
async function writeSafely(run: Run, who: Who, at: At, patience: number): Promise<{ careful: number } | false> {
  const { line, apply } = at;
  let careful = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      return (await write(run, who, at, patience)) && { careful };
    } catch (error) {
      const chunks = line.takeBack();
      if (run.signal.aborted || error instanceof Overtaken) return false;
      const code = (error as { code?: string }).code ?? '';
      const passing = error instanceof ChangedMeanwhile || /^(40|53|57|08)/.test(code);
      if (passing ? attempt >= 5 : !/^(22|23|42|54)/.test(code)) throw error;
      if (passing) await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
      const [chunk] = chunks;
      if (!passing && (!chunk || chunk.refused)) throw error;
      const last = chunks.at(-1);
      if (last) careful = Math.max(careful, last.from + last.reads.length);
      if (passing || chunks.length > 1) line.putBack(chunks);
      else line.putBack(chunk!.reads.length > 1 ? halves(apply, chunk!) : [refusedBy(code, chunk!)]);
      patience = 0;
    }
  }
}

/** One transaction: the next chunk, and those behind it as long as there is patience. */
async function write(run: Run, who: Who, { file, index, plan, line }: At, patience: number): Promise<boolean> {
  const answer = await step(run, who, async (call, stored) => {
    // Somebody else was here: what was read is not what comes next.
    if ((stored.cursor.rows[index] ?? 0) !== (await line.from())) throw new Overtaken();
    const until = performance.now() + patience;
    // The embedded database sorts many short lists sooner than one long.
    if (run.database.engine.kind === 'postgres') ahead(manyNames(call.db));
    const written: Promise<unknown>[] = [];
    try {
      await line.begin(call);
      for (let chunk = await line.next(call); chunk;) {
        const { from, rows, effects, taken } = chunk;
        written.push(
          ...(await writeChunk(call, {
            importId: run.importId,
            plan,
            file: index,
            first: from + 1,
            rows,
            effects,
            taken,
          })),
        );
        addToReport(stored.report, file, effects, rows);
        stored.cursor.rows[index] = from + rows.length;
        stored.progress = {
          ...stored.progress,
          stage: 'rows',
          file: file.file,
          rows: stored.progress.rows + rows.length,
        };
        chunk = performance.now() < until && !run.signal.aborted ? await line.next(call) : undefined;
      }
      if (patience > 0 && !run.signal.aborted) await line.makeReady(call);
    } finally {
      await Promise.allSettled([...written, line.asked()]);
    }
    await Promise.all(written);
    return stored;
  });
  if (answer === undefined || answer === 'stopped') return false;
  line.committed();
  return true;
}

class Overtaken extends Error {}
