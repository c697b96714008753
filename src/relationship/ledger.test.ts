import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { begin } from './cycle.ts';
import { append, counted, earlier, fold, isNewest, replayFrom, type LedgerEntry } from './ledger.ts';
import { sweep } from './silence.ts';
import { anyBusyLedger, anyLedger, connected, dayOf, fromThem, on } from './touchpoints.testing.ts';

const end = dayOf(800);

describe('the ledger', () => {
  it('gives the same relationship whether touchpoints come one by one or are replayed together', () => {
    fc.assert(
      fc.property(anyBusyLedger, (ledger) => {
        const ordered = ledger.toSorted(earlier);
        let state = begin('commercial', ordered[0]!.at, connected.model);
        for (const entry of ordered) {
          // The clock sweeps every night, also between touchpoints.
          state = sweep(state, entry.at - 3_600_000, connected.listening, connected.model).at(-1)?.state ?? state;
          expect(isNewest(state, entry)).toBe(true);
          state = append(state, entry, connected).at(-1)!.state;
        }
        state = sweep(state, end, connected.listening, connected.model).at(-1)?.state ?? state;
        expect(state).toEqual(fold(ledger, connected, end).state);
      }),
    );
  });

  it('gives the same relationship in whatever order the touchpoints arrive', () => {
    const shuffled = anyLedger.chain((ledger) =>
      fc.tuple(fc.constant(ledger), fc.shuffledSubarray(ledger, { minLength: ledger.length })),
    );
    fc.assert(
      fc.property(shuffled, ([ledger, other]) => {
        expect(fold(other, connected, end)).toEqual(fold(ledger, connected, end));
      }),
    );
  });

  it('replays a late arrival from its date to what a full replay gives', () => {
    fc.assert(
      fc.property(anyBusyLedger, fc.nat(), (ledger, pick) => {
        const ordered = ledger.toSorted(earlier);
        const late = ordered[pick % ordered.length]!;
        const without = fold(
          ordered.filter((entry) => entry !== late),
          connected,
          end,
        );
        const before = without.steps.findLast((step) => step.effect.at < late.at);
        const start = before?.state ?? begin('commercial', ordered[0]!.at, connected.model);
        const full = fold(ledger, connected, end);
        const replayed = replayFrom(start, late.at, ledger, connected, end);
        expect(replayed.state).toEqual(full.state);
        expect(replayed.steps).toEqual(full.steps.filter((step) => step.effect.at >= late.at));
      }),
    );
  });

  it('counts the same evidence once, however often it is recorded', () => {
    fc.assert(
      fc.property(anyBusyLedger, fc.nat(), (ledger, pick) => {
        const keyed = ledger.map((entry) => ({ ...entry, evidenceKey: `key ${entry.id}` }));
        const again = { ...keyed[pick % keyed.length]!, id: 'zzz', recordedAt: end };
        expect(fold([...keyed, again], connected, end)).toEqual(fold(keyed, connected, end));
      }),
    );
  });

  it('returns to the old value when evidence is taken away again', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const mistaken = on(300.5, 'complaint', { ...fromThem, id: 'mistaken' });
        const withdrawal = on(300.5, 'note', { id: 'withdrawal', supersedes: 'mistaken', withdrawn: true });
        expect(fold([...ledger, mistaken, withdrawal], connected, end)).toEqual(fold(ledger, connected, end));
      }),
    );
  });

  it('counts a correction in place of what it corrects, and the latest of two corrections', () => {
    const wrong = on(10, 'meeting');
    const corrected = on(10, 'call', { id: 'b', supersedes: wrong.id, recordedAt: dayOf(11) });
    const correctedAgain = on(10, 'visit', { id: 'c', supersedes: 'b', recordedAt: dayOf(12) });
    const rival = on(10, 'reply', { id: 'd', supersedes: wrong.id, recordedAt: dayOf(10.5) });
    expect(counted([wrong, corrected])).toEqual([corrected]);
    expect(counted([wrong, corrected, correctedAgain])).toEqual([correctedAgain]);
    expect(counted([rival, wrong, corrected])).toEqual([corrected]);
  });

  it('replays what was known on a day: a case that was recorded later does not count yet', () => {
    const sale = [on(0, 'meeting'), on(30, 'close won', fromThem)];
    const recordedLate = on(40, 'complaint', { ...fromThem, recordedAt: dayOf(60) });
    const correction: LedgerEntry = on(40, 'case opened', {
      ...fromThem,
      id: 'correction',
      supersedes: recordedLate.id,
      recordedAt: dayOf(90),
    });
    const ledger = [...sale, recordedLate, correction];
    const known = (day: number) => fold(ledger, connected, dayOf(50), dayOf(day)).state;
    expect(known(50)).toEqual(fold(sale, connected, dayOf(50)).state);
    expect(known(61)).toEqual(fold([...sale, recordedLate], connected, dayOf(50)).state);
    expect(known(90)).toEqual(fold([...sale, correction], connected, dayOf(50)).state);
  });

  it('keeps a state that survives storage as JSON unchanged', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const { state } = fold(ledger, connected, end);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });
});
