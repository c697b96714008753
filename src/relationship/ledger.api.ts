import { sql } from 'kysely';
import { ahead, type Tx } from '../platform/database.ts';
import { Problem } from '../platform/problem.ts';
import type { Call } from '../platform/serve.ts';
import type { TouchpointDraft } from './contract.ts';
import { begin, type CycleState } from './cycle.ts';
import { isToCome } from './drafts.api.ts';
import type { Setting } from './ledger.ts';
import { ledgerBefore } from './ledger/before.api.ts';
import {
  entryFrom,
  firstOfEach,
  isItsOwnEvidence,
  ledgerEntry,
  toldColumns,
  type StoredEntry,
} from './ledger/entry.ts';
import { effectOf, keepEntries, keepMoves, keepParticipants } from './ledger/keep.api.ts';
import { appendedTo, foldedAnew, isOfModel, sweptBy, type Moved } from './ledger/moves.ts';
import { asTheyStand, learntFrom, readingOf } from './ledger/sources.ts';
import type { Hears, Stored } from './ledger/stored.ts';
import type { Model } from './model.ts';
import type { SaleType } from './vocabulary.ts';

export { hearing, lockRelationships } from './ledger/before.api.ts';
export { ledgerEntry, type ToldEntry } from './ledger/entry.ts';
export { hearingOf, setting, type Hears, type Stored } from './ledger/stored.ts';

/**
 * The one way into the touchpoint ledger. Appending the newest touchpoint of an account costs the same however long its
 * history is; a late one replays that account alone.
 */

export interface Taken {
  /** Per draft: the id of its entry, new or known before. */
  ids: string[];
  /** Indices of drafts whose evidence was known already. */
  duplicates: number[];
  /** The entries that are new. */
  fresh: readonly StoredEntry[];
  /** What an entry moved; undefined where it counts for nothing. */
  effectOf: (id: string) => { trust: number; interest: number } | undefined;
  relationships: Map<string, Stored>;
  /** The relationships as they stood before. */
  before: ReadonlyMap<string, Stored>;
  model: Model;
}

export interface TakeOptions {
  /** Where the entries come from; `person` counts who logged them. */
  source?: string;
  /** Entry that each draft supersedes, by index. */
  supersedes?: (string | null)[];
  /** The drafts only take back what they supersede. */
  retracts?: boolean;
  memberId?: string | null;
  /** Who told each draft, by index, where not all came from one. */
  members?: readonly (string | null)[];
  /** How the scores are read, where that was decided before. */
  readAs?: { bias: number; noise: number } | undefined;
  /** A history of which each entry was known when it happened: recorded at its own time, scores taken as they are. */
  knownAtOnce?: boolean;
}

/** Writes the drafts into the ledger and moves the relationships they belong to, all or nothing. */
export async function takeIn(
  call: Call,
  drafts: readonly TouchpointDraft[],
  options: TakeOptions = {},
): Promise<Taken> {
  refuseTheFuture(drafts, call.now);
  const memberId = options.memberId === undefined ? call.who.memberId : options.memberId;
  const source = options.source ?? 'person';
  const scoredBy =
    memberId && !options.knownAtOnce && !options.readAs && drafts.some((draft) => draft.expectation != null)
      ? memberId
      : null;
  const {
    relationships,
    hears,
    source: scorer,
  } = await ledgerBefore(
    call.db,
    drafts.map((draft) => draft.accountId),
    scoredBy,
  );
  const before = new Map(relationships);

  const reading = options.readAs ?? (scoredBy === null ? asTheyStand : readingOf(scorer, hears.model));
  const entries = drafts.map((draft, index) =>
    entryFrom(draft, {
      id: call.newId(),
      source,
      reading,
      now: call.now,
      memberId: options.members?.[index] ?? memberId,
      retracts: options.retracts ?? false,
      supersedes: options.supersedes?.[index] ?? null,
      recordedAt: options.knownAtOnce && draft.at ? new Date(draft.at) : call.now,
    }),
  );
  const first = firstOfEach(entries);
  const once = entries.filter((entry) => first.get(entry.evidence_key) === entry);
  const { known, moved, late } = await enteredAndMoved(call.db, once, relationships, hears);
  const fresh = known.size === 0 ? once : once.filter((entry) => !known.has(entry.evidence_key));
  await keepParticipants(call.db, call.who.workspaceId, fresh, contactsOf(entries, drafts));

  const now = call.now.getTime();
  moved.push(...(await foldAnew(call.db, late, hears, now)));
  ahead(keepMoves(call.db, moved, hears, now));
  const learnt = scoredBy === null || source !== 'person' ? undefined : learntFrom(fresh, scorer);
  if (learnt)
    ahead(sql`select source_learnt(${scoredBy}, ${JSON.stringify(learnt)}::jsonb, ${call.now})`.execute(call.db));

  for (const { stored } of moved) relationships.set(stored.account_id, stored);
  return {
    ids: entries.map((entry) => known.get(entry.evidence_key) ?? first.get(entry.evidence_key)!.id),
    duplicates: entries.flatMap((entry, i) =>
      known.has(entry.evidence_key) || first.get(entry.evidence_key) !== entry ? [i] : [],
    ),
    fresh,
    effectOf: (id) => effectOf(moved, id),
    relationships,
    before,
    model: hears.model,
  };
}

