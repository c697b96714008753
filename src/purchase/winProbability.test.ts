import { describe, expect, it } from 'vitest';

import { drawNormal, seededRandom } from '../statistics/randomness.ts';
import { itOnRealData, rowsOf } from '../statistics/realData.testing.ts';
import { logistic, logit } from '../statistics/specialFunctions.ts';
import { categoryFields, type SaleFacts } from './saleFeatures.ts';
import { calibrateWinModel, crossValidatedQuality, type ClosedSale } from './winCalibration.ts';
import { oddsRatios, shippedFields, shippedWinModel, winProbability } from './winProbability.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n));

/** Sales in which trust decides everything and the shipped opinion about alignment is wrong. */
function salesDecidedByTrust(count: number): ClosedSale[] {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, i) => {
    const trust = Math.min(100, Math.max(0, 50 + 20 * drawNormal(random)));
    const facts = {
      'sale type': 'commercial',
      ...Object.fromEntries(
        ['interest', 'assessment', 'involvement', 'commitment', 'action'].map((s) => [`fit ${s}`, random()]),
      ),
      interest: 100 * random(),
      trust,
      age: 2 * random(),
    };
    return { account: `account ${i}`, closedAt: day(i), won: random() < logistic((trust - 50) / 8), facts };
  });
}

const chanceWith = (facts: SaleFacts) =>
  winProbability(shippedWinModel(), { trust: 50, interest: 50, age: 1, ...facts }).probability;

describe('how likely is this sale to be won?', () => {
  itOnRealData(
    'salvirt_b2b/Salvirt_B2B_ML_dataset.csv',
    '365 real sales of software are told apart as well as the best published model does',
    (text) => {
      const [header, ...lines] = text.trim().split(/\r?\n/);
      const rows = rowsOf([header, ...new Set(lines)].join('\n'), ';');
      expect(rows).toHaveLength(365);
      expect(rows.filter((row) => row['Status'] === 'Won')).toHaveLength(173);
      const names = Object.keys(rows[0]!).filter((name) => name !== 'Status');
      const sales = rows.map((row, i) => ({
        account: `${i}`,
        closedAt: day(0),
        won: row['Status'] === 'Won',
        facts: row,
      }));
      for (const seed of [1, 2]) {
        const quality = crossValidatedQuality(sales, categoryFields(names, rows, 0.35), { folds: 5, seed });
        expect(quality).toMatchObject({ n: 365, events: 173 });
        expect(quality.auc).toBeGreaterThanOrEqual(0.82);
        expect(quality.brier).toBeLessThanOrEqual(0.17);
        expect(quality.logLoss).toBeLessThanOrEqual(0.515);
        expect(quality.constant.brier).toBeCloseTo(0.2493, 3);
        expect(quality.constant.logLoss).toBeCloseTo(0.6918, 3);
      }
    },
  );

  it('the reasons add up to the probability', () => {
    const facts: SaleFacts = { 'sale type': 'commercial', 'fit interest': 0.9, interest: 70, trust: 35, age: 2.5 };
    const { probability, base, contributions, low, high } = winProbability(shippedWinModel(), facts);
    const total = contributions.reduce((sum, part) => sum + part.contribution, base);
    expect(total).toBeCloseTo(logit(probability), 12);
    expect(contributions.find((part) => part.field === 'age')!.contribution).toBeLessThan(0);
    expect(contributions.find((part) => part.field === 'fit action')!.level).toBe('unknown');
    expect(low).toBeLessThan(probability);
    expect(high).toBeGreaterThan(probability);
  });

  it('what is not known neither helps nor harms by default, and is shown as not known', () => {
    const nothing = winProbability(shippedWinModel(), { 'sale type': 'a type nobody knows' });
    expect(nothing.probability).toBe(0.5);
    expect(nothing.contributions.every((part) => part.level === 'unknown')).toBe(true);
  });

  it('before any data, more trust, more interest and more evidence are better and waiting is worse', () => {
    expect(chanceWith({ trust: 80 })).toBeGreaterThan(chanceWith({}));
    expect(chanceWith({ interest: 80 })).toBeGreaterThan(chanceWith({}));
    expect(chanceWith({ 'fit commitment': 1 })).toBeGreaterThan(chanceWith({ 'fit commitment': 0 }));
    expect(chanceWith({ age: 3 })).toBeLessThan(chanceWith({}));
    expect(chanceWith({ age: 300 })).toBe(chanceWith({ age: 4 }));
  });
});

describe('learning from the own sales', () => {
  it('with few decided sales the shipped defaults stay, and it is said', () => {
    const calibration = calibrateWinModel(salesDecidedByTrust(80));
    expect(calibration.status).toBe('shipped defaults');
    expect(calibration.events).toBeLessThan(calibration.eventsNeeded);
    expect(calibration.model).toEqual(shippedWinModel());
    expect(calibration.outOfTime).toBeNull();
    expect(calibrateWinModel([]).status).toBe('shipped defaults');
  });

  it('with enough it learns what decides here, and shows how well it predicts later sales', () => {
    const calibration = calibrateWinModel(salesDecidedByTrust(600));
    expect(calibration.status).toBe('calibrated');
    // The base and eight numbers; sale type is the same everywhere and nothing is unknown.
    expect(calibration.freeParameters).toBe(9);
    expect(calibration.outOfTime!.calibrated.logLoss).toBeLessThan(calibration.outOfTime!.shipped.logLoss);
    expect(calibration.outOfTime!.calibrated.n).toBe(180);
    const ratios = oddsRatios(calibration.model);
    const trust = ratios.find((ratio) => ratio.field === 'trust')!;
    expect(trust.low).toBeGreaterThan(3);
    const action = ratios.find((ratio) => ratio.field === 'fit action' && ratio.level === null)!;
    expect(action.low).toBeLessThan(1);
    expect(action.high).toBeGreaterThan(1);
  });

  it('a fit that predicts later sales worse than the defaults is not adopted', () => {
    // Early sales say the opposite of late ones, about which the defaults are right.
    const sales = salesDecidedByTrust(600).map((sale, i) => (i < 420 ? { ...sale, won: !sale.won } : sale));
    const calibration = calibrateWinModel(sales);
    expect(calibration.status).toBe('defaults do better');
    expect(calibration.model.origin).toBe('shipped defaults');
  });

  it('every shipped field has a default that a person can read', () => {
    expect(shippedFields.map((field) => field.name)).toEqual([
      'sale type',
      'fit interest',
      'fit assessment',
      'fit involvement',
      'fit commitment',
      'fit action',
      'interest',
      'trust',
      'age',
    ]);
  });
});
