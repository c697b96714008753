import { matchColumns, type Remembered } from './columns.ts';
import { fold, foldHeader, headerKey } from '../values/fold.ts';
import { planDefaults, type ColumnPlan, type FilePlan, type ImportPlan, type PlanDefaults } from './plan.ts';
import type { Preset, PresetTable } from '../presets/preset.ts';
import { presets } from '../presets/presets.ts';
import { targetNames, type TargetName } from '../targets/names.ts';
import { fieldAt, targets } from '../targets/targets.ts';

/** What is known of a file before it is read: its headers and some of its rows. */
export type Sample = Pick<FilePlan, 'file' | 'format'> & {
  encoding?: string;
  delimiter?: string;
  headers: string[];
  rows: Record<string, string>[];
};

export type Memory = {
  /** Mappings chosen before, by target. */
  columns?: Partial<Record<TargetName, Remembered>>;
  defaults?: Partial<PlanDefaults>;
};

/** A plan for the files that were dropped together, with a reason for every guess. Nothing is read further. */
export function proposePlan(samples: readonly Sample[], memory: Memory = {}): ImportPlan {
  const recognised = samples.map((sample) => ({ sample, ...recognise(sample) }));
  const sources = recognised.flatMap(({ preset }) => (preset ? [preset.source] : []));
  const source = sources.toSorted((a, b) => count(sources, b) - count(sources, a))[0] ?? 'file';
  const defaults = planDefaults.parse(memory.defaults ?? {});
  const files = recognised.map(({ sample, table }) =>
    table ? fromPreset(sample, table, memory, defaults) : fromShape(sample, memory, defaults),
  );
  return { version: 1, source, files: linked(files), duplicates: {}, defaults };
}

const count = (list: readonly string[], item: string): number => list.filter((each) => each === item).length;

/** The preset table whose whole signature the file has; the longest signature wins. */
function recognise(sample: Sample): { preset?: Preset; table?: PresetTable } {
  const headers = new Set(sample.headers.map(headerKey));
  const found = presets
    .flatMap((preset) => preset.tables.map((table) => ({ preset, table })))
    .filter(({ table }) => table.signature.every((header) => headers.has(headerKey(header))))
    .sort((a, b) => b.table.signature.length - a.table.signature.length);
  return found[0] ?? {};
}

function fromPreset(sample: Sample, preset: PresetTable, memory: Memory, defaults: PlanDefaults): FilePlan {
  const base = {
    ...baseOf(sample),
    table: preset.target === null ? tableName(sample.file) : preset.table,
    confidence: 1,
    target: preset.target,
  };
  if (preset.target === null)
    return { ...base, key: null, columns: [], fill: {}, unlinked: 'skip', reason: preset.reason ?? 'no place for it' };
  const columns = matchColumns(sample.headers, sample.rows, {
    target: preset.target,
    preset,
    country: defaults.country,
    ...rememberedFor(memory, preset.target),
  });
  return {
    ...base,
    key:
      sample.headers.find((header) => preset.key !== undefined && headerKey(header) === headerKey(preset.key)) ?? null,
    columns,
    fill: preset.fill ?? {},
    unlinked: preset.unlinked ?? 'skip',
    ...(preset.touchpointSource ? { touchpointSource: preset.touchpointSource } : {}),
    reason: 'preset',
  };
}

const rememberedFor = (memory: Memory, target: TargetName): { remembered?: Remembered } => {
  const remembered = memory.columns?.[target];
  return remembered ? { remembered } : {};
};

const baseOf = ({
  file,
  format,
  encoding,
  delimiter,
}: Sample): Pick<FilePlan, 'file' | 'format' | 'encoding' | 'delimiter'> => ({
  file,
  format,
  ...(encoding ? { encoding } : {}),
  ...(delimiter ? { delimiter } : {}),
});

/** The file's name without folder and ending, or the sheet's. */
export const tableName = (file: string): string =>
  (
    file.split('#')[1] ??
    file
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.\w{1,5}$/, '') ??
    file
  ).slice(0, 200) || 'rows';

/** No preset: each target is tried, and the one that understands the most, with its name to help, is taken. */
function fromShape(sample: Sample, memory: Memory, defaults: PlanDefaults): FilePlan {
  const name = fold(tableName(sample.file));
  const tried = targetNames.map((target) => {
    const columns = matchColumns(sample.headers, sample.rows, {
      target,
      country: defaults.country,
      ...rememberedFor(memory, target),
    });
    const mapped = columns.filter((column) => column.field !== null);
    const fields = new Set(mapped.map((column) => column.field));
    const complete = targets[target].needs.every((group) => group.some((field) => fields.has(`${target}.${field}`)));
    const named = targets[target].aliases.some(
      (alias) => name === fold(alias) || name.split(' ').includes(fold(alias)),
    );
    const understood =
      mapped.reduce((sum, column) => sum + column.confidence, 0) /
      Math.max(1, columns.filter((column) => !column.ignore).length);
    return {
      target,
      columns,
      score: (complete ? 0.35 : 0) + understood * 0.5 + (named ? 0.4 : 0) + prior(fields),
      complete,
      named,
    };
  });
  const best = tried.reduce((a, b) => (b.score > a.score ? b : a));
  const base = {
    ...baseOf(sample),
    table: tableName(sample.file),
    fill: {},
    unlinked: best.target === 'opportunity' || best.target === 'case' ? ('keep' as const) : ('skip' as const),
  };
  if (!best.complete || best.score < 0.5)
    return {
      ...base,
      target: null,
      key: null,
      columns: [],
      confidence: 0.5,
      reason: 'nothing in it says what a row is',
    };
  return {
    ...base,
    target: best.target,
    key: keyOf(sample),
    columns: best.columns,
    confidence: Math.min(1, Math.round(best.score * 100) / 100),
    reason: best.named ? `the file is called ${tableName(sample.file)}` : 'its columns',
  };
}

/** Columns that only one kind of record has. */
function prior(fields: ReadonlySet<string | null>): number {
  const telling = [
    'contact.email',
    'contact.lastName',
    'contact.firstName',
    'opportunity.stage',
    'opportunity.expectedCloseOn',
    'touchpoint.direction',
    'touchpoint.subject',
    'case.severity',
    'offering.price',
    'offering.code',
    'account.employees',
    'account.industry',
    'order.number',
    'campaign.budget',
    'nextStep.due',
  ];
  return telling.filter((field) => fields.has(field)).length * 0.08;
}

/** A column called id whose values are all there and all different. */
function keyOf(sample: Sample): string | null {
  const found = sample.headers.find((header) => {
    if (!/^(.* )?(id|key|guid|uuid|number|nr|no)$|^\w{2,15}id$/.test(foldHeader(header))) return false;
    const values = sample.rows.map((row) => row[header]?.trim() ?? '');
    return values.length > 0 && values.every(Boolean) && new Set(values).size === values.length;
  });
  return found ?? null;
}

/** Ids without a table of a preset point to the file with that target. */
function linked(files: FilePlan[]): FilePlan[] {
  const withTable = (column: ColumnPlan): ColumnPlan => {
    if (column.reference?.by !== 'id' || column.reference.table) return column;
    const wanted = column.field === null ? undefined : fieldAt(column.field)?.reference;
    const table = files.find((file) => file.target === wanted && file.key !== null)?.table;
    return table
      ? { ...column, reference: { ...column.reference, table } }
      : { ...column, reference: { ...column.reference, by: 'name', ifMissing: 'leave', table: undefined } };
  };
  return files.map((file) => ({ ...file, columns: file.columns.map(withTable) }));
}
