import { setImmediate as others } from 'node:timers/promises';
import type { Call, Who } from '../../platform/serve.ts';
import { lookAtGrownTables } from '../../platform/figures.ts';
import { addToReport } from './addToReport.ts';
import { applyPlan } from './apply.ts';
import { ChangedMeanwhile } from './change.api.ts';
import type { Applied, Note } from './draft.ts';
import { openRows } from './files.ts';
import { meetKnown } from './known.api.ts';
import type { Memory } from './memory.api.ts';
import { noEffects, placeRow, type Placing } from './place.ts';
import type { FilePlan, ImportPlan } from './plan.ts';
import { isRow, type Read } from './read.ts';
import { refused } from './rehearse.ts';
import { sourceOf, step, type Run } from './step.api.ts';
import { storable } from './storable.ts';
import type { StoredImport } from './stored.api.ts';
import { writeChunk } from './write.api.ts';

/** Rows that are placed and written together, and milliseconds for which a transaction takes up more of them. On the embedded database everybody else waits for its end. */
const limits = { embedded: { rows: 500, patience: 150 }, postgres: { rows: 1000, patience: 300 } };

/** Rows that were read and understood. `from`: how many rows of the file stand before them. */
type Chunk = { from: number; reads: Read[]; applied: Applied[] };
type At = { file: FilePlan; index: number; apply: ReturnType<typeof applyPlan>; plan: ImportPlan; since: Date; memory: Memory };

/**
 * Brings the rows of one file in. While the database writes one chunk, the next is placed and those behind it are met, understood
 * and read: all that a row needs to know of the rows before it is remembered, so that nothing waits for what was just written.
 * False when it was stopped.
 */
export async function loadFile(run: Run, who: Who, began: StoredImport, memory: Memory, file: FilePlan, index: number): Promise<boolean> {
  const { plan, started_at: since } = began;
  const apply = applyPlan(plan, file, { today: since.toISOString().slice(0, 10) });
  const at: At = { file, index, apply, plan, since, memory };
  const chunks = await chunksOf(run, at, began.cursor.rows[index] ?? 0);
  let [rows, lookAfter] = [0, 0];
  try {
    for (let chunk = await chunks.next(); chunk; chunk = await chunks.next()) {
      if (run.signal.aborted) return false;
      const taken = [chunk];
      const further = async () => {
        // What cannot be read is no reason to lose what could: it is met again when these are in.
        const next = run.signal.aborted ? undefined : await chunks.next().catch(() => undefined);
        if (next) taken.push(next);
        return next;
      };
      if (!(await writeSafely(run, who, at, taken, further))) return false;
      rows += taken.reduce((sum, each) => sum + each.reads.length, 0);
      if (rows < lookAfter) continue;
      await lookAtGrownTables(run.database);
      [rows, lookAfter] = [0, Math.max(limits[run.database.engine.kind].rows, 2 * lookAfter)];
    }
    return true;
  } finally {
    await chunks.end();
  }
}

/** The rows behind `skip`, a chunk at a time; the next is made ready while nobody asks for it. */
async function chunksOf(run: Run, { file, apply, since }: At, skip: number) {
  let number = 0;
  const source = await sourceOf(run, file);
  const reads = inChunks(openRows(file, source, { now: since.toISOString() }), limits[run.database.engine.kind].rows);
  const make = async (): Promise<Chunk | undefined> => {
    for (;;) {
      const { value, done } = await reads.next();
      if (done) return undefined;
      const from = number;
      number += value.length;
      if (number <= skip) continue;
      const fresh = value.slice(Math.max(0, skip - from)).map(storable);
      return { from: Math.max(from, skip), reads: fresh, applied: await understandBySome(apply, fresh) };
    }
  };
  let ahead: Promise<Chunk | undefined> | undefined;
  const next = async (): Promise<Chunk | undefined> => {
    const chunk = await (ahead ?? make());
    ahead = chunk && make();
    ahead?.catch(() => undefined);
    return chunk;
  };
  return { next, end: () => reads.return(undefined) };
}

