import { sum, variance } from '../../statistics/summary.ts';
import { claimOf, imbalance, type Claim, type TrainingDesign } from './comparison.ts';
import { payback, serviceGuard, totalCost, type Guard, type Payback, type TrainingCost } from './payback.ts';
import { inferStaggered, type PanelPerson, type StaggeredInference } from './staggered.ts';
import { adjustedForOwnPast, differenceInMeans, doublyRobust, type Person } from './trainingEffect.ts';

/** What one person did, month by month; every list as long as the report's months. */
export type PersonMonths = {
  id: string;
  /** The session that trained them or will; null: only compared with. */
  wave: string | null;
  /** Index of the month in which the training ended; null: not trained within these months. */
  trainedFrom: number | null;
  /** Whether it was known before the first training that they wait or are compared with. */
  plannedBefore: boolean;
  contacts: number[];
  spotted: number[];
  accepted: number[];
  answered: number[];
  won: number[];
  closed: number[];
  /** Booked margin, in the workspace's currency. */
  margin: number[];
  rated: number[];
  ratingSum: number[];
};

export type ReportInput = {
  /** `2026-05`, in order. */
  months: readonly string[];
  outcome: 'spotted' | 'own sales';
  orderBy: 'chance' | 'business';
  cost: TrainingCost;
  people: readonly PersonMonths[];
};

/** What was counted in a group before or after the training; a waiting person's months are all before. */
export type Counted = {
  people: number;
  contacts: number;
  spotted: number;
  accepted: number;
  answered: number;
  won: number;
  closed: number;
  margin: number;
};

export type Estimate = {
  method:
    | 'difference in means'
    | 'difference in means, adjusted for the own past'
    | 'difference in differences'
    | 'doubly robust, not experimental';
  claim: Claim;
  /** Absent where the comparison is biased: flagged, and its number is not printed as an effect. */
  number: { estimate: number; low: number; high: number; smallestDetectable: number; p: number | null } | null;
  trained: number;
  others: number;
};

export type WaveMonths = {
  wave: string | null;
  people: number;
  trainedFrom: number | null;
  counted: number[];
  on: number[];
};

export type ReportLimit =
  | 'few people'
  | 'not by chance'
  | 'nothing counted'
  | 'nobody waits'
  | 'comparison named afterwards'
  | 'short history'
  | 'moved apart before'
  | 'margin from a share'
  | 'service not rated';

export type TrainingReport = {
  months: readonly string[];
  outcome: ReportInput['outcome'];
  cost: TrainingCost & { total: number };
  trained: number;
  waiting: number;
  groups: { trainedBefore: Counted; trainedAfter: Counted; waiting: Counted };
  /** In the order in which they may be trusted; the first is the headline. In cases per 100. */
  estimates: Estimate[];
  /** Difference by month since training; negative months are before it and should lie around nothing. */
  course: { monthsSince: number; estimate: number }[];
  /** The training pretended at half of the time before it: it should show nothing. */
  placebo: { estimate: number; low: number; high: number; passed: boolean } | null;
  /** How the difference moved per month before the training: it should not move at all. In cases per 100. */
  trend: { estimate: number; low: number; high: number; passed: boolean } | null;
  guard: Guard | null;
  /** Booked margin per person and month that the training brought. */
  marginEffect: { estimate: number; low: number; high: number } | null;
  payback: Payback | null;
  waves: WaveMonths[];
  limits: ReportLimit[];
};

const draws = 1000;
/** On the scale from −2 to 2: a fall of service by less is not worth an alarm. */
const serviceTolerance = 0.3;
const fewPeople = 20;

/**
 * The report on a programme: what training changed, by the estimators in the order in which they may be trusted, what it
 * cost and when it had paid for itself. `told` hears what share of the work is done, 0 to 1. Heavy: runs in a worker.
 */
