import type { Interval } from './interval.ts';
import { normalQuantile } from './normal.ts';

/** Time under observation, and whether it ended by the event (or was merely cut off). */
export type Observation = { time: number; event: boolean };

export type SurvivalStep = { time: number; atRisk: number; events: number; survival: number; interval: Interval };

/**
 * The Kaplan–Meier curve: one step per distinct event time, ascending, with the log-log interval (Kalbfleisch & Prentice)
 * that stays inside 0 … 1. Those cut off at an event's time still count as at risk there. Empty without events.
 */
export function kaplanMeier(observations: readonly Observation[], level = 0.95): SurvivalStep[] {
  const z = normalQuantile(0.5 + level / 2);
  const sorted = [...observations].sort((a, b) => a.time - b.time);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  for (let from = 0; from < sorted.length;) {
    const time = sorted[from]!.time;
    let to = from;
    let events = 0;
    for (; to < sorted.length && sorted[to]!.time === time; to++) if (sorted[to]!.event) events += 1;
    const atRisk = sorted.length - from;
    if (events > 0) {
      survival *= 1 - events / atRisk;
      greenwood += events / (atRisk * (atRisk - events));
      steps.push({ time, atRisk, events, survival, interval: logLogInterval(survival, greenwood, z) });
    }
    from = to;
  }
  return steps;
}

function logLogInterval(survival: number, greenwood: number, z: number): Interval {
  if (survival <= 0) return { low: 0, high: 0 };
  const half = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival));
  return { low: survival ** Math.exp(half), high: survival ** Math.exp(-half) };
}

/** S(t) of a curve: 1 before the first step. */
export function survivalAt(steps: readonly SurvivalStep[], time: number): number {
  let survival = 1;
  for (const step of steps) {
    if (step.time > time) break;
    survival = step.survival;
  }
  return survival;
}

/** The first time at which at most half survive, or null when the curve does not fall that far. */
export function medianSurvival(steps: readonly SurvivalStep[]): number | null {
  return steps.find((step) => step.survival <= 0.5)?.time ?? null;
}
