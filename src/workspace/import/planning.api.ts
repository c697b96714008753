import { sql } from 'kysely';
import { insertMany } from '../../platform/database.ts';
import { conflict, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { importContract } from './contract.ts';
import { mostFiles } from './files.api.ts';
import { takeSamples } from './read/files.ts';
import { headerKey } from './values/fold.ts';
import { fileName, found, inState, type ImportRecord } from './found.api.ts';
import type { Imports } from './imports.api.ts';
import { importPlan, type ImportPlan } from './plan/plan.ts';
import { checkPlan } from './plan/rules.ts';
import { proposePlan, type Memory, type Sample } from './plan/propose.ts';
import { targetNames, type TargetName } from './targets/names.ts';

/** What becomes of the files: proposed, and as a person changed it. */

export const planningHandlers = (
  imports: Pick<Imports, 'disk'>,
): Pick<Handlers<typeof importContract>, 'proposeImport' | 'saveImportPlan'> => ({
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
});

async function storePlan(call: Call, id: string, plan: ImportPlan): Promise<void> {
  await sql`update import set state = 'planned', plan = ${JSON.stringify(plan)}::jsonb, rehearsal = null, version = version + 1 where id = ${id}`.execute(
    call.db,
  );
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
