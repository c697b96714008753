import { applyPlan } from './apply.ts';
import { openDirectory, type Directory, type Known } from './directory.ts';
import type { Applied, Draft, Note, Ref } from './draft.ts';
import { loadingOrder, type FilePlan, type ImportPlan } from './plan.ts';
import { isRow, type Read, type ReadFailure } from './read.ts';
import { fileReport, type FileReport, type ImportReport, type RowOutcome } from './report.ts';
import type { TargetName } from './target-names.ts';

export type Rehearsal = {
  plan: ImportPlan;
  /** The rows of a file, in batches, from its beginning. */
  open: (file: FilePlan) => AsyncIterable<Read[]> | Iterable<Read[]>;
  today: string;
  /** Called with every row and what became of it, in order. */
  onRow?: (file: FilePlan, read: Read, outcome: RowOutcome, notes: readonly Note[], records: readonly Known[]) => void;
  signal?: AbortSignal;
};

/**
 * The whole import without a database: every row read, every reference followed, everything counted. What it promises
 * for an empty workspace is what the import does. Keeps keys and names of all records in memory.
 */
export async function rehearse({ plan, open, today, onRow, signal }: Rehearsal): Promise<ImportReport> {
  const stage: Stage = { directory: openDirectory(), seen: new Set(), records: {}, deferred: [], line: 0 };
  const files: FileReport[] = [];
  for (const file of loadingOrder(plan)) {
    const report = fileReport(file.file, file.target);
    const apply = applyPlan(plan, file, { today });
    for await (const batch of open(file)) {
      signal?.throwIfAborted();
      for (const read of batch) {
        const notes: Note[] = [];
        const known: Known[] = [];
        stage.line = read.line;
        const outcome = isRow(read) ? load(stage, apply(read), notes, known) : refuse(read, notes);
        report.add(read.line, outcome, notes);
        onRow?.(file, read, outcome, notes, known);
      }
    }
    settleDeferred(stage, report.note);
    files.push(report.done());
  }
  return {
    files: plan.files.flatMap((file) => files.filter((report) => report.file === file.file)),
    records: stage.records,
  };
}

/** `deferred`: references to records of the same file that may stand further down (a parent company). */
type Stage = {
  directory: Directory;
  seen: Set<string>;
  records: ImportReport['records'];
  deferred: { line: number; ref: Ref }[];
  line: number;
};

function settleDeferred(stage: Stage, tell: (line: number, note: Note) => void): void {
  for (const { line, ref } of stage.deferred) {
    const { note, detail } = stage.directory.find(ref);
    if (note) tell(line, { code: note, column: ref.column, value: ref.said, ...(detail ? { detail } : {}) });
  }
  stage.deferred = [];
}

function refuse(read: ReadFailure, notes: Note[]): RowOutcome {
  notes.push({ code: read.problem, value: read.raw.slice(0, 200), ...(read.detail ? { detail: read.detail } : {}) });
  return 'failed';
}

function load(stage: Stage, applied: Applied, notes: Note[], known: Known[]): RowOutcome {
  notes.push(...applied.notes);
  if (applied.outcome !== 'load') return applied.outcome === 'fail' ? 'failed' : 'skipped';
  let outcome: RowOutcome = 'created';
  for (const draft of applied.drafts) {
    const placed = place(stage, draft, notes);
    outcome = placed.outcome;
    if (placed.known) known.push(placed.known);
    if (outcome === 'failed' || outcome === 'skipped') break;
  }
  return outcome;
}

function place(stage: Stage, draft: Draft, notes: Note[]): { outcome: RowOutcome; known?: Known } {
  const { directory } = stage;
  const linked = new Map<string, Known>();
  for (const [field, ref] of Object.entries(draft.refs)) {
    if (ref.target === draft.target && ref.ifMissing !== 'create') {
      stage.deferred.push({ line: stage.line, ref });
      continue;
    }
    const found = follow(stage, ref, notes);
    if (found) linked.set(field, found);
    else if (ref.ifMissing === 'refuse') return { outcome: 'failed' };
  }
  if (draft.target === 'touchpoint') return placeTouchpoint(stage, draft, linked, notes);
  const there =
    directory.byKey(draft.target, draft.key) ?? (joins.has(draft.target) ? joinable(stage, draft) : undefined);
  if (there) {
    notes.push({
      code: draft.sure || there.draft.key !== draft.key ? 'joined with a record we had' : 'the same row twice',
      value: String(there.draft.values['name'] ?? there.draft.key),
    });
    directory.join(there, draft);
    return { outcome: 'merged', known: there };
  }
  count(stage, draft.target);
  return { outcome: 'created', known: directory.add(draft, linked.get('account') ?? linked.get('contact')?.account) };
}

/** Only these can be the same as a record under another key. */
const joins: ReadonlySet<TargetName> = new Set<TargetName>(['account', 'contact', 'member']);

/** A person we know by e-mail brings the account along: a converted lead belongs to the contact's account. */
const joinable = (stage: Stage, draft: Draft): Known | undefined =>
  draft.target === 'member'
    ? stage.directory.find({
        target: 'member',
        lookups: [{ by: 'name', is: String(draft.values['name']) }],
        ifMissing: 'leave',
        column: '',
        said: '',
      }).known
    : stage.directory.alike(draft);

function placeTouchpoint(
  stage: Stage,
  draft: Draft,
  linked: Map<string, Known>,
  notes: Note[],
): { outcome: RowOutcome; known?: Known } {
  const people = draft.participants.map((ref) => stage.directory.find(ref).known).filter((each) => each !== undefined);
  const account =
    linked.get('account') ??
    linked.get('contact')?.account ??
    linked.get('opportunity')?.account ??
    people.find((each) => each.account)?.account;
  if (!account) {
    if (!notes.some((note) => note.code === 'tied to nobody')) notes.push({ code: 'tied to nobody' });
    return { outcome: 'skipped' };
  }
  const evidence = draft.evidence ?? draft.key;
  if (stage.seen.has(evidence)) {
    notes.push({ code: 'the same event twice', value: String(draft.values['subject'] ?? '') });
    return { outcome: 'merged' };
  }
  stage.seen.add(evidence);
  count(stage, 'touchpoint');
  return { outcome: 'created', known: { id: draft.key, target: 'touchpoint', draft, tables: new Set(), account } };
}

function follow(stage: Stage, ref: Ref, notes: Note[]): Known | undefined {
  const { known, note, detail } = stage.directory.find(ref);
  const about = { column: ref.column, value: ref.said };
  if (known) {
    if (note) notes.push({ code: note, ...about, ...(detail ? { detail } : {}) });
    return known;
  }
  const name = ref.lookups.find((lookup) => lookup.by === 'name');
  if (ref.ifMissing !== 'create' || !name || note === 'reference ambiguous') {
    notes.push({ code: note ?? 'reference not found', ...about, ...(detail ? { detail } : {}) });
    return undefined;
  }
  notes.push({ code: 'record made for a reference', ...about });
  count(stage, ref.target);
  return stage.directory.add(bare(ref.target, name.is));
}

/** A record of which nothing is known but its name. */
export const bare = (target: TargetName, name: string): Draft => ({
  target,
  key: `name:${name}`,
  table: '',
  sure: false,
  alike: [],
  values: { name },
  refs: {},
  participants: [],
  custom: {},
});

function count({ records }: Stage, target: TargetName): void {
  const counted = records[target] ?? { created: 0, updated: 0 };
  records[target] = { ...counted, created: counted.created + 1 };
}
