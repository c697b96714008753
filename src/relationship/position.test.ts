import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { view } from './cycle.ts';
import { fold } from './ledger.ts';
import { judge, positionInForce, standingAfter, type Judgement } from './position.ts';
import { engaged } from './stories.testing.ts';
import { anyLedger, connected, dayOf, fromThem, on } from './touchpoints.testing.ts';

const { model } = connected;

function standsAt(ledger: Parameters<typeof fold>[0], day: number) {
  const { state } = fold(ledger, connected, dayOf(day));
  return view(state, dayOf(day), model);
}

describe('the position', () => {
  it('is a set of probabilities: only skepticism and peak before a close, never skepticism after it', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const { state } = fold(ledger, connected, dayOf(800));
        const { probabilities } = view(state, dayOf(800), model);
        expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        if (state.standing === 'prospect') expect(probabilities.slice(2)).toEqual([0, 0, 0]);
        else expect(probabilities[0]).toBe(0);
      }),
    );
  });

  it('is the peak of interest on the day of the close', () => {
    const stands = standsAt([on(0, 'meeting'), on(10, 'close won', fromThem)], 10.1);
    expect(stands.shown).toBe('peak');
    expect(stands.probability).toBeGreaterThan(0.9);
  });

  it('goes back to the peak when an established client buys again', () => {
    const again = [...engaged, on(206, 'meeting'), on(212, 'demonstration'), on(218, 'close won', fromThem)];
    expect(standsAt(engaged, 205).shown).toBe('realized');
    expect(standsAt(again, 218.1).probabilities[1]).toBeGreaterThan(standsAt(engaged, 218.1).probabilities[1]! + 0.4);
  });

  it('knows a customer from before our records by what only customers have', () => {
    const { state } = fold([on(0, 'case opened', fromThem), on(2, 'case solved')], connected, dayOf(3));
    expect(state.standing).toBe('customer');
    expect(state.closedAt).toBeNull();
    expect(standingAfter('prospect', 'meeting')).toBe('prospect');
    expect(standingAfter('customer', 'cancellation')).toBe('former');
    expect(standingAfter('former', 'close won')).toBe('customer');
    expect(standingAfter('former', 'service visit')).toBe('former');
  });

  it('keeps the shown position until another leads by a tenth, and says when none is likely', () => {
    const state = fold(engaged, connected, dayOf(71.5)).state;
    const { probabilities } = judge(state, model);
    const [first, second] = [1, 2, 3, 4].toSorted((a, b) => probabilities[b]! - probabilities[a]!);
    const lead = probabilities[first!]! - probabilities[second!]!;
    const held = judge(
      { ...state, shown: (['peak', 'disillusionment', 'enlightenment', 'realized'] as const)[second! - 1]! },
      model,
    );
    expect(held.probability).toBe(lead < 0.1 ? probabilities[second!] : probabilities[first!]);
    expect(held.uncertain).toBe(held.probability < 0.5);
  });

  it("keeps a person's override beside the model's own value, and only while it holds", () => {
    const judgement: Judgement = {
      shown: 'peak',
      probability: 0.8,
      probabilities: [0, 0.8, 0.2, 0, 0],
      uncertain: false,
    };
    const override = { position: 'skepticism', reason: 'new sponsor', by: 'Ines', at: 10, until: 20 } as const;
    expect(positionInForce(judgement, override, 15)).toBe('skepticism');
    expect(positionInForce(judgement, override, 9)).toBe('peak');
    expect(positionInForce(judgement, override, 20)).toBe('peak');
    expect(positionInForce(judgement, { ...override, until: null }, 2000)).toBe('skepticism');
    expect(positionInForce(judgement, null, 15)).toBe('peak');
    expect(judgement.shown).toBe('peak');
  });
});
