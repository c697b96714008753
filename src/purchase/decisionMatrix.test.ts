import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { matrixTotals, preferredOf, type DecisionMatrix } from './decisionMatrix.ts';
import { disagreement, sensitivity, weakestRow } from './matrixAdvice.ts';

const score = (member: string, criterion: string, option: string, value: number, evidence: string | null = 'seen') => ({
  member,
  criterion,
  option,
  score: value,
  evidence,
});

/** Price 20 %, fit 50 %, risk 30 %; one member; we are dear and good. */
const matrix: DecisionMatrix = {
  criteria: [
    { id: 'price', weight: 20, gate: null },
    { id: 'fit', weight: 50, gate: 5 },
    { id: 'risk', weight: 30, gate: null },
  ],
  options: [
    { id: 'ours', kind: 'ours' },
    { id: 'rival', kind: 'competitor' },
    { id: 'nothing', kind: 'nothing' },
  ],
  members: [{ id: 'Ada', influence: 1 }],
  scores: [
    score('Ada', 'price', 'ours', 4),
    score('Ada', 'price', 'rival', 8),
    score('Ada', 'price', 'nothing', 10),
    score('Ada', 'fit', 'ours', 9),
    score('Ada', 'fit', 'rival', 7),
    score('Ada', 'fit', 'nothing', 1),
    score('Ada', 'risk', 'ours', 8),
    score('Ada', 'risk', 'rival', 6),
    score('Ada', 'risk', 'nothing', 5),
  ],
};

describe('the decision matrix', () => {
  it('totals are right by hand and doing nothing is an option that can fail a must-have', () => {
    const { together } = matrixTotals(matrix);
    expect(together.map((t) => [t.option, t.total])).toEqual([
      ['ours', 7.7],
      ['rival', 6.9],
      ['nothing', 4],
    ]);
    expect(together[2]!.failedGates).toEqual(['fit']);
    expect(preferredOf(together)).toBe('ours');
  });

  it('we lose when price weighs more than one third: the tipping point is right by hand', () => {
    // The rest leads by 2 points in both rows, price trails by 4: (1 − w)·2 = w·4 at w = 1/3.
    const price = sensitivity(matrix, 'ours').find((row) => row.criterion === 'price')!;
    expect(price.losesAbove).toBeCloseTo(1 / 3, 12);
    expect(price.losesBelow).toBeNull();
    // Price to risk stay 2 : 3, so the rest trails by .4 and fit leads by 2: −.4·(1 − w) + 2w = 0 at w = 1/6.
    const fit = sensitivity(matrix, 'ours').find((row) => row.criterion === 'fit')!;
    expect(fit.losesBelow).toBeCloseTo(1 / 6, 12);
    expect(fit.losesAbove).toBeNull();
  });

  it('the leader really changes at the tipping weight, whatever the matrix', () => {
    const points = fc.integer({ min: 0, max: 10 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), points, points, points), { minLength: 2, maxLength: 5 }),
        (rows) => {
          const any: DecisionMatrix = {
            criteria: rows.map(([weight], i) => ({ id: `${i}`, weight, gate: null })),
            options: ['ours', 'a', 'b'].map((id) => ({ id, kind: id === 'ours' ? 'ours' : 'competitor' })),
            members: [{ id: 'Ada', influence: 1 }],
            scores: rows.flatMap(([, x, y, z], i) =>
              [x, y, z].map((value, o) => score('Ada', `${i}`, ['ours', 'a', 'b'][o]!, value)),
            ),
          };
          const leadAt = (criterion: string, share: number) => {
            const others = any.criteria.filter((c) => c.id !== criterion).reduce((sum, c) => sum + c.weight, 0);
            const criteria = any.criteria.map((c) =>
              c.id === criterion ? { ...c, weight: (share / (1 - share)) * others } : c,
            );
            const { together } = matrixTotals({ ...any, criteria });
            const totalOf = (option: string) => together.find((t) => t.option === option)!.total!;
            return totalOf('ours') - Math.max(totalOf('a'), totalOf('b'));
          };
          for (const { criterion, losesAbove, losesBelow, leadsFrom, share } of sensitivity(any, 'ours')) {
            for (const tip of [losesAbove, losesBelow])
              if (tip !== null && tip < 0.999) expect(leadAt(criterion, tip)).toBeCloseTo(0, 6);
            if (losesAbove !== null && losesAbove < 0.98) expect(leadAt(criterion, losesAbove + 0.01)).toBeLessThan(0);
            if (losesBelow !== null && losesBelow > 0.02) expect(leadAt(criterion, losesBelow - 0.01)).toBeLessThan(0);
            if (leadsFrom === null) expect(leadAt(criterion, share)).toBeLessThan(1e-9);
          }
        },
      ),
    );
  });

  it('an option of ours that fails a gate leads nowhere, and the gate is the row to work on', () => {
    const gated = { ...matrix, criteria: matrix.criteria.map((c) => (c.id === 'price' ? { ...c, gate: 5 } : c)) };
    expect(preferredOf(matrixTotals(gated).together)).toBe('rival');
    expect(sensitivity(gated, 'ours').every((row) => row.leadsFrom === null && row.losesAbove === null)).toBe(true);
    expect(weakestRow(gated, 'ours')).toMatchObject({ criterion: 'price', next: 'pass the gate' });
  });
});

