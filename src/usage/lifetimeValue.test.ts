import { describe, expect, it } from 'vitest';

import { itOnRealData } from '../statistics/realData.testing.ts';
import { correlation } from '../statistics/summary.ts';
import { betaGeometricExpected, type BetaGeometric } from './betaGeometric.ts';
import { expectedSpend, fitGammaGamma } from './gammaGamma.ts';
import { lifetimeValue, lifetimeValueInterval } from './lifetimeValue.ts';
import { purchaseHistories } from './purchaseHistory.ts';
import { discountedRenewals, fitRenewalCurve, renewalRate, survivalAfter } from './renewal.ts';

const spendModel = { p: 6.2488, q: 3.74459, v: 15.44775 };

describe('what a customer spends', () => {
  itOnRealData('cdnow/CDNOW_sample.txt', 'the 946 customers with a repeat give the published parameters', (text) => {
    const orders = text
      .trim()
      .split('\n')
      .map((line) => {
        const [, customer, day, , amount] = line.trim().split(/\s+/);
        return {
          customer: customer!,
          on: new Date(`${day!.slice(0, 4)}-${day!.slice(4, 6)}-${day!.slice(6, 8)}`),
          amount: Number(amount),
        };
      });
    const histories = purchaseHistories(orders, new Date('1997-09-30'));
    // The published fit was made on means rounded to cents.
    const spends = histories.flatMap(({ repeats, meanSpend }) =>
      meanSpend === null ? [] : [{ repeats, meanSpend: Math.round(meanSpend * 100 + 1e-7) / 100 }],
    );
    expect(spends).toHaveLength(946);
    const fit = fitGammaGamma(spends);
    if ('refused' in fit) throw new Error(fit.refused);
    expect(fit.parameters.p).toBeCloseTo(6.2488, 3);
    expect(fit.parameters.q).toBeCloseTo(3.7446, 3);
    expect(fit.parameters.v).toBeCloseTo(15.44775, 3);
    expect(fit.logLikelihood).toBeCloseTo(-4055.9232, 2);
    expect(expectedSpend(fit.parameters, null)).toBeCloseTo(35.171, 2);
    expect(
      correlation(
        spends.map((s) => s.repeats),
        spends.map((s) => s.meanSpend),
      ),
    ).toBeCloseTo(0.1139, 3);
    const published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
    published.forEach((amount, i) => {
      const { repeats, meanSpend } = histories[i]!;
      const spend = expectedSpend(fit.parameters, meanSpend === null ? null : { repeats, meanSpend });
      expect(Math.abs(spend - amount)).toBeLessThan(0.1);
    });
  });

  it('one purchase counts less than ten for what the next will be', () => {
    const once = expectedSpend(spendModel, { repeats: 1, meanSpend: 100 });
    const tenTimes = expectedSpend(spendModel, { repeats: 10, meanSpend: 100 });
    expect(once).toBeGreaterThan(expectedSpend(spendModel, null));
    expect(tenTimes).toBeGreaterThan(once);
    expect(tenTimes).toBeLessThan(100);
    expect(fitGammaGamma([{ repeats: 1, meanSpend: 3 }])).toEqual({ refused: 'too few customers', customers: 1 });
  });
});

describe('lifetime value', () => {
  it('is each period of expected purchases, discounted, and right by hand', () => {
    const value = lifetimeValue((k) => [0, 2, 3, 3.5][k]!, 100, { periods: 3, discount: 0.1, margin: 0.4 });
    expect(value).toBeCloseTo(40 * (2 / 1.1 + 1 / 1.21 + 0.5 / 1.331), 10);
  });

  it('lies within its own interval, whose middle agrees with the formula', () => {
    const purchases: BetaGeometric = { variant: 'MBG/NBD', r: 0.52484, alpha: 6.18299, a: 0.89136, b: 1.614 };
    const history = { repeats: 4, lastAt: 30, observedFor: 39 };
    const spend = { repeats: 4, meanSpend: 30 };
    const terms = { periods: 13, discount: 0.01, margin: 0.3 };
    const value = lifetimeValue(
      (k) => betaGeometricExpected(purchases, history, 4 * k),
      expectedSpend(spendModel, spend),
      terms,
    );
    const models = { purchases, spend: spendModel, periodLength: 4 };
    const interval = lifetimeValueInterval({ history, spend }, models, terms, { draws: 20_000, seed: 2 });
    expect(interval.mean / value).toBeCloseTo(1, 1);
    expect(interval.low).toBeLessThan(value);
    expect(interval.high).toBeGreaterThan(value);
    const again = lifetimeValueInterval({ history, spend }, models, terms, { draws: 20_000, seed: 2 });
    expect(again).toEqual(interval);
  });
});

/** Customers of a cohort of 1,000 by tenure, from the share still there after each renewal. */
const cohort = (survival: number[]) => {
  const there = [1000, ...survival.map((share) => Math.round(1000 * share))];
  return {
    lost: survival.map((_, t) => there[t]! - there[t + 1]!),
    kept: survival.map((_, t) => (t === survival.length - 1 ? there.at(-1)! : 0)),
  };
};

describe('contract renewals', () => {
  it('the published high-end cohort gives the published curve, projection and residual value', () => {
    const fit = fitRenewalCurve(cohort([0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491]));
    if ('refused' in fit) throw new Error(fit.refused);
    expect(fit.parameters.alpha).toBeCloseTo(0.66809, 3);
    expect(fit.parameters.beta).toBeCloseTo(3.8061, 3);
    expect(fit.logLikelihood).toBeCloseTo(-1611.158, 2);
    [0.4604, 0.4358, 0.4142, 0.3951, 0.378].forEach((share, i) =>
      expect(survivalAfter(fit.parameters, 8 + i)).toBeCloseTo(share, 3),
    );
    expect(discountedRenewals(fit.parameters, 7, 0.1)).toBeCloseTo(7.52963, 3);
  });

  it('the published regular cohort gives its curve', () => {
    const fit = fitRenewalCurve(cohort([0.631, 0.468, 0.382, 0.326, 0.289, 0.262, 0.241]));
    if ('refused' in fit) throw new Error(fit.refused);
    expect(fit.parameters.alpha).toBeCloseTo(0.70408, 3);
    expect(fit.parameters.beta).toBeCloseTo(1.18204, 3);
    expect(fit.logLikelihood).toBeCloseTo(-1680.2652, 2);
  });

  it('the longer a customer has stayed, the more likely the next renewal', () => {
    const curve = { alpha: 0.668, beta: 3.806 };
    expect(renewalRate(curve, 0)).toBeCloseTo(3.806 / 4.474, 12);
    expect(renewalRate(curve, 6)).toBeGreaterThan(renewalRate(curve, 1));
    expect(survivalAfter(curve, 2)).toBeCloseTo(renewalRate(curve, 0) * renewalRate(curve, 1), 12);
  });

  it('refuses a handful of contracts, and a future without discount', () => {
    expect(fitRenewalCurve({ lost: [2], kept: [3] })).toEqual({ refused: 'too few customers', customers: 5 });
    expect(fitRenewalCurve({ lost: [20], kept: [30] })).toHaveProperty('refused');
    expect(() => discountedRenewals({ alpha: 1, beta: 2 }, 0, 0)).toThrow(/discount/);
  });
});
