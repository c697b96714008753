import type { Applied, Draft, Lookup, Note, Ref, Value } from './draft.ts';
import type { Field } from '../targets/field.ts';
import { finish } from './finish.ts';
import { fold } from '../values/fold.ts';
import { contentKey } from './key.ts';
import type { ColumnPlan, FilePlan, ImportPlan, ReferencePlan } from '../plan/plan.ts';
import type { ReadRow } from '../read/row.ts';
import { targetNames, type TargetName } from '../targets/names.ts';
import { fieldAt, splitPath, targets } from '../targets/targets.ts';
import { readValue } from '../values/values.ts';
import { parseEmail } from '../values/words.ts';

/** Longest text of a short field; `note` holds 20,000 characters. */
const longestText = 300;
const longestNote = 20_000;

/**
 * How the rows of one file become records. Pure: the same plan, row and day give the same drafts. Nothing that stands in
 * a row is lost: what has no field, or is not understood, is kept as custom data under its column.
 * `today` (`2026-01-31`) stands in where a date is needed and none is given.
 */
export function applyPlan(plan: ImportPlan, file: FilePlan, { today }: { today: string }): (read: ReadRow) => Applied {
  const columns = file.columns.filter((column) => !column.ignore).map((column) => compile(column));
  return (read) => {
    const notes: Note[] = (read.notes ?? []).map((code) => ({ code }));
    if (file.target === null)
      return { outcome: 'skip', drafts: [], notes: [...notes, { code: 'no place for it', detail: file.reason }] };
    const row = { plan, file, target: file.target, read, notes, today };
    return toDrafts(row, columns);
  };
}

type Compiled = { plan: ColumnPlan; field: Field | undefined; target: TargetName | undefined };
type Row = { plan: ImportPlan; file: FilePlan; target: TargetName; read: ReadRow; notes: Note[]; today: string };

function compile(plan: ColumnPlan): Compiled {
  if (plan.field === null) return { plan, field: undefined, target: undefined };
  return { plan, field: fieldAt(plan.field), target: splitPath(plan.field)[0] };
}

function toDrafts(row: Row, columns: readonly Compiled[]): Applied {
  const { target, notes } = row;
  const drafts = new Map<TargetName, Draft>([[target, emptyDraft(row, target)]]);
  for (const column of columns) {
    const text = row.read.row[column.plan.column]?.trim() ?? '';
    if (text === '') continue;
    const into = column.target ?? target;
    const draft = drafts.get(into) ?? emptyDraft(row, into);
    drafts.set(into, draft);
    put(row, draft, column, text);
  }
  fillIn(row, drafts);
  const all = [...drafts.values()].filter((draft) => draft.target === target || isComplete(draft));
  for (const draft of all) if (draft.target !== target) pointToCompanion(drafts.get(target), draft);
  const kept = all.map((draft) =>
    finish({ draft, notes, file: row.file, defaults: row.plan.defaults, today: row.today }),
  );
  const main = drafts.get(target);
  const missing = main && missingOf(main);
  if (missing) return { outcome: 'fail', drafts: [], notes: [...notes, missing] };
  if (kept.includes(false)) return { outcome: 'skip', drafts: [], notes };
  return {
    outcome: 'load',
    drafts: all.sort((a, b) => targetNames.indexOf(a.target) - targetNames.indexOf(b.target)),
    notes,
  };
}

function emptyDraft({ plan, file, target, read }: Row, into: TargetName): Draft {
  const id = file.key === null ? '' : (read.row[file.key]?.trim() ?? '');
  const key = id === '' ? contentKey(read.raw) : id;
  return {
    target: into,
    key: externalKey(plan.source, file.table, key),
    table: file.table,
    sure: id !== '' && into === target,
    alike: [],
    values: {},
    refs: {},
    participants: [],
    custom: {},
  };
}

/** `zoho:Accounts:2`. Unique together with the target of the record. */
export const externalKey = (source: string, table: string, id: string): string =>
  `${source}:${table}:${id.length > longestId ? contentKey(id) : id}`;

/** An index entry must stay small. */
const longestId = 200;

