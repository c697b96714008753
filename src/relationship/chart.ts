/** What the picture of one account is drawn from: lines, ribbons and marks. */
import { daysFromClose, expectedBand, type Band } from './bands.ts';
import { begin, millisecondsPerDay, view, type CycleView } from './cycle.ts';
import type { Folded, Setting } from './ledger.ts';
import type { LineName } from './model.ts';
import type { Position } from './vocabulary.ts';

/** How the relationship stood at each of `times` (sorted, milliseconds), read off a fold. */
export function viewsAt(folded: Folded, at: Setting, times: readonly number[]): CycleView[] {
  const { steps } = folded;
  let next = 0;
  const start = Math.min(steps[0]?.effect.at ?? Infinity, times[0] ?? Infinity);
  let state = begin(at.saleType, start, at.model, at.standing);
  return times.map((time) => {
    while (next < steps.length && steps[next]!.effect.at <= time) state = steps[next++]!.state;
    return view(state, time, at.model);
  });
}

/** Every `stepDays` from `from` to `to`, both included: the table behind the chart, and sparklines. */
export function series(folded: Folded, at: Setting, from: number, to: number, stepDays = 1): CycleView[] {
  const times: number[] = [];
  for (let time = from; time < to; time += stepDays * millisecondsPerDay) times.push(time);
  return viewsAt(folded, at, [...times, to]);
}

/** The band that trust or interest was expected to keep to at each of `times`, past closes and all. */
export function expectedCourse(folded: Folded, at: Setting, line: LineName, times: readonly number[]): Band[] {
  const { startedAt, standing } = folded.state;
  const closes = folded.steps.flatMap(({ state }) => (state.closedAt === null ? [] : [state.closedAt]));
  const course = { saleType: at.saleType, startedAt, standing, closes: [...new Set(closes)] };
  return times.map((time) => expectedBand(at.saleType, line, daysFromClose(course, time)));
}

/** Days before a touchpoint in which the drawn line already leans toward the level after it. */
const lean = 5;
const gridDays = 7;

/**
 * The points to draw a smooth (monotone) curve through: the level just after every touchpoint, and a weekly grid between
 * them that leaves out the last days before a touchpoint. Through every touchpoint the curve shows the exact level.
 */
export function curve(folded: Folded, at: Setting, from: number, to: number): CycleView[] {
  const touched = folded.steps.map((step) => step.effect.at).filter((time) => time > from && time < to);
  const grid: number[] = [];
  let upcoming = 0;
  for (let time = from; time < to; time += gridDays * millisecondsPerDay) {
    while (upcoming < touched.length && touched[upcoming]! < time) upcoming++;
    const near = upcoming < touched.length && touched[upcoming]! - time < lean * millisecondsPerDay;
    if (!near || time === from) grid.push(time);
  }
  return viewsAt(
    folded,
    at,
    [...new Set([...grid, ...touched, to])].sort((a, b) => a - b),
  );
}

export interface Stretch {
  position: Position | 'uncertain';
  from: number;
  to: number;
}

/** The ribbon of positions: daily views joined into stretches; each view holds until the next, the last until its own time. */
export function positionRibbon(daily: readonly CycleView[]): Stretch[] {
  const ribbon: Stretch[] = [];
  for (const { at, shown, uncertain } of daily) {
    const position = uncertain ? 'uncertain' : shown;
    const last = ribbon.at(-1);
    if (last) last.to = at;
    if (!last || last.position !== position) ribbon.push({ position, from: at, to: at });
  }
  return ribbon;
}
