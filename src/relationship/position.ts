/**
 * What the customer feels: a forward filter over the five positions, in log space. Time moves it when nobody calls,
 * touchpoints move it as they come, and the levels of trust and interest say how likely each position is.
 * @see Netzer, Lattin & Srinivasan 2008 (transitions that depend on the encounters).
 */
import { afterDays } from '../statistics/kalmanChain.ts';
import type { Gaussian } from '../statistics/kalman.ts';
import type { Evidence } from './evidence.ts';
import type { Model } from './model.ts';
import { positions, type Position, type TouchpointKind } from './vocabulary.ts';
import { ofCustomer } from './weights.ts';

/** Before a close, after it, and after the customer has left. */
export type Standing = 'prospect' | 'customer' | 'former';

export interface Judgement {
  /** The position to show: the most probable one, held until another leads clearly. */
  shown: Position;
  /** Probability of the shown position. */
  probability: number;
  /** In the order of `positions`; sums to 1. */
  probabilities: number[];
  /** No position is probable enough to be named. */
  uncertain: boolean;
}

interface Levels {
  trust: Gaussian;
  interest: Gaussian;
}

const [skepticism, peak, disillusionment, enlightenment, realized] = [0, 1, 2, 3, 4] as const;
/** No position that is possible at all is ever ruled out, so that fresh evidence can bring it back. */
const least = 1e-4;
const ruledOut = 4 * Math.log(least);

/** The possible positions are those from the first to the last of their standing, in the order of the cycle. */
function firstOf(standing: Standing): number {
  return standing === 'prospect' ? skepticism : peak;
}
function lastOf(standing: Standing): number {
  return standing === 'prospect' ? peak : realized;
}

/** Probabilities → log belief with the floor, summing to 1 over what is possible. */
function toBelief(mass: readonly number[], standing: Standing): number[] {
  const first = firstOf(standing);
  const last = lastOf(standing);
  let total = 0;
  for (let i = first; i <= last; i++) total += Math.max(mass[i]!, least);
  const belief: number[] = [];
  for (let i = 0; i < mass.length; i++) {
    belief.push(i < first || i > last ? ruledOut : Math.log(Math.max(mass[i]!, least) / total));
  }
  return belief;
}

/** Log weights → probabilities over what is possible; the rest is 0. */
function toMass(logs: readonly number[], standing: Standing): number[] {
  const first = firstOf(standing);
  const last = lastOf(standing);
  let highest = -Infinity;
  for (let i = first; i <= last; i++) highest = Math.max(highest, logs[i]!);
  const mass: number[] = [];
  let total = 0;
  for (let i = 0; i < logs.length; i++) {
    const share = i < first || i > last ? 0 : Math.exp(logs[i]! - highest);
    total += share;
    mass.push(share);
  }
  for (let i = first; i <= last; i++) mass[i]! /= total;
  return mass;
}

export function firstBelief(standing: Standing): number[] {
  return toBelief(standing === 'prospect' ? [0.95, 0.05, 0, 0, 0] : [0, 0.1, 0.25, 0.35, 0.3], standing);
}

/** `days` without any touchpoint. */
export function passBelief(belief: readonly number[], standing: Standing, days: number, model: Model): number[] {
  const moves = standing === 'prospect' ? model.before : model.after;
  return toBelief(afterDays(moves, toMass(belief, standing), days), standing);
}

/** Log density of the levels in position i, with what is unknown about the levels added to the position's own spread. */
function emission(i: number, levels: Levels, model: Model): number {
  const centre = model.emissions[i]!;
  const trustVariance = centre.trustVariance + levels.trust.variance;
  const interestVariance = centre.interestVariance + levels.interest.variance;
  const trust = levels.trust.mean - centre.trust;
  const interest = levels.interest.mean - centre.interest;
  return (
    -0.5 *
    ((trust * trust) / trustVariance +
      (interest * interest) / interestVariance +
      Math.log(trustVariance * interestVariance))
  );
}

/**
 * Let the levels that an account has held for `days` count as evidence that stays. Levels change slowly, so a second
 * look on the same day is no second witness: the weight grows with the time since the last look.
 */
