import { describe, expect, it } from 'vitest';

import { areaUnderCurve } from '../statistics/predictionQuality.ts';
import { drawBeta, drawExponential, drawGamma, seededRandom } from '../statistics/randomness.ts';
import { itOnRealData, rowsOf } from '../statistics/realData.testing.ts';
import { correlation, mean, sum } from '../statistics/summary.ts';
import {
  betaGeometricAlive,
  betaGeometricExpected,
  betaGeometricExpectedOfNew,
  betaGeometricLogLikelihood,
  betaGeometricProbability,
  fitBetaGeometric,
  type BetaGeometric,
} from './betaGeometric.ts';
import { fitParetoNbd, paretoAlive, paretoExpected, paretoExpectedOfNew } from './paretoNbd.ts';
import type { Fitted } from './positiveFit.ts';
import { purchaseHistories, weighted, type Order } from './purchaseHistory.ts';

const publishedBg: BetaGeometric = { variant: 'BG/NBD', r: 0.24259, alpha: 4.41353, a: 0.79289, b: 2.42576 };
/** As printed in the article; its probabilities were worked out from these. */
const rounded: BetaGeometric = { variant: 'BG/NBD', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const publishedMbg: BetaGeometric = { variant: 'MBG/NBD', r: 0.52484, alpha: 6.18299, a: 0.89136, b: 1.614 };
const publishedPareto = { r: 0.55328, alpha: 10.57761, s: 0.60621, beta: 11.66791 };

const roundedPareto = { r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 };

const historiesOf = (text: string) =>
  rowsOf(text).map((row) => ({
    repeats: Number(row['frequency']),
    lastAt: Number(row['recency']),
    observedFor: Number(row['T']),
  }));

const ordersOf = (text: string): Order[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [, customer, day, , amount] = line.trim().split(/\s+/);
      const on = new Date(`${day!.slice(0, 4)}-${day!.slice(4, 6)}-${day!.slice(6, 8)}T12:00:00Z`);
      return { customer: customer!, on, amount: Number(amount) };
    });

function expectPublished<P extends Record<string, number>>(fit: Fitted<P>, parameters: P, logLikelihood: number) {
  if ('refused' in fit) throw new Error(fit.refused);
  for (const [name, value] of Object.entries(parameters)) expect(fit.parameters[name]).toBeCloseTo(value, 3);
  expect(Math.abs(fit.logLikelihood - logLikelihood)).toBeLessThan(0.01);
  return fit;
}

describe('repeat purchases of 2,357 real customers', () => {
  const file = 'cdnow/cdnow_customers_summary.csv';

  itOnRealData(file, 'BG/NBD finds the published parameters and their errors', (text) => {
    const { standardErrors } = expectPublished(
      fitBetaGeometric('BG/NBD', weighted(historiesOf(text))),
      { r: 0.24259, alpha: 4.41353, a: 0.79289, b: 2.42576 },
      -9582.4256,
    );
    expect(standardErrors.r).toBeCloseTo(0.0126, 3);
    expect(standardErrors.alpha).toBeCloseTo(0.3782, 3);
    expect(standardErrors.a).toBeCloseTo(0.1857, 2);
    expect(standardErrors.b).toBeCloseTo(0.7053, 1);
    expect(sum(historiesOf(text).map((h) => betaGeometricLogLikelihood(rounded, h)))).toBeCloseTo(-9582.42683, 3);
  });

  itOnRealData(file, 'MBG/NBD, the default, finds the published parameters', (text) => {
    const histories = historiesOf(text);
    const { variant: _, ...parameters } = publishedMbg;
    expectPublished(fitBetaGeometric('MBG/NBD', weighted(histories)), parameters, -9582.1327);
    [0.70613, 0.17082, 0.38971].forEach((p, i) =>
      expect(betaGeometricAlive(publishedMbg, histories[i]!)).toBeCloseTo(p, 4),
    );
  });

  itOnRealData(file, 'Pareto/NBD finds the published parameters', (text) => {
    expectPublished(fitParetoNbd(weighted(historiesOf(text))), publishedPareto, -9594.9739);
  });

  itOnRealData(
    'cdnow/CDNOW_sample.txt',
    'the next 39 weeks come out as an independent implementation measured',
    (text) => {
      const orders = ordersOf(text);
      const histories = purchaseHistories(orders, new Date('1997-09-30T00:00:00Z'));
      expect(histories).toHaveLength(2357);
      const afterwards = new Map(
        purchaseHistories(orders, new Date('1998-06-30T00:00:00Z')).map((h) => [h.customer, h.repeats]),
      );
      const bought = histories.map((h) => afterwards.get(h.customer)! - h.repeats);
      const any = bought.map((count) => (count > 0 ? 1 : 0));
      expect(sum(bought)).toBe(1882);
      const bg = histories.map((h) => betaGeometricExpected(publishedBg, h, 39));
      expect(sum(bg)).toBeCloseTo(1653.4, -1);
      expect(correlation(bg, bought)).toBeCloseTo(0.6256, 2);
      expect(areaUnderCurve(bg, any)).toBeCloseTo(0.7725, 2);
      const mbg = histories.map((h) => betaGeometricExpected(publishedMbg, h, 39));
      expect(sum(mbg)).toBeCloseTo(1576.7, -1);
      expect(mean(mbg.map((e, i) => Math.abs(e - bought[i]!)))).toBeCloseTo(0.7648, 2);
      const pareto = histories.map((h) => paretoExpected(publishedPareto, h, 39));
      expect(sum(pareto)).toBeCloseTo(1665.5, -1);
      expect(areaUnderCurve(pareto, any)).toBeCloseTo(0.7787, 2);
      // As a warning that a customer leaves, BG/NBD is worse than chance: it holds every one-time buyer for active.
      expect(
        areaUnderCurve(
          histories.map((h) => betaGeometricAlive(publishedBg, h)),
          any,
        ),
      ).toBeCloseTo(0.3158, 2);
      expect(
        areaUnderCurve(
          histories.map((h) => betaGeometricAlive(publishedMbg, h)),
          any,
        ),
      ).toBeCloseTo(0.6867, 2);
    },
  );
});

