import { compareAccounts, comparePeople, companyKey, personKey, squeezed } from '../../../people/duplicates.ts';
import type { Draft, Lookup, NoteCode, Ref } from '../drafts/draft.ts';
import { distance, fold } from '../values/fold.ts';
import { mergeValues, overwriteValues } from './merge.ts';
import type { TargetName } from '../targets/names.ts';

/** A record as far as finding it again goes. `tables`: where it has an id of its own. */
export type Known = {
  id: string;
  target: TargetName;
  draft: Draft;
  tables: Set<string>;
  account?: Known;
  /** Where its references lead, by field. */
  links: Map<string, Known>;
  /** Absent: this import made it. */
  before?: Before;
  /** An account whose relationship is to be folded anew: that is written down. */
  waits?: boolean;
  /** Column → before and after, once it is written. */
  changes?: Record<string, [unknown, unknown]>;
};

/** A record that was there before. `leading`: the key under which rows may overwrite it, undefined as long as none has. */
export type Before = {
  leading: string | undefined;
  mayChange: boolean;
  version: number;
  /** As stored, and as `columnsOf` wrote it before rows told about it. */
  columns: Record<string, unknown>;
  was: Record<string, unknown>;
};

/** What a reference led to. `note` says what was doubtful about it. */
export type Found = { known: Known | undefined; note?: NoteCode; detail?: string };

type Shelf = {
  all: Set<Known>;
  byKey: Map<string, Known>;
  byAlike: Map<string, Known[]>;
  byName: Map<string, Known[]>;
  bySqueezed: Map<string, Known[]>;
};

/** Accounts are taken for the same from here on by themselves, people from .9. */
const sameAccount = 0.7;
const samePerson = 0.9;

/**
 * The records in which references and duplicates are looked for: those that rows asked the database for, and those that rows
 * made. A rehearsal and the import fill it alike, so that both decide alike. `partial` names the targets of which it does not
 * hold every name.
 */
export function openDirectory(newId?: () => string) {
  const partial = new Set<TargetName>();
  const ids = new Map<string, Known>();
  const shelves = new Map<TargetName, Shelf>();
  const shelf = (target: TargetName): Shelf => {
    const found = shelves.get(target);
    if (found) return found;
    const made: Shelf = {
      all: new Set(),
      byKey: new Map(),
      byAlike: new Map(),
      byName: new Map(),
      bySqueezed: new Map(),
    };
    shelves.set(target, made);
    return made;
  };

  const add = (draft: Draft, links: Map<string, Known> = new Map()): Known => {
    const account = accountOf(links);
    const known: Known = {
      id: newId?.() ?? `${draft.target}:${draft.key}`,
      target: draft.target,
      draft,
      tables: new Set(draft.sure ? [draft.table] : []),
      links,
      ...(account ? { account } : {}),
    };
    shelve(known, [draft.key]);
    return known;
  };

  const shelve = (known: Known, keys: readonly string[]): void => {
    const { draft } = known;
    ids.set(known.id, known);
    const on = shelf(draft.target);
    on.all.add(known);
    for (const key of keys) on.byKey.set(key, known);
    for (const key of draft.alike) push(on.byAlike, key, known);
    const name = nameKey(draft.target, String(draft.values['name'] ?? ''));
    if (name !== '') {
      push(on.byName, name, known);
      push(on.bySqueezed, squeezed(name), known);
    }
  };

  /** The draft's row tells about a record that is there: its key finds it from now on. */
  const join = (known: Known, draft: Draft, overwrite = false): void => {
    const on = shelf(draft.target);
    on.byKey.set(draft.key, known);
    if (draft.sure) known.tables.add(draft.table);
    for (const key of draft.alike) if (!on.byAlike.get(key)?.includes(known)) push(on.byAlike, key, known);
    known.draft.values = (overwrite ? overwriteValues : mergeValues)(known.draft.values, draft.values);
    known.draft.custom = overwrite
      ? { ...known.draft.custom, ...draft.custom }
      : { ...draft.custom, ...known.draft.custom };
  };

  return {
    newId,
    partial,
    add,
    /** Brings in a record that was there before, under the keys that the source knows it by. */
    put: shelve,
    join,
    size: (target: TargetName): number => shelf(target).all.size,
    /** Takes the records of a target out: they will be asked for again. */
    forget(target: TargetName): void {
      for (const known of shelf(target).all) ids.delete(known.id);
      shelves.delete(target);
      partial.delete(target);
    },
    byId: (id: string): Known | undefined => ids.get(id),
    /** Whether somebody is called so, whatever the spelling. */
    isCalled: (target: TargetName, name: string): boolean => shelf(target).byName.has(nameKey(target, name)),
    byKey: (target: TargetName, key: string): Known | undefined => shelf(target).byKey.get(key),
    alike: (draft: Draft): Known | undefined => mostAlike(draft, shelf(draft.target)),
    find: (ref: Ref): Found => findOn(shelf(ref.target), ref, !partial.has(ref.target)),
  };
}

