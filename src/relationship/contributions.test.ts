import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addUp, contributions, movement } from './contributions.ts';
import { advance, daysBetween, view } from './cycle.ts';
import { fold, traceOf } from './ledger.ts';
import { lineNames, memoryOf, points } from './model.ts';
import { anyBusyLedger, connected, dayOf, fromThem, on } from './touchpoints.testing.ts';

const { model } = connected;
const end = dayOf(800);

function sum(parts: readonly number[]): number {
  return parts.reduce((total, part) => total + part, 0);
}

describe('the explanation identity', () => {
  it('contributions and the resting level add up to the level, on any day, to 1e-9', () => {
    fc.assert(
      fc.property(anyBusyLedger, fc.integer({ min: 0, max: 900 }), (ledger, day) => {
        const { steps } = fold(ledger, connected, end);
        const trace = steps.map((step) => traceOf(step.effect));
        const last = steps.findLast((step) => step.effect.at <= dayOf(day));
        for (const line of lineNames) {
          const parts = contributions(trace, line, dayOf(day), memoryOf(model, 'commercial'));
          const explained = model.rest[line] + sum(parts.map((part) => part.contribution));
          const actual = last
            ? advance(last.state, daysBetween(last.effect.at, dayOf(day)), model)[line].mean
            : model.rest[line];
          expect(Math.abs(explained - actual)).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it('in points, the level before, every mover and time passing add up to the level after, to 1e-9', () => {
    fc.assert(
      fc.property(
        anyBusyLedger,
        fc.integer({ min: -20, max: 400 }),
        fc.integer({ min: 0, max: 400 }),
        (ledger, start, length) => {
          const { steps } = fold(ledger, connected, end);
          const trace = steps.map((step) => traceOf(step.effect));
          const moved = movement(trace, dayOf(start), dayOf(start + length), memoryOf(model, 'commercial'));
          const last = steps.findLast((step) => step.effect.at <= dayOf(start + length));
          for (const line of lineNames) {
            const total = moved.before[line] + sum(moved.movers.map((mover) => mover[line])) + moved.timePassing[line];
            expect(Math.abs(total - moved.after[line])).toBeLessThan(1e-9);
            const shown = last ? view(last.state, dayOf(start + length), model)[line].value : model.weights[line].rest;
            expect(Math.abs(moved.after[line] - shown)).toBeLessThan(1e-9);
          }
        },
      ),
    );
  });

  it('each mover is what the touchpoint moved when it came', () => {
    const ledger = [
      on(0, 'meeting'),
      on(20, 'close won', fromThem),
      on(30, 'promise broken'),
      on(32, 'complaint', fromThem),
    ];
    const { steps } = fold(ledger, connected, dayOf(40));
    const { movers, timePassing } = movement(
      steps.map((step) => traceOf(step.effect)),
      dayOf(25),
      dayOf(40),
      memoryOf(model, 'commercial'),
    );
    expect(movers.map((mover) => mover.kind)).toEqual(['promise broken', 'complaint']);
    movers.forEach((mover, i) => {
      const { before, after } = steps[i + 2]!.effect.trust;
      expect(mover.trust).toBeCloseTo(points(after) - points(before), 9);
      expect(mover.trust).toBeLessThan(-3);
    });
    expect(timePassing.days).toBe(15);
    expect(timePassing.interest).toBeLessThan(timePassing.trust);
  });

  it('the tenths that are shown add up to the total that is shown', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -60, max: 60, noNaN: true }), { minLength: 1, maxLength: 12 }), (parts) => {
        const shown = addUp(parts, sum(parts));
        expect(sum(shown)).toBeCloseTo(Math.round(sum(parts) * 10) / 10, 9);
        expect(shown.some((part) => Object.is(part, -0))).toBe(false);
        shown.forEach((part, i) => expect(Math.abs(part - parts[i]!)).toBeLessThanOrEqual(0.1 + 1e-9));
      }),
    );
  });
});