export function trainingReport(input: ReportInput, told: (share: number) => void = () => undefined): TrainingReport {
  const planned = input.people.filter((person) => person.trainedFrom !== null || person.plannedBefore);
  const trained = input.people.filter((person) => person.trainedFrom !== null);
  const rate = outcomeOf(input.outcome);
  // Where nothing was counted at all, a difference of nothing is no finding.
  const nothing = planned.every((person) => sum(rate.counted(person)) === 0);
  const rateEffect = nothing
    ? null
    : infer(planned.map((person) => panelOf(person, rate.counted(person), rate.on(person))));
  told(0.4);
  const placebo = nothing ? null : placeboOf(planned, rate);
  told(0.6);
  const money = nothing ? null : infer(planned.map((person) => panelOf(person, person.margin)));
  told(0.85);
  const guard = guardOf(planned);
  told(0.95);
  const first = Math.min(...trained.map((person) => person.trainedFrom!));
  const others = input.people.filter((person) => person.trainedFrom === null);
  const limits: ReportLimit[] = [];
  if (trained.length < fewPeople) limits.push('few people');
  if (nothing) limits.push('nothing counted');
  else if (rateEffect === null) limits.push('nobody waits');
  if (others.some((person) => !person.plannedBefore)) limits.push('comparison named afterwards');
  if (placebo === null && !nothing) limits.push('short history');
  else if (placebo?.passed === false || rateEffect?.trendBefore?.none === false) limits.push('moved apart before');
  if (input.orderBy === 'business') limits.push('not by chance');
  if (guard === null) limits.push('service not rated');
  limits.push('margin from a share');
  const cost = { ...input.cost, total: totalCost(input.cost) };
  return {
    months: input.months,
    outcome: input.outcome,
    cost,
    trained: trained.length,
    waiting: planned.filter((person) => person.trainedFrom === null || person.trainedFrom > first).length,
    groups: {
      trainedBefore: countedIn(trained, (person, month) => month < person.trainedFrom!),
      trainedAfter: countedIn(trained, (person, month) => month >= person.trainedFrom!),
      waiting: countedIn(others, () => true),
    },
    estimates: nothing ? [] : estimatesOf(input, rate, rateEffect, placebo),
    course: rateEffect ? [...rateEffect.before, ...rateEffect.after].map(perHundred) : [],
    placebo,
    trend: trendOf(rateEffect),
    guard,
    marginEffect: money && { estimate: money.overall, ...money.interval },
    payback: money && payback(money, trained.length, cost.total),
    waves: wavesOf(input.people, rate),
    limits,
  };
}

type Outcome = { counted: (person: PersonMonths) => number[]; on: (person: PersonMonths) => number[] };

/** Spotted opportunities per contact, or won sales per closed one. */
const outcomeOf = (outcome: ReportInput['outcome']): Outcome =>
  outcome === 'spotted'
    ? { counted: (person) => person.spotted, on: (person) => person.contacts }
    : { counted: (person) => person.won, on: (person) => person.closed };

const panelOf = (person: PersonMonths, months: number[], exposure?: number[]): PanelPerson => ({
  id: person.id,
  trainedFrom: person.trainedFrom,
  months,
  ...(exposure ? { exposure } : {}),
});

const infer = (people: readonly PanelPerson[]) => inferStaggered(people, { draws, seed: 1, base: 'all months before' });

function trendOf(effect: StaggeredInference | null): TrainingReport['trend'] {
  if (!effect?.trendBefore) return null;
  const { estimate, low, high, none } = effect.trendBefore;
  return { estimate: 100 * estimate, low: 100 * low, high: 100 * high, passed: none };
}

const perHundred = ({ monthsSince, estimate }: { monthsSince: number; estimate: number }) => ({
  monthsSince,
  estimate: 100 * estimate,
});

function placeboOf(people: readonly PersonMonths[], rate: Outcome): TrainingReport['placebo'] {
  const first = Math.min(...people.flatMap((person) => person.trainedFrom ?? []));
  if (!Number.isFinite(first) || first < 4) return null;
  const half = Math.floor(first / 2);
  const pretended = people.map((person): PanelPerson => ({
    id: person.id,
    trainedFrom: person.trainedFrom === first ? half : null,
    months: rate.counted(person).slice(0, first),
    exposure: rate.on(person).slice(0, first),
  }));
  const effect = infer(pretended);
  if (effect === null) return null;
  const { low, high } = effect.interval;
  return { estimate: 100 * effect.overall, low: 100 * low, high: 100 * high, passed: low <= 0 && high >= 0 };
}

function guardOf(people: readonly PersonMonths[]): Guard | null {
  const rated = (person: PersonMonths) => sum(person.rated);
  const trained = people.filter((person) => person.trainedFrom !== null);
  if (sum(trained.map(rated)) < 30) return null;
  const effect = infer(people.map((person) => panelOf(person, person.ratingSum, person.rated)));
  return effect && serviceGuard(effect.overall, effect.interval, serviceTolerance);
}

