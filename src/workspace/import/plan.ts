import { z } from 'zod';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { targetNames, type TargetName } from './target-names.ts';
import { isTimeZone } from './zone.ts';
import { fieldAt, splitPath, targets } from './targets.ts';

/** What to do with a row whose record exists already. `create` makes a second record on purpose. */
export const duplicateChoices = ['skip', 'update', 'create'] as const;

/**
 * How a column that points to another record finds it: by the source's own id (of rows in `table`), or by a name or an
 * e-mail address. `none` lists the values that mean "nothing" ("0" in a Zoho POTENTIALID).
 */
export const referencePlan = z.object({
  by: z.enum(['id', 'name', 'email']),
  table: z.string().max(200).optional(),
  none: z.array(z.string().max(200)).max(50).default([]),
  /** When nothing is found: make a record with that name, leave the field empty with a note, or refuse the row. */
  ifMissing: z.enum(['create', 'leave', 'refuse']).default('leave'),
});
export type ReferencePlan = z.infer<typeof referencePlan>;

/** How the values of a column are written; decided once per column from all sampled values. */
export const valueFormat = z.object({
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).optional(),
  decimal: z.enum(['.', ',']).optional(),
  unit: z.enum(['seconds', 'minutes', 'hours']).optional(),
  /** Figures in thousands (3) or millions (6). */
  scale: z.number().int().min(0).max(9).optional(),
  /** Days since 1899-12-30 (spreadsheets) or seconds / milliseconds since 1970. */
  serial: z.enum(['excel', 'seconds', 'milliseconds']).optional(),
  currency: z.string().length(3).optional(),
  /** This file's words for our choices, before the shipped ones. */
  words: z.record(z.string().max(200), z.string().max(200)).optional(),
});
export type ValueFormat = z.infer<typeof valueFormat>;

/** One column and what becomes of it. `field: null` keeps it as custom data on the record. A column may appear twice. */
export const columnPlan = z.object({
  column: z.string().max(500),
  field: z.string().max(100).nullable(),
  format: valueFormat.default({}),
  reference: referencePlan.optional(),
  /** Leave it out altogether (an empty or technical column). The raw row still has it. */
  ignore: z.boolean().default(false),
  confidence: z.number().min(0).max(1).default(1),
  reason: z.string().max(300).default('chosen'),
});
export type ColumnPlan = z.infer<typeof columnPlan>;

export const filePlan = z.object({
  /** Name as dropped; for a sheet `book.xlsx#Sheet`. */
  file: z.string().min(1).max(500),
  /** Name of this table at the source, the middle part of external keys: `zoho:Accounts:2`. */
  table: z.string().min(1).max(200),
  format: z.enum(['csv', 'xlsx', 'vcard', 'ical']),
  encoding: z.string().max(40).optional(),
  delimiter: z.string().max(1).optional(),
  /** null: the rows are read and kept, but become nothing; each is counted as skipped with `reason`. */
  target: z.enum(targetNames).nullable(),
  /** Column that holds the row's id at the source; without one, the row's content is its key. */
  key: z.string().max(500).nullable().default(null),
  columns: z.array(columnPlan).max(2000),
  /**
   * Values for fields that no column fills: `{column}` is replaced by the row's value. Of `{product} for
   * {account} || {product}` the first part is taken whose columns all have a value.
   */
  fill: z.record(z.string().max(100), z.string().max(500)).default({}),
  /** What a row is about when its kind is not written: drives the reading of touchpoints. */
  touchpointSource: z.enum(['call', 'meeting', 'mail', 'note', 'calendar', 'response']).optional(),
  /** A touchpoint, next step, case or opportunity that points to no account and no contact. */
  unlinked: z.enum(['keep', 'skip']).default('skip'),
  confidence: z.number().min(0).max(1).default(1),
  reason: z.string().max(300).default('chosen'),
});
export type FilePlan = z.infer<typeof filePlan>;

export const planDefaults = z.object({
  owner: z.string().max(200).optional(),
  saleType: z.enum(saleTypes).default('commercial'),
  timeZone: z.string().max(60).default('UTC'),
  currency: z.string().length(3).default('USD'),
  /** ISO 3166 two letters: how to read a phone number without a country code. */
  country: z.string().length(2).default('US'),
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).default('mdy'),
});
export type PlanDefaults = z.infer<typeof planDefaults>;

/** The one plan that the browser edits, the command line writes to a file and the runner follows. */
export const importPlan = z.object({
  version: z.literal(1).default(1),
  /** Where it comes from, the first part of external keys. */
  source: z
    .string()
    .min(1)
    .max(60)
    .regex(/^[\w .-]+$/),
  files: z.array(filePlan).min(1).max(100),
  duplicates: z.partialRecord(z.enum(targetNames), z.enum(duplicateChoices)).default({}),
  defaults: planDefaults.default(planDefaults.parse({})),
});
export type ImportPlan = z.infer<typeof importPlan>;

