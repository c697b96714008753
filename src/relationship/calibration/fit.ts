/**
 * Calibration of the relationship's weights on an organization's own outcomes: a logistic regression on what each kind of
 * touchpoint added, with a normal prior at the shipped weights; half-lives and asymmetry by prequential log-loss; a new set is
 * better only when its out-of-time log-loss beats the one in use by a standard error.
 */
import { fitRidgeLogistic } from '../../statistics/ridgeLogistic.ts';
import { predictionQuality, type PredictionQuality } from '../../statistics/predictionQuality.ts';
import { logistic } from '../../statistics/specialFunctions.ts';
import { dot } from '../../statistics/linearAlgebra.ts';
import { compile } from '../model.ts';
import { positions, touchpointKinds, type Position, type TouchpointKind } from '../vocabulary.ts';
import { shippedWeights, type ModelWeights } from '../weights.ts';
import { looks, type Look } from './looks.ts';
import { datesOf, type Question } from './outcomes.ts';
import { learntWeights, type Learnt } from './weights.ts';

export const eventsPerParameter = 10;
/** Intercept, one slope per line, and at least one kind: less cannot be learnt from. */
export const fewestEvents = 4 * eventsPerParameter;

export interface Gain {
  /** Nats of log-loss per look, and the standard error of it, grouped by account. */
  gain: number;
  se: number;
}

export interface Fitted {
  looks: number;
  accounts: number;
  /** The rarer of stayed and not. */
  events: number;
  eventsNeeded: number;
  /** Windows: learnt from those before `splitAt`, tested on those from it. */
  from: number | null;
  splitAt: number | null;
  verdict: 'too few' | 'better' | 'not better';
  test:
    | (Gain & { looks: number; accounts: number; events: number; inUse: PredictionQuality; learnt: PredictionQuality })
    | null;
  learnt: Learnt | null;
  weights: ModelWeights | null;
  /** Whether knowing how probable disillusionment is adds to knowing how long it has been quiet. */
  positionsAdd: (Gain & { adds: boolean }) | null;
  positions: { position: Position; looks: number; stayed: number }[];
  cases: Case[];
}

/** One look that was tested on. */
export interface Case {
  account: string;
  at: number;
  position: Position;
  stayed: boolean;
  before: number;
  after: number;
}

/** The smallest share of the looks to test on, and the most cases that are kept as evidence. */
const tested = 0.3;
const mostCases = 2000;

export function calibrate(
  { question, inUse, version }: { question: Question; inUse: ModelWeights; version: string },
  report: (share: number) => void = () => {},
): Fitted {
  const work = progress(report);
  const shipped = work(() => looks(question, compile(shippedWeights)));
  const stayed = shipped.reduce((n, look) => n + look.stayed, 0);
  const events = Math.min(stayed, shipped.length - stayed);
  const dates = datesOf(question);
  const known = {
    looks: shipped.length,
    accounts: new Set(shipped.map((look) => look.account)).size,
    events,
    eventsNeeded: fewestEvents,
    from: dates[0] ?? null,
    positions: positions.map((position) => {
      const there = shipped.filter((look) => look.position === position);
      return { position, looks: there.length, stayed: there.reduce((n, look) => n + look.stayed, 0) };
    }),
  };
  const splitAt = splitOf(shipped, dates);
  const silent = {
    ...known,
    splitAt,
    verdict: 'too few' as const,
    test: null,
    learnt: null,
    weights: null,
    positionsAdd: null,
    cases: [],
  };
  if (events < fewestEvents || splitAt === null) return silent;
  const train = shipped.filter((look) => look.at < splitAt);
  if (rarer(train) < eventsPerParameter * 3 || rarer(shipped.filter((look) => look.at >= splitAt)) < eventsPerParameter)
    return silent;

  const earlier: Question = { ...question, now: splitAt };
  const memory = searchMemory(earlier, train, work);
  const remembered = work(() =>
    looks(earlier, compile(learntWeights(shippedWeights, { ...memory, factors: {} }, version))),
  );
  const learnt: Learnt = { ...memory, factors: learnKinds(remembered) };
  const weights = learntWeights(shippedWeights, learnt, version);

  const before = inUse.version === shippedWeights.version ? shipped : work(() => looks(question, compile(inUse)));
  const after = work(() => looks(question, compile(weights)));
  const [old, fresh] = [predictLater(before, splitAt, lines), predictLater(after, splitAt, lines)];
  const test = before.filter((look) => look.at >= splitAt);
  const { gain, se } = gainOf(test, old, fresh);
  const outcomes = test.map((look) => look.stayed);
  return {
    ...known,
    splitAt,
    verdict: gain > 0 && gain >= se ? 'better' : 'not better',
    test: {
      gain,
      se,
      looks: test.length,
      accounts: new Set(test.map((look) => look.account)).size,
      events: rarer(test),
      inUse: predictionQuality(old, outcomes),
      learnt: predictionQuality(fresh, outcomes),
    },
    learnt,
    weights,
    positionsAdd: positionsAdd(before, splitAt),
    cases: test.slice(-mostCases).map((look, i, kept) => {
      const at = test.length - kept.length + i;
      return {
        account: look.account,
        at: look.at,
        position: look.position,
        stayed: look.stayed === 1,
        before: old[at]!,
        after: fresh[at]!,
      };
    }),
  };
}

