import { dateOrderOf, fromEpoch, fromExcelSerial, parseDate } from '../values/dates.ts';
import type { Field } from '../targets/field.ts';
import { distance, fold, foldHeader, headerKey } from '../values/fold.ts';
import { parseMoney } from '../values/money.ts';
import { decimalOf, parseNumber } from '../values/numbers.ts';
import { parsePhone } from '../values/phone.ts';
import type { ColumnPlan, ReferencePlan, ValueFormat } from './plan.ts';
import type { PresetTable } from '../presets/preset.ts';
import type { TargetName } from '../targets/names.ts';
import { fieldAt, targets } from '../targets/targets.ts';
import { parseBoolean, parseEmail, parseUrl } from '../values/words.ts';

/** Mappings that people chose before: `headerKey(header)` → field, or null for "custom data". */
export type Remembered = Readonly<Record<string, string | null>>;

export type ColumnMatching = { target: TargetName; preset?: PresetTable; remembered?: Remembered; country?: string };

/**
 * What becomes of each column, with confidence and reason: what was chosen before wins, then the preset, the known
 * headers, similar ones, and at last what the values look like. A field that holds one value is given out once, to the
 * best claim. Columns that match nothing are kept as custom data.
 */
export function matchColumns(
  headers: readonly string[],
  rows: readonly Record<string, string>[],
  matching: ColumnMatching,
): ColumnPlan[] {
  const columns = headers.map((header) => ({ header, values: sampleOf(rows, header) }));
  const fixed = new Map(columns.map((column) => [column.header, known(column, matching)]));
  const taken = new Set([...fixed.values()].flatMap((plans) => plans?.map((plan) => plan.field) ?? []));
  const claims = columns
    .filter(({ header }) => !fixed.get(header))
    .flatMap((column) => claimsOf(column, matching).map((claim) => ({ ...claim, column })))
    .sort((a, b) => b.confidence - a.confidence);
  const given = new Map<string, (typeof claims)[number]>();
  for (const claim of claims) {
    if (given.has(claim.column.header) || taken.has(claim.field)) continue;
    given.set(claim.column.header, claim);
    if (fieldAt(claim.field)?.type !== 'reference') taken.add(claim.field);
  }
  return withOneDateOrder(
    columns.flatMap((column) => fixed.get(column.header) ?? [planOf(column, given.get(column.header))]),
  );
}

/** A column of dates that can be read either way is written like the others of its file. */
function withOneDateOrder(plans: ColumnPlan[]): ColumnPlan[] {
  const orders = new Set(plans.flatMap((plan) => plan.format.dateOrder ?? []));
  const [order] = orders;
  if (order === undefined || orders.size > 1) return plans;
  return plans.map((plan) => (isDate(plan) ? { ...plan, format: { dateOrder: order, ...plan.format } } : plan));
}

const isDate = ({ field, format }: ColumnPlan): boolean =>
  field !== null && (fieldAt(field)?.type ?? '').startsWith('date') && format.serial === undefined;

type Column = { header: string; values: string[] };
type Claim = { field: string; confidence: number; reason: string };

const sampleOf = (rows: readonly Record<string, string>[], header: string): string[] =>
  rows
    .map((row) => row[header]?.trim() ?? '')
    .filter(Boolean)
    .slice(0, 2000);

function known(column: Column, { preset, remembered, target }: ColumnMatching): ColumnPlan[] | undefined {
  const header = headerKey(column.header);
  if (ownColumns.has(header)) return [{ ...kept(column, 1, 'added by our error file'), ignore: true }];
  const before = remembered?.[header];
  if (before === null) return [kept(column, 1, 'chosen before')];
  if (before !== undefined && fieldAt(before))
    return [finished(column, { field: before, confidence: 1, reason: 'chosen before' })];
  const entry = preset && Object.entries(preset.columns).find(([name]) => headerKey(name) === header)?.[1];
  if (entry === 'custom') return [kept(column, 1, 'preset')];
  if (entry === 'ignore') return [{ ...kept(column, 1, 'preset: says nothing of its own'), ignore: true }];
  if (entry)
    return [entry].flat().map((each) => ({
      ...finished(column, { field: each.field, confidence: 1, reason: 'preset' }),
      format: { ...formatOf(column.values, fieldAt(each.field)), ...each.format },
      ...(each.reference ? { reference: each.reference } : {}),
    }));
  if (
    preset?.key !== undefined &&
    headerKey(preset.key) === header &&
    !claimsOf(column, { target }).some((claim) => claim.confidence > 0.9)
  )
    return [kept(column, 1, 'key of the row')];
  return undefined;
}

/** `errorColumns` of read/errorRows.ts: a corrected error file comes back with them. */
const ownColumns = new Set(['importline', 'importreason']);

const kept = (column: Column, confidence: number, reason: string): ColumnPlan => ({
  column: column.header,
  field: null,
  format: {},
  ignore: false,
  confidence,
  reason,
});

function planOf(column: Column, claim: Claim | undefined): ColumnPlan {
  // A column that is empty in the sample may be filled further down.
  if (claim && (column.values.length > 0 || claim.confidence > 0.85)) return finished(column, claim);
  return kept(column, 0.5, column.values.length === 0 ? 'empty so far' : 'no field of this kind: custom data');
}

function finished(column: Column, claim: Claim): ColumnPlan {
  const field = fieldAt(claim.field);
  const plan: ColumnPlan = {
    column: column.header,
    field: claim.field,
    format: formatOf(column.values, field),
    ignore: false,
    confidence: round(claim.confidence),
    reason: claim.reason,
  };
  return field?.type === 'reference' ? { ...plan, reference: referenceOf(column) } : plan;
}

