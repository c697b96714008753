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

const skepticism = 0;
const peak = 1;
const disillusionment = 2;
const enlightenment = 3;
const realized = 4;
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
  return toBelief(pass(toMass(belief, standing), standing, days, model), standing);
}

function pass(mass: number[], standing: Standing, days: number, model: Model): number[] {
  return afterDays(standing === 'prospect' ? model.before : model.after, mass, days);
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
function settle(mass: number[], levels: Levels, days: number, model: Model): void {
  const weight = 1 - 2 ** (-days / model.weights.position.persistence);
  if (weight === 0) return;
  let total = 0;
  for (let i = 0; i < mass.length; i++) {
    if (mass[i]! > 0) mass[i]! *= Math.exp(weight * emission(i, levels, model));
    total += mass[i]!;
  }
  for (let i = 0; i < mass.length; i++) mass[i]! /= total;
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

/** What a touchpoint did to the lines, as far as the position asks. */
interface Moved {
  trust: { before: number; after: number };
  interest: { before: number; after: number };
}

/**
 * The belief after a touchpoint that came `days` after the last one and found the account at `levels`: time passes, the
 * levels held meanwhile count, then the touchpoint itself moves the mass.
 */
export function nextBelief(
  belief: readonly number[],
  standing: Standing,
  days: number,
  levels: Levels,
  evidence: Pick<Evidence, 'kind'>,
  moved: Moved,
  model: Model,
): number[] {
  const next = standingAfter(standing, evidence.kind);
  if (evidence.kind === 'cancellation') return toBelief([0, 0, 0.95, 0.05, 0], next);
  if (standing === 'prospect' && next === 'customer') {
    const closed = evidence.kind === 'close won' || evidence.kind === 'order';
    return closed ? toBelief([0, 1, 0, 0, 0], next) : firstBelief(next);
  }
  const mass = pass(toMass(belief, standing), standing, days, model);
  settle(mass, levels, days, model);
  if (evidence.kind === 'close won') {
    const { furtherClose } = model.weights.position;
    for (let from = disillusionment; from <= realized; from++) shift(mass, from, peak, furtherClose);
  } else {
    climbOrFall(mass, next, evidence.kind, moved, model);
  }
  return toBelief(mass, next);
}

/** Good experiences move the customer up the slope, bad ones down; the louder the kind speaks of trust, the further. */
function climbOrFall(mass: number[], standing: Standing, kind: TouchpointKind, moved: Moved, model: Model): void {
  const sum = moved.trust.after - moved.trust.before + moved.interest.after - moved.interest.before;
  const says = model.kinds.get(kind);
  const voice = says?.trust ?? says?.interest;
  if (sum === 0 || !voice) return;
  const up = sum > 0;
  const { step } = model.weights.position;
  const share = step / (step + voice.noise * (up ? 1 : model.weights.asymmetry));
  if (standing === 'prospect') {
    if (up) shift(mass, skepticism, peak, share);
    else shift(mass, peak, skepticism, share);
  } else if (up) {
    shift(mass, enlightenment, realized, share / 2);
    shift(mass, disillusionment, enlightenment, share);
    shift(mass, peak, enlightenment, share / 2);
  } else {
    shift(mass, enlightenment, disillusionment, share);
    shift(mass, peak, disillusionment, share);
    shift(mass, realized, disillusionment, share / 2);
    shift(mass, realized, enlightenment, share / 2);
  }
}

/** Weigh the belief with the levels of this moment and choose what to show. */
export function judge(
  state: Levels & { belief: readonly number[]; standing: Standing; shown: Position },
  model: Model,
): Judgement {
  const logs: number[] = [];
  const first = firstOf(state.standing);
  const last = lastOf(state.standing);
  for (let i = 0; i < positions.length; i++) {
    logs.push(i < first || i > last ? ruledOut : state.belief[i]! + emission(i, state, model));
  }
  const probabilities = toMass(logs, state.standing);
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