/** Each pass over the relationships moves the progress on; how many there will be is known beforehand. */
function progress(report: (share: number) => void) {
  const passes = 15;
  let passed = 0;
  return <T>(pass: () => T): T => {
    const result = pass();
    passed += 1;
    report(Math.min(0.99, passed / passes));
    return result;
  };
}

/** The date from which on is tested: the latest windows that hold a good part of the looks; null when nothing stands before it. */
function splitOf(all: readonly Look[], dates: readonly number[]): number | null {
  for (let i = dates.length - 1; i > 0; i--) {
    const later = all.reduce((n, look) => n + (look.at >= dates[i]! ? 1 : 0), 0);
    if (later >= tested * all.length) return dates[i]!;
  }
  return null;
}

const rarer = (some: readonly Look[]): number => {
  const stayed = some.reduce((n, look) => n + look.stayed, 0);
  return Math.min(stayed, some.length - stayed);
};

/** What predicts: the two lines, or how long it has been quiet without and with the position. */
type Columns = (look: Look) => number[];
const lines: Columns = (look) => [1, look.trust, look.interest];
const recency: Columns = (look) => [1, Math.log1p(look.quiet), Math.log1p(look.contacts)];
const recencyAndPosition: Columns = (look) => [...recency(look), look.disillusioned];

/** Slopes are expected to be small, the base can be anything. */
const precisions = (columns: number) => Array.from({ length: columns }, (_, i) => (i === 0 ? 1e-3 : 1));

function fitOn(some: readonly Look[], columns: Columns): number[] {
  const rows = some.map(columns);
  const count = rows[0]?.length ?? 3;
  return fitRidgeLogistic(
    rows,
    some.map((look) => look.stayed),
    { means: Array.from({ length: count }, () => 0), precisions: precisions(count) },
  ).coefficients;
}

/** Learnt before the split, said of everything from it on. */
function predictLater(all: readonly Look[], splitAt: number, columns: Columns): number[] {
  const coefficients = fitOn(
    all.filter((look) => look.at < splitAt),
    columns,
  );
  return all.filter((look) => look.at >= splitAt).map((look) => logistic(dot(columns(look), coefficients)));
}

/** Log-loss summed over the windows, each predicted from those before it. */
function prequentialLoss(train: readonly Look[], columns: Columns): number {
  const windows = [...new Set(train.map((look) => look.at))].sort((a, b) => a - b);
  let loss = 0;
  for (const window of windows.slice(1)) {
    const before = train.filter((look) => look.at < window);
    if (rarer(before) < 3) continue;
    const coefficients = fitOn(before, columns);
    for (const look of train)
      if (look.at === window) loss += lossOf(logistic(dot(columns(look), coefficients)), look.stayed);
  }
  return loss;
}

const lossOf = (p: number, stayed: number) => -Math.log(Math.max(1e-12, stayed === 1 ? p : 1 - p));

const times = [0.5, 0.71, 1.41, 2] as const;
/** A half-life twice as long is one standard deviation away from the shipped one. */
const spread = Math.LN2;

/** Half-lives and asymmetry, one after the other, each by the prequential loss and a normal prior at the shipped value. */
function searchMemory(
  question: Question,
  shipped: readonly Look[],
  work: <T>(pass: () => T) => T,
): Omit<Learnt, 'factors'> {
  let best = { trustHalfLife: 1, interestHalfLife: 1, asymmetry: shippedWeights.asymmetry };
  const away = (value: number, from: number) => Math.log(value / from) ** 2 / (2 * spread ** 2);
  const penalty = (memory: typeof best) =>
    away(memory.trustHalfLife, 1) + away(memory.interestHalfLife, 1) + away(memory.asymmetry, shippedWeights.asymmetry);
  let least = prequentialLoss(shipped, lines);
  const choices: [keyof typeof best, number][] = [
    ...times.map((factor) => ['trustHalfLife', factor] as [keyof typeof best, number]),
    ...times.map((factor) => ['interestHalfLife', factor] as [keyof typeof best, number]),
    ...[0.2, 0.6, 1].map((value) => ['asymmetry', value] as [keyof typeof best, number]),
  ];
  for (const [name, value] of choices) {
    const tried = { ...best, [name]: value };
    const found = work(() =>
      looks(question, compile(learntWeights(shippedWeights, { ...tried, factors: {} }, 'tried'))),
    );
    const loss = prequentialLoss(found, lines) + penalty(tried);
    if (loss < least) [best, least] = [tried, loss];
  }
  return best;
}

