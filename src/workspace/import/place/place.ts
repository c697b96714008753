import { columnsOf } from './columnsOf.ts';
import { accountOf, openDirectory, type Directory, type Known } from './directory.ts';
import { emptyDraft, type Applied, type Draft, type Note, type Ref } from '../drafts/draft.ts';
import type { ImportPlan } from '../plan/plan.ts';
import { nothingAsked, type Questions } from './questions.ts';
import type { RowOutcome } from '../report.ts';
import type { TargetName } from '../targets/names.ts';

/** Where rows are placed among the records that there are. */
export type Placing = {
  directory: Directory;
  plan: Pick<ImportPlan, 'duplicates'>;
  /** Whether the importing person may make records of this kind. */
  mayMake: (target: TargetName) => boolean;
  /** Who owns a record instead, where the importing person may not make one for others. */
  ownerFor?: (target: TargetName, owner: Known | undefined) => Known | undefined;
  /** Evidence of touchpoints that are in the ledger already, `before` this import or by it. */
  evidence: Map<string, 'before' | 'now'>;
  /** Keys that lead to a record already, `account zoho:Accounts:2` → its id. */
  taken: Map<string, string>;
  /** What the database was asked already: what it answered is in the directory. */
  asked: Questions;
  effects: Effects;
};

/** What placing rows asks of the database, in the order in which it must happen. */
export type Effects = {
  made: Set<Known>;
  /** Records of before that differ now. */
  changed: Set<Known>;
  /** Records that this import made in an earlier chunk and that differ now. */
  filled: Set<Known>;
  /** Keys that lead to a record from now on. */
  keys: { key: string; known: Known; role: 'made' | 'leading' | 'joined' }[];
  /** References to records of the same file, which may stand further down. */
  later: { line: number; field: string; known: Known; ref: Ref }[];
};

export const noEffects = (): Effects => ({
  made: new Set(),
  changed: new Set(),
  filled: new Set(),
  keys: [],
  later: [],
});

/** Placing among nothing: an empty workspace. */
export const placingAlone = (plan: Placing['plan']): Placing => ({
  directory: openDirectory(),
  plan,
  mayMake: () => true,
  evidence: new Map(),
  taken: new Map(),
  asked: nothingAsked(),
  effects: noEffects(),
});

export type Placed = { outcome: RowOutcome; notes: Note[]; records: Known[] };

/** What becomes of one row. Pure but for the directory and the effects, which it adds to. */
export function placeRow(placing: Placing, applied: Applied, line: number): Placed {
  const notes = [...applied.notes];
  if (applied.outcome !== 'load')
    return { outcome: applied.outcome === 'fail' ? 'failed' : 'skipped', notes, records: [] };
  const records: Known[] = [];
  let outcome: RowOutcome = 'created';
  for (const draft of applied.drafts) {
    const placed = place({ ...placing, notes, line }, draft);
    // A lead that brings nothing new may still tell something about its company.
    outcome = placed.outcome === 'skipped' && told(outcome) && records.length > 0 ? 'updated' : placed.outcome;
    if (placed.known) records.push(placed.known);
    if (outcome === 'failed') break;
  }
  return { outcome, notes, records };
}

const told = (outcome: RowOutcome): boolean => outcome === 'created' || outcome === 'updated';

type Row = Placing & { notes: Note[]; line: number };
type One = { outcome: RowOutcome; known?: Known };

function place(row: Row, draft: Draft): One {
  const { directory, notes, effects } = row;
  const links = new Map<string, Known>();
  const later: { field: string; ref: Ref }[] = [];
  for (const [field, ref] of Object.entries(draft.refs)) {
    if (ref.target === draft.target && ref.ifMissing !== 'create') {
      later.push({ field, ref });
      continue;
    }
    const found = follow(row, ref);
    if (found) links.set(field, found);
    else if (ref.ifMissing === 'refuse') return { outcome: 'failed' };
  }
  const people = draft.participants.map((ref) => directory.find(ref).known).filter((each) => each !== undefined);
  people.forEach((person, index) => links.set(`participant ${index}`, person));
  if (needAccount.has(draft.target) && !accountOf(links)) {
    if (!notes.some((note) => note.code === 'tied to nobody')) notes.push({ code: 'tied to nobody' });
    return { outcome: 'skipped' };
  }
  if (draft.target === 'touchpoint') return placeTouchpoint(row, draft, links);
  const instead = row.ownerFor?.(draft.target, links.get('owner'));
  if (instead && links.has('owner')) notes.push({ code: 'owner set to you', value: draft.refs['owner']?.said ?? '' });
  if (instead) links.set('owner', instead);
  const placed = placeRecord(row, draft, links);
  const { known } = placed;
  if (known && (!known.before || effects.changed.has(known)))
    effects.later.push(...later.map((each) => ({ ...each, known, line: row.line })));
  return placed;
}