export type PlanProblem = {
  severity: 'error' | 'warning';
  file?: string;
  column?: string;
  code: PlanProblemCode;
  detail: string;
};
export type PlanProblemCode =
  | 'unknown field'
  | 'field of another target'
  | 'field filled twice'
  | 'nothing to call it'
  | 'reference without file'
  | 'reference missing'
  | 'two files with one table name'
  | 'unknown time zone'
  | 'unknown country'
  | 'key column is not there';

/** What is wrong with a plan before a row is read. Errors stop the run, warnings are shown. */
export function checkPlan(plan: ImportPlan): PlanProblem[] {
  return [...plan.files.flatMap((file) => checkFile(plan, file)), ...checkTables(plan), ...checkDefaults(plan)];
}

function checkFile(plan: ImportPlan, file: FilePlan): PlanProblem[] {
  const at = { file: file.file };
  const problems: PlanProblem[] = [];
  if (file.target === null) return problems;
  const seen = new Map<string, string>();
  for (const column of file.columns) {
    if (column.field === null || column.ignore) continue;
    const where = { ...at, column: column.column };
    const field = fieldAt(column.field);
    const [target] = splitPath(column.field);
    if (!field || !target) {
      problems.push({ ...where, severity: 'error', code: 'unknown field', detail: column.field });
      continue;
    }
    if (target !== file.target && !companions[file.target]?.includes(target))
      problems.push({ ...where, severity: 'error', code: 'field of another target', detail: column.field });
    if (field.type === 'reference') problems.push(...checkReference(plan, where, column));
    else if (seen.has(column.field))
      problems.push({
        ...where,
        severity: 'warning',
        code: 'field filled twice',
        detail: `${column.field} also from ${seen.get(column.field)}`,
      });
    seen.set(column.field, column.column);
  }
  const filled = new Set([...seen.keys(), ...Object.keys(file.fill)]);
  for (const group of targets[file.target].needs)
    if (!group.some((name) => filled.has(`${file.target}.${name}`)))
      problems.push({ ...at, severity: 'error', code: 'nothing to call it', detail: group.join(' or ') });
  if (file.key !== null && !file.columns.some((column) => column.column === file.key))
    problems.push({ ...at, severity: 'error', code: 'key column is not there', detail: file.key });
  return problems;
}

/** Records that a row can bring along: a person's row often names the company as well. */
export const companions: Partial<Record<TargetName, readonly TargetName[]>> = { contact: ['account'] };

function checkReference(plan: ImportPlan, where: { file: string; column: string }, column: ColumnPlan): PlanProblem[] {
  if (!column.reference)
    return [{ ...where, severity: 'error', code: 'reference missing', detail: column.field ?? '' }];
  const { by, table } = column.reference;
  if (by === 'id' && !plan.files.some((file) => file.table === table && file.target !== null))
    return [{ ...where, severity: 'warning', code: 'reference without file', detail: table ?? column.field ?? '' }];
  return [];
}

function checkTables(plan: ImportPlan): PlanProblem[] {
  const names = plan.files.filter((file) => file.target !== null).map((file) => file.table);
  return plan.files
    .filter(
      (file, index) =>
        file.target !== null &&
        names.indexOf(file.table) < index &&
        names.filter((name) => name === file.table).length > 1,
    )
    .slice(1)
    .map((file) => ({
      severity: 'warning',
      file: file.file,
      code: 'two files with one table name',
      detail: file.table,
    }));
}

function checkDefaults(plan: ImportPlan): PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (!isTimeZone(plan.defaults.timeZone))
    problems.push({ severity: 'error', code: 'unknown time zone', detail: plan.defaults.timeZone });
  if (!/^[A-Z]{2}$/.test(plan.defaults.country))
    problems.push({ severity: 'error', code: 'unknown country', detail: plan.defaults.country });
  return problems;
}

/**
 * The files in the order in which they must be loaded: by target, and within a target those first that others point to
 * (accounts before the leads that join them).
 */
export function loadingOrder(plan: ImportPlan): FilePlan[] {
  const rank = (file: FilePlan) => (file.target === null ? targetNames.length : targetNames.indexOf(file.target));
  const bringsCompanion = (file: FilePlan) =>
    file.columns.some((column) => column.field !== null && !column.ignore && splitPath(column.field)[0] !== file.target)
      ? 1
      : 0;
  const pointsAt = (file: FilePlan, other: FilePlan) =>
    file.columns.some((column) => column.reference?.by === 'id' && column.reference.table === other.table);
  return plan.files.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      bringsCompanion(a) - bringsCompanion(b) ||
      Number(pointsAt(a, b)) - Number(pointsAt(b, a)) ||
      plan.files.indexOf(a) - plan.files.indexOf(b),
  );
}
