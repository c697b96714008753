import { clusterBootstrap, percentileInterval } from '../statistics/resampling.ts';
import type { Interval } from '../statistics/interval.ts';

/**
 * Groups trained in different months, each compared with those not yet trained. Two-way fixed effects would compare late
 * groups with early ones that are already trained, and can get even the sign wrong.
 * Source: Callaway & Sant'Anna 2021, not-yet-treated comparison, base month g − 1.
 */
export type PanelPerson = {
  id: string;
  /** Index of the first month after the training; null: not trained within the panel. */
  trainedFrom: number | null;
  /** One number per month, the same months for everybody. */
  months: readonly number[];
};

export type EventEffect = { monthsSince: number; estimate: number };

export type StaggeredEstimate = {
  /** Mean effect per person and month after the training, over all groups and months. */
  overall: number;
  /** By month since training, 0 first. */
  after: EventEffect[];
  /** Differences before the training, which should be none; month −1 is the base. */
  before: EventEffect[];
};

/** Null where nobody was trained after month 0, or nobody was left to compare with. */
export function staggeredEffect(people: readonly PanelPerson[]): StaggeredEstimate | null {
  const groups = Map.groupBy(people, (person) => person.trainedFrom ?? Number.POSITIVE_INFINITY);
  const months = people[0]?.months.length ?? 0;
  const sums = new Map<number, { weight: number; total: number }>();
  for (const [from, group] of groups) {
    if (!Number.isFinite(from) || from < 1 || from >= months) continue;
    for (let month = 0; month < months; month++) {
      if (month === from - 1) continue;
      const waiting = [...groups].filter(([g]) => g > Math.max(month, from)).flatMap(([, members]) => members);
      if (waiting.length === 0) continue;
      const effect = meanChange(group, from - 1, month) - meanChange(waiting, from - 1, month);
      const sum = sums.get(month - from) ?? { weight: 0, total: 0 };
      sums.set(month - from, { weight: sum.weight + group.length, total: sum.total + group.length * effect });
    }
  }
  const effects = [...sums]
    .map(([monthsSince, { weight, total }]) => ({ monthsSince, estimate: total / weight, weight }))
    .sort((a, b) => a.monthsSince - b.monthsSince);
  const after = effects.filter(({ monthsSince }) => monthsSince >= 0);
  if (after.length === 0) return null;
  const weight = after.reduce((sum, effect) => sum + effect.weight, 0);
  return {
    overall: after.reduce((sum, effect) => sum + effect.weight * effect.estimate, 0) / weight,
    after: after.map(plain),
    before: effects.filter(({ monthsSince }) => monthsSince < 0).map(plain),
  };
}

export type StaggeredInference = StaggeredEstimate & {
  interval: Interval;
  /** The mean difference before the training, with its interval: parallel when that holds zero. */
  beforeMean: (Interval & { estimate: number }) | null;
  parallelBefore: boolean;
  /** Bootstrap draws of the effects after training, for the payback. */
  draws: StaggeredEstimate[];
  people: number;
  trained: number;
};

/** With intervals from a bootstrap that draws whole persons. Null as `staggeredEffect`. */
export function inferStaggered(
  people: readonly PanelPerson[],
  options: { draws: number; seed: number; level?: number },
): StaggeredInference | null {
  const estimate = staggeredEffect(people);
  if (!estimate) return null;
  const draws = clusterBootstrap(people, staggeredEffect, options).filter((draw) => draw !== null);
  const level = options.level ?? 0.95;
  const beforeDraws = draws.flatMap((draw) => (draw.before.length > 0 ? [meanOf(draw.before)] : []));
  const beforeInterval =
    beforeDraws.length > 0 && estimate.before.length > 0 ? percentileInterval(beforeDraws, level) : null;
  return {
    ...estimate,
    interval: percentileInterval(
      draws.map((draw) => draw.overall),
      level,
    ),
    beforeMean: beforeInterval && { estimate: meanOf(estimate.before), ...beforeInterval },
    parallelBefore: beforeInterval === null || (beforeInterval.low <= 0 && beforeInterval.high >= 0),
    draws,
    people: people.length,
    trained: people.filter((person) => person.trainedFrom !== null).length,
  };
}

const plain = ({ monthsSince, estimate }: EventEffect): EventEffect => ({ monthsSince, estimate });

function meanChange(people: readonly PanelPerson[], from: number, to: number): number {
  let sum = 0;
  for (const { months } of people) sum += months[to]! - months[from]!;
  return sum / people.length;
}

const meanOf = (effects: readonly EventEffect[]) =>
  effects.reduce((sum, { estimate }) => sum + estimate, 0) / effects.length;
