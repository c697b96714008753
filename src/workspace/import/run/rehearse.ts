import { applyPlan } from '../drafts/apply.ts';
import type { Known } from '../place/directory.ts';
import type { Applied, Note } from '../drafts/draft.ts';
import type { FilePlan, ImportPlan } from '../plan/plan.ts';
import { loadingOrder } from '../plan/rules.ts';
import { placeRow, placingAlone, type Placing } from '../place/place.ts';
import { isRow, type Read, type ReadFailure } from '../read/row.ts';
import { fileReport, type FileReport, type ImportReport, type RowOutcome } from '../report.ts';

export type Rehearsal = {
  plan: ImportPlan;
  /** The rows of a file, in batches, from its beginning. */
  open: (file: FilePlan) => AsyncIterable<Read[]> | Iterable<Read[]>;
  today: string;
  /** The records that are there already; an empty workspace unless told. */
  placing?: Placing;
  /** Called before a batch is placed, to bring in the records that it may meet. */
  meet?: (file: FilePlan, applied: readonly Applied[]) => Promise<void>;
  /** Called with every row and what became of it, in order. */
  onRow?: (file: FilePlan, read: Read, outcome: RowOutcome, notes: readonly Note[], records: readonly Known[]) => void;
  /** Stops reading a file behind this many rows. */
  most?: number;
  signal?: AbortSignal;
};

/**
 * The whole import without writing anything: every row read, every reference followed, everything counted. What it
 * promises is what the import does. Keeps keys and names of all records in memory.
 */
export async function rehearse(rehearsal: Rehearsal): Promise<ImportReport> {
  const { plan, open, today, signal, most = Infinity } = rehearsal;
  const placing = rehearsal.placing ?? placingAlone(plan);
  const files: FileReport[] = [];
  for (const file of loadingOrder(plan)) {
    const report = fileReport(file.file, file.target);
    const apply = applyPlan(plan, file, { today });
    let rows = 0;
    for await (const batch of open(file)) {
      signal?.throwIfAborted();
      const reads = batch.slice(0, most - rows);
      const applied = reads.map((read) => (isRow(read) ? apply(read) : refused(read)));
      await rehearsal.meet?.(file, applied);
      for (const [index, read] of reads.entries()) {
        const placed = placeRow(placing, applied[index]!, read.line);
        report.add(read.line, placed.outcome, placed.notes);
        rehearsal.onRow?.(file, read, placed.outcome, placed.notes, placed.records);
      }
      rows += reads.length;
      if (rows >= most) break;
    }
    settleLater(placing, report.note);
    files.push(report.done());
  }
  return {
    files: plan.files.flatMap((file) => files.filter((report) => report.file === file.file)),
    records: countRecords(placing),
  };
}

/** A line that is no row becomes nothing, and says why. */
export const refused = (read: ReadFailure): Applied => ({
  outcome: 'fail',
  drafts: [],
  notes: [{ code: read.problem, value: read.raw.slice(0, 200), ...(read.detail ? { detail: read.detail } : {}) }],
});

/** References to records of the same file (a parent company), which may have stood further down. */
function settleLater({ directory, effects }: Placing, tell: (line: number, note: Note) => void): void {
  for (const { line, ref } of effects.later) {
    const { note, detail } = directory.find(ref);
    if (note) tell(line, { code: note, column: ref.column, value: ref.said, ...(detail ? { detail } : {}) });
  }
  effects.later = [];
}

function countRecords({ effects }: Placing): ImportReport['records'] {
  const records: ImportReport['records'] = {};
  const of = (target: Known['target']) => (records[target] ??= { created: 0, updated: 0 });
  for (const { target } of effects.made) of(target).created += 1;
  for (const { target } of effects.changed) of(target).updated += 1;
  return records;
}
