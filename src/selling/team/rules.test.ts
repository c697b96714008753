import { describe, expect, it } from 'vitest';
import { accuracyOf, type PastCall } from './accuracy.ts';
import { endOf, quarterOf, weekOf, weeksBetween } from './period.ts';
import { bridgeOf, changeOf, type SaleState } from './review.ts';

const open = (more: Partial<SaleState> = {}): SaleState => ({
  stage: 'assessment',
  outcome: 'open',
  amount: 1000,
  expectedCloseOn: '2026-07-01',
  deleted: false,
  ...more,
});

describe('what changed since last week', () => {
  it('names what happened to a sale, several things where several happened', () => {
    const kinds = (then: SaleState | null, now: SaleState) => changeOf(then, now)?.kinds ?? [];
    expect(kinds(open(), open())).toEqual([]);
    expect(kinds(null, open())).toEqual(['entered']);
    expect(kinds(open(), open({ stage: 'commitment', amount: 1500, expectedCloseOn: '2026-08-01' }))).toEqual([
      'moved',
      'slipped',
      'grew',
    ]);
    expect(kinds(open(), open({ stage: 'interest', amount: 900, expectedCloseOn: '2026-06-20' }))).toEqual([
      'moved back',
      'sooner',
      'shrank',
    ]);
    expect(kinds(open(), open({ outcome: 'won', stage: 'action' }))).toEqual(['won']);
    expect(kinds(null, open({ outcome: 'won', stage: 'action' }))).toEqual(['entered', 'won']);
    expect(kinds(open({ outcome: 'lost' }), open())).toEqual(['entered']);
    expect(kinds(open(), open({ deleted: true }))).toEqual(['left']);
    expect(kinds(open(), open({ expectedCloseOn: null }))).toEqual([]);
  });

  it('adds up: what was open, plus and minus what changed, is what is open', () => {
    const pairs: [SaleState | null, SaleState][] = [
      [null, open({ amount: 700 })],
      [null, open({ amount: 50, outcome: 'won' })],
      [open(), open({ amount: 1400 })],
      [open(), open({ amount: 600, stage: 'involvement' })],
      [open({ amount: 300 }), open({ amount: 350, outcome: 'won' })],
      [open({ amount: 200 }), open({ amount: 200, outcome: 'lost' })],
      [open({ amount: 90 }), open({ amount: 90, deleted: true })],
      [open(), open()],
    ];
    const sum = (states: (SaleState | null)[]) =>
      states.reduce((total, state) => total + (state?.outcome === 'open' && !state.deleted ? state.amount : 0), 0);
    const bridge = bridgeOf(
      pairs.flatMap(([then, now]) => changeOf(then, now) ?? []),
      sum(pairs.map(([, now]) => now)),
    );
    expect(bridge).toEqual({
      start: sum(pairs.map(([then]) => then)),
      entered: 700,
      grew: 400,
      shrank: -400,
      won: -300,
      lost: -200,
      left: -90,
      now: 3700,
    });
  });
});

describe('the accuracy of calls', () => {
  const call = (more: Partial<PastCall>): PastCall => ({
    period: '2026-01-01',
    weeksLeft: 6,
    committed: 100,
    adjusted: null,
    naive: 150,
    won: 100,
    ...more,
  });
  it('is the miss against what was won, with its direction, beside the leader’s and what the chances alone would have said', () => {
    const accuracy = accuracyOf([
      call({ committed: 130 }),
      call({ period: '2026-04-01', committed: 110, adjusted: 95 }),
    ]);
    expect(accuracy).toEqual({ periods: 2, calls: 2, miss: 0.2, bias: 0.2, adjustedMiss: 0.05, naiveMiss: 0.5 });
  });
  it('does not count the last weeks, and is unknown without calls', () => {
    expect(accuracyOf([call({ weeksLeft: 1 })])).toMatchObject({ calls: 0, miss: null });
    expect(accuracyOf([call({ committed: null })])).toMatchObject({ calls: 0, miss: null, naiveMiss: null });
  });
});

describe('periods', () => {
  it('are quarters and weeks that begin on Monday', () => {
    expect([
      quarterOf('2026-06-11'),
      endOf('2026-04-01'),
      quarterOf('2026-12-31', 1),
      quarterOf('2026-01-05', -1),
    ]).toEqual(['2026-04-01', '2026-07-01', '2027-01-01', '2025-10-01']);
    expect([weekOf('2026-06-11'), weekOf('2026-06-14'), weekOf('2026-06-15')]).toEqual([
      '2026-06-08',
      '2026-06-08',
      '2026-06-15',
    ]);
    expect(weeksBetween('2026-06-08', '2026-07-01')).toBe(3);
  });
});
