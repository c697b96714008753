import { clusterBootstrap, percentileInterval } from '../../statistics/resampling.ts';
import type { Interval } from '../../statistics/interval.ts';

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
  /** What each month's number is counted on (customer contacts); 1 unless told. Groups are compared by sums over sums. */
  exposure?: readonly number[];
};

/** What a month is compared with: the month before the training, or all months before it, where single months hold few cases. */
export type Base = 'month before' | 'all months before';

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
export function staggeredEffect(people: readonly PanelPerson[], base: Base = 'month before'): StaggeredEstimate | null {
  const groups = [...Map.groupBy(people, (person) => person.trainedFrom ?? Number.POSITIVE_INFINITY)].map(
    ([from, members]) => ({ from, size: members.length, ...sumsOf(members) }),
  );
  const months = people[0]?.months.length ?? 0;
  const sums = new Map<number, { weight: number; total: number }>();
  for (const group of groups) {
    const { from, size } = group;
    if (!Number.isFinite(from) || from < 1 || from >= months) continue;
    const span = base === 'month before' ? [from - 1, from] : [0, from];
    for (let month = 0; month < months; month++) {
      if (base === 'month before' && month === from - 1) continue;
      const waiting = groups.filter((other) => other.from > Math.max(month, from));
      const levels = [
        level([group], month, month + 1),
        level([group], span[0]!, span[1]!),
        level(waiting, month, month + 1),
        level(waiting, span[0]!, span[1]!),
      ];
      if (!levels.every(Number.isFinite)) continue;
      const effect = levels[0]! - levels[1]! - (levels[2]! - levels[3]!);
      // A month in which little was counted tells little; without an exposure everybody counts 1.
      const weight = group.exposure[month]! > 0 ? group.exposure[month]! : size;
      const sum = sums.get(month - from) ?? { weight: 0, total: 0 };
      sums.set(month - from, { weight: sum.weight + weight, total: sum.total + weight * effect });
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
  /** How fast the difference grew per month before the training, with its interval; null with fewer than three such months. */
  trendBefore: (Interval & { estimate: number; none: boolean }) | null;
  /** Bootstrap draws of the effects after training, for the payback. */
  draws: StaggeredEstimate[];
  people: number;
  trained: number;
};

/** With intervals from a bootstrap that draws whole persons. Null as `staggeredEffect`. */
export function inferStaggered(
  people: readonly PanelPerson[],
  options: { draws: number; seed: number; level?: number; base?: Base },
): StaggeredInference | null {
  const estimate = staggeredEffect(people, options.base);
  if (!estimate) return null;
  const draws = clusterBootstrap(people, (drawn) => staggeredEffect(drawn, options.base), options).filter(
    (draw) => draw !== null,
  );
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
    trendBefore: trendOf(
      estimate.before,
      draws.map((draw) => draw.before),
      level,
    ),
    parallelBefore: beforeInterval === null || (beforeInterval.low <= 0 && beforeInterval.high >= 0),
    draws,
    people: people.length,
    trained: people.filter((person) => person.trainedFrom !== null).length,
  };
}

/** The slope of the differences before the training; where they grew or fell already, what came after continues it. */
function trendOf(
  before: readonly EventEffect[],
  draws: readonly (readonly EventEffect[])[],
  level: number,
): StaggeredInference['trendBefore'] {
  const estimate = slopeOf(before);
  const slopes = draws.map(slopeOf).filter((slope) => slope !== null);
  if (estimate === null || slopes.length < 100) return null;
  const interval = percentileInterval(slopes, level);
  return { estimate, ...interval, none: interval.low <= 0 && interval.high >= 0 };
}

function slopeOf(effects: readonly EventEffect[]): number | null {
  if (effects.length < 3) return null;
  const centre = effects.reduce((sum, { monthsSince }) => sum + monthsSince, 0) / effects.length;
  const together = effects.reduce((sum, { monthsSince, estimate }) => sum + (monthsSince - centre) * estimate, 0);
  return together / effects.reduce((sum, { monthsSince }) => sum + (monthsSince - centre) ** 2, 0);
}

const plain = ({ monthsSince, estimate }: EventEffect): EventEffect => ({ monthsSince, estimate });

type Sums = { months: number[]; exposure: number[] };

function sumsOf(people: readonly PanelPerson[]): Sums {
  const months = people[0]!.months.map(() => 0);
  const exposure = people[0]!.months.map(() => 0);
  for (const person of people) {
    for (let month = 0; month < months.length; month++) {
      months[month]! += person.months[month]!;
      exposure[month]! += person.exposure?.[month] ?? 1;
    }
  }
  return { months, exposure };
}

/** Sum over sum in the months from … to (excluded); not a number where nothing was counted. */
function level(groups: readonly Sums[], from: number, to: number): number {
  let value = 0;
  let counted = 0;
  for (const group of groups) {
    for (let month = from; month < to; month++) {
      value += group.months[month]!;
      counted += group.exposure[month]!;
    }
  }
  return value / counted;
}

const meanOf = (effects: readonly EventEffect[]) =>
  effects.reduce((sum, { estimate }) => sum + estimate, 0) / effects.length;
