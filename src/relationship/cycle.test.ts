import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { learnSource, unknownSource } from '../statistics/kalmanSource.ts';
import { advance, again, apply, begin, level, view, type CycleState } from './cycle.ts';
import { observe, reading } from './evidence.ts';
import { fold, type LedgerEntry } from './ledger.ts';
import { lineNames, shippedModel, type Model } from './model.ts';
import { saleTypes, touchpointKinds, type Direction, type Expectation, type TouchpointKind } from './vocabulary.ts';
import { hardFacts } from './weights.ts';
import { anyBusyLedger, anyLedger, connected, dayOf, fromThem, on } from './touchpoints.testing.ts';

const model = shippedModel;
const fresh = begin('commercial', dayOf(0), model);

function after(...kinds: TouchpointKind[]): CycleState {
  return kinds.reduce((state, kind, i) => apply(state, on(i * 7, kind), model).state, fresh);
}

const alwaysGreat = Array.from({ length: 40 }, () => 2).reduce(learnSource, unknownSource);

function meetingSays(direction: Direction) {
  return observe(on(1, 'meeting', { direction }), 'interest', model);
}

function call(changes: Partial<LedgerEntry>) {
  return apply(after('meeting'), on(20, 'call', changes), model).effect;
}

describe('trust and interest', () => {
  it('our own outbound contact never raises interest, whatever it was and however we rate it', () => {
    fc.assert(
      fc.property(
        anyLedger,
        fc.constantFrom(...touchpointKinds),
        fc.constantFrom(2, 1, 0, null),
        (ledger, kind, mark) => {
          const { state } = fold(ledger, connected, dayOf(800));
          const sent = on(800, kind, {
            direction: 'outbound',
            expectation: mark as Expectation | null,
            valueDelivered: true,
          });
          const { effect } = apply(state, sent, model);
          expect(effect.interest.after).toBeLessThanOrEqual(effect.interest.before);
        },
      ),
    );
  });

  it('an opened mail, a note and an outreach count nothing', () => {
    for (const kind of ['mail opened', 'note', 'outreach', 'promise made'] as const) {
      const { effect } = apply(fresh, on(1, kind, fromThem), model);
      for (const line of lineNames) expect(effect[line]).toMatchObject({ gain: 0, innovation: 0 });
    }
  });

  it('a bad touchpoint never raises a line and a good one never lowers it', () => {
    fc.assert(
      fc.property(anyBusyLedger, (ledger) => {
        for (const { effect } of fold(ledger, connected, dayOf(800)).steps) {
          const entry = ledger.find(({ id }) => id === effect.id);
          if (!entry) continue;
          for (const line of lineNames) {
            const moved = effect[line].after - effect[line].before;
            const said = observe(entry, line, model);
            if (!said) expect(moved).toBe(0);
            else if (said.against) expect(moved).toBeLessThanOrEqual(0);
            else expect(moved).toBeGreaterThanOrEqual(0);
          }
        }
      }),
    );
  });

  it('the steps that are kept tell where a relationship stood, without its touchpoints', () => {
    fc.assert(
      fc.property(anyBusyLedger, fc.constantFrom(...saleTypes), fc.nat(), (ledger, saleType, pick) => {
        const { steps } = fold(ledger, { ...connected, saleType }, dayOf(800));
        if (steps.length === 0) return;
        const some = steps.slice(0, 1 + (pick % steps.length));
        const begun = begin(saleType, some[0]!.effect.at, model, connected.standing);
        const told = again(
          begun,
          some.map(({ effect: { at, kind, trust, interest }, state }) => ({
            at,
            kind,
            trust,
            interest,
            shown: state.shown,
          })),
          model,
        );
        for (const days of [0, 9, 300]) {
          const [was, is] = [some.at(-1)!.state, told].map((state) => view(state, state.at + days * 86_400_000, model));
          expect(is!.shown).toBe(was!.shown);
          expect(is!.probability).toBeCloseTo(was!.probability, 6);
          expect(is!.trust.low).toBeCloseTo(was!.trust.low, 6);
        }
      }),
    );
  });

  it('a line never leaves 0 to 100 and is shown with an interval around it', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const { trust, interest } = view(fold(ledger, connected, dayOf(800)).state, dayOf(900), model);
        for (const { value, low, high } of [trust, interest]) {
          expect(low).toBeGreaterThan(0);
          expect(low).toBeLessThan(value);
          expect(high).toBeGreaterThan(value);
          expect(high).toBeLessThan(100);
        }
      }),
    );
  });

  it('trust breaks faster than it grows: the same distance counts more downward', () => {
    const state = after('meeting', 'meeting');
    const said = { y: 1.5, noise: 1 };
    const voices: [boolean, number][] = [
      [false, state.trust.mean + said.y],
      [true, state.trust.mean - said.y],
    ];
    const [up, down] = voices.map(([against, y]) => {
      const kinds: Model['kinds'] = new Map([['call', { trust: { ...said, y, against }, interest: null }]]);
      const { effect } = apply(state, on(14, 'call'), { ...model, kinds });
      return Math.abs(effect.trust.after - effect.trust.before);
    });
    expect(down!).toBeGreaterThan(1.5 * up!);
  });

  it('one promise broken takes more than two ordinary meetings to make good', () => {
    const before = after('meeting', 'visit', 'demonstration', 'promise kept');
    const broken = apply(before, on(28, 'promise broken'), model).state;
    const two = ['meeting', 'meeting'] as const;
    const repaired = two.reduce((state, kind, i) => apply(state, on(35 + 7 * i, kind), model).state, broken);
    expect(broken.trust.mean).toBeLessThan(before.trust.mean);
    expect(level(repaired.trust).value).toBeLessThan(level(before.trust).value);
  });

  it('a meeting far worse than expected costs trust, a signed order does not turn bad by a bad mark', () => {
    const state = after('meeting', 'meeting', 'visit');
    const bad = apply(state, on(30, 'meeting', { expectation: -2 }), model).effect;
    expect(bad.trust.after).toBeLessThan(bad.trust.before);
    for (const kind of hardFacts) {
      const said = observe(on(30, kind, { ...fromThem, expectation: -2 }), 'trust', model);
      expect(said?.against).toBe(false);
    }
  });

  it('the better it went against what they expected, the more a touchpoint lifts', () => {
    const state = after('meeting', 'close won');
    const lifted = ([0, 1, 2] as const).map(
      (expectation) => apply(state, on(30, 'service visit', { expectation }), model).effect.trust.after,
    );
    expect(lifted).toEqual(lifted.toSorted((a, b) => a - b));
    expect(new Set(lifted).size).toBe(3);
  });

  it('a customer who asks is worth more than a customer who answers, and value delivered more than a chat', () => {
    expect(call(fromThem).interest.after).toBeGreaterThan(call({}).interest.after);
    expect(call({ valueDelivered: true }).trust.after).toBeGreaterThan(call({}).trust.after);
    expect(call({ effort: 'high' }).trust.after).toBeLessThan(call({ effort: 'low' }).trust.after);
  });

  it('a colleague who logs everything as great is discounted', () => {
    const great = { expectation: 2 as const };
    const trustAfter = (read: ReturnType<typeof reading> | null) =>
      apply(after('meeting'), on(20, 'meeting', { ...great, reading: read }), model).effect.trust.after;
    const unmarked = apply(after('meeting'), on(20, 'meeting'), model).effect.trust.after;
    expect(reading(alwaysGreat, model).bias).toBeGreaterThan(1.5);
    expect(trustAfter(reading(alwaysGreat, model))).toBeLessThan(trustAfter(null));
    expect(trustAfter(reading(alwaysGreat, model)) - unmarked).toBeLessThan((trustAfter(null) - unmarked) / 2);
    expect(reading(unknownSource, model)).toEqual({ bias: 0, noise: 1 });
  });

  it('fades to where it came from when nobody does anything, interest much faster than trust', () => {
    for (const saleType of saleTypes) {
      const state = apply(begin(saleType, dayOf(0), model), on(0, 'value review'), model).state;
      const later = advance(state, 60, model);
      const kept = (line: 'trust' | 'interest') =>
        (later[line].mean - model.rest[line]) / (state[line].mean - model.rest[line]);
      expect(kept('interest')).toBeLessThan(kept('trust'));
      const muchLater = view(state, dayOf(4000), model);
      expect(muchLater.trust.value).toBeCloseTo(model.weights.trust.rest, 3);
      expect(muchLater.interest.value).toBeCloseTo(model.weights.interest.rest, 3);
    }
  });

  it('time alone adds up: thirty days and sixty are ninety', () => {
    const state = after('meeting', 'visit', 'close won');
    const once = advance(state, 90, model);
    const twice = advance(advance(state, 30, model), 60, model);
    for (const line of lineNames) {
      expect(twice[line].mean).toBeCloseTo(once[line].mean, 12);
      expect(twice[line].variance).toBeCloseTo(once[line].variance, 12);
      expect(twice[line].logG).toBeCloseTo(once[line].logG, 12);
    }
    twice.belief.forEach((log, i) => expect(log).toBeCloseTo(once.belief[i]!, 4));
  });

  it('refuses a touchpoint older than what it already contains', () => {
    expect(() => apply(after('meeting', 'meeting'), on(3, 'call'), model)).toThrow(/replay/);
  });

  it('reads a touchpoint the same whichever way it is addressed, but for interest in what we sent', () => {
    expect(meetingSays('mutual')).toEqual(meetingSays('inbound'));
    expect(meetingSays('outbound')).toBeNull();
  });
});
