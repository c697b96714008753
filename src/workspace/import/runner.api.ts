import { sql } from 'kysely';
import { lookAtGrownTables } from '../../platform/figures.ts';
import { systemCall, type Call, type Who } from '../../platform/serve.ts';
import { whoByMember } from '../identity.api.ts';
import { applyPlan } from './apply.ts';
import { openDirectory, type Directory, type Known } from './directory.ts';
import type { Disk } from './disk.api.ts';
import type { Applied, Note } from './draft.ts';
import { openRows } from './files.ts';
import { foldSome } from './fold.api.ts';
import type { Imports } from './imports.api.ts';
import { meetKnown } from './known.api.ts';
import { linkSome } from './links.api.ts';
import { noEffects, placeRow, type Placed, type Placing } from './place.ts';
import type { FilePlan, ImportPlan } from './plan.ts';
import { loadingOrder } from './planRules.ts';
import { isRow, type Read } from './read.ts';
import { fileReport, type FileReport } from './report.ts';
import { refused } from './rehearse.ts';
import { heldByAnother, lockImport, saveStep, type Progress, type StoredImport } from './stored.api.ts';
import { isTabled, tables } from './tables.ts';
import type { TargetName } from './target-names.ts';
import { ChangedMeanwhile, writeChunk } from './write.api.ts';

/** Rows per transaction. On the embedded database everybody else waits for its end, so it is short there. */
const chunkSize = { embedded: 250, postgres: 1000 };
/** Seconds that a statement of a chunk may take. */
const deadline = 60;

export type Run = Pick<Imports, 'database' | 'serving'> & {
  disk: Disk;
  workspaceId: string;
  importId: string;
  worker: string;
  signal: AbortSignal;
  onProgress?: ((progress: Progress) => void) | undefined;
};

/**
 * Carries an import from wherever it is to its end: rows, references within files, relationships. Each chunk is one
 * transaction in which rows, records, keys and the cursor are written together, so that after a crash it goes on with
 * exactly the next row. Returns when it is over or was stopped.
 */
export async function runImport(run: Run): Promise<void> {
  const who = await importer(run);
  const began = await step(run, who, async (_, stored) => stored);
  if (!began || began === 'stopped') return await finish(run, who);
  const { plan } = began;
  for (const file of loadingOrder(plan)) {
    const index = plan.files.indexOf(file);
    if (began.cursor.finished.includes(index)) continue;
    if (!(await loadFile(run, who, began, file, index))) break;
    if (!(await linkFile(run, who, file, index))) break;
  }
  await finish(run, who);
}

/** The person in whose name it runs; somebody who has left does nothing any more. */
export async function importer({ database, workspaceId, importId }: Run): Promise<Who> {
  const { member_id: memberId } = await database.asOwner((tx) =>
    tx
      .selectFrom('import')
      .select('member_id')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', importId)
      .executeTakeFirstOrThrow(),
  );
  const who = await whoByMember(database, workspaceId, memberId);
  if (!who || !who.may('import:write')) throw new Error('The person who began this import may not import any more');
  return who;
}

/** Reads, understands and writes one file, a chunk at a time; the next chunk is read while this one is written. */
async function loadFile(run: Run, who: Who, began: StoredImport, file: FilePlan, index: number): Promise<boolean> {
  const { plan, started_at: startedAt } = began;
  const today = startedAt.toISOString().slice(0, 10);
  let bytes = 0;
  const source = await sourceOf(run, file, (count) => (bytes += count));
  const apply = applyPlan(plan, file, { today });
  let skip = began.cursor.rows[index] ?? 0;
  let number = 0;
  let [since, lookAfter] = [0, 0];
  const size = chunkSize[run.database.engine.kind];
  const chunks = inChunks(openRows(file, source, { now: startedAt.toISOString() }), size);
  const next = async (): Promise<Prepared | undefined> => {
    for (;;) {
      const { value, done } = await chunks.next();
      if (done) return undefined;
      const reads = value.slice(skip).map(storable);
      const from = number + Math.min(skip, value.length);
      number += value.length;
      skip = Math.max(0, skip - value.length);
      if (reads.length > 0) return { from, reads, applied: await understandBySome(apply, reads), bytes };
    }
  };
  try {
    let pending = next();
    for (;;) {
      const prepared = await pending;
      if (!prepared) return true;
      pending = next();
      pending.catch(() => undefined);
      if (run.signal.aborted) return false;
      const written = await writeSafely(run, who, { file, index, apply, plan }, prepared);
      if (!written) return false;
      since += prepared.reads.length;
      if (since < lookAfter) continue;
      await lookAtGrownTables(run.database);
      [since, lookAfter] = [0, Math.max(size, 2 * lookAfter)];
    }
  } finally {
    await chunks.return(undefined);
  }
}

