/**
 * Trust and interest of one account: two Ornstein–Uhlenbeck Kalman filters on the logit scale, moved by touchpoints
 * alone, and the position read from them. Everything here is O(1) per touchpoint.
 * @see Netzer, Lattin & Srinivasan 2008; Zhang, Watson, Palmatier & Dant 2016; Bolton 1998.
 */
import { decay } from '../statistics/kalmanDecay.ts';
import { drift, gain, type Gaussian } from '../statistics/kalman.ts';
import { isContact, observe, type Evidence } from './evidence.ts';
import { halfLife, points, type LineName, type Model } from './model.ts';
import {
  firstBelief,
  judge,
  nextBelief,
  passBelief,
  standingAfter,
  type Judgement,
  type Standing,
} from './position.ts';
import type { Position, SaleType, TouchpointKind } from './vocabulary.ts';

export const millisecondsPerDay = 86_400_000;
/** Half-life in days of the count of contacts that `CycleState.contacts` keeps. */
export const contactHalfLife = 30;

export function daysBetween(from: number, to: number): number {
  return (to - from) / millisecondsPerDay;
}

/** One line: a belief on the logit scale, and the logarithm of the running product G of what each step kept. */
export interface LineState extends Gaussian {
  logG: number;
}

/** All that is stored per account; numbers are doubles, times milliseconds since 1970. */
export interface CycleState {
  /** Version of the weights that made it. */
  model: string;
  saleType: SaleType;
  startedAt: number;
  /** Time and id of the newest entry that it contains. */
  at: number;
  lastId: string;
  trust: LineState;
  interest: LineState;
  /** Log-probability of each position, in the order of `positions`, before the levels of the moment are weighed in. */
  belief: number[];
  shown: Position;
  standing: Standing;
  /** The latest close that was won. */
  closedAt: number | null;
  lastContactAt: number | null;
  /** Decayed count of contacts at `at`, and what it was at the close. */
  contacts: number;
  contactsAtClose: number | null;
  /** Without the clock's own. */
  touchpoints: number;
  /** Silences that the clock has noted since the last contact. */
  silences: number;
  lastSilenceAt: number | null;
  /** When the clock notes the next one; null while it is not counting. Kept by `silence.ts`. */
  silenceDueAt: number | null;
}

/** What one touchpoint did to one line, on the logit scale. `innovation` and `logG` are what is stored. */
export interface LineEffect {
  gain: number;
  /** K(y − μ): what the touchpoint adds, before anything later fades it. */
  innovation: number;
  logG: number;
  before: number;
  after: number;
}

export interface Effect {
  id: string;
  at: number;
  kind: TouchpointKind;
  trust: LineEffect;
  interest: LineEffect;
}

export interface Level {
  /** 0–100. */
  value: number;
  /** Ends of the 80 % interval, 0–100. */
  low: number;
  high: number;
}

export interface CycleView extends Judgement {
  at: number;
  trust: Level;
  interest: Level;
}

/** A relationship before its first touchpoint. `standing` says what is known of it from elsewhere. */
export function begin(saleType: SaleType, at: number, model: Model, standing: Standing = 'prospect'): CycleState {
  const line = (name: LineName) => ({ mean: model.rest[name], variance: model.weights[name].variance, logG: 0 });
  const belief = firstBelief(standing);
  return {
    model: model.weights.version,
    saleType,
    startedAt: at,
    at,
    lastId: '',
    trust: line('trust'),
    interest: line('interest'),
    belief,
    shown: standing === 'prospect' ? 'skepticism' : 'realized',
    standing,
    closedAt: null,
    lastContactAt: null,
    contacts: 0,
    contactsAtClose: null,
    touchpoints: 0,
    silences: 0,
    lastSilenceAt: null,
    silenceDueAt: null,
  };
}

function advanceLine(line: LineState, name: LineName, days: number, saleType: SaleType, model: Model): LineState {
  const life = halfLife(model, name, saleType);
  const rest = { mean: model.rest[name], variance: model.weights[name].variance, halfLife: life };
  const { mean, variance } = drift(line, rest, days);
  return { mean, variance, logG: line.logG - (days * Math.LN2) / life };
}

/** The state `days` (≥ 0) later if nobody does anything and the clock says nothing. */
export function advance(state: CycleState, days: number, model: Model): CycleState {
  return days === 0
    ? state
    : {
        ...state,
        at: state.at + days * millisecondsPerDay,
        trust: advanceLine(state.trust, 'trust', days, state.saleType, model),
        interest: advanceLine(state.interest, 'interest', days, state.saleType, model),
        belief: passBelief(state.belief, state.standing, days, model),
        contacts: decay(state.contacts, days, contactHalfLife),
      };
}

