import { movement, addUp, type Trace } from '../contributions.ts';
import type { CurveRecord } from '../contract.ts';
import type { LineName } from '../model.ts';
import { isKind, kindWord } from './phrases.ts';

/** Reading one relationship's curve on the client: daily levels and what moved them, exactly, from the stored steps. Pure. */

const millisecondsPerDay = 86_400_000;

export type Step = CurveRecord['steps'][number];

/** The stored steps in the form that `contributions.ts` adds up. */
export function traceOf(steps: readonly Step[]): Trace[] {
  return steps.map((step) => ({
    id: step.entry,
    at: Date.parse(step.at),
    kind: isKind(step.kind) ? step.kind : 'note',
    trust: step.trust,
    interest: step.interest,
  }));
}

export interface Level {
  at: string;
  trust: number;
  interest: number;
}

/** The level at the end of each day from `from` to `to` (milliseconds), the last one exactly at `to`. */
export function dailyLevels(curve: CurveRecord, from: number, to: number): Level[] {
  const trace = traceOf(curve.steps);
  const times: number[] = [];
  for (let at = from; at < to; at += millisecondsPerDay) times.push(at);
  const levels = levelsAt(curve, trace, [...times, to]);
  return levels;
}

function levelsAt(curve: CurveRecord, trace: readonly Trace[], times: readonly number[]): Level[] {
  const { memory } = curve.standing;
  let next = 0;
  return times.map((at) => {
    while (next < trace.length && trace[next]!.at <= at) next += 1;
    // The level now is that of the last entry, faded: its own trace is enough when it starts from the level after it.
    const last = curve.steps[next - 1];
    const lastTrace = trace[next - 1];
    if (last === undefined || lastTrace === undefined) {
      const rest = movement([], at, at, memory).after;
      return { at: new Date(at).toISOString(), ...rest };
    }
    const alone: Trace = {
      ...lastTrace,
      trust: { innovation: offset(last, 'trust', memory.trust.rest), logG: 0 },
      interest: { innovation: offset(last, 'interest', memory.interest.rest), logG: 0 },
    };
    const { after } = movement([alone], alone.at - 1, at, memory);
    return { at: new Date(at).toISOString(), ...after };
  });
}

/** Distance from rest just after a step, on the logit scale. */
function offset(step: Step, line: LineName, rest: number): number {
  const share = (line === 'trust' ? step.trustAfter : step.interestAfter) / 100;
  return Math.log(share / (1 - share)) - rest;
}

export interface MovedPart {
  id: string;
  at: string;
  label: string;
  trust: number;
  interest: number;
}

/** What moved the lines between two days, every number rounded to tenths so that before + parts + passing = after. */
export interface Moved {
  from: string;
  to: string;
  before: Record<LineName, number>;
  parts: MovedPart[];
  passing: Record<LineName, number> & { days: number };
  after: Record<LineName, number>;
}

export function movedBetween(curve: CurveRecord, from: string | number, to: string | number): Moved {
  const steps = new Map(curve.steps.map((step) => [step.entry, step]));
  const moved = movement(traceOf(curve.steps), new Date(from).getTime(), new Date(to).getTime(), curve.standing.memory);
  const rounded = (line: LineName) => {
    const before = tenths(moved.before[line]);
    const after = tenths(moved.after[line]);
    const parts = addUp([...moved.movers.map((mover) => mover[line]), moved.timePassing[line]], after - before);
    return { before, after, parts };
  };
  const trust = rounded('trust');
  const interest = rounded('interest');
  return {
    from: new Date(moved.from).toISOString(),
    to: new Date(moved.to).toISOString(),
    before: { trust: trust.before, interest: interest.before },
    parts: moved.movers.map((mover, i) => ({
      id: mover.id,
      at: new Date(mover.at).toISOString(),
      label: labelOf(steps.get(mover.id), mover.kind),
      trust: trust.parts[i]!,
      interest: interest.parts[i]!,
    })),
    passing: {
      days: Math.round(moved.timePassing.days),
      trust: trust.parts.at(-1)!,
      interest: interest.parts.at(-1)!,
    },
    after: { trust: trust.after, interest: interest.after },
  };
}

function labelOf(step: Step | undefined, kind: string): string {
  return step?.subject ? step.subject : kindWord(kind);
}

/** The `most` largest movers in the order of time, the rest summed. */
export function largestParts(
  parts: readonly MovedPart[],
  most: number,
): { shown: readonly MovedPart[]; rest: (Record<LineName, number> & { count: number }) | undefined } {
  const size = (part: MovedPart) => Math.abs(part.trust) + Math.abs(part.interest);
  // What moved nothing is in the ledger, not among the reasons.
  const moving = parts.filter((part) => size(part) > 0);
  if (moving.length <= most) return { shown: moving, rest: undefined };
  const kept = new Set(moving.toSorted((a, b) => size(b) - size(a)).slice(0, most));
  const others = moving.filter((part) => !kept.has(part));
  const sum = (line: LineName) => tenths(others.reduce((total, part) => total + part[line], 0));
  return {
    shown: moving.filter((part) => kept.has(part)),
    rest: { count: others.length, trust: sum('trust'), interest: sum('interest') },
  };
}

/** A sparkline's points, evenly spaced over the last `days`: the server sends the levels after each step. */
export function evenly(
  spark: readonly (readonly [number, number, number])[],
  days: number,
  count: number,
): { trust: number[]; interest: number[] } {
  const first = spark[0];
  if (first === undefined) return { trust: [], interest: [] };
  const start = Math.max(-days, first[0]);
  const at = (day: number): [number, number] => {
    const next = spark.findIndex(([when]) => when >= day);
    const after = spark[next] ?? spark.at(-1)!;
    const before = spark[next - 1] ?? after;
    const share = after[0] === before[0] ? 1 : (day - before[0]) / (after[0] - before[0]);
    return [before[1] + share * (after[1] - before[1]), before[2] + share * (after[2] - before[2])];
  };
  const points = Array.from({ length: count }, (_, i) => at(start + ((0 - start) * i) / (count - 1)));
  return { trust: points.map(([trust]) => trust), interest: points.map(([, interest]) => interest) };
}

export function tenths(value: number): number {
  return Math.round(value * 10) / 10 + 0;
}
