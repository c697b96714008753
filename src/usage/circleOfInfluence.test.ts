import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { attribution, edgeRefusal, learntWouldNotHaveCome, referralValues, type Influence } from './influence.ts';
import { obstaclesToAsking, type AskFacts } from './referralAsk.ts';

const at = new Date('2026-03-01');
const brought = (from: string, to: string, weight?: number): Influence => ({ from, to, kind: 'referral', at, weight });
const customer = (margin: number, savedAcquisitionCost: number, wouldNotHaveCome?: number) => ({
  margin,
  savedAcquisitionCost,
  wouldNotHaveCome,
});

describe('the value of a referral', () => {
  it('a customer who would not have come counts margin and saved cost, one who would have come only the saved cost', () => {
    const values = referralValues(
      new Map([
        ['Acme', customer(500, 0)],
        ['Brix', customer(1000, 80, 1)],
        ['Cord', customer(1000, 80, 0)],
      ]),
      [brought('Acme', 'Brix'), brought('Acme', 'Cord')],
    );
    expect(values.get('Acme')).toEqual({ ownValue: 500, direct: 1080 + 80, chain: 0, brought: 2 });
  });

  it('a chain of three is right by hand and never mixed with what the customer buys', () => {
    const values = referralValues(
      new Map([
        ['Acme', customer(500, 0)],
        ['Brix', customer(1000, 100)],
        ['Cord', customer(400, 100)],
      ]),
      [brought('Acme', 'Brix'), brought('Brix', 'Cord')],
    );
    expect(values.get('Brix')).toEqual({ ownValue: 1000, direct: 0.5 * 400 + 100, chain: 0, brought: 1 });
    expect(values.get('Acme')).toEqual({ ownValue: 500, direct: 0.5 * 1000 + 100, chain: 0.5 * 300, brought: 1 });
  });

  it('several who brought the same customer share that customer', () => {
    const values = referralValues(new Map([['New', customer(1000, 0, 1)]]), [
      brought('A', 'New', 3),
      brought('B', 'New', 1),
    ]);
    expect(values.get('A')!.direct).toBe(750);
    expect(values.get('B')!.direct).toBe(250);
  });

  it('whatever the circle looks like, no more is handed out than the customers are worth', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 80 }),
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 30, maxLength: 30 }),
        (pairs, margins) => {
          const edges: Influence[] = [];
          for (const [a, b] of pairs) {
            const edge = brought(`${a}`, `${b}`);
            if (edgeRefusal(edges, edge) === null) edges.push(edge);
          }
          const values = referralValues(new Map(margins.map((margin, i) => [`${i}`, customer(margin, 10)])), edges);
          const handedOut = [...values.values()].reduce((sum, value) => sum + value.direct, 0);
          const reached = new Set(edges.map((edge) => edge.to));
          const worth = [...reached].reduce((sum, id) => sum + 0.5 * margins[Number(id)]! + 10, 0);
          expect(handedOut).toBeCloseTo(worth, 6);
        },
      ),
    );
  });

  it('nobody brings himself, and nobody is brought by someone he brought', () => {
    const edges = [brought('A', 'B'), brought('B', 'C')];
    expect(edgeRefusal(edges, brought('A', 'A'))).toBe('to itself');
    expect(edgeRefusal(edges, brought('C', 'A'))).toBe('would close a circle');
    expect(edgeRefusal(edges, brought('A', 'B'))).toBe('already known');
    expect(edgeRefusal(edges, brought('A', 'C'))).toBeNull();
    expect(() => referralValues(new Map(), [...edges, brought('C', 'A')])).toThrow(/circle/);
  });

  it('whether customers would have come anyway is learnt from their answers, slowly', () => {
    expect(learntWouldNotHaveCome({ no: 0, yes: 0 })).toBe(0.5);
    expect(learntWouldNotHaveCome({ no: 2, yes: 0 })).toBeCloseTo(7 / 12, 12);
    expect(learntWouldNotHaveCome({ no: 80, yes: 10 })).toBeCloseTo(0.85, 12);
  });

  it('revenue is either sourced or influenced, never both', () => {
    const sale = { account: 'B', openedAt: new Date('2026-03-10'), closedAt: new Date('2026-05-01') };
    const reference: Influence = { from: 'C', to: 'B', kind: 'reference', at: new Date('2026-04-01') };
    expect(attribution([brought('A', 'B'), reference], sale)).toBe('sourced');
    expect(attribution([reference], sale)).toBe('influenced');
    expect(attribution([{ ...reference, at: new Date('2026-06-01') }], sale)).toBe('none');
    expect(attribution([{ ...brought('A', 'B'), at: new Date('2026-04-01') }], sale)).toBe('none');
  });
});

describe('whom to ask now', () => {
  const happy: AskFacts = {
    position: 'realized',
    trust: 80,
    inDip: false,
    consent: true,
    lastAskedAt: null,
    referencesThisYear: 0,
  };

  it('a customer who has realized value and trusts us may be asked', () => {
    expect(obstaclesToAsking(happy, at)).toEqual([]);
    expect(obstaclesToAsking({ ...happy, lastAskedAt: new Date('2025-11-01') }, at)).toEqual([]);
  });

  it('not in a dip, not without consent, not twice in 90 days, not the one who is always asked', () => {
    expect(
      obstaclesToAsking(
        {
          position: 'disillusionment',
          trust: 40,
          inDip: true,
          consent: false,
          lastAskedAt: new Date('2026-02-01'),
          referencesThisYear: 5,
        },
        at,
      ),
    ).toEqual([
      'in a dip',
      'no consent',
      'asked within 90 days',
      'reference fatigue',
      'no realized value yet',
      'trust too low',
    ]);
  });
});