async function* inChunks(batches: AsyncIterable<Read[]>, size: number): AsyncGenerator<Read[]> {
  let chunk: Read[] = [];
  for await (const batch of batches) {
    for (let from = 0; from < batch.length;) {
      const take = batch.slice(from, from + size - chunk.length);
      chunk.push(...take);
      from += take.length;
      if (chunk.length < size) continue;
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}

const understand = (apply: At['apply'], read: Read): Applied => (isRow(read) ? apply(read) : refused(read));

/** A few rows at a time: in between, what is being written hands its next statement to the database. */
async function understandBySome(apply: At['apply'], reads: readonly Read[]): Promise<Applied[]> {
  const applied: Applied[] = [];
  for (const read of reads) {
    applied.push(understand(apply, read));
    if (applied.length % 20 === 0) await others();
  }
  return applied;
}

/** What the database refuses together goes in one by one; a chunk is halved until the row is found that is to blame: that one fails, the others go in. */
async function writeSafely(run: Run, who: Who, at: At, chunks: Chunk[], further?: () => Promise<Chunk | undefined>): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write(run, who, at, chunks, further);
    } catch (error) {
      at.memory.forget();
      further = undefined;
      if (run.signal.aborted || error instanceof Overtaken) return false;
      const code = (error as { code?: string }).code ?? '';
      const passing = error instanceof ChangedMeanwhile || /^(40|53|57|08)/.test(code);
      if (passing ? attempt >= 5 : !/^(22|23|42|54)/.test(code)) throw error;
      if (passing) await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
      const [chunk] = chunks;
      if (chunks.length === 1 && !passing && chunk!.reads.length === 1) {
        const note: Note = { code: 'refused by the database', detail: code };
        return write(run, who, at, [{ ...chunk!, applied: [{ outcome: 'fail', drafts: [], notes: [note] }] }]);
      }
      // Placing has changed the drafts: they are made anew.
      const again = (chunks.length > 1 || passing ? chunks : halves(chunk!)).map((each) => ({ ...each, applied: each.reads.map((read) => understand(at.apply, read)) }));
      if (again.length === 1) {
        chunks = again;
        continue;
      }
      for (const each of again) if (!(await writeSafely(run, who, at, [each]))) return false;
      return true;
    }
  }
}

function halves({ from, reads }: Chunk): Chunk[] {
  const half = Math.ceil(reads.length / 2);
  return [
    { from, reads: reads.slice(0, half), applied: [] },
    { from: from + half, reads: reads.slice(half), applied: [] },
  ];
}

/** One transaction: these chunks, and those that come `further` as long as there is patience. */
async function write(run: Run, who: Who, at: At, chunks: readonly Chunk[], further?: () => Promise<Chunk | undefined>): Promise<boolean> {
  const { index } = at;
  const { patience } = limits[run.database.engine.kind];
  const answer = await step(run, who, async (call, stored) => {
    // Somebody else was here: what was read is not what comes next.
    if ((stored.cursor.rows[index] ?? 0) !== chunks[0]!.from) throw new Overtaken();
    const began = performance.now();
    const placing = await at.memory.recall(call);
    const first = [...chunks];
    const next = async () => first.shift() ?? (performance.now() - began < patience ? await further?.() : undefined);
    await writeInTurn(call, { run, at, placing, stored }, metAhead(next, (chunk) => meetKnown({ db: call.db, who, importId: run.importId, placing, since: at.since }, chunk.applied)));
    return stored;
  });
  return answer !== undefined && answer !== 'stopped';
}

class Overtaken extends Error {}

/** The chunks, each once the records that it may meet are known; two are asked for ahead, one after the other. */
async function* metAhead(next: () => Promise<Chunk | undefined>, meet: (chunk: Chunk) => Promise<void>): AsyncGenerator<Chunk> {
  const ahead: Promise<Chunk | undefined>[] = [];
  const ask = () => {
    const before = ahead.at(-1);
    const asked = (async () => {
      if (before && !(await before)) return undefined;
      const chunk = await next();
      if (chunk) await meet(chunk);
      return chunk;
    })();
    asked.catch(() => undefined);
    ahead.push(asked);
  };
  ask();
  ask();
  try {
    for (;;) {
      const chunk = await ahead.shift();
      if (!chunk) return;
      ask();
      yield chunk;
    }
  } finally {
    await Promise.allSettled(ahead);
  }
}

async function writeInTurn(
  call: Call,
  { run, at, placing, stored }: { run: Run; at: At; placing: Placing; stored: StoredImport },
  chunks: AsyncIterable<Chunk>,
): Promise<void> {
  const { file, index, plan } = at;
  const written: Promise<unknown>[] = [];
  try {
    for await (const { from, reads, applied } of chunks) {
      placing.effects = noEffects();
      const rows = reads.map((read, number) => ({ read, placed: placeRow(placing, applied[number]!, read.line) }));
      const { effects, taken } = placing;
      written.push(...(await writeChunk(call, { importId: run.importId, plan, file: index, first: from + 1, rows, effects, taken })));
      addToReport(stored.report, file, effects, rows);
      stored.cursor.rows[index] = from + reads.length;
      stored.progress = { ...stored.progress, stage: 'rows', file: file.file, rows: stored.progress.rows + reads.length };
    }
  } finally {
    await Promise.allSettled(written);
  }
  await Promise.all(written);
}