export type Directory = ReturnType<typeof openDirectory>;

/** Whom a record is about: its account, or that of the people and the sale it names. */
export const accountOf = (links: ReadonlyMap<string, Known>): Known | undefined =>
  links.get('account') ??
  links.get('contact')?.account ??
  links.get('opportunity')?.account ??
  [...links].find(([field, known]) => field.startsWith('participant') && known.account)?.[1].account;

function push(map: Map<string, Known[]>, key: string, known: Known): void {
  const list = map.get(key);
  if (list) list.push(known);
  else map.set(key, [known]);
}

const nameKey = (target: TargetName, name: string): string =>
  target === 'account' ? companyKey(name) : target === 'contact' ? personKey(name) : fold(name);

function mostAlike(draft: Draft, on: Shelf): Known | undefined {
  let best: Known | undefined;
  let score = draft.target === 'account' ? sameAccount : samePerson;
  for (const key of draft.alike)
    for (const known of (on.byAlike.get(key) ?? []).slice(0, 200)) {
      // Two rows of one table, each with an id of its own, are two records.
      if (draft.sure && known.tables.has(draft.table)) continue;
      const likeness = likenessOf(draft, known.draft);
      if (likeness >= score && (!best || likeness > score)) [best, score] = [known, likeness];
    }
  return best;
}

function likenessOf(a: Draft, b: Draft): number {
  return a.target === 'account'
    ? compareAccounts(accountLike(a), accountLike(b)).score
    : comparePeople(personLike(a), personLike(b)).score;
}

const said = (draft: Draft, field: string): string | undefined => {
  const value = draft.values[field];
  return typeof value === 'string' ? value : undefined;
};
const accountLike = (draft: Draft) => ({
  // A name that was taken from the domain is none.
  name: said(draft, 'name') === said(draft, 'domain') ? undefined : said(draft, 'name'),
  domain: said(draft, 'domain'),
  phone: said(draft, 'phone'),
  city: said(draft, 'city'),
});
const personLike = (draft: Draft) => ({
  name: said(draft, 'name'),
  emails: [draft.values['emails'] ?? []].flat().map(String),
  phones: [draft.values['phones'] ?? []].flat().map(String),
  account: draft.refs['account']?.lookups.find((lookup) => lookup.by === 'name')?.is ?? draft.refs['account']?.said,
});

function findOn(on: Shelf, ref: Ref, whole: boolean): Found {
  let doubt: Found = { known: undefined, note: 'reference not found' };
  for (const lookup of ref.lookups) {
    const found = findOne(on, ref.target, lookup, whole);
    if (found.known) return found;
    if (found.note === 'reference ambiguous') doubt = found;
  }
  return doubt;
}

function findOne(on: Shelf, target: TargetName, lookup: Lookup, whole: boolean): Found {
  if (lookup.by === 'key') return { known: on.byKey.get(lookup.is) };
  if (lookup.by === 'email') return { known: on.byAlike.get(`email:${lookup.is}`)?.[0] };
  const key = nameKey(target, lookup.is);
  const same = on.byName.get(key) ?? [];
  if (same.length === 1) return { known: same[0] };
  const exact = same.filter((known) => known.draft.values['name'] === lookup.is);
  if (exact.length === 1) return { known: exact[0] };
  if (same.length > 1) return { known: undefined, note: 'reference ambiguous', detail: `${same.length}` };
  return nearly(on, key, whole);
}

/** `GTXPro` for `GTX Pro`, or one slip of the finger in a longer name; only when a single record comes into question. */
function nearly(on: Shelf, key: string, whole: boolean): Found {
  const close =
    on.bySqueezed.get(squeezed(key)) ??
    (whole && on.byName.size <= mostCompared && key.length >= shortestCompared ? slips(on, key) : []);
  const [known] = close;
  return known && close.length === 1
    ? { known, note: 'reference nearly found', detail: String(known.draft.values['name']) }
    : { known: undefined };
}

/** Comparing with every name costs too much when there are many, and finds too much as well. */
export const mostCompared = 2000;
export const shortestCompared = 8;

const slips = (on: Shelf, key: string): Known[] =>
  [...on.byName].flatMap(([name, known]) => (distance(name, key, 1) <= 1 ? known : []));
