/** What happens if nobody calls: the no-contact forecast, and the day on which it becomes an alarm. */
import { view, millisecondsPerDay, type CycleState, type CycleView } from './cycle.ts';
import type { Model } from './model.ts';
import { disillusioned } from './position.ts';
import { sweep, type Listening } from './silence.ts';

/** How the relationship will stand without any contact, silences included: asked for one time after another (sorted, ≥ state.at). */
function withoutContact(state: CycleState, listening: readonly Listening[], model: Model): (time: number) => CycleView {
  let current = state;
  return (time) => {
    current = sweep(current, time, listening, model).at(-1)?.state ?? current;
    return view(current, time, model);
  };
}

/** The same at each of `times`. */
export const forecast = (
  state: CycleState,
  times: readonly number[],
  listening: readonly Listening[],
  model: Model,
): CycleView[] => times.map(withoutContact(state, listening, model));

/** Used while the cost of a contact and the value at stake are not known. */
export const usualThreshold = 0.6;
const lowestThreshold = 0.3;
const highestThreshold = 0.9;

/**
 * The probability of disillusionment at which a contact pays: its cost ÷ (the customer's value × the share of customers
 * that a contact saves), kept between .3 and .9 so that neither a giant nor a dwarf account alarms always or never.
 * Cost and value in the same currency; without them the usual .6.
 */
export function alarmThreshold(stakes: { contactCost: number; value: number; saveRate: number } | null): number {
  const gained = stakes ? stakes.value * stakes.saveRate : 0;
  if (!stakes || gained <= 0) return usualThreshold;
  return Math.min(highestThreshold, Math.max(lowestThreshold, stakes.contactCost / gained));
}

/** The same from what a workspace has said, and what one account brings in a year. */
export function thresholdOf(
  { contactCost, savePercent }: { contactCost: number | null; savePercent: number | null },
  value: number,
): number {
  return alarmThreshold(
    contactCost === null || savePercent === null ? null : { contactCost, value, saveRate: savePercent / 100 },
  );
}

export interface Alarm {
  threshold: number;
  /** Probability of disillusionment now. */
  probability: number;
  raised: boolean;
  /** First day on which the no-contact forecast reaches the threshold; null = not within the horizon, or raised already. */
  crossesAt: number | null;
}

const horizonDays = 180;
const week = 7;

function days(from: number, first: number, last: number, step: number): number[] {
  const times: number[] = [];
  for (let day = first; day <= last; day += step) times.push(from + day * millisecondsPerDay);
  return times;
}

/** Whether the relationship needs a person now, and if not, when it will if nobody calls. `now` ≥ state.at. */
export function alarm(
  state: CycleState,
  now: number,
  threshold: number,
  listening: readonly Listening[],
  model: Model,
): Alarm {
  // Not a step further than the first that reaches it.
  const reaches = (times: number[]) => {
    const stands = withoutContact(state, listening, model);
    return times.findIndex((time) => disillusioned(stands(time)) >= threshold);
  };
  const [today] = forecast(state, [now], listening, model);
  const probability = today ? disillusioned(today) : 0;
  const raised = state.standing === 'customer' && probability >= threshold;
  if (raised || state.standing !== 'customer') return { threshold, probability, raised, crossesAt: null };
  const inWeek = reaches(days(now, week, horizonDays, week));
  if (inWeek === -1) return { threshold, probability, raised, crossesAt: null };
  const inDays = days(now, inWeek * week + 1, (inWeek + 1) * week, 1);
  return { threshold, probability, raised, crossesAt: inDays[reaches(inDays)] ?? null };
}