function refuseTheFuture(drafts: readonly TouchpointDraft[], now: Date): void {
  if (!drafts.some((draft) => isToCome(draft.at, now))) return;
  throw new Problem(
    422,
    'invalid_input',
    'A touchpoint is something that has happened: its time lies in the future. Plan it as a next step instead.',
    {
      errors: [{ path: 'at', message: 'Lies in the future' }],
    },
  );
}

/** Writes the entries, and works out what they move while the database does: mostly none of them was known before. */
async function enteredAndMoved(
  db: Tx,
  entries: readonly StoredEntry[],
  relationships: ReadonlyMap<string, Stored>,
  hears: Hears,
): Promise<{ known: ReadonlyMap<string, string>; moved: Moved[]; late: Stored[] }> {
  const entering = keepEntries(db, entries);
  ahead(entering);
  if (entries.every(isItsOwnEvidence) && entries.length === 1)
    return { known: new Map(), ...appendedTo(relationships, entries, hears) };
  await new Promise((resolve) => setImmediate(resolve));
  const all = appendedTo(relationships, entries, hears);
  const known = await entering;
  if (known.size === 0) return { known, ...all };
  return {
    known,
    ...appendedTo(
      relationships,
      entries.filter((entry) => !known.has(entry.evidence_key)),
      hears,
    ),
  };
}

const contactsOf = (entries: readonly StoredEntry[], drafts: readonly Pick<TouchpointDraft, 'contactIds'>[]) =>
  new Map(entries.map(({ id }, i) => [id, drafts[i]!.contactIds ?? []]));

export type Entry = TouchpointDraft & { id: string; memberId: string | null };

/**
 * Writes many touchpoints into the ledger without moving relationships: an import folds each account once, with
 * `replayAccounts`, when all of its rows are in. What another system recorded was known when it
 * happened, so that a replay shows the history as it was. Answers the ids whose evidence was known before; they are not written.
 */
export async function enter(call: Call, drafts: readonly Entry[], source: string): Promise<Set<string>> {
  const entries = drafts.map((draft) =>
    entryFrom(draft, {
      id: draft.id,
      memberId: draft.memberId,
      source,
      now: call.now,
      recordedAt: new Date(draft.at ?? call.now),
      supersedes: null,
      retracts: false,
      reading: asTheyStand,
    }),
  );
  const known = await keepEntries(call.db, entries);
  const fresh = entries.filter((entry) => !known.has(entry.evidence_key));
  await keepParticipants(call.db, call.who.workspaceId, fresh, contactsOf(entries, drafts));
  return new Set(entries.filter((entry) => known.has(entry.evidence_key)).map((entry) => entry.id));
}

/** Folds accounts anew: after a correction of what is not a touchpoint (sale type, connected channels, standing). */
export async function replayAccounts(call: Call, accountIds: readonly string[]): Promise<Map<string, Stored>> {
  const { relationships, hears } = await ledgerBefore(call.db, accountIds);
  const moved = await foldAnew(call.db, [...relationships.values()], hears, call.now.getTime());
  await keepMoves(call.db, moved, hears, call.now.getTime());
  return new Map(moved.map((m) => [m.stored.account_id, m.stored]));
}

/** The clock: notes the silences that fell due and writes levels that drifted. Accounts that are not due cost nothing. */
export async function lookAgain(call: Call, accountIds: readonly string[]): Promise<void> {
  const { relationships, hears } = await ledgerBefore(call.db, accountIds);
  const now = call.now.getTime();
  const [same = [], others = []] = [true, false].map((ofModel) =>
    [...relationships.values()].filter((stored) => isOfModel(stored, hears) === ofModel),
  );
  // What another set of weights made is folded anew, not moved on.
  await keepMoves(
    call.db,
    [...same.map((stored) => sweptBy(stored, now, hears)), ...(await foldAnew(call.db, others, hears, now))],
    hears,
    now,
  );
}

/** Folds whole accounts anew from their ledgers: late arrivals, corrections, a changed sale type or model. */
async function foldAnew(db: Tx, all: readonly Stored[], hears: Hears, now: number): Promise<Moved[]> {
  if (all.length === 0) return [];
  const ofThem = sql<string>`any (${all.map((stored) => stored.account_id)}::uuid[])`;
  const [rows, changes] = await Promise.all([
    db
      .selectFrom('touchpoint')
      .select(['account_id', ...toldColumns])
      .where('account_id', '=', ofThem)
      .execute(),
    db
      .selectFrom('phase_change')
      .select(['account_id', 'at', 'to_phase as to'])
      .where('account_id', '=', ofThem)
      .execute(),
  ]);
  const ledgers = Map.groupBy(rows, (row) => row.account_id);
  const changed = Map.groupBy(changes, (change) => change.account_id);
  return all.map((stored) =>
    foldedAnew(
      stored,
      (ledgers.get(stored.account_id) ?? []).map(ledgerEntry),
      (changed.get(stored.account_id) ?? []).map(({ at, to }) => ({ at: at.getTime(), to })),
      hears,
      now,
    ),
  );
}

/** The state of an account that nobody has touched yet. */
export const untouched = (saleType: SaleType, at: number, standing: Setting['standing'], model: Model): CycleState =>
  begin(saleType, at, model, standing);