function put(row: Row, draft: Draft, { plan, field }: Compiled, text: string): void {
  if (!field) {
    draft.custom[plan.column] = text;
    return;
  }
  if (field.type === 'reference') {
    putReference(row, draft, plan, field, text);
    return;
  }
  const { value, currency, corrected } = readValue(text, field, plan.format, row.plan.defaults);
  if (value === undefined) {
    row.notes.push({ code: 'not understood', column: plan.column, field: plan.field ?? '', value: text.slice(0, 200) });
    draft.custom[plan.column] = text;
    return;
  }
  if (corrected) row.notes.push({ code: 'spelling corrected', column: plan.column, value: text, detail: corrected });
  // What a choice does not say in so many words stays readable: "Negotiation/Review" behind "commitment".
  if (field.type === 'choice' && value !== fold(text)) draft.custom[plan.column] = text;
  if (draft.target === 'touchpoint' && field.name === 'participants') putParticipants(draft, plan.column, value);
  else draft.values[field.name] ??= cut(row.notes, plan, field, value);
  if (currency && field.name === 'amount') draft.values['currency'] ??= currency;
}

function cut(notes: Note[], plan: ColumnPlan, field: Field, value: Value): Value {
  const most = field.name === 'note' ? longestNote : longestText;
  if (typeof value !== 'string' || value.length <= most || field.type !== 'text') return value;
  notes.push({ code: 'cut to length', column: plan.column, detail: String(most) });
  return value.slice(0, most);
}

function putReference(row: Row, draft: Draft, plan: ColumnPlan, field: Field, text: string): void {
  const reference = plan.reference;
  if (!reference || !field.reference || reference.none.includes(text)) return;
  const lookup = lookupOf(row.plan.source, reference, text);
  const before = draft.refs[field.name];
  if (before) {
    before.lookups.push(lookup);
    // The name is what a record could be made from, an id is not.
    if (reference.by === 'name')
      Object.assign(before, { said: text, column: plan.column, ifMissing: reference.ifMissing });
  } else
    draft.refs[field.name] = {
      target: field.reference,
      lookups: [lookup],
      ifMissing: reference.ifMissing,
      column: plan.column,
      said: text,
    };
}

const lookupOf = (source: string, reference: ReferencePlan, text: string): Lookup => {
  if (reference.by === 'id') return { by: 'key', is: externalKey(source, reference.table ?? '', text) };
  return reference.by === 'email' ? { by: 'email', is: parseEmail(text) ?? text } : { by: 'name', is: text };
};

function putParticipants(draft: Draft, column: string, value: Value): void {
  for (const each of [value].flat()) {
    const said = String(each);
    const email = parseEmail(said);
    const lookup: Lookup = email ? { by: 'email', is: email } : { by: 'name', is: said };
    draft.participants.push({ target: 'contact', lookups: [lookup], ifMissing: 'leave', column, said } satisfies Ref);
  }
}

function fillIn({ file, plan, read }: Row, drafts: ReadonlyMap<TargetName, Draft>): void {
  for (const [path, template] of Object.entries(file.fill)) {
    const [target, name] = splitPath(path);
    const draft = target && drafts.get(target);
    if (!draft || draft.values[name] !== undefined) continue;
    const filled = fillTemplate(template, read.row);
    if (filled === undefined) continue;
    draft.values[name] = filled.slice(0, longestText);
  }
  const { owner } = plan.defaults;
  for (const draft of drafts.values())
    if (
      owner !== undefined &&
      !draft.refs['owner'] &&
      targets[draft.target].fields.some((field) => field.name === 'owner')
    )
      draft.refs['owner'] = {
        target: 'member',
        lookups: [{ by: 'name', is: owner }],
        ifMissing: 'leave',
        column: '',
        said: owner,
      };
}

/** The first part of `a {x} || b` whose columns all have a value. */
export function fillTemplate(template: string, row: Readonly<Record<string, string>>): string | undefined {
  for (const part of template.split('||')) {
    const columns = [...part.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
    if (columns.every((column) => row[column]?.trim()))
      return part.trim().replaceAll(/\{([^{}]+)\}/g, (_, column: string) => row[column]?.trim() ?? '');
  }
  return undefined;
}

const isComplete = (draft: Draft): boolean => missingOf(draft) === undefined;

function missingOf(draft: Draft): Note | undefined {
  const group = targets[draft.target].needs.find((names) =>
    names.every((name) => draft.values[name] === undefined && !draft.refs[name]),
  );
  if (!group) return undefined;
  return {
    code: group.includes('at') || group.includes('openedAt') ? 'no date' : 'nothing to call it',
    detail: group.join(' / '),
  };
}

function pointToCompanion(main: Draft | undefined, companion: Draft): void {
  if (!main || companion.target === main.target) return;
  main.refs[companion.target] ??= {
    target: companion.target,
    lookups: [{ by: 'key', is: companion.key }],
    ifMissing: 'leave',
    column: '',
    said: String(companion.values['name'] ?? companion.key),
  };
}
