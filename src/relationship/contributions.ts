/**
 * Why a line is where it is, exactly. Two readings of the same two stored numbers per touchpoint:
 * - `contributions`: on the logit scale, what each touchpoint still adds today; with the resting level they are the level.
 * - `movers`: in points 0–100, what each touchpoint moved when it came, and what time alone moved between; with the
 *   level before they are the level after. This is what the account page shows.
 */
import { daysBetween } from './cycle.ts';
import { lineNames, points, type LineName, type Memory } from './model.ts';
import type { TouchpointKind } from './vocabulary.ts';

/** What is stored of one touchpoint's effect on one line. */
export interface StoredEffect {
  innovation: number;
  logG: number;
}

/** One touchpoint's effects as stored; lists of them are sorted by (at, id) and complete from the first touchpoint. */
export interface Trace {
  id: string;
  at: number;
  kind: TouchpointKind;
  trust: StoredEffect;
  interest: StoredEffect;
}

export interface Contribution {
  id: string;
  /** On the logit scale, as of the moment asked for. */
  contribution: number;
}

/**
 * What each touchpoint up to `at` adds to the line at `at`: K(y − μ) · G(at) ÷ G(then). The sum and the resting level μ
 * are the level on the logit scale to 1e-9.
 */
export function contributions(trace: readonly Trace[], line: LineName, at: number, memory: Memory): Contribution[] {
  const counted = trace.filter((entry) => entry.at <= at);
  const last = counted.at(-1);
  if (!last) return [];
  const logGNow = last[line].logG - (daysBetween(last.at, at) * Math.LN2) / memory[line].halfLife;
  return counted.map((entry) => ({
    id: entry.id,
    contribution: entry[line].innovation * Math.exp(logGNow - entry[line].logG),
  }));
}

export interface Mover {
  id: string;
  at: number;
  kind: TouchpointKind;
  /** Points 0–100 that the line moved when this came. */
  trust: number;
  interest: number;
}

export interface Movement {
  from: number;
  to: number;
  before: Record<LineName, number>;
  movers: Mover[];
  /** What the lines moved by themselves between the touchpoints. */
  timePassing: Record<LineName, number> & { days: number };
  after: Record<LineName, number>;
}

/** Distance from rest (logit scale) just before and just after each touchpoint, from the two stored numbers alone. */
function offsets(trace: readonly Trace[], line: LineName, life: number): { before: number; after: number }[] {
  let previous: Trace | undefined;
  let offset = 0;
  return trace.map((entry) => {
    const before: number = previous ? offset * fade(previous.at, entry.at, life) : 0;
    const kept: number = previous ? offset * Math.exp(entry[line].logG - previous[line].logG) : 0;
    offset = kept + entry[line].innovation;
    previous = entry;
    return { before, after: offset };
  });
}

function fade(from: number, to: number, life: number): number {
  return 2 ** (-daysBetween(from, to) / life);
}

/**
 * The account of the change from `from` (exclusive) to `to` (inclusive), in points:
 * before + Σ movers + timePassing = after to 1e-9, for each line.
 */
export function movement(trace: readonly Trace[], from: number, to: number, memory: Memory): Movement {
  const result: Movement = {
    from,
    to,
    before: { trust: 0, interest: 0 },
    movers: [],
    timePassing: { trust: 0, interest: 0, days: daysBetween(from, to) },
    after: { trust: 0, interest: 0 },
  };
  const later = trace.findIndex((entry) => entry.at > from);
  const first = later === -1 ? trace.length : later;
  const within = trace.slice(first).filter((entry) => entry.at <= to);
  result.movers = within.map(({ id, at, kind }) => ({ id, at, kind, trust: 0, interest: 0 }));
  for (const line of lineNames) {
    const life = memory[line].halfLife;
    const shown = (offset: number) => points(memory[line].rest + offset);
    const moves = offsets(trace, line, life);
    const levelAt = (index: number, at: number) =>
      index < 0 ? shown(0) : shown(moves[index]!.after * fade(trace[index]!.at, at, life));
    let reached = levelAt(first - 1, from);
    result.before[line] = reached;
    result.movers.forEach((mover, k) => {
      const { before, after } = moves[first + k]!;
      result.timePassing[line] += shown(before) - reached;
      reached = shown(after);
      mover[line] = reached - shown(before);
    });
    result.after[line] = levelAt(first + within.length - 1, to);
    result.timePassing[line] += result.after[line] - reached;
  }
  return result;
}

/**
 * Round to tenths so that the rounded parts add up to the rounded total: the parts whose rounding hurt most give way.
 * Order is kept. For a table that starts and ends with shown levels, `total` is the difference of those as shown.
 */
export function addUp(parts: readonly number[], total: number): number[] {
  const tenths = parts.map((part) => Math.round(part * 10));
  let missing = Math.round(total * 10) - tenths.reduce((sum, part) => sum + part, 0);
  const error = (i: number) => parts[i]! * 10 - tenths[i]!;
  while (missing !== 0 && tenths.length > 0) {
    const direction = Math.sign(missing);
    let most = 0;
    for (let i = 1; i < tenths.length; i++) if (error(i) * direction > error(most) * direction) most = i;
    tenths[most]! += direction;
    missing -= direction;
  }
  // + 0 makes a minus zero plain.
  return tenths.map((part) => part / 10 + 0);
}