/** Ids are found as ids, addresses as addresses, everything else by name. */
function referenceOf({ header, values }: Column): ReferencePlan {
  const base = { none: [], ifMissing: 'create' as const };
  if (values.length > 0 && share(values, (value) => parseEmail(value) !== undefined) > 0.8)
    return { ...base, by: 'email', ifMissing: 'leave' };
  const isId =
    /\bids?$|id$/.test(foldHeader(header)) &&
    share(values, (value) => /^[\w-]{1,40}$/.test(value) && /\d/.test(value)) > 0.9;
  return isId ? { by: 'id', table: '', none: ['0'], ifMissing: 'leave' } : { ...base, by: 'name' };
}

function claimsOf(column: Column, { target, country }: ColumnMatching): Claim[] {
  const header = foldHeader(column.header);
  const bare = withoutTarget(header, target);
  return targets[target].fields.flatMap((field) => {
    const claim = claimOn(field, header, bare, column.values, country ?? 'US');
    return claim ? [{ ...claim, field: `${target}.${field.name}` }] : [];
  });
}

/** `lead owner` in a file of contacts is `owner`. */
const withoutTarget = (header: string, target: TargetName): string => {
  const own = targets[target].aliases.map(fold).find((alias) => header.startsWith(`${alias} `));
  return own ? header.slice(own.length + 1) : header;
};

function claimOn(
  field: Field,
  header: string,
  bare: string,
  values: string[],
  country: string,
): Omit<Claim, 'field'> | undefined {
  const byName = nameClaim(field, header, bare);
  const shape = shapeShare(field, values, country);
  if (byName) {
    // Values that cannot be read as what the header says speak against it.
    const confidence =
      shape === undefined ? byName.confidence : byName.confidence * (0.4 + 0.6 * Math.min(1, shape * 1.1));
    return confidence >= 0.4 ? { confidence, reason: byName.reason } : undefined;
  }
  const distinctive = field.type === 'email' && field.name === 'email';
  return distinctive && shape !== undefined && shape > 0.9 && values.length >= 3
    ? { confidence: 0.55, reason: 'values are e-mail addresses' }
    : undefined;
}

function nameClaim(field: Field, header: string, bare: string): Omit<Claim, 'field'> | undefined {
  const aliases = [field.name, ...field.aliases].map(foldHeader);
  const rank = aliases.indexOf(header);
  if (rank >= 0) return { confidence: 0.98 - Math.min(rank, 20) * 0.004, reason: `header “${aliases[rank]}”` };
  if (aliases.includes(bare)) return { confidence: 0.88, reason: `header “${bare}”` };
  const near = aliases.find((alias) => alias.length >= 6 && distance(alias, header, 2) <= (alias.length >= 10 ? 2 : 1));
  if (near) return { confidence: 0.72, reason: `nearly “${near}”` };
  const words = new Set(header.split(' '));
  const within = aliases.find((alias) => alias.includes(' ') && alias.split(' ').every((word) => words.has(word)));
  return within && words.size <= within.split(' ').length + 2
    ? { confidence: 0.6, reason: `contains “${within}”` }
    : undefined;
}

/** The share of values that can be read as this type; undefined for types that anything can be. */
function shapeShare(field: Field, values: string[], country: string): number | undefined {
  if (values.length === 0) return undefined;
  const decimal = /^(money|number|percent)$/.test(field.type) ? decimalOf(values) : '.';
  const tests: Partial<Record<Field['type'], (value: string) => boolean>> = {
    email: (value) => parseEmail(value) !== undefined,
    phone: (value) => parsePhone(value, country) !== undefined || /^[\d\s()+./-]{6,}$/.test(value),
    url: (value) => parseUrl(value) !== undefined,
    money: (value) => parseMoney(value, decimal) !== undefined,
    number: (value) => parseNumber(value, decimal) !== undefined,
    percent: (value) => parseNumber(value.replace('%', ''), decimal) !== undefined,
    date: isDateLike,
    datetime: isDateLike,
    boolean: (value) => parseBoolean(value) !== undefined,
  };
  const test = tests[field.type];
  return test ? share(values.slice(0, 200), test) : undefined;
}

const isDateLike = (value: string): boolean =>
  parseDate(value, 'dmy') !== undefined || fromExcelSerial(value) !== undefined || /^\d{10}(\d{3})?$/.test(value);

const share = (values: readonly string[], test: (value: string) => boolean): number =>
  values.filter(test).length / Math.max(1, values.length);

/** How the values of a column are written, decided once from all that were sampled. */
function formatOf(values: string[], field: Field | undefined): ValueFormat {
  if (!field || values.length === 0) return {};
  if (field.type === 'money' || field.type === 'number' || field.type === 'percent')
    return { decimal: decimalOf(values) };
  if (field.type === 'minutes') return { decimal: decimalOf(values) };
  if (field.type !== 'date' && field.type !== 'datetime') return {};
  if (share(values, (value) => fromExcelSerial(value) !== undefined) > 0.9) return { serial: 'excel' };
  if (share(values, (value) => /^\d{13}$/.test(value) && fromEpoch(value, 'milliseconds') !== undefined) > 0.9)
    return { serial: 'milliseconds' };
  if (share(values, (value) => /^\d{9,10}(\.\d+)?$/.test(value)) > 0.9) return { serial: 'seconds' };
  const { order } = dateOrderOf(values);
  return order ? { dateOrder: order } : {};
}

const round = (value: number): number => Math.round(value * 100) / 100;