export function settle(
  belief: readonly number[],
  levels: Levels & { standing: Standing },
  days: number,
  model: Model,
): number[] {
  const weight = 1 - 2 ** (-days / model.weights.position.persistence);
  if (weight === 0) return belief.slice();
  const logs = belief.map((log, i) => log + weight * emission(i, levels, model));
  return toBelief(toMass(logs, levels.standing), levels.standing);
}

/** A sale makes a customer, a cancellation a former one; what only customers have shows a customer from before our records. */
export function standingAfter(standing: Standing, kind: TouchpointKind): Standing {
  if (kind === 'cancellation') return 'former';
  if (kind === 'close won' || kind === 'order' || kind === 'repeat order' || kind === 'renewal') return 'customer';
  return standing === 'prospect' && ofCustomer.has(kind) ? 'customer' : standing;
}

function shift(mass: number[], from: number, to: number, share: number): void {
  const moved = mass[from]! * share;
  mass[from]! -= moved;
  mass[to]! += moved;
}

/** How the touchpoint itself moves the position: a close to the peak, good experiences up the slope, bad ones down. */
export function moveBelief(
  belief: readonly number[],
  standing: Standing,
  evidence: Evidence,
  effect: { trust: { gain: number; before: number; after: number }; interest: { before: number; after: number } },
  model: Model,
): number[] {
  const next = standingAfter(standing, evidence.kind);
  const { furtherClose } = model.weights.position;
  if (evidence.kind === 'cancellation') return toBelief([0, 0, 0.95, 0.05, 0], next);
  if (standing === 'prospect' && next === 'customer') {
    const closed = evidence.kind === 'close won' || evidence.kind === 'order';
    return closed ? toBelief([0, 1, 0, 0, 0], next) : firstBelief(next);
  }
  const mass = toMass(belief, standing);
  if (evidence.kind === 'close won') {
    for (const from of [disillusionment, enlightenment, realized]) shift(mass, from, peak, furtherClose);
    return toBelief(mass, next);
  }
  const moved = effect.trust.after - effect.trust.before + effect.interest.after - effect.interest.before;
  const says = model.kinds.get(evidence.kind);
  const voice = says?.trust ?? says?.interest;
  if (moved === 0 || !voice) return toBelief(mass, next);
  const { step } = model.weights.position;
  const share = step / (step + voice.noise * (moved < 0 ? model.weights.asymmetry : 1));
  if (next === 'prospect') {
    if (moved > 0) shift(mass, skepticism, peak, share);
    else shift(mass, peak, skepticism, share);
  } else if (moved > 0) {
    shift(mass, enlightenment, realized, share / 2);
    shift(mass, disillusionment, enlightenment, share);
    shift(mass, peak, enlightenment, share / 2);
  } else {
    shift(mass, enlightenment, disillusionment, share);
    shift(mass, peak, disillusionment, share);
    shift(mass, realized, disillusionment, share / 2);
    shift(mass, realized, enlightenment, share / 2);
  }
  return toBelief(mass, next);
}

/** Weigh the belief with the levels of this moment and choose what to show. */
export function judge(
  state: Levels & { belief: readonly number[]; standing: Standing; shown: Position },
  model: Model,
): Judgement {
  const probabilities = toMass(
    state.belief.map((log, i) => log + emission(i, state, model)),
    state.standing,
  );
  let best = 0;
  for (let i = 1; i < positions.length; i++) if (probabilities[i]! > probabilities[best]!) best = i;
  const held = positions.indexOf(state.shown);
  const { hysteresis, uncertain } = model.weights.position;
  const index = probabilities[held]! > 0 && probabilities[best]! - probabilities[held]! < hysteresis ? held : best;
  const probability = probabilities[index]!;
  return { shown: positions[index]!, probability, probabilities, uncertain: probability < uncertain };
}

/** A person's word on the position. It never changes the model's value: both are kept and shown. */
export interface PositionOverride {
  position: Position;
  reason: string;
  by: string;
  at: number;
  /** When it lapses; null = when it is taken back. */
  until: number | null;
}

/** The position to act on: the override while it holds, else the model's. */
export function positionInForce(judgement: Judgement, override: PositionOverride | null, now: number): Position {
  const holds = override !== null && override.at <= now && (override.until === null || now < override.until);
  return holds ? override.position : judgement.shown;
}

/** Probability of disillusionment. */
export function disillusioned(judgement: Judgement): number {
  return judgement.probabilities[disillusionment]!;
}
