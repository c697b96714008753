import { describe, expect, it } from 'vitest';
import { addMonths, featuresOf, retention, tenuresOf, yearlyOn, type ContractHistory } from './retention.ts';

const contract = (accountId: string, more: Partial<ContractHistory> = {}): ContractHistory => ({
  accountId,
  startedOn: '2024-01-01',
  periodMonths: 12,
  price: 1200,
  lostOn: null,
  decisions: [],
  ...more,
});

describe('revenue that is kept', () => {
  const raised = contract('a', {
    price: 1500,
    decisions: [{ on: '2025-09-01', outcome: 'renewed', priceBefore: 1200 }],
  });
  const lost = contract('b', {
    price: 600,
    lostOn: '2025-10-01',
    decisions: [{ on: '2025-10-01', outcome: 'lost', priceBefore: 600 }],
  });
  const monthly = contract('c', {
    periodMonths: 1,
    price: 50,
    decisions: [{ on: '2025-11-01', outcome: 'renewed', priceBefore: 100 }],
  });
  const young = contract('d', { startedOn: '2025-12-01' });

  it('is counted at the price of the day', () => {
    expect([
      yearlyOn(raised, '2025-08-31'),
      yearlyOn(raised, '2025-09-01'),
      yearlyOn(lost, '2025-09-30'),
      yearlyOn(lost, '2025-10-01'),
      yearlyOn(monthly, '2025-01-01'),
      yearlyOn(young, '2025-11-30'),
    ]).toEqual([1200, 1500, 600, 0, 1200, 0]);
  });

  it('gross without growth, net with it, by customer, without the new ones', () => {
    const year = retention([raised, lost, monthly, young], '2025-06-01', '2026-06-01');
    expect(year).toMatchObject({ customers: 3, start: 3000, end: 2100, lost: 1 });
    expect(year.gross).toBeCloseTo((1200 + 0 + 600) / 3000);
    expect(year.net).toBeCloseTo(2100 / 3000);
  });

  it('who moves from one contract to another loses nothing', () => {
    const moved = [contract('a', { lostOn: '2025-09-01' }), contract('a', { startedOn: '2025-09-01', price: 1200 })];
    expect(retention(moved, '2025-06-01', '2026-06-01')).toMatchObject({ gross: 1, net: 1, lost: 0 });
  });

  it('says nothing where there was nothing', () => {
    expect(retention([], '2025-06-01', '2026-06-01')).toMatchObject({ gross: null, net: null, customers: 0 });
  });
});

it('contracts by how often they were renewed tell the renewal curve', () => {
  const decisions = (...outcomes: ('renewed' | 'lost')[]) => ({
    decisions: outcomes.map((outcome) => ({ on: '2025-01-01', outcome, priceBefore: 1 })),
  });
  expect(
    tenuresOf([
      decisions('lost'),
      decisions('renewed', 'renewed', 'lost'),
      decisions('renewed'),
      decisions('renewed', 'renewed'),
      decisions(),
    ]),
  ).toEqual({ lost: [1, 0, 1], kept: [1, 1] });
});

it('a year later is the same day, or the last of a shorter month', () => {
  expect([addMonths('2024-02-29', 12), addMonths('2025-01-31', 1), addMonths('2025-11-15', 3)]).toEqual([
    '2025-02-28',
    '2025-02-28',
    '2026-02-15',
  ]);
});

it('what is not known about use or trust neither helps nor harms', () => {
  expect(featuresOf({ trust: null, severeCases: 0, use: null })).toEqual([0, 0, 0]);
  expect(featuresOf({ trust: 75, severeCases: 5, use: 0.5 })[0]).toBe(1);
  expect(featuresOf({ trust: 75, severeCases: 5, use: 0.5 })[2]!).toBeLessThan(0);
});
