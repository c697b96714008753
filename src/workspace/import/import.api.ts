import { sql, type SqlBool } from 'kysely';
import Papa from 'papaparse';
import { insertMany, sameRecord } from '../../platform/database.ts';
import { conflict, forbidden, notFound, Problem, stale } from '../../platform/problem.ts';
import { pageOf } from '../../platform/paging.ts';
import type { Returns } from '../../platform/contract.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { textStream } from '../export.ts';
import { applyPlan } from './apply.ts';
import type { importContract } from './contract.ts';
import { errorFile, type ErrorRow } from './error-rows.ts';
import type { Note } from './draft.ts';
import { openRows, takeSamples } from './files.ts';
import { headerKey } from './fold.ts';
import { eventHeaders } from './ical.ts';
import { enqueueImport, type Imports } from './imports.api.ts';
import { importPlan, type FilePlan, type ImportPlan } from './plan.ts';
import { checkPlan } from './planRules.ts';
import { proposePlan, type Memory, type Sample } from './propose.ts';
import { isRow, type Read } from './read.ts';
import { targetNames, type TargetName } from './target-names.ts';
import { cardHeaders } from './vcard.ts';

type ImportRecord = Omit<Returns<typeof importContract.readImport>, 'plan'> & { plan: ImportPlan | null };
const mostFiles = 100;