/** `from`: how many rows of the file stand before these. */
type Prepared = { from: number; reads: Read[]; applied: Applied[]; bytes: number };
type At = { file: FilePlan; index: number; apply: ReturnType<typeof applyPlan>; plan: ImportPlan };

const understand = (apply: At['apply'], read: Read): Applied => (isRow(read) ? apply(read) : refused(read));

/** A few rows at a time: in between, the chunk that is being written hands its next statement to the database. */
async function understandBySome(apply: At['apply'], reads: readonly Read[]): Promise<Applied[]> {
  const applied: Applied[] = [];
  for (const read of reads) {
    applied.push(understand(apply, read));
    if (applied.length % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return applied;
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

/** PostgreSQL stores neither the character zero nor half a character. */
function storable(read: Read): Read {
  const fix = (text: string) => (unstorable.test(text) ? text.replaceAll('\0', '\ufffd').toWellFormed() : text);
  if (!unstorable.test(read.raw) && !(isRow(read) && Object.values(read.row).some((value) => unstorable.test(value))))
    return read;
  return isRow(read)
    ? {
        ...read,
        raw: fix(read.raw),
        row: Object.fromEntries(Object.entries(read.row).map(([name, value]) => [fix(name), fix(value)])),
      }
    : { ...read, raw: fix(read.raw) };
}
const unstorable = /[\0\p{Cs}]/u;

/** A chunk that the database refuses is halved until the row is found that is to blame; that one fails, the others go in. */
async function writeSafely(run: Run, who: Who, at: At, prepared: Prepared): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await writeOnce(run, who, at, prepared);
    } catch (error) {
      if (run.signal.aborted || error instanceof Overtaken) return false;
      const code = (error as { code?: string }).code ?? '';
      // Placing has changed the drafts: they are made anew.
      const applied = prepared.reads.map((read) => understand(at.apply, read));
      if (error instanceof ChangedMeanwhile || /^(40|53|57|08)/.test(code)) {
        if (attempt >= 5) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
        prepared = { ...prepared, applied };
        continue;
      }
      if (!/^(22|23|42|54)/.test(code)) throw error;
      if (prepared.reads.length === 1) {
        const note: Note = { code: 'refused by the database', detail: code };
        return writeOnce(run, who, at, { ...prepared, applied: [{ outcome: 'fail', drafts: [], notes: [note] }] });
      }
      const half = Math.ceil(prepared.reads.length / 2);
      for (const [from, to] of [
        [0, half],
        [half, prepared.reads.length],
      ] as const) {
        const part = {
          from: prepared.from + from,
          reads: prepared.reads.slice(from, to),
          applied: applied.slice(from, to),
          bytes: prepared.bytes,
        };
        if (!(await writeSafely(run, who, at, part))) return false;
      }
      return true;
    }
  }
}