describe('published points of the models', () => {
  it.each([
    [0.1429, 0.0078],
    [1, 0.0532],
    [3, 0.1506],
    [31.8571, 1.0405],
    [32, 1.0437],
    [78, 1.858],
  ])('a new customer makes by week %s the published number of repeat purchases', (weeks, expected) => {
    expect(Math.abs(betaGeometricExpectedOfNew(publishedBg, weeks) - expected)).toBeLessThan(6e-5);
  });

  it('a customer with two repeats is expected to buy 1.226 times in the next 39 weeks', () => {
    const history = { repeats: 2, lastAt: 30.43, observedFor: 38.86 };
    expect(betaGeometricExpected(publishedBg, history, 39)).toBeCloseTo(1.22591, 3);
    expect(betaGeometricAlive(publishedBg, history)).toBeCloseTo(0.72661, 4);
  });

  it('the chance of exactly so many purchases is as published', () => {
    const published = [
      0.0019995214, 0.0015170236, 0.001163315, 0.0009003148, 0.0007023638, 0.0005517902, 0.0004361913, 0.0003467171,
      0.0002769613, 0.000222226,
    ];
    published.forEach((p, i) => expect(betaGeometricProbability(rounded, 11 + i, 30) / p).toBeCloseTo(1, 6));
    expect(betaGeometricProbability(rounded, 10, 2) / 1.07869e-7).toBeCloseTo(1, 6);
    expect(betaGeometricProbability(rounded, 0, 39)).toBeCloseTo(0.5737864, 7);
  });

  it.each([publishedBg, publishedMbg])('chances over all counts sum to one and to the expectation', (model) => {
    const chances = Array.from({ length: 400 }, (_, n) => betaGeometricProbability(model, n, 30));
    expect(sum(chances)).toBeCloseTo(1, 6);
    expect(sum(chances.map((p, n) => p * n))).toBeCloseTo(betaGeometricExpectedOfNew(model, 30), 4);
  });

  it('Pareto/NBD gives the published expectations', () => {
    const published = [
      0, 0.05077821, 0.09916088, 0.14542507, 0.1897993, 0.23247466, 0.27361274, 0.31335159, 0.35181024, 0.38909211,
    ];
    // Published from an earlier fit, hence the tolerance.
    published.forEach((value, week) =>
      expect(Math.abs(paretoExpectedOfNew(publishedPareto, week) - value)).toBeLessThan(0.0025),
    );
    expect(paretoExpected(publishedPareto, { repeats: 26, lastAt: 30.86, observedFor: 31 }, 52)).toBeCloseTo(25.46, 2);
  });

  it('hundreds of purchases neither overflow nor underflow', () => {
    expect(paretoExpected(roundedPareto, { repeats: 132, lastAt: 200, observedFor: 200 }, 10)).toBeCloseTo(6.20605, 3);
    expect(paretoExpected(roundedPareto, { repeats: 133, lastAt: 200, observedFor: 200 }, 10)).toBeCloseTo(6.25287, 3);
    const busy = { repeats: 500, lastAt: 150, observedFor: 156 };
    for (const value of [
      betaGeometricExpected(publishedBg, busy, 39),
      betaGeometricExpected(publishedMbg, busy, 39),
      paretoExpected(publishedPareto, busy, 39),
    ]) {
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(150);
    }
    expect(paretoAlive(publishedPareto, { repeats: 500, lastAt: 10, observedFor: 156 })).toBeLessThan(1e-6);
  });

  it('expectations pass smoothly through a = 1 and s = 1', () => {
    const history = { repeats: 2, lastAt: 30, observedFor: 39 };
    const at = (a: number) => betaGeometricExpected({ ...publishedMbg, a }, history, 52);
    expect(at(1)).toBeCloseTo((at(1 - 1e-5) + at(1 + 1e-5)) / 2, 8);
    const pareto = (s: number) => paretoExpected({ ...publishedPareto, s }, history, 52);
    expect(pareto(1)).toBeCloseTo((pareto(1 - 1e-5) + pareto(1 + 1e-5)) / 2, 8);
  });

  it('a one-time buyer is never lost under BG/NBD, and fades under MBG/NBD', () => {
    const once = { repeats: 0, lastAt: 0, observedFor: 78 };
    expect(betaGeometricAlive(publishedBg, once)).toBe(1);
    expect(betaGeometricAlive(publishedMbg, once)).toBeLessThan(0.5);
  });
});