function estimatesOf(
  input: ReportInput,
  rate: Outcome,
  staggered: StaggeredInference | null,
  placebo: TrainingReport['placebo'],
): Estimate[] {
  const estimates: Estimate[] = [];
  const { first, until } = commonWindow(input.people, input.months.length);
  const person = (each: PersonMonths): (Person & { contacts: number }) | null => {
    const over = (from: number, to: number) => {
      const on = sum(rate.on(each).slice(from, to));
      return on > 0 ? (100 * sum(rate.counted(each).slice(from, to))) / on : null;
    };
    const after = over(first, until);
    const before = over(0, first);
    return after === null || before === null
      ? null
      : { after, before, contacts: sum(each.contacts.slice(0, first)) / Math.max(1, first) };
  };
  const these = (people: readonly PersonMonths[]) => people.map(person).filter((each) => each !== null);
  const trained = these(input.people.filter((each) => each.trainedFrom === first));
  const notYet = input.people.filter((each) => each.trainedFrom === null || each.trainedFrom >= until);
  const waiting = these(notYet.filter((each) => each.plannedBefore || each.trainedFrom !== null));
  const enough = trained.length >= 2 && waiting.length >= 2;
  if (input.orderBy === 'chance' && enough) {
    const design: TrainingDesign = { kind: notYet.some((each) => each.wave !== null) ? 'waiting list' : 'randomised' };
    const plain = differenceInMeans(
      trained.map((p) => p.after),
      waiting.map((p) => p.after),
    );
    for (const estimate of [plain, adjustedForOwnPast(trained, waiting)])
      estimates.push({
        method: estimate.method,
        claim: claimOf(design),
        number: { ...estimate, p: estimate.p },
        trained: trained.length,
        others: waiting.length,
      });
  }
  if (staggered) {
    const spread = Math.sqrt(variance(staggered.draws.map((draw) => draw.overall)));
    estimates.push({
      method: 'difference in differences',
      claim: claimOf({
        kind: 'staggered',
        parallelBefore: (placebo?.passed ?? false) && (staggered.trendBefore?.none ?? true),
      }),
      number: {
        estimate: 100 * staggered.overall,
        low: 100 * staggered.interval.low,
        high: 100 * staggered.interval.high,
        smallestDetectable: 100 * 2.8 * spread,
        p: null,
      },
      trained: staggered.trained,
      others: staggered.people - input.people.filter((each) => each.trainedFrom === first).length,
    });
  }
  const named = these(notYet);
  if (trained.length >= 2 && named.length >= 2 && (staggered === null || named.length > waiting.length))
    estimates.push(observed(trained, named));
  return estimates;
}

/** The months from the first training until somebody who waited was trained: there the first group and all others differ in nothing else. */
function commonWindow(people: readonly PersonMonths[], months: number): { first: number; until: number } {
  const starts = people.flatMap((person) => person.trainedFrom ?? []);
  const first = Math.min(...starts);
  const next = Math.min(...starts.filter((start) => start > first));
  return { first, until: Number.isFinite(next) ? next : months };
}

/** Nobody was assigned by chance, nobody was known to wait: at most an association, and a biased comparison is flagged. */
function observed(trained: (Person & { contacts: number })[], others: (Person & { contacts: number })[]): Estimate {
  const covariates = (people: typeof trained) => people.map(({ before, contacts }) => [before, contacts]);
  const balance = imbalance(['before', 'contacts'], covariates(trained), covariates(others));
  const adjusts = trained.length >= 10 && others.length >= 10;
  const claim = claimOf({ kind: 'observed', imbalance: balance, adjusted: adjusts });
  const group = (people: typeof trained) => ({
    outcomes: people.map(({ after }) => after),
    covariates: covariates(people),
  });
  const estimate = adjusts
    ? doublyRobust(group(trained), group(others))
    : differenceInMeans(
        trained.map(({ after }) => after),
        others.map(({ after }) => after),
      );
  const method = estimate.method === 'doubly robust, not experimental' ? estimate.method : 'difference in means';
  return {
    method,
    claim,
    number: claim.word === 'not shown' ? null : { ...estimate, p: estimate.p },
    trained: trained.length,
    others: others.length,
  };
}

function countedIn(people: readonly PersonMonths[], when: (person: PersonMonths, month: number) => boolean): Counted {
  const total = (of: (person: PersonMonths) => number[]) =>
    sum(people.map((person) => sum(of(person).filter((_, month) => when(person, month)))));
  return {
    people: people.length,
    contacts: total((p) => p.contacts),
    spotted: total((p) => p.spotted),
    accepted: total((p) => p.accepted),
    answered: total((p) => p.answered),
    won: total((p) => p.won),
    closed: total((p) => p.closed),
    margin: total((p) => p.margin),
  };
}

function wavesOf(people: readonly PersonMonths[], rate: Outcome): WaveMonths[] {
  return [...Map.groupBy(people, (person) => person.wave)].map(([wave, members]) => {
    const months = (of: (person: PersonMonths) => number[]) =>
      members[0]!.contacts.map((_, month) => sum(members.map((person) => of(person)[month]!)));
    return {
      wave,
      people: members.length,
      trainedFrom: members[0]!.trainedFrom,
      counted: months(rate.counted),
      on: months(rate.on),
    };
  });
}