function applyLine(line: LineState, evidence: Evidence, name: LineName, model: Model): [LineState, LineEffect] {
  const said = observe(evidence, name, model);
  const before = line.mean;
  // One-sided: a complaint tells nothing new about a level that is already lower than what it speaks for.
  if (!said || (said.against ? said.y >= before : said.y <= before)) {
    return [line, { gain: 0, innovation: 0, logG: line.logG, before, after: before }];
  }
  const weight = gain(line, said.noise);
  const after = before + weight * (said.y - before);
  const logG = line.logG + Math.log1p(-weight);
  return [
    { mean: after, variance: (1 - weight) * line.variance, logG },
    { gain: weight, innovation: weight * (said.y - model.rest[name]), logG, before, after },
  ];
}

/**
 * Take in one touchpoint that is not older than the state.
 * @throws RangeError when it is older: such an entry needs a replay from its date
 */
export function apply(state: CycleState, evidence: Evidence, model: Model): { state: CycleState; effect: Effect } {
  if (evidence.at < state.at) throw new RangeError('a touchpoint older than the state needs a replay from its date');
  const days = daysBetween(state.at, evidence.at);
  const { saleType } = state;
  const arrived = {
    trust: advanceLine(state.trust, 'trust', days, saleType, model),
    interest: advanceLine(state.interest, 'interest', days, saleType, model),
  };
  const [trust, trustEffect] = applyLine(arrived.trust, evidence, 'trust', model);
  const [interest, interestEffect] = applyLine(arrived.interest, evidence, 'interest', model);
  const effect = {
    id: evidence.id,
    at: evidence.at,
    kind: evidence.kind,
    trust: trustEffect,
    interest: interestEffect,
  };
  const closes = evidence.kind === 'close won' || (evidence.kind === 'order' && state.standing !== 'customer');
  const contact = isContact(evidence);
  const contacts = decay(state.contacts, days, contactHalfLife) + (contact ? 1 : 0);
  const silent = evidence.kind === 'silence';
  const next: CycleState = {
    model: state.model,
    saleType,
    startedAt: state.startedAt,
    at: evidence.at,
    lastId: evidence.id,
    trust,
    interest,
    belief: nextBelief(state.belief, state.standing, days, arrived, evidence, effect, model),
    shown: state.shown,
    standing: standingAfter(state.standing, evidence.kind),
    closedAt: closes ? evidence.at : state.closedAt,
    lastContactAt: contact ? evidence.at : state.lastContactAt,
    contacts,
    contactsAtClose: closes ? contacts : state.contactsAtClose,
    touchpoints: state.touchpoints + (silent ? 0 : 1),
    silences: contact ? 0 : state.silences + (silent ? 1 : 0),
    lastSilenceAt: contact ? null : silent ? evidence.at : state.lastSilenceAt,
    silenceDueAt: state.silenceDueAt,
  };
  next.shown = judge(next, model).shown;
  return { state: next, effect };
}

/** A step as it is kept: its time, what it was, and per line what it added and the logarithm of what it and all before it kept. */
export interface KeptStep {
  at: number;
  kind: TouchpointKind;
  trust: Pick<LineEffect, 'innovation' | 'logG'>;
  interest: Pick<LineEffect, 'innovation' | 'logG'>;
  shown: Position;
}

function lineAgain(arrived: LineState, { innovation, logG }: KeptStep['trust'], rest: number): LineState {
  // What the filter gave to the new observation follows from how much of the old it kept.
  const weight = -Math.expm1(logG - arrived.logG);
  return {
    mean: arrived.mean + innovation + weight * (rest - arrived.mean),
    variance: (1 - weight) * arrived.variance,
    logG,
  };
}

/** The state after steps that are kept, from one before the first of them: without the touchpoints themselves. Lines, belief and position; what is counted of contacts stays as it was. */
export function again(begun: CycleState, steps: readonly KeptStep[], model: Model): CycleState {
  let state = begun;
  for (const step of steps) {
    const days = daysBetween(state.at, step.at);
    const arrived = {
      trust: advanceLine(state.trust, 'trust', days, state.saleType, model),
      interest: advanceLine(state.interest, 'interest', days, state.saleType, model),
    };
    const trust = lineAgain(arrived.trust, step.trust, model.rest.trust);
    const interest = lineAgain(arrived.interest, step.interest, model.rest.interest);
    const moved = {
      trust: { before: arrived.trust.mean, after: trust.mean },
      interest: { before: arrived.interest.mean, after: interest.mean },
    };
    const belief = nextBelief(state.belief, state.standing, days, arrived, step, moved, model);
    state = {
      ...state,
      at: step.at,
      trust,
      interest,
      belief,
      shown: step.shown,
      standing: standingAfter(state.standing, step.kind),
    };
  }
  return state;
}

/** Normal quantile of the 80 % interval. */
const eightyPercent = 1.2815515655446004;

export function level(line: Gaussian): Level {
  const half = eightyPercent * Math.sqrt(line.variance);
  return { value: points(line.mean), low: points(line.mean - half), high: points(line.mean + half) };
}

/** How the relationship stands at `at` (≥ state.at) if nothing has happened since. */
export function view(state: CycleState, at: number, model: Model): CycleView {
  const now = advance(state, Math.max(0, daysBetween(state.at, at)), model);
  return { at, trust: level(now.trust), interest: level(now.interest), ...judge(now, model) };
}
