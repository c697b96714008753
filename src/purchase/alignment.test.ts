import { describe, expect, it } from 'vitest';

import { seededRandom } from '../statistics/randomness.ts';
import { alignmentOf, stageFit, whoElseFits, type AlignmentInput } from './alignment.ts';
import { testAlignmentClaim, type DecidedSale } from './alignmentClaim.ts';
import { planProcess, proveStep, stageProgress } from './processPlan.ts';
import { shippedLibrary } from './stageLibrary.ts';

const plan = planProcess(
  { saleType: 'consumer', subType: null, scope: 'one unit', complexity: 'simple' },
  shippedLibrary,
);
const demonstrated = proveStep(plan, 'consumer.demonstration', { what: 'tried it', at: '2026-03-01' });
const aligned: AlignmentInput = {
  saleType: 'consumer',
  seller: { id: 'Kim', profile: { closing: 0.8, consultative: 0.2 } },
  buyers: { required: 1, named: 1, met: 1 },
  offerings: [{ name: 'Home softener', worth: 1890, fits: ['consumer', 'retail'], won: { ofType: 0, all: 0 } }],
  progress: stageProgress(demonstrated),
  stage: 'commitment',
};

describe('alignment of process and profiles', () => {
  it('is the mean of what is known, each part with its reason', () => {
    const { fit, parts } = alignmentOf(aligned);
    expect(fit).toBeCloseTo((0.8 + 1 + 1 + 1) / 4, 12);
    expect(parts.map((part) => part.reason)).toEqual([
      'profile fits',
      'roles met',
      'offering made for it',
      'evidence keeps up',
    ]);
  });

  it('the same seller fits another type less, and what is not known does not count', () => {
    const { fit, parts } = alignmentOf({
      ...aligned,
      saleType: 'commercial',
      offerings: [],
      buyers: { required: 3, named: 1, met: 1 },
      progress: stageProgress(plan),
    });
    expect(parts.map((part) => part.reason)).toEqual([
      'profile does not fit',
      'roles missing',
      'nothing sold yet',
      'evidence lags behind',
    ]);
    expect(fit).toBeCloseTo((0.2 + 1 / 3 + 0) / 3, 12);
    expect(alignmentOf({ ...aligned, seller: { id: 'New', profile: {} } }).parts[0]!.fit).toBeNull();
  });

  it('an offering speaks by what people said of it, else by the sales in which it was won, weighed by its worth', () => {
    const offering = (offerings: AlignmentInput['offerings']) => alignmentOf({ ...aligned, offerings }).parts[2];
    const softener = { name: 'Home softener', worth: 1800, fits: ['consumer'] as const, won: { ofType: 0, all: 0 } };
    const plant = { name: 'Plant', worth: 600, fits: ['commercial'] as const, won: { ofType: 9, all: 9 } };
    const unsaid = { name: 'Filter', worth: 10, fits: null, won: { ofType: 2, all: 8 } };
    expect(offering([softener, plant])).toMatchObject({ fit: 0.75, reason: 'offering fits in part' });
    expect(offering([plant])).toMatchObject({ fit: 0, reason: 'offering made for another type' });
    expect(offering([unsaid])).toMatchObject({ fit: 0.25, reason: 'offering sold so before', count: { n: 2, of: 8 } });
    expect(offering([{ ...unsaid, won: { ofType: 2, all: 2 } }])).toMatchObject({
      fit: null,
      reason: 'offering not known',
    });
  });

  it('a role counts half with a name, and whole once we met the person', () => {
    const buyers = (named: number, met: number) =>
      alignmentOf({ ...aligned, buyers: { required: 4, named, met } }).parts[1];
    expect(buyers(4, 1)).toMatchObject({ fit: 0.625, reason: 'roles named', count: { n: 1, of: 4 } });
    expect(buyers(2, 2)).toMatchObject({ fit: 0.5, reason: 'roles missing', count: { n: 2, of: 4 } });
  });

  it('what enters the win probability is evidence times match', () => {
    const [interest] = stageProgress(demonstrated);
    expect(stageFit(interest!, 0.8)).toBe(0.8);
    expect(stageFit(stageProgress(plan)[0]!, 0.8)).toBe(0);
    expect(stageFit(interest!, null)).toBe(1);
  });

  it('names who fits better and has room', () => {
    const people = [
      { id: 'Kim', profile: { closing: 0.8 }, openSales: 0, capacity: 9 },
      { id: 'Lee', profile: { closing: 0.95 }, openSales: 3, capacity: 5 },
      { id: 'Max', profile: { closing: 0.99 }, openSales: 5, capacity: 5 },
      { id: 'Noa', profile: {}, openSales: 0, capacity: 5 },
    ];
    expect(whoElseFits('consumer', aligned.seller, people)).toEqual([
      { id: 'Lee', fit: 0.95, gain: 0.95 - 0.8, room: 2 },
    ]);
  });
});

/** Sales of which the aligned ones win more often and faster by `lift`; margin and retention never depend on it. */
const salesWith = (count: number, lift: number, seed = 8): DecidedSale[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const alignment = random();
    const won = random() < 0.35 + (alignment >= 0.6 ? lift : 0);
    return {
      account: `account ${i % 150}`,
      alignment,
      won,
      cycleDays: 60 + 40 * random() - (alignment >= 0.6 ? 100 * lift : 0),
      margin: won ? 0.2 + 0.1 * random() : null,
      retained: won ? random() < 0.8 : null,
    };
  });
};

describe('the claim, tested on the own sales', () => {
  const options = { threshold: 0.6, draws: 400, seed: 1 };

  it('is shown where it holds, with its size, interval and numbers', () => {
    const [winRate, cycle, margin, retention] = testAlignmentClaim(salesWith(600, 0.25), options);
    expect(winRate).toMatchObject({ measure: 'win rate', holds: 'more' });
    expect(winRate!.interval.low).toBeLessThan(0.25);
    expect(winRate!.interval.high).toBeGreaterThan(0.25);
    expect(winRate!.aligned.n + winRate!.misaligned.n).toBe(600);
    expect(cycle).toMatchObject({ measure: 'cycle', holds: 'less' });
    expect(margin!.measure).toBe('margin');
    expect(retention!.measure).toBe('retention');
  });

  it('where alignment makes no difference, it is claimed in no more than about one of twenty organizations', () => {
    const organizations = 120;
    const falseClaims = new Map<string, number>();
    for (let seed = 1; seed <= organizations; seed++)
      for (const { measure, holds } of testAlignmentClaim(salesWith(300, 0, 7919 * seed), {
        threshold: 0.6,
        draws: 100,
        seed,
      }))
        falseClaims.set(measure, (falseClaims.get(measure) ?? 0) + (holds === 'not shown' ? 0 : 1));
    expect(falseClaims.size).toBe(4);
    for (const count of falseClaims.values()) expect(count / organizations).toBeLessThan(0.12);
  });

  it('nothing is said about a handful of sales', () => {
    expect(testAlignmentClaim(salesWith(12, 0.3), options)).toEqual([]);
  });
});
