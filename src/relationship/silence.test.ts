import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { daysBetween } from './cycle.ts';
import { fold, isSilence, type LedgerEntry, type Setting } from './ledger.ts';
import { sweep } from './silence.ts';
import { anyLedger, connected, dayOf, dayZero, fromThem, on } from './touchpoints.testing.ts';

const sale = [on(0, 'meeting'), on(10, 'close won', fromThem)];

function silentDays(ledger: readonly LedgerEntry[], days: number, at: Setting = connected): number[] {
  return fold(ledger, at, dayOf(days))
    .steps.filter((step) => isSilence(step.effect.id))
    .map((step) => daysBetween(dayZero, step.effect.at));
}

function from(day: number, until: number | null) {
  return { from: dayOf(day), until: until === null ? null : dayOf(until) };
}

describe('the clock', () => {
  it('notes a silence when the cadence has passed after a sale, and again, but not for ever', () => {
    expect(silentDays(sale, 31)).toEqual([]);
    expect(silentDays(sale, 32)).toEqual([31]);
    expect(silentDays(sale, 1000)).toEqual([31, 52, 73, 94]);
  });

  it('says nothing before a sale and nothing after the customer has left', () => {
    expect(silentDays([on(0, 'meeting')], 400)).toEqual([]);
    expect(silentDays([...sale, on(20, 'cancellation', fromThem)], 400)).toEqual([]);
  });

  it('starts anew with every contact, but not with what only we sent', () => {
    expect(silentDays([...sale, on(25, 'call')], 60)).toEqual([46]);
    expect(silentDays([...sale, on(25, 'outreach', { direction: 'outbound' })], 60)).toEqual([31, 52]);
    expect(silentDays([...sale, on(25, 'call', { direction: 'outbound' })], 60)).toEqual([31, 52]);
  });

  it('counts only while the channels are connected', () => {
    expect(silentDays(sale, 60, { ...connected, listening: [] })).toEqual([]);
    expect(silentDays(sale, 60, { ...connected, listening: [from(20, null)] })).toEqual([41]);
    expect(silentDays(sale, 90, { ...connected, listening: [from(0, 30), from(40, null)] })).toEqual([61, 82]);
  });

  it('is a weak negative touchpoint: it lowers both lines a little and raises none', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        for (const { effect } of fold(ledger, connected, dayOf(900)).steps) {
          if (!isSilence(effect.id)) continue;
          for (const moved of [effect.trust, effect.interest]) {
            expect(moved.after).toBeLessThanOrEqual(moved.before);
            expect(moved.before - moved.after).toBeLessThan(0.25);
          }
        }
      }),
    );
  });

  it('knows when it has something to say next, so that a sweep looks only at what is due', () => {
    const { state } = fold(sale, connected, dayOf(12));
    expect(state.silenceDueAt).toBe(dayOf(31));
    expect(sweep(state, dayOf(31), connected.listening, connected.model)).toEqual([]);
    const [noted] = sweep(state, dayOf(31) + 1, connected.listening, connected.model);
    expect(noted!.state).toMatchObject({ silences: 1, silenceDueAt: dayOf(52) });
  });

  it('does not call a customer overdue on the day that we learn that it is one', () => {
    const late = [on(0, 'meeting'), on(200, 'invoice paid', { direction: 'inbound' })];
    expect(silentDays(late, 225)).toEqual([221]);
  });
});
