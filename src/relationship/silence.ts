/**
 * The clock. After a sale, once the usual cadence has passed without contact, it notes a weak negative touchpoint; but
 * only for times at which we would have heard the customer. A sweep asks the index on `silenceDueAt` for what is due.
 */
import { apply, millisecondsPerDay, type CycleState, type Effect } from './cycle.ts';
import type { Evidence } from './evidence.ts';
import type { Model } from './model.ts';

/** A time during which the channels of the account were connected; `until` null = still. Sorted, not overlapping. */
export interface Listening {
  from: number;
  until: number | null;
}

export const silencePrefix = 'silence:';

/** When the clock notes the next silence if nothing happens; null while it does not count. */
export function nextSilence(state: CycleState, listening: readonly Listening[], model: Model): number | null {
  const { cadence, inRow } = model.weights.silence;
  if (state.standing !== 'customer' || state.silences >= inRow) return null;
  const wait = cadence[state.saleType] * millisecondsPerDay;
  const heard = Math.max(state.lastContactAt ?? 0, state.closedAt ?? 0, state.lastSilenceAt ?? 0, state.startedAt);
  for (const { from, until } of listening) {
    const counted = Math.max(heard, from) + wait;
    // Who becomes a customer long after the last contact is not overdue at once.
    const due = counted < state.at ? state.at + wait : counted;
    if (until === null || due <= until) return due;
  }
  return null;
}

/** The entry that the clock makes; its id is made of its time, so the same silence is noted once. */
function silence(at: number): Evidence {
  return {
    id: `${silencePrefix}${new Date(at).toISOString()}`,
    at,
    kind: 'silence',
    direction: 'mutual',
    initiator: 'us',
    expectation: null,
    effort: null,
    valueDelivered: false,
    reading: null,
  };
}

export interface Step {
  state: CycleState;
  effect: Effect;
}

/** `apply`, with the clock set anew. */
export function take(state: CycleState, evidence: Evidence, listening: readonly Listening[], model: Model): Step {
  const step = apply(state, evidence, model);
  step.state.silenceDueAt = nextSilence(step.state, listening, model);
  return step;
}

/** Note every silence that fell due before `until`: an empty list when none did. The last step holds the new state. */
export function sweep(state: CycleState, until: number, listening: readonly Listening[], model: Model): Step[] {
  const steps: Step[] = [];
  let current = state;
  while (current.silenceDueAt !== null && current.silenceDueAt < until) {
    const step = take(current, silence(current.silenceDueAt), listening, model);
    steps.push(step);
    current = step.state;
  }
  return steps;
}