async function writeOnce(
  run: Run,
  who: Who,
  { file, index, plan }: At,
  { from, reads, applied, bytes }: Prepared,
): Promise<boolean> {
  const answer = await step(run, who, async (call, stored) => {
    // Somebody else was here: what was read is not what comes next.
    if ((stored.cursor.rows[index] ?? 0) !== from) throw new Overtaken();
    const placing = placingFor(
      who,
      plan,
      openDirectory(() => call.newId()),
    );
    await meetKnown({ db: call.db, who, importId: run.importId, placing, since: stored.started_at }, applied);
    const rows = reads.map((read, at) => ({ read, placed: placeRow(placing, applied[at]!, read.line) }));
    await writeChunk(call, {
      importId: run.importId,
      plan,
      file: index,
      first: from + 1,
      rows,
      effects: placing.effects,
      taken: placing.taken,
    });
    addToReport(stored, file, placing, rows);
    stored.cursor.rows[index] = from + reads.length;
    const rowsBefore = stored.progress.rows;
    stored.progress = {
      ...stored.progress,
      stage: 'rows',
      file: file.file,
      rows: rowsBefore + reads.length,
      bytes: Math.min(stored.progress.totalBytes, bytesBefore(stored, index) + bytes),
    };
    stored.cursor.bytes = { ...stored.cursor.bytes, [index]: bytes };
    return stored;
  });
  return answer !== undefined && answer !== 'stopped';
}

class Overtaken extends Error {}

const bytesBefore = ({ cursor }: StoredImport, index: number): number =>
  cursor.finished.reduce((sum, each) => sum + (each === index ? 0 : (cursor.bytes?.[each] ?? 0)), 0);

export function placingFor(who: Who, plan: ImportPlan, directory: Directory): Placing {
  const me = (): Known => ({ id: who.memberId, target: 'member', draft: nobody, tables: new Set(), links: new Map() });
  const changes = (target: TargetName) =>
    who.scope.changes.includes(isTabled(target) ? tables[target].kind.replace('order', 'opportunity') : target);
  return {
    directory,
    plan,
    mayMake: (target) =>
      target === 'member' || target === 'offering' || target === 'campaign' ? changes(target) : true,
    ownerFor: (target, owner) =>
      !owned.has(target) || changes(target) || (owner && who.scope.members.includes(owner.id)) ? undefined : me(),
    evidence: new Map(),
    taken: new Map(),
    effects: noEffects(),
  };
}
const nobody = {
  target: 'member' as const,
  key: '',
  table: '',
  sure: false,
  alike: [],
  values: {},
  refs: {},
  participants: [],
  custom: {},
};
const owned: ReadonlySet<TargetName> = new Set<TargetName>([
  'account',
  'contact',
  'opportunity',
  'order',
  'case',
  'nextStep',
]);

function addToReport(
  stored: StoredImport,
  file: FilePlan,
  { effects }: Placing,
  rows: readonly { read: Read; placed: Placed }[],
): void {
  withReport(stored, file, (report) => {
    for (const { read, placed } of rows) report.add(read.line, placed.outcome, placed.notes);
  });
  const { records } = stored.report;
  const of = (target: TargetName) => (records[target] ??= { created: 0, updated: 0 });
  for (const { target } of effects.made) of(target).created += 1;
  for (const { target } of effects.changed) of(target).updated += 1;
}

function withReport(stored: StoredImport, file: FilePlan, work: (report: ReturnType<typeof fileReport>) => void): void {
  const before = stored.report.files.find((each) => each.file === file.file);
  const report = fileReport(file.file, file.target, before);
  work(report);
  const now: FileReport = report.done();
  stored.report.files = before
    ? stored.report.files.map((each) => (each === before ? now : each))
    : [...stored.report.files, now];
}

async function linkFile(run: Run, who: Who, file: FilePlan, index: number): Promise<boolean> {
  for (;;) {
    let linked = 0;
    const answer = await step(run, who, async (call, stored) => {
      const told: [number, Note][] = [];
      linked = await linkSome(call, { importId: run.importId, file: index, since: stored.started_at }, (line, note) =>
        told.push([line, note]),
      );
      withReport(stored, file, (report) => told.forEach(([line, note]) => report.note(line, note)));
      if (linked === 0) stored.cursor.finished = [...stored.cursor.finished, index];
      stored.progress = { ...stored.progress, stage: 'links' };
      return stored;
    });
    if (answer === undefined || answer === 'stopped' || run.signal.aborted) return false;
    if (linked === 0) return true;
  }
}

