import { setImmediate as others } from 'node:timers/promises';
import type { applyPlan } from '../drafts/apply.ts';
import type { Applied } from '../drafts/draft.ts';
import { openRows } from '../read/files.ts';
import type { FilePlan } from '../plan/plan.ts';
import { isRow, type Read } from '../read/row.ts';
import { refused } from './rehearse.ts';
import { sourceOf, type Run } from './step.api.ts';
import { storable } from '../read/storable.ts';

/** Rows that were read and understood. `from`: how many rows of the file stand before them; `refused`: a row that the database did not take. */
export type UnderstoodChunk = { from: number; reads: Read[]; applied: Applied[]; refused?: true };
type Apply = ReturnType<typeof applyPlan>;

/** The rows of a file behind `skip`, so many at a time. */
export async function* chunksOf(
  run: Run,
  file: FilePlan,
  { apply, since, skip, size }: { apply: Apply; since: Date; skip: number; size: number },
): AsyncGenerator<UnderstoodChunk, undefined> {
  let number = 0;
  for await (const reads of inChunks(openRows(file, await sourceOf(run, file), { now: since.toISOString() }), size)) {
    const from = Math.max(number, skip);
    const fresh = reads.slice(from - number).map(storable);
    number += reads.length;
    if (fresh.length > 0) yield { from, reads: fresh, applied: await understandBySome(apply, fresh) };
  }
  return undefined;
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

const understand = (apply: Apply, read: Read): Applied => (isRow(read) ? apply(read) : refused(read));

/** A few rows at a time: in between, what is being written hands its next statement to the database. */
async function understandBySome(apply: Apply, reads: readonly Read[]): Promise<Applied[]> {
  const applied: Applied[] = [];
  for (const read of reads) {
    applied.push(understand(apply, read));
    if (applied.length % 20 === 0) await others();
  }
  return applied;
}

/** Placing changes the drafts: to be placed once more they are made anew. */
export const understoodAnew = (apply: Apply, chunk: UnderstoodChunk): UnderstoodChunk =>
  chunk.refused
    ? chunk
    : { from: chunk.from, reads: chunk.reads, applied: chunk.reads.map((read) => understand(apply, read)) };

export function halves(apply: Apply, { from, reads }: UnderstoodChunk): UnderstoodChunk[] {
  const half = Math.ceil(reads.length / 2);
  return [
    { from, reads: reads.slice(0, half), applied: [] },
    { from: from + half, reads: reads.slice(half), applied: [] },
  ].map((each) => understoodAnew(apply, each));
}

/** The one row that the database does not take. */
export const refusedBy = (code: string, { from, reads }: UnderstoodChunk): UnderstoodChunk => ({
  from,
  reads,
  applied: [{ outcome: 'fail', drafts: [], notes: [{ code: 'refused by the database', detail: code }] }],
  refused: true,
});
