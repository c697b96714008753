import { describe, expect, it } from 'vitest';
import { openingsOf, usualGap, type OpeningFacts } from './openings.ts';

const plant = {
  id: 'p',
  name: 'Brew water plant',
  since: '2024-03-01',
  warrantyUntil: '2027-03-01',
  underContract: true,
  use: null,
  replacedBy: [],
  goesWith: [],
};
const facts = (more: Partial<OpeningFacts> = {}): OpeningFacts => ({
  today: '2026-06-11',
  phase: 'usage',
  position: 'enlightenment',
  trust: 55,
  assets: [plant],
  orderEvery: null,
  lastOrderDays: null,
  otherUnits: ['Brewery North'],
  daysSinceAsked: null,
  mayAsk: true,
  ...more,
});
const reasons = (more: Partial<OpeningFacts>) => openingsOf(facts(more)).map((each) => each.reason);

describe('what an installed base makes possible', () => {
  it('nothing, while all is young and under contract', () => expect(reasons({})).toEqual([]));
  it('a contract when the warranty ends, and when it has ended without one', () => {
    expect(reasons({ assets: [{ ...plant, underContract: false, warrantyUntil: '2026-08-01' }] })).toEqual([
      'warranty ends',
    ]);
    expect(reasons({ assets: [{ ...plant, underContract: false, warrantyUntil: '2026-01-01' }] })).toEqual([
      'no contract',
    ]);
    expect(reasons({ assets: [{ ...plant, warrantyUntil: '2026-08-01' }] })).toEqual([]);
  });
  it('a successor for what is old, more of what is used more', () => {
    expect(openingsOf(facts({ assets: [{ ...plant, since: '2016-01-01', replacedBy: ['Plant 4'] }] }))).toMatchObject([
      { reason: 'old', figure: 10, offerings: ['Plant 4'] },
    ]);
    expect(openingsOf(facts({ assets: [{ ...plant, use: 1.4, goesWith: ['Second skid'] }] }))).toMatchObject([
      { reason: 'used more', figure: 40, offerings: ['Second skid'] },
    ]);
  });
  it('a reorder when it is later than usual', () => {
    expect(usualGap(['2026-01-01', '2026-02-01', '2026-03-01', '2026-03-01'])).toBe(29.5);
    expect(usualGap(['2026-01-01', '2026-02-01'])).toBeNull();
    expect(reasons({ orderEvery: 30, lastOrderDays: 35 })).toEqual([]);
    expect(reasons({ orderEvery: 30, lastOrderDays: 45 })).toEqual(['reorder due']);
  });
  it('other units and a referral only where value is realized and trust is high', () => {
    expect(reasons({ position: 'realized', trust: 70 })).toEqual(['other unit', 'referral']);
    expect(reasons({ position: 'realized', trust: 70, daysSinceAsked: 20, mayAsk: false })).toEqual(['other unit']);
    expect(reasons({ position: 'realized', trust: 50 })).toEqual([]);
  });
});