/** Relationships are folded once all rows are in, also those of an import that was cancelled half-way. */
async function finish(run: Run, who: Who): Promise<void> {
  await step(
    run,
    who,
    async (call, stored) => {
      await adoptCurrency(call, run.importId);
      const { total } = await call.db
        .selectFrom('import_account')
        .select((e) => e.fn.countAll<number>().as('total'))
        .where('import_id', '=', run.importId)
        .executeTakeFirstOrThrow();
      stored.progress = { ...stored.progress, stage: 'relationships', file: null, done: 0, total };
      return stored;
    },
    ['running', 'cancelled'],
  );
  for (;;) {
    if (run.signal.aborted) return;
    let folded = 0;
    const answer = await step(
      run,
      who,
      async (call, stored) => {
        folded = await foldSome(call, run.importId);
        stored.progress = { ...stored.progress, stage: 'relationships', done: stored.progress.done + folded };
        if (folded === 0) await close(call, stored);
        return stored;
      },
      ['running', 'cancelled'],
    );
    if (answer === undefined || answer === 'stopped' || folded === 0) return;
  }
}

async function close(call: Call, stored: StoredImport): Promise<void> {
  stored.cursor.over = true;
  const done = stored.state === 'running';
  await sql`update import set state = ${done ? 'done' : 'cancelled'}, ended_at = coalesce(ended_at, ${call.now}) where id = ${stored.id}`.execute(
    call.db,
  );
  await call.record(
    done ? 'import.finished' : 'import.cancelled',
    { kind: 'import', id: stored.id },
    { records: stored.report.records, rows: stored.report.files.reduce((sum, file) => sum + file.read, 0) },
  );
}

/** A workspace that holds no other money than this import's counts in the currency of most of it. */
async function adoptCurrency(call: Call, importId: string): Promise<void> {
  if (!call.who.scope.changes.includes('workspace')) return;
  const { rows } = await sql<{ currency: string; count: number; own: number }>`
    select m.currency, count(*) as count, count(*) filter (where exists (select from external_key k where k.workspace_id = m.workspace_id and k.record_id = m.id and k.import_id = ${importId})) as own
    from (select workspace_id, id, currency from opportunity where amount is not null union all select workspace_id, id, currency from customer_order where amount is not null) m
    group by m.currency order by 2 desc`.execute(call.db);
  const [most] = rows;
  if (!most || rows.some((row) => row.own < row.count)) return;
  await sql`with before as (select workspace_id, currency from workspace where currency <> ${most.currency}),
    kept as (insert into import_change (workspace_id, import_id, kind, record_id, before, version)
      select workspace_id, ${importId}::uuid, 'workspace', workspace_id, jsonb_build_object('currency', currency), 0 from before on conflict do nothing)
    update workspace w set currency = ${most.currency}, version = w.version + 1 from before b where w.workspace_id = b.workspace_id`.execute(
    call.db,
  );
}

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
      const stored = await lockImport(call.db, run.importId);
      if (!stored || !states.includes(stored.state)) return 'stopped' as const;
      const held = await sql<{
        held: boolean;
      }>`select ${heldByAnother(run.worker)} as held from import where id = ${run.importId}`.execute(call.db);
      if (held.rows[0]?.held) return 'stopped' as const;
      const before = stored.progress;
      const after = await work(call, stored);
      const moved = after.progress.rows - before.rows || Math.max(0, after.progress.done - before.done);
      const rate = (moved / Math.max(1, performance.now() - started)) * 1000;
      if (moved > 0)
        after.progress.rate = Math.round(
          before.stage === after.progress.stage && before.rate > 0 ? before.rate * 0.8 + rate * 0.2 : rate,
        );
      await saveStep(call.db, run.importId, { ...after, worker: run.worker });
      return after;
    },
    { seconds: deadline, actor: { memberId: who.memberId } },
  );
  if (answer !== 'stopped') run.onProgress?.(answer.progress);
  return answer;
}

export async function sourceOf(run: Run, file: FilePlan, onBytes: (count: number) => void) {
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
  return run.disk.read({ workspaceId: run.workspaceId, importId: run.importId, number: stored.number }, onBytes);
}