describe('fitting', () => {
  it('recovers the behaviour that made the purchases', () => {
    const random = seededRandom(5);
    const truth: BetaGeometric = { variant: 'MBG/NBD', r: 0.9, alpha: 7, a: 0.8, b: 3 };
    const histories = Array.from({ length: 4000 }, () => {
      const observedFor = 52;
      const rate = drawGamma(random, truth.r, truth.alpha);
      const leaving = drawBeta(random, truth.a, truth.b);
      let repeats = 0;
      let lastAt = 0;
      while (random() >= leaving) {
        const next = lastAt + drawExponential(random, rate);
        if (next > observedFor) break;
        lastAt = next;
        repeats += 1;
      }
      return { repeats, lastAt, observedFor };
    });
    const fit = fitBetaGeometric('MBG/NBD', weighted(histories));
    if ('refused' in fit) throw new Error(fit.refused);
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      expect(Math.abs(fit.parameters[name] - truth[name])).toBeLessThan(3.5 * fit.standardErrors[name]);
  });

  it('refuses what the data cannot tell, with the reason', () => {
    const few = [{ repeats: 1, lastAt: 2, observedFor: 5, weight: 3 }];
    const none = [{ repeats: 0, lastAt: 0, observedFor: 5, weight: 300 }];
    const alike = [{ repeats: 1, lastAt: 2, observedFor: 5, weight: 300 }];
    expect(fitBetaGeometric('MBG/NBD', few)).toEqual({ refused: 'too few customers', customers: 3 });
    expect(fitParetoNbd(none)).toEqual({ refused: 'no repeat purchase', customers: 300 });
    expect(fitBetaGeometric('MBG/NBD', alike)).toHaveProperty('refused');
  });
});

const order = (day: string, amount: number, customer = 'Acme'): Order => ({ customer, on: new Date(day), amount });

describe('histories from orders', () => {
  it('orders of one day are one purchase and the first purchase is not a repeat', () => {
    const orders = [
      order('2026-01-01T09:00Z', 10),
      order('2026-01-15T09:00Z', 5),
      order('2026-01-15T17:00Z', 7),
      order('2026-01-29T09:00Z', 20),
      order('2026-03-01T09:00Z', 99),
    ];
    expect(purchaseHistories(orders, new Date('2026-02-05T00:00Z'))).toEqual([
      { customer: 'Acme', repeats: 2, lastAt: 4, observedFor: 5, meanSpend: 16 },
    ]);
    expect(purchaseHistories([order('2026-01-01T09:00Z', 10)], new Date('2026-01-08T00:00Z'))[0]).toMatchObject({
      repeats: 0,
      meanSpend: null,
    });
  });

  it('customers with the same history are counted once with their number', () => {
    const one = { repeats: 1, lastAt: 2, observedFor: 5 };
    expect(weighted([one, { ...one, repeats: 2 }, { ...one }])).toEqual([
      { ...one, weight: 2 },
      { ...one, repeats: 2, weight: 1 },
    ]);
  });
});
