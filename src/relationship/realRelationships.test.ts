import { describe, expect } from 'vitest';

import { correct, drift, type Gaussian } from '../statistics/kalman.ts';
import { decay } from '../statistics/kalmanDecay.ts';
import { learnSource, sourceBias, sourceNoise, unknownSource, type Source } from '../statistics/kalmanSource.ts';
import { areaUnderCurve } from '../statistics/predictionQuality.ts';
import { itOnRealData } from '../statistics/realData.testing.ts';
import { shippedWeights } from './weights.ts';

interface Rating {
  rater: string;
  rated: string;
  /** −1 to 1. */
  score: number;
  /** Days since 1970. */
  day: number;
}

interface Settings {
  halfLife: number;
  variance: number;
}

interface Prediction {
  predicted: number;
  score: number;
}

function squareError(predictions: readonly Prediction[]): number {
  const total = predictions.reduce((sum, { predicted, score }) => sum + (predicted - score) ** 2, 0);
  return Math.sqrt(total / predictions.length);
}

/** Every rating predicted from those before it, then learnt: the trusted party's level and the judge's bias and noise. */
function predictThenUpdate(ratings: readonly Rating[], { halfLife, variance }: Settings): Prediction[] {
  const rest = { mean: 0.1, variance, halfLife };
  const usualNoise = 0.15;
  const shrinkage = 5;
  const levels = new Map<string, Gaussian & { day: number }>();
  const sources = new Map<string, Source>();
  return ratings.map(({ rater, rated, score, day }) => {
    const last = levels.get(rated) ?? { mean: rest.mean, variance, day };
    const source = sources.get(rater) ?? unknownSource;
    const level = drift(last, rest, day - last.day);
    const bias = sourceBias(source, shrinkage);
    const worse = score - bias < level.mean - 0.2;
    const noise = sourceNoise(source, usualNoise, shrinkage) * (worse ? shippedWeights.asymmetry : 1);
    levels.set(rated, { ...correct(level, score - bias, noise), day });
    sources.set(rater, learnSource(source, score - level.mean));
    return { predicted: Math.max(-1, Math.min(1, level.mean + bias)), score };
  });
}

function cumulativeMean(ratings: readonly Rating[]): Prediction[] {
  const seen = new Map<string, { sum: number; count: number }>();
  return ratings.map(({ rated, score }) => {
    const { sum, count } = seen.get(rated) ?? { sum: 0, count: 0 };
    seen.set(rated, { sum: sum + score, count: count + 1 });
    return { predicted: count === 0 ? 0.1 : sum / count, score };
  });
}

function aucOfNegative(predictions: readonly Prediction[]): number {
  return areaUnderCurve(
    predictions.map(({ predicted }) => -predicted),
    predictions.map(({ score }) => (score < 0 ? 1 : 0)),
  );
}

describe('on real relationships', () => {
  itOnRealData(
    'bitcoin_otc_trust/soc-sign-bitcoinotc.csv',
    'trust tells the next rating better than the average so far',
    (text) => {
      const ratings = text
        .trim()
        .split('\n')
        .map((line) => line.split(','))
        .map(([rater, rated, score, seconds]) => ({
          rater: rater!,
          rated: rated!,
          score: Number(score) / 10,
          day: Number(seconds) / 86_400,
        }))
        .sort((a, b) => a.day - b.day);
      expect(ratings).toHaveLength(35_592);
      const [first, last] = [ratings[0]!.day, ratings.at(-1)!.day];
      const split = ratings.findIndex(({ day }) => day > first + 0.3 * (last - first));

      // Settings are chosen on the first 30 % of the time alone.
      const candidates = [180, 365, 2000].flatMap((halfLife) =>
        [0.05, 0.1, 0.2].map((variance) => ({ halfLife, variance })),
      );
      const [best] = candidates
        .map((settings) => ({ settings, error: squareError(predictThenUpdate(ratings.slice(0, split), settings)) }))
        .sort((a, b) => a.error - b.error);
      const scored = predictThenUpdate(ratings, best!.settings).slice(split);
      const baseline = cumulativeMean(ratings).slice(split);
      const figures = { rmse: squareError(scored), auc: aucOfNegative(scored) };
      const before = { rmse: squareError(baseline), auc: aucOfNegative(baseline) };
      console.info('Bitcoin-OTC', { ...figures, n: scored.length, cumulativeMean: before, ...best!.settings });
      expect(figures.rmse).toBeLessThanOrEqual(0.325);
      expect(figures.auc).toBeGreaterThanOrEqual(0.85);
      expect(figures.rmse).toBeLessThan(before.rmse);
      expect(figures.auc).toBeGreaterThan(before.auc);
    },
  );

  itOnRealData('cdnow/CDNOW_sample.txt', 'one decayed count tells who will order in the next 39 weeks', (text) => {
    const purchaseDays = new Map<string, Set<number>>();
    for (const line of text.trim().split('\n')) {
      const [, customer, date] = line.trim().split(/\s+/);
      const parts = [date!.slice(0, 4), date!.slice(4, 6), date!.slice(6)].map(Number);
      const day = Math.round((Date.UTC(parts[0]!, parts[1]! - 1, parts[2]) - Date.UTC(1997, 0, 1)) / 86_400_000);
      purchaseDays.set(customer!, (purchaseDays.get(customer!) ?? new Set()).add(day));
    }
    expect(purchaseDays.size).toBe(2357);
    const asked = 39 * 7;
    const halfLife = 90;
    const customers = [...purchaseDays.values()].map((days) => [...days]);
    const counts = customers.map((days) =>
      days.filter((day) => day < asked).reduce((count, day) => count + decay(1, asked - day, halfLife), 0),
    );
    const orders = customers.map((days) => (days.some((day) => day >= asked) ? 1 : 0));
    const auc = areaUnderCurve(counts, orders);
    console.info('CDNOW', { auc, n: orders.length, events: orders.filter((order) => order === 1).length, halfLife });
    expect(auc).toBeGreaterThanOrEqual(0.775);
  });
});
