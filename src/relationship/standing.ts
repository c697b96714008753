/** Where a relationship stands, as the narrow row that lists, board and map read; made anew whenever the state changes. */
import { confidence, type Hearing } from './confidence.ts';
import { millisecondsPerDay, view, type CycleState } from './cycle.ts';
import { alarm, usualThreshold } from './forecast.ts';
import { halfLife, logit, type LineName, type Model } from './model.ts';
import { alongZone } from './place.ts';
import type { Position } from './vocabulary.ts';
import type { Listening } from './silence.ts';

export interface StandingRow {
  position: Position;
  probability: number;
  /** Place within the position's zone of the canonical curve, 0 to 1. */
  along: number;
  trust: number;
  interest: number;
  confidence: number;
  last_touch_at: Date | null;
  first_touch_at: Date | null;
  closed_at: Date | null;
  touchpoints: number;
  clock_due_at: Date | null;
  alarm_forecast_at: Date | null;
  model_version: string;
  state: CycleState;
  updated_at: Date;
}

/** @param now milliseconds; the row speaks of this moment and says when it will need to be looked at again */
export function standingRow(
  state: CycleState,
  now: number,
  listening: readonly Listening[],
  hearing: Hearing,
  model: Model,
  threshold: number = usualThreshold,
): StandingRow {
  const stands = view(state, Math.max(now, state.at), model);
  const ahead = alarm(state, Math.max(now, state.at), threshold, listening, model);
  return {
    position: stands.shown,
    probability: stands.probability,
    along: alongZone(stands, state.standing),
    trust: stands.trust.value,
    interest: stands.interest.value,
    confidence: confidence(state, Math.max(now, state.at), hearing, model).score,
    last_touch_at: state.touchpoints > 0 ? new Date(state.lastContactAt ?? state.at) : null,
    first_touch_at: state.touchpoints > 0 ? new Date(state.startedAt) : null,
    closed_at: state.closedAt === null ? null : new Date(state.closedAt),
    touchpoints: state.touchpoints,
    clock_due_at: state.touchpoints > 0 ? new Date(nextLook(state, now, model)) : null,
    alarm_forecast_at: ahead.crossesAt === null ? null : new Date(ahead.crossesAt),
    model_version: model.weights.version,
    state,
    updated_at: new Date(now),
  };
}

/** A stored level may lag behind the true one by this many points before the clock writes it again. */
const tolerance = 1;
const longestWait = 14 * millisecondsPerDay;
const shortestWait = millisecondsPerDay;

/** When the clock has something to say: a silence, or a level that time alone has moved by a point. */
export function nextLook(state: CycleState, now: number, model: Model): number {
  const drift = Math.min(driftTime(state, 'trust', now, model), driftTime(state, 'interest', now, model));
  const look = now + Math.min(longestWait, Math.max(shortestWait, drift));
  return state.silenceDueAt === null ? look : Math.min(look, Math.max(state.silenceDueAt, now));
}

/** Milliseconds from `now` until time alone has moved the line by the tolerance; Infinity when it never will. */
function driftTime(state: CycleState, line: LineName, now: number, model: Model): number {
  const stands = view(state, Math.max(now, state.at), model)[line].value;
  const rest = model.rest[line];
  const offset = logit(stands / 100) - rest;
  const target = (stands - Math.sign(offset) * tolerance) / 100;
  if (offset === 0 || target <= 0 || target >= 1) return Infinity;
  const left = (logit(target) - rest) / offset;
  return left <= 0 ? Infinity : -Math.log2(left) * halfLife(model, line, state.saleType) * millisecondsPerDay;
}
