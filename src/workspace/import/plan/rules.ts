import type { ColumnPlan, FilePlan, ImportPlan } from './plan.ts';
import { targetNames, type TargetName } from '../targets/names.ts';
import { fieldAt, splitPath, targets } from '../targets/targets.ts';
import { isTimeZone } from '../values/zone.ts';

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
  | 'names nobody'
  | 'names nobody, kept'
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
  if (belongsToSomebody.has(file.target) && ![...seen.keys()].some(namesSomebody))
    problems.push({
      ...at,
      severity: 'warning',
      code: file.unlinked === 'keep' ? 'names nobody, kept' : 'names nobody',
      detail: '',
    });
  if (file.key !== null && !file.columns.some((column) => column.column === file.key))
    problems.push({ ...at, severity: 'error', code: 'key column is not there', detail: file.key });
  return problems;
}

/** What is told of somebody: without a column that says of whom, its rows have no place in anybody's history. */
const belongsToSomebody: ReadonlySet<TargetName> = new Set(['touchpoint', 'nextStep', 'case']);
const somebody: ReadonlySet<TargetName | undefined> = new Set(['account', 'contact', 'opportunity']);

function namesSomebody(path: string): boolean {
  const field = fieldAt(path);
  return field?.name === 'participants' || somebody.has(field?.reference);
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
  // Cards and calendars are not referred to.
  const tables = plan.files.filter(({ target, format }) => target !== null && (format === 'csv' || format === 'xlsx'));
  return tables
    .filter((file, index) => tables.findIndex((each) => each.table === file.table) < index)
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