export const importHandlers = (imports: Pick<Imports, 'disk'>): Handlers<typeof importContract> => ({
  async createImport(call) {
    const id = call.newId();
    await call.db
      .insertInto('import')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        member_id: call.who.memberId,
        state: 'uploading',
        plan: '{}',
        created_at: call.now,
      })
      .execute();
    await call.record('import.created', { kind: 'import', id });
    return found(call, id);
  },

  async listImports(call, { query }) {
    const page = await pageOf(
      importRows(call),
      [{ by: sql.ref('i.id'), key: 'id', type: 'uuid', descending: true }],
      query,
    );
    return { items: page.items.map((row) => summaryOf(row)), next: page.next };
  },

  readImport: (call, { params }) => found(call, params.id),

  async discardImport(call, { params }) {
    await inState(call, params.id, ['uploading', 'planned']);
    await call.db.deleteFrom('import').where('id', '=', params.id).execute();
    await imports.disk.remove({ workspaceId: call.who.workspaceId, importId: params.id });
    return { done: true };
  },

  async addImportFile(call, { params, body }) {
    await inState(call, params.id, ['uploading', 'planned']);
    const { rows } = await sql<{
      count: number;
      next: number;
      same: boolean;
    }>`select count(*)::integer as count, coalesce(max(number), 0) + 1 as next, coalesce(bool_or(name = ${body.name}), false) as same
      from import_file where import_id = ${params.id}`.execute(call.db);
    const { count = 0, next = 1, same = false } = rows[0] ?? {};
    if (count >= mostFiles)
      throw conflict('too_many_files', `An import takes at most ${mostFiles} files. Run this one first.`);
    if (same)
      throw conflict(
        'file_there',
        `There is a file called ${body.name} already. Take it out first, or rename one of them.`,
      );
    await call.db
      .insertInto('import_file')
      .values({
        workspace_id: call.who.workspaceId,
        import_id: params.id,
        number: next,
        name: body.name,
        size: body.size,
      })
      .execute();
    await unplan(call, params.id);
    return { number: next, name: body.name, size: body.size, received: 0 };
  },

  async uploadImportFile(call, { params, query }) {
    const at = { workspaceId: call.who.workspaceId, importId: params.id, number: params.number };
    const file = await call.transact(async (inner) => {
      await inState(inner, params.id, ['uploading', 'planned']);
      return fileOf(inner, params);
    });
    const there = await imports.disk.size(at);
    if (query.offset > there)
      throw conflict('not_there_yet', `Only ${there} bytes are here. Go on from there.`, { received: there });
    const received = await imports.disk.write(at, query.offset, bounded(call.request, query.offset, file.size));
    return call.transact(async (inner) => {
      await inner.db
        .updateTable('import_file')
        .set({ received })
        .where('import_id', '=', params.id)
        .where('number', '=', params.number)
        .execute();
      return { ...file, received };
    });
  },

  async removeImportFile(call, { params }) {
    await inState(call, params.id, ['uploading', 'planned']);
    await fileOf(call, params);
    await call.db
      .deleteFrom('import_file')
      .where('import_id', '=', params.id)
      .where('number', '=', params.number)
      .execute();
    await unplan(call, params.id);
    await imports.disk.remove({ workspaceId: call.who.workspaceId, importId: params.id, number: params.number });
    return { done: true };
  },

  async proposeImport(call, { params, body }) {
    const known = await call.transact(async (inner) => {
      const record = await inState(inner, params.id, ['uploading', 'planned']);
      return { files: record.files, memory: await memoryOf(inner) };
    });
    if (known.files.length === 0) throw conflict('no_files', 'Add a file first.');
    const missing = known.files.find((file) => file.received < file.size);
    if (missing)
      throw conflict('not_there_yet', `${missing.name} has not arrived whole. Send the rest of it.`, {
        file: missing.number,
        received: missing.received,
      });
    const { samples, unreadable } = await sampled(imports, call, params.id, known.files);
    if (samples.length === 0)
      throw conflict('nothing_readable', unreadable[0]?.reason ?? 'None of the files can be read.');
    const defaults = {
      ...known.memory.defaults,
      ...dollars(samples, known.memory.defaults?.currency),
      ...body.defaults,
    };
    const plan = importPlan.parse(proposePlan(samples, { ...known.memory, defaults }));
    return call.transact(async (inner) => {
      await inState(inner, params.id, ['uploading', 'planned']);
      await storePlan(inner, params.id, plan);
      return {
        import: await found(inner, params.id),
        problems: checkPlan(plan),
        unreadable,
      };
    });
  },

  async saveImportPlan(call, { params, body: { plan } }) {
    const before = await inState(call, params.id, ['planned']);
    if (before.version !== call.version) throw stale(before);
    const names = new Set(before.files.map((file) => file.name));
    const stranger = plan.files.find((file) => !names.has(fileName(file)));
    if (stranger) throw conflict('no_such_file', `The plan names ${stranger.file}, which is not one of the files.`);
    await storePlan(call, params.id, plan);
    await remember(call, before.plan, plan);
    return { import: await found(call, params.id), problems: checkPlan(plan) };
  },

  async previewImport(call, { params, query }) {
    const record = await call.transact((inner) => found(inner, params.id));
    const file = record.plan?.files.find((each) => each.file === query.file);
    if (!record.plan || !file) throw notFound('file');
    const number = record.files.find((each) => each.name === fileName(file))?.number ?? 0;
    const source = imports.disk.read({ workspaceId: call.who.workspaceId, importId: params.id, number });
    const apply = applyPlan(record.plan, file, { today: call.now.toISOString().slice(0, 10) });
    const reads = await firstReads(openRows(file, source, { now: call.now.toISOString() }), sampleSize);
    const rows = reads.slice(0, query.rows).map((read): PreviewRow => {
      if (!isRow(read))
        return {
          line: read.line,
          outcome: 'fail',
          records: [],
          notes: [{ code: read.problem, value: read.raw.slice(0, 200) }],
        };
      const { outcome, notes, drafts } = apply(read);
      return {
        line: read.line,
        outcome,
        notes,
        records: drafts.map((draft) => ({
          target: draft.target,
          values: draft.values,
          references: Object.fromEntries(Object.entries(draft.refs).map(([field, ref]) => [field, ref.said])),
          custom: draft.custom,
        })),
      };
    });
    return { rows, values: valuesOf(reads) };
  },

  async rehearseImport(call, { params }) {
    await planned(call, params.id, ['planned']);
    await sql`update import set rehearsal = ${JSON.stringify({ state: 'running', rows: 0, limit: null, report: null })}::jsonb where id = ${params.id}`.execute(
      call.db,
    );
    enqueueImport(call, params.id, 'rehearse');
    return found(call, params.id);
  },

  async runImport(call, { params }) {
    const record = await planned(call, params.id, ['planned', 'cancelled', 'failed']);
    const totalBytes = record.files.reduce((sum, file) => sum + file.size, 0);
    await sql`update import set state = 'running', error = null, ended_at = null, started_at = coalesce(started_at, ${call.now}), version = version + 1,
      cursor = cursor - 'over', progress = progress || ${JSON.stringify({ totalBytes })}::jsonb where id = ${params.id}`.execute(
      call.db,
    );
    await call.record('import.started', { kind: 'import', id: params.id });
    enqueueImport(call, params.id, 'run');
    return found(call, params.id);
  },

  async cancelImport(call, { params }) {
    await inState(call, params.id, ['running']);
    await sql`update import set state = 'cancelled', ended_at = ${call.now}, version = version + 1 where id = ${params.id} and state = 'running'`.execute(
      call.db,
    );
    // The rows that are in still have to reach their relationships, whatever becomes of the worker.
    enqueueImport(call, params.id, 'run');
    return found(call, params.id);
  },

  async undoImport(call, { params }) {
    await inState(call, params.id, ['done', 'cancelled', 'failed']);
    await sql`update import set state = 'undoing', error = null, ended_at = null, cursor = cursor - 'over', version = version + 1 where id = ${params.id}`.execute(
      call.db,
    );
    await call.record('import.undo began', { kind: 'import', id: params.id });
    enqueueImport(call, params.id, 'undo');
    return found(call, params.id);
  },

  async listImportRows(call, { params, query }) {
    const record = await found(call, params.id);
    const index = record.plan?.files.findIndex((file) => file.file === query.file) ?? -1;
    let rows = call.db
      .selectFrom('import_row as r')
      .select(['r.file', 'r.number', 'r.line', 'r.raw', 'r.outcome', 'r.notes', 'r.records'])
      .where('r.import_id', '=', params.id);
    if (query.file !== undefined) rows = rows.where('r.file', '=', index);
    if (query.outcome) rows = rows.where('r.outcome', '=', query.outcome);
    if (query.noted !== undefined) rows = rows.where(sql<SqlBool>`(r.notes is not null) = ${query.noted}`);
    const page = await pageOf(
      rows,
      [
        { by: sql.ref('r.file'), key: 'file', type: 'integer' },
        { by: sql.ref('r.number'), key: 'number', type: 'integer' },
      ],
      query,
    );
    return {
      items: page.items.map((row) => ({
        file: record.plan?.files[row.file]?.file ?? '',
        number: row.number,
        line: row.line,
        raw: row.raw,
        outcome: row.outcome as never,
        notes: (row.notes ?? []) as Note[],
        records: ((row.records ?? []) as unknown as [string, string, string][]).map(([kind, id]) => ({ kind, id })),
      })),
      next: page.next,
    };
  },

  async downloadImportErrors(call, { params, query }) {
    const record = await call.transact((inner) => found(inner, params.id));
    const index = record.plan?.files.findIndex((each) => each.file === query.file) ?? -1;
    const file = record.plan?.files[index];
    if (!file) throw notFound('file');
    const number = record.files.find((each) => each.name === fileName(file))?.number ?? 0;
    const source = imports.disk.read({ workspaceId: call.who.workspaceId, importId: params.id, number });
    const headers = await headersOf(file, source);
    const rows = refusedRows(call, params.id, {
      file,
      index,
      headers,
      outcomes: query.skipped ? ['failed', 'skipped'] : ['failed'],
    });
    const name = `${
      file.file
        .replace(/\.\w+$/, '')
        .replaceAll(/[^\p{L}\p{N} _-]+/gu, ' ')
        .trim() || 'rows'
    } errors.csv`;
    return new Response(textStream(errorFile(headers, rows)), {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
        'cache-control': 'no-store',
      },
    });
  },
});