function placeRecord(row: Row, draft: Draft, links: Map<string, Known>): One {
  const { directory, notes, effects } = row;
  const choice = row.plan.duplicates[draft.target] ?? 'update';
  const found =
    directory.byKey(draft.target, draft.key) ?? (joins.has(draft.target) ? joinable(row, draft) : undefined);
  const there = found?.before && choice === 'create' ? undefined : found;
  if (!there && !row.mayMake(draft.target)) {
    notes.push({ code: 'not yours to make', detail: draft.target });
    return { outcome: 'skipped' };
  }
  if (!there) {
    const name = draft.values['name'];
    if (draft.target === 'account' && typeof name === 'string' && directory.isCalled('account', name))
      notes.push({ code: 'another of the same name', value: name });
    const known = directory.add(draft, links);
    effects.made.add(known);
    effects.keys.push({ key: draft.key, known, role: 'made' });
    return { outcome: 'created', known };
  }
  const value = String(there.draft.values['name'] ?? there.draft.key);
  if (there.before) return { outcome: meet(row, draft, links, there, there.before, choice), known: there };
  const joined = draft.sure || there.draft.key !== draft.key;
  notes.push({ code: joined ? 'joined with a record we had' : 'the same row twice', value });
  if (directory.byKey(draft.target, draft.key) !== there)
    effects.keys.push({ key: draft.key, known: there, role: 'joined' });
  fill(there, draft, links, false);
  directory.join(there, draft);
  if (!effects.made.has(there)) effects.filled.add(there);
  return { outcome: 'merged', known: there };
}

/** A row about a record that was there before this import. */
function meet(
  row: Row,
  draft: Draft,
  links: Map<string, Known>,
  there: Known,
  before: NonNullable<Known['before']>,
  choice: 'skip' | 'update' | 'create',
): RowOutcome {
  const { directory, notes, effects } = row;
  const value = String(there.draft.values['name'] ?? there.draft.key);
  const keyed = directory.byKey(draft.target, draft.key) === there;
  const leads = before.leading === undefined ? draft.sure : before.leading === draft.key;
  if (!keyed) effects.keys.push({ key: draft.key, known: there, role: leads ? 'leading' : 'joined' });
  if (leads) before.leading = draft.key;
  if (choice === 'skip' || !changeable.has(draft.target) || !before.mayChange) {
    notes.push({
      code: choice === 'skip' || !changeable.has(draft.target) ? 'already there' : 'not yours to change',
      value,
    });
    if (!keyed) directory.join(there, { ...draft, values: {}, custom: {} });
    return 'skipped';
  }
  const was = JSON.stringify(columnsOf(there));
  const phase = there.draft.values['phase'];
  // A row without an id of its own that meets a record for the first time is told by a person: it may overwrite, too.
  const overwrite = leads || before.leading === undefined;
  fill(there, draft, links, overwrite);
  directory.join(there, draft, overwrite);
  if (JSON.stringify(columnsOf(there)) === was && there.draft.values['phase'] === phase) {
    notes.push({ code: 'nothing new', value });
    return 'skipped';
  }
  effects.changed.add(there);
  return 'updated';
}

function fill(known: Known, draft: Draft, links: Map<string, Known>, overwrite: boolean): void {
  for (const [field, link] of links) if (overwrite || !known.links.has(field)) known.links.set(field, link);
  known.account ??= links.get('account');
  for (const [field, ref] of Object.entries(draft.refs)) known.draft.refs[field] ??= ref;
}

/** Only these can be the same as a record under another key. */
const joins: ReadonlySet<TargetName> = new Set<TargetName>(['account', 'contact', 'member']);
/** What happened, what is planned and who works here is not rewritten by a file that comes once more. */
const changeable: ReadonlySet<TargetName> = new Set<TargetName>([
  'offering',
  'campaign',
  'account',
  'contact',
  'opportunity',
  'case',
]);
/** Says nothing without somebody whom it is about. */
const needAccount: ReadonlySet<TargetName> = new Set<TargetName>(['order', 'touchpoint', 'nextStep']);

/** A person we know by e-mail brings the account along: a converted lead belongs to the contact's account. */
const joinable = ({ directory }: Row, draft: Draft): Known | undefined =>
  directory.alike(draft) ??
  (draft.target === 'member'
    ? directory.find({
        target: 'member',
        lookups: [{ by: 'name', is: String(draft.values['name']) }],
        ifMissing: 'leave',
        column: '',
        said: '',
      }).known
    : undefined);

function placeTouchpoint({ evidence, notes, effects, directory }: Row, draft: Draft, links: Map<string, Known>): One {
  const key = (draft.evidence ??= draft.key);
  const seen = evidence.get(key);
  if (seen) {
    notes.push({
      code: seen === 'now' ? 'the same event twice' : 'already there',
      value: String(draft.values['subject'] ?? ''),
    });
    return { outcome: seen === 'now' ? 'merged' : 'skipped' };
  }
  evidence.set(key, 'now');
  const account = accountOf(links);
  const known: Known = {
    id: directory.newId?.() ?? draft.key,
    target: 'touchpoint',
    draft,
    tables: new Set(),
    links,
    ...(account ? { account } : {}),
  };
  effects.made.add(known);
  return { outcome: 'created', known };
}

function follow({ directory, notes, effects, mayMake }: Row, ref: Ref): Known | undefined {
  const { known, note, detail } = directory.find(ref);
  const about = { column: ref.column, value: ref.said };
  if (known) {
    if (note) notes.push({ code: note, ...about, ...(detail ? { detail } : {}) });
    return known;
  }
  const name = ref.lookups.find((lookup) => lookup.by === 'name');
  if (ref.ifMissing !== 'create' || !name || note === 'reference ambiguous' || !mayMake(ref.target)) {
    notes.push({ code: note ?? 'reference not found', ...about, ...(detail ? { detail } : {}) });
    return undefined;
  }
  notes.push({ code: 'record made for a reference', ...about });
  const made = directory.add(bare(ref.target, name.is));
  effects.made.add(made);
  effects.keys.push({ key: made.draft.key, known: made, role: 'made' });
  return made;
}

/** A record of which nothing is known but its name. */
const bare = (target: TargetName, name: string): Draft => ({
  ...emptyDraft(target),
  key: `name:${name}`.slice(0, 250),
  values: { name },
});
