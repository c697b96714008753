/**
 * From an account's touchpoints to its relationship: a pure fold. Which entries count is decided here (corrections,
 * repeated evidence, what was known when); their order of arrival does not matter.
 */
import { begin, type CycleState, type Effect } from './cycle.ts';
import type { Evidence } from './evidence.ts';
import type { Trace } from './contributions.ts';
import { shippedModel, type Model } from './model.ts';
import type { Standing } from './position.ts';
import { silencePrefix, sweep, take, type Listening, type Step } from './silence.ts';
import type { SaleType } from './vocabulary.ts';

/** A touchpoint as it stands in the append-only ledger. */
export interface LedgerEntry extends Evidence {
  /** When we came to know it. */
  recordedAt: number;
  /** The entry that this one corrects; that entry no longer counts. */
  supersedes: string | null;
  /** This entry only takes `supersedes` away and says nothing itself. */
  withdrawn: boolean;
  /** Same key = same evidence: it counts once. null = evidence of its own. */
  evidenceKey: string | null;
}

/** What the fold needs to know besides the entries. */
export interface Setting {
  saleType: SaleType;
  /** What is known of the relationship from before its first touchpoint. */
  standing: Standing;
  /** When the channels of the account were connected; silence counts only then. */
  listening: readonly Listening[];
  model: Model;
}

export function setting(saleType: SaleType, changes: Partial<Setting> = {}): Setting {
  return { saleType, standing: 'prospect', listening: [], model: shippedModel, ...changes };
}

/** The order of the ledger: time of the touchpoint, ties by id. */
export function earlier(a: { at: number; id: string }, b: { at: number; id: string }): number {
  return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * The entries that count, in order: known by `knownAt`, not superseded, the same evidence once. Of several corrections of
 * one entry the one recorded last counts. The clock's own entries are left out: the fold makes them anew.
 */
export function counted(entries: readonly LedgerEntry[], knownAt = Infinity): LedgerEntry[] {
  const known = entries.filter((entry) => entry.recordedAt <= knownAt && entry.kind !== 'silence');
  const heirs = new Map<string, LedgerEntry>();
  for (const entry of known) {
    if (entry.supersedes === null) continue;
    const rival = heirs.get(entry.supersedes);
    if (!rival || earlier({ at: rival.recordedAt, id: rival.id }, { at: entry.recordedAt, id: entry.id }) < 0) {
      heirs.set(entry.supersedes, entry);
    }
  }
  const keys = new Set<string>();
  return known
    .filter((entry) => !heirs.has(entry.id) && !entry.withdrawn)
    .filter((entry) => entry.supersedes === null || heirs.get(entry.supersedes) === entry)
    .sort(earlier)
    .filter((entry) => {
      if (entry.evidenceKey === null) return true;
      const seen = keys.has(entry.evidenceKey);
      keys.add(entry.evidenceKey);
      return !seen;
    });
}

export interface Folded {
  state: CycleState;
  /** One per touchpoint that counts and per silence that the clock noted, in order, each with the state after it. */
  steps: Step[];
}

/** Take in a touchpoint that is newer than the state (`isNewest`): first the silences before it, then itself. */
export function append(state: CycleState, evidence: Evidence, at: Setting): Step[] {
  const steps = sweep(state, evidence.at, at.listening, at.model);
  steps.push(take(steps.at(-1)?.state ?? state, evidence, at.listening, at.model));
  return steps;
}

/** Whether `append` may take the entry; otherwise fold again from the entries (or `replayFrom` its date). */
export function isNewest(state: CycleState, entry: LedgerEntry): boolean {
  return entry.supersedes === null && !entry.withdrawn && earlier(entry, { at: state.at, id: state.lastId }) > 0;
}

function run(from: CycleState, entries: readonly LedgerEntry[], until: number, at: Setting): Folded {
  const steps: Step[] = [];
  let state = from;
  for (const entry of entries) {
    if (entry.at > until) break;
    steps.push(...append(state, entry, at));
    state = steps.at(-1)!.state;
  }
  steps.push(...sweep(state, until, at.listening, at.model));
  return { state: steps.at(-1)?.state ?? state, steps };
}

/**
 * The relationship as of `until`, as known on `knownAt` (both milliseconds; default: everything that is in the ledger,
 * with the silences noted up to `until`).
 */
export function fold(entries: readonly LedgerEntry[], at: Setting, until: number, knownAt = Infinity): Folded {
  const lasting = counted(entries, knownAt);
  return run(begin(at.saleType, lasting[0]?.at ?? until, at.model, at.standing), lasting, until, at);
}

/**
 * A late arrival: the part of the fold from `date` on, given the state before it. `before` must not contain anything
 * at or after `date`; `entries` are all that count, or only those from `date` on.
 */
export function replayFrom(
  before: CycleState,
  date: number,
  entries: readonly LedgerEntry[],
  at: Setting,
  until: number,
): Folded {
  return run(
    before,
    counted(entries).filter((entry) => entry.at >= date),
    until,
    at,
  );
}

export function traceOf(effect: Effect): Trace {
  const { id, at, kind, trust, interest } = effect;
  return {
    id,
    at,
    kind,
    trust: { innovation: trust.innovation, logG: trust.logG },
    interest: { innovation: interest.innovation, logG: interest.logG },
  };
}

/** Whether the clock made the entry. */
export function isSilence(id: string): boolean {
  return id.startsWith(silencePrefix);
}