/** The least that a line is taken to say: below it nothing could be learnt about what makes the line. */
const leastSlope = 0.1;
const spreads = [0.25, 0.5, 1, 2] as const;

/**
 * How loud each kind speaks, times the shipped weight. With every factor at 1 the columns add up to the two lines, so the prior is
 * the shipped model exactly. Only kinds that were seen often enough are free, one per ten events; the others stay at 1.
 */
export function learnKinds(train: readonly Look[]): Partial<Record<TouchpointKind, number>> {
  const slopes = fitOn(train, lines);
  const trust = Math.max(leastSlope, slopes[1]!);
  const interest = Math.max(0, slopes[2]!);
  const said = (look: Look, kind: number) => trust * look.trustBy[kind]! + interest * look.interestBy[kind]!;
  const information = touchpointKinds.map((_, kind) => train.reduce((sum, look) => sum + said(look, kind) ** 2, 0));
  const seen = touchpointKinds.map((_, kind) =>
    train.reduce((n, look) => n + (Math.abs(said(look, kind)) > 1e-4 ? 1 : 0), 0),
  );
  const free = touchpointKinds
    .map((_, kind) => kind)
    .filter((kind) => seen[kind]! >= 2 * eventsPerParameter)
    .sort((a, b) => information[b]! - information[a]!)
    .slice(0, Math.max(0, Math.floor(rarer(train) / eventsPerParameter) - 3));
  if (free.length === 0) return {};
  const columns: Columns = (look) => {
    const own = free.map((kind) => said(look, kind));
    const all = trust * look.trust + interest * look.interest;
    return [1, all - own.reduce((sum, each) => sum + each, 0), ...own];
  };
  const fit = (some: readonly Look[], sd: number) =>
    fitRidgeLogistic(
      some.map(columns),
      some.map((look) => look.stayed),
      {
        means: [0, 1, ...free.map(() => 1)],
        precisions: [1e-3, 1e4, ...free.map(() => sd ** -2)],
      },
    ).coefficients;
  const windows = [...new Set(train.map((look) => look.at))].sort((a, b) => a - b);
  const losses = spreads.map((sd) => {
    let loss = 0;
    for (const window of windows.slice(1)) {
      const before = train.filter((look) => look.at < window);
      if (rarer(before) < 3) continue;
      const coefficients = fit(before, sd);
      for (const look of train)
        if (look.at === window) loss += lossOf(logistic(dot(columns(look), coefficients)), look.stayed);
    }
    return loss;
  });
  const coefficients = fit(train, spreads[losses.indexOf(Math.min(...losses))]!);
  return Object.fromEntries(free.map((kind, i) => [touchpointKinds[kind]!, Number(coefficients[i + 2]!.toFixed(3))]));
}

/** Mean difference in log-loss between two predictions of the same looks, with its standard error over accounts. */
export function gainOf(
  test: readonly { account: string; stayed: number }[],
  before: readonly number[],
  after: readonly number[],
): Gain {
  const gains = test.map((look, i) => lossOf(before[i]!, look.stayed) - lossOf(after[i]!, look.stayed));
  const gain = gains.reduce((sum, each) => sum + each, 0) / gains.length;
  const byAccount = new Map<string, number>();
  test.forEach((look, i) => byAccount.set(look.account, (byAccount.get(look.account) ?? 0) + gains[i]! - gain));
  const groups = byAccount.size;
  const squares = [...byAccount.values()].reduce((sum, each) => sum + each ** 2, 0);
  return { gain, se: groups > 1 ? Math.sqrt((squares * groups) / (groups - 1)) / gains.length : Infinity };
}

function positionsAdd(all: readonly Look[], splitAt: number): Gain & { adds: boolean } {
  const test = all.filter((look) => look.at >= splitAt);
  const { gain, se } = gainOf(
    test,
    predictLater(all, splitAt, recency),
    predictLater(all, splitAt, recencyAndPosition),
  );
  return { gain, se, adds: gain > 0 && gain >= se };
}