describe('a team decides', () => {
  const team: DecisionMatrix = {
    ...matrix,
    members: [
      { id: 'Ada', influence: 3 },
      { id: 'Bo', influence: 1, weights: { price: 80, fit: 10, risk: 10 } },
    ],
    scores: [
      ...matrix.scores,
      score('Bo', 'price', 'ours', 2),
      score('Bo', 'price', 'rival', 9),
      score('Bo', 'fit', 'ours', 9),
      score('Bo', 'fit', 'rival', 8),
    ],
  };

  it('voices count by influence, and each member is shown with what he himself prefers', () => {
    const { together, perMember } = matrixTotals(team);
    expect(together.find((t) => t.option === 'ours')!.total).toBeCloseTo(0.2 * 3.5 + 0.5 * 9 + 0.3 * 8, 12);
    expect(perMember.map((m) => [m.member, m.prefers])).toEqual([
      ['Ada', 'ours'],
      ['Bo', 'rival'],
    ]);
    expect(perMember[1]!.totals.find((t) => t.option === 'ours')!.coverage).toBeCloseTo(0.9, 12);
  });

  it('shows where members disagree about us', () => {
    expect(disagreement(team, 'ours')).toEqual([
      { criterion: 'price', spread: 2, lowest: 'Bo', highest: 'Ada' },
      { criterion: 'fit', spread: 0, lowest: 'Ada', highest: 'Bo' },
    ]);
  });
});

describe('the weakest row gives the next action', () => {
  it('is the row that costs us most against the best rival', () => {
    const row = weakestRow(matrix, 'ours')!;
    expect(row).toMatchObject({ criterion: 'price', rival: 'rival', next: 'close the gap' });
    expect(row.cost).toBeCloseTo(0.2 * 4, 12);
  });

  it('is a row that nobody scored before anything else is argued', () => {
    const unscored = { ...matrix, scores: matrix.scores.filter((s) => s.criterion !== 'risk') };
    expect(weakestRow(unscored, 'ours')).toMatchObject({ criterion: 'risk', next: 'get scores' });
  });

  it('is a claim without evidence where we are ahead everywhere', () => {
    const ahead = {
      ...matrix,
      scores: matrix.scores.map((s) =>
        s.option === 'ours' ? { ...s, score: 10, evidence: s.criterion === 'fit' ? null : 'seen' } : { ...s, score: 6 },
      ),
    };
    expect(weakestRow(ahead, 'ours')).toMatchObject({ criterion: 'fit', next: 'get evidence' });
    const proven = { ...ahead, scores: ahead.scores.map((s) => ({ ...s, evidence: 'seen' })) };
    expect(weakestRow(proven, 'ours')).toMatchObject({ next: 'hold' });
    expect(weakestRow({ ...matrix, criteria: [] }, 'ours')).toBeNull();
  });
});
