import { append, earlier, fold, isNewest, type LedgerEntry } from '../ledger.ts';
import { phaseAfter, phaseHistory } from '../phase.ts';
import { sweep, type Step } from '../silence.ts';
import type { Phase } from '../vocabulary.ts';
import { ledgerEntry, type StoredEntry } from './entry.ts';
import { setting, type Hears, type Stored } from './stored.ts';

/** What entries, or time, do to a relationship. */
export interface Moved {
  stored: Stored;
  steps: Step[];
  /** Steps from before are replaced: these are all. */
  replay: boolean;
}

/** The relationships that new entries move at once, and those that are to be folded anew: something in between was late, or the weights have changed. */
export function appendedTo(
  relationships: ReadonlyMap<string, Stored>,
  entries: readonly StoredEntry[],
  hears: Hears,
): { moved: Moved[]; late: Stored[] } {
  const moved: Moved[] = [];
  const late: Stored[] = [];
  for (const [accountId, added] of Map.groupBy(entries, (entry) => entry.account_id)) {
    const stored = relationships.get(accountId)!;
    const told = added.map(ledgerEntry).sort(earlier);
    if (isOfModel(stored, hears) && told.every((entry) => isNewest(stored.state, entry)))
      moved.push(appended(stored, told, hears));
    else late.push(stored);
  }
  return { moved, late };
}

export const isOfModel = (stored: Stored, { model }: Hears): boolean => stored.state.model === model.weights.version;

function appended(stored: Stored, entries: readonly LedgerEntry[], hears: Hears): Moved {
  const steps: Step[] = [];
  let { state, phase, phase_since } = stored;
  for (const entry of entries) {
    steps.push(...append(state, entry, setting(stored, hears)));
    state = steps.at(-1)!.state;
    const next = phaseAfter(phase, entry.kind);
    if (next !== phase) [phase, phase_since] = [next, new Date(entry.at)];
  }
  return { stored: { ...stored, state, phase, phase_since }, steps, replay: false };
}

/** The whole ledger of an account, folded anew. */
export function foldedAnew(
  stored: Stored,
  ledger: readonly LedgerEntry[],
  changes: readonly { at: number; to: Phase }[],
  hears: Hears,
  now: number,
): Moved {
  const folded = fold(ledger, setting(stored, hears), now);
  const touched = folded.steps.map((s) => ({ at: s.effect.at, kind: s.effect.kind }));
  const last = phaseHistory(touched[0]?.at ?? now, touched, changes, now).at(-1)!;
  return {
    stored: {
      ...stored,
      state: folded.state,
      ...shownAfter(folded.steps, stored),
      phase: last.phase,
      phase_since: new Date(last.from),
    },
    steps: folded.steps,
    replay: true,
  };
}

/** The position after the last step, and since which step it has been that. */
function shownAfter(steps: readonly Step[], stored: Stored): Pick<Stored, 'position' | 'position_since'> {
  const shown = steps.at(-1)?.state.shown;
  if (!shown) return { position: stored.position, position_since: stored.position_since };
  const before = steps.findLastIndex((step) => step.state.shown !== shown);
  return { position: shown, position_since: new Date(steps[before + 1]!.effect.at) };
}

/** What time alone has done by now: the silences that fell due, and the levels as they are. */
export function sweptBy(stored: Stored, now: number, hears: Hears): Moved {
  const steps = sweep(stored.state, now, hears.listening, hears.model);
  return { stored: { ...stored, state: steps.at(-1)?.state ?? stored.state }, steps, replay: false };
}