const fileName = (file: FilePlan): string =>
  file.format === 'xlsx' ? (file.file.split('#')[0] ?? file.file) : file.file;

function importRows(call: Call) {
  return call.db
    .selectFrom('import as i')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'i.member_id'))
    .select([
      'i.id',
      'i.state',
      'i.member_id',
      'm.name as member_name',
      'i.plan',
      'i.progress',
      'i.report',
      'i.rehearsal',
      'i.undone',
      'i.cursor',
      'i.error',
      'i.created_at',
      'i.started_at',
      'i.ended_at',
      'i.version',
    ])
    .select(
      sql<
        ImportRecord['files']
      >`coalesce((select jsonb_agg(jsonb_build_object('number', f.number, 'name', f.name, 'size', f.size, 'received', f.received) order by f.number)
        from import_file f where f.workspace_id = i.workspace_id and f.import_id = i.id), '[]')`.as('files'),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof importRows>['execute']>>[number];

function summaryOf(row: Row) {
  const report = row.report as ImportRecord['report'];
  const progress = row.progress as ImportRecord['progress'];
  const cursor = row.cursor as { over?: boolean };
  return {
    id: row.id,
    state: row.state,
    memberId: row.member_id,
    memberName: row.member_name,
    files: row.files,
    progress: progress && 'stage' in progress ? progress : null,
    records: report?.records ?? {},
    rows: report?.files.reduce((sum, file) => sum + file.read, 0) ?? 0,
    working: row.state === 'running' || row.state === 'undoing' || (row.state === 'cancelled' && !cursor.over),
    error: row.error,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    version: row.version,
  };
}

async function found(call: Call, id: string): Promise<ImportRecord> {
  const row = await importRows(call).where('i.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('import');
  const plan = row.plan as object;
  return {
    ...summaryOf(row),
    plan: 'files' in plan ? (plan as ImportPlan) : null,
    report: row.report as ImportRecord['report'],
    rehearsal: row.rehearsal as ImportRecord['rehearsal'],
    undone: row.undone as ImportRecord['undone'],
  };
}

/** Locked until the request ends; a colleague's import that one may only read is not one's to move. */
async function inState(call: Call, id: string, states: readonly ImportRecord['state'][]): Promise<ImportRecord> {
  const record = await found(call, id);
  const mine = record.memberId === call.who.memberId || call.who.scope.changes.includes('import');
  if (!mine) throw forbidden('change this import');
  const { rows } = await sql<{
    state: ImportRecord['state'];
  }>`select state from import where id = ${id} for update`.execute(call.db);
  const state = rows[0]?.state ?? record.state;
  if (!states.includes(state)) throw conflict('not_now', wrongState[state], { state });
  return { ...record, state };
}

type PreviewRow = Returns<typeof importContract.previewImport>['rows'][number];

/** Rows that are looked at for a column's first values. */
const sampleSize = 200;

async function firstReads(batches: AsyncIterable<Read[]>, most: number): Promise<Read[]> {
  const reads: Read[] = [];
  for await (const batch of batches) {
    reads.push(...batch.slice(0, most - reads.length));
    if (reads.length >= most) break;
  }
  return reads;
}

function valuesOf(reads: readonly Read[]): Record<string, string[]> {
  const values = new Map<string, Set<string>>();
  for (const read of reads.filter(isRow))
    for (const [column, value] of Object.entries(read.row)) {
      const said = values.get(column) ?? new Set();
      values.set(column, said);
      if (said.size < 4 && value.trim() !== '') said.add(value.trim().slice(0, 120));
    }
  return Object.fromEntries([...values].map(([column, said]) => [column, [...said]]));
}

const wrongState: Record<ImportRecord['state'], string> = {
  uploading: 'Propose a plan for the files first.',
  planned: 'This import has not run yet.',
  running: 'This import is running. Cancel it first.',
  done: 'This import has run. Begin a new one, or take it back.',
  cancelled: 'This import was cancelled. Go on with it, or take it back.',
  failed: 'This import stopped. Go on with it, or take it back.',
  undoing: 'This import is being taken back.',
  undone: 'This import was taken back. Begin a new one.',
};

async function planned(call: Call, id: string, states: readonly ImportRecord['state'][]): Promise<ImportRecord> {
  const record = await inState(call, id, states);
  const errors = record.plan ? checkPlan(record.plan).filter((problem) => problem.severity === 'error') : [];
  if (!record.plan) throw conflict('no_plan', 'Propose a plan for the files first.');
  if (errors.length > 0)
    throw new Problem(422, 'plan_has_errors', 'The plan cannot be followed yet. Correct what is marked.', { errors });
  return record;
}

async function unplan(call: Call, id: string): Promise<void> {
  await sql`update import set state = 'uploading', plan = '{}', rehearsal = null, version = version + 1 where id = ${id}`.execute(
    call.db,
  );
}

async function storePlan(call: Call, id: string, plan: ImportPlan): Promise<void> {
  await sql`update import set state = 'planned', plan = ${JSON.stringify(plan)}::jsonb, rehearsal = null, version = version + 1 where id = ${id}`.execute(
    call.db,
  );
}

async function fileOf(
  call: Call,
  { id, number }: { id: string; number: number },
): Promise<ImportRecord['files'][number]> {
  const row = await call.db
    .selectFrom('import_file')
    .select(['number', 'name', 'size', 'received'])
    .where('import_id', '=', id)
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row) throw notFound('file');
  return { number: row.number, name: row.name, size: row.size, received: row.received };
}

/** The body as it comes; more than was announced is refused before it is kept. */
async function* bounded(request: Request, offset: number, size: number): AsyncGenerator<Uint8Array> {
  let received = offset;
  for await (const piece of request.body ?? []) {
    received += piece.length;
    if (received > size)
      throw new Problem(413, 'too_large', 'The file is larger than was announced. Add it again with its real size.');
    yield piece;
  }
}

/** What this workspace is used to: its currency, country and zone, and how columns were matched before. */
async function memoryOf(call: Call): Promise<Memory> {
  const workspace = await call.db
    .selectFrom('workspace')
    .select(['time_zone', 'currency', 'country'])
    .executeTakeFirstOrThrow();
  const rows = await call.db.selectFrom('import_mapping').select(['target', 'header', 'field']).limit(20_000).execute();
  const columns: Partial<Record<TargetName, Record<string, string | null>>> = {};
  for (const { target, header, field } of rows) {
    const name = targetNames.find((each) => each === target);
    if (name) (columns[name] ??= {})[header] = field;
  }
  return {
    columns,
    defaults: {
      timeZone: workspace.time_zone,
      currency: workspace.currency,
      ...(workspace.country ? { country: workspace.country } : {}),
      dateOrder: workspace.country && workspace.country !== 'US' ? 'dmy' : 'mdy',
    },
  };
}

const dollarCurrencies = new Set('USD|AUD|CAD|NZD|HKD|SGD|TWD|MXN'.split('|'));

/** A bare dollar sign is the workspace's dollar, or else the American one. */
function dollars(samples: readonly Sample[], currency: string | undefined): { currency?: string } {
  if (currency && dollarCurrencies.has(currency)) return {};
  const signed = samples.some((sample) =>
    sample.rows.slice(0, 50).some((row) => Object.values(row).some((value) => /^-?\$\s?\d/.test(value))),
  );
  return signed ? { currency: 'USD' } : {};
}

async function sampled(imports: Pick<Imports, 'disk'>, call: Call, importId: string, files: ImportRecord['files']) {
  const samples: Sample[] = [];
  const unreadable: { file: string; reason: string }[] = [];
  for (const { number, name } of files)
    try {
      samples.push(
        ...(await takeSamples(name, imports.disk.read({ workspaceId: call.who.workspaceId, importId, number }))),
      );
    } catch (error) {
      unreadable.push({ file: name, reason: error instanceof RangeError ? error.message : `${name} cannot be read` });
    }
  return { samples: samples.slice(0, mostFiles), unreadable };
}

/** What a person chose differently from what was proposed is proposed the next time. */
async function remember(call: Call, before: ImportPlan | null, plan: ImportPlan): Promise<void> {
  const chosen = new Map<string, object>();
  for (const file of plan.files) {
    const old = before?.files.find((each) => each.file === file.file);
    if (file.target === null || old?.target === null) continue;
    for (const { column, field, ignore } of file.columns) {
      const header = headerKey(column).slice(0, 300);
      const was = old?.columns.find((each) => each.column === column);
      if (ignore || header === '' || was?.field === field) continue;
      chosen.set(`${file.target} ${header}`, {
        workspace_id: call.who.workspaceId,
        target: file.target,
        header,
        field,
        updated_at: call.now,
      });
    }
  }
  await insertMany(
    call.db,
    'import_mapping',
    { workspace_id: 'uuid', target: 'text', header: 'text', field: 'text', updated_at: 'timestamptz' },
    [...chosen.values()],
    'on conflict (workspace_id, target, header) do update set field = excluded.field, updated_at = excluded.updated_at',
  );
}

async function headersOf(file: FilePlan, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string[]> {
  if (file.format === 'vcard') return [...cardHeaders];
  if (file.format === 'ical') return [...eventHeaders];
  const samples = await takeSamples(fileName(file), source);
  return samples.find((sample) => sample.file === file.file)?.headers ?? samples[0]?.headers ?? [];
}

/** Cut into columns again from what stood there; read page by page, so that a slow reader holds no connection. */
async function* refusedRows(
  call: Call,
  importId: string,
  {
    file,
    index,
    headers,
    outcomes,
  }: { file: FilePlan; index: number; headers: readonly string[]; outcomes: ('failed' | 'skipped')[] },
): AsyncGenerator<ErrorRow> {
  for (let after = 0; ;) {
    const rows = await call.transact((inner) =>
      inner.db
        .selectFrom('import_row')
        .select(['number', 'line', 'raw', 'notes'])
        .where('import_id', '=', importId)
        .where('file', '=', index)
        .where('outcome', 'in', outcomes)
        .where('number', '>', after)
        .orderBy('number')
        .limit(1000)
        .execute(),
    );
    for (const { line, raw, notes } of rows)
      yield { read: cut(file, headers, line, raw), notes: (notes ?? []) as Note[] };
    const last = rows.at(-1);
    if (!last) return;
    after = last.number;
  }
}

function cut(file: FilePlan, headers: readonly string[], line: number, raw: string): ErrorRow['read'] {
  if (file.format === 'vcard' || file.format === 'ical') return { line, raw, problem: 'not readable' };
  const { data, errors } = Papa.parse<string[]>(raw, {
    delimiter: file.format === 'xlsx' ? ',' : (file.delimiter ?? ','),
  });
  const values = data[0];
  if (!values || data.length !== 1 || errors.some((error) => error.type === 'Quotes') || values.length > headers.length)
    return { line, raw, problem: 'not readable' };
  return { line, raw, row: Object.fromEntries(headers.map((header, column) => [header, values[column] ?? ''])) };
}
