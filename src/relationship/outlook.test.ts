import { describe, expect, it } from 'vitest';

import { courseOf, daysFromClose, expectedBand } from './bands.ts';
import { curve, positionRibbon, series } from './chart.ts';
import { confidence } from './confidence.ts';
import { movement } from './contributions.ts';
import { daysBetween, view } from './cycle.ts';
import { alarm, alarmThreshold, forecast, usualThreshold } from './forecast.ts';
import { fold, traceOf, type LedgerEntry } from './ledger.ts';
import { moverReasons, stateReasons } from './moments.ts';
import { disillusioned } from './position.ts';
import { eighteenMonths, engaged, hunterLeaves } from './stories.testing.ts';
import { memoryOf } from './model.ts';
import { connected, dayOf, dayZero, fromThem, on } from './touchpoints.testing.ts';
import { saleTypes } from './vocabulary.ts';

const { model, listening } = connected;

function stateOn(story: readonly LedgerEntry[], day: number) {
  return fold(story, connected, dayOf(day)).state;
}

function reasonsOn(story: readonly LedgerEntry[], day: number) {
  const state = stateOn(story, day);
  const ahead = alarm(state, dayOf(day), usualThreshold, listening, model);
  return stateReasons(state, dayOf(day), ahead, model);
}

describe('the forecast if nobody calls', () => {
  it('is what the clock will find when nobody has called', () => {
    const days = [60, 80, 120];
    const ahead = forecast(stateOn(engaged.slice(0, 6), 46), days.map(dayOf), listening, model);
    ahead.forEach((stands, i) => {
      expect(stands).toEqual(view(stateOn(engaged.slice(0, 6), days[i]!), dayOf(days[i]!), model));
    });
  });

  it('names the day on which the alarm will be raised, and the day keeps its word', () => {
    const sold = engaged.slice(0, 6);
    const ahead = alarm(stateOn(sold, 46), dayOf(46), usualThreshold, listening, model);
    expect(ahead.raised).toBe(false);
    const day = daysBetween(dayZero, ahead.crossesAt!);
    expect(day).toBeGreaterThan(60);
    const likely = (on: number) => disillusioned(view(stateOn(sold, on), dayOf(on), model));
    expect(likely(day)).toBeGreaterThanOrEqual(usualThreshold);
    expect(likely(day - 1)).toBeLessThan(usualThreshold);
    expect(alarm(stateOn(sold, day), dayOf(day), usualThreshold, listening, model)).toMatchObject({
      raised: true,
      crossesAt: null,
    });
  });

  it('gives no date and no alarm before a sale', () => {
    const open = alarm(stateOn(engaged.slice(0, 5), 36), dayOf(36), usualThreshold, listening, model);
    expect(open).toMatchObject({ raised: false, crossesAt: null, probability: 0 });
  });

  it('calls sooner where more is at stake', () => {
    const stakes = { contactCost: 300, value: 20_000, saveRate: 0.03 };
    expect(alarmThreshold(stakes)).toBe(0.5);
    expect(alarmThreshold({ ...stakes, value: 2_000_000 })).toBe(0.3);
    expect(alarmThreshold({ ...stakes, value: 100 })).toBe(0.9);
    expect(alarmThreshold(null)).toBe(0.6);
    expect(alarmThreshold({ ...stakes, value: 0 })).toBe(0.6);
  });
});

describe('how sure it is', () => {
  const state = stateOn(engaged, 201);
  const hearing = { connected: 4, possible: 5 };

  it('falls when few channels are connected, and says that this is why', () => {
    const well = confidence(state, dayOf(201), hearing, model);
    const badly = confidence(state, dayOf(201), { connected: 1, possible: 5 }, model);
    expect(well.grade).toBe('good');
    expect(badly.score).toBeLessThan(well.score);
    expect(badly.weakest).toBe('channels');
    expect(confidence(state, dayOf(201), { connected: 0, possible: 0 }, model).score).toBe(0);
  });

  it('falls while nothing is heard, and is low for someone hardly known', () => {
    const days = [201, 240, 300, 500];
    const scores = days.map((day) => confidence(state, dayOf(day), hearing, model).score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(confidence(stateOn([on(0, 'first contact')], 1), dayOf(60), hearing, model).grade).toBe('low');
  });
});

describe('the expected band', () => {
  it('rises to the close, dips after it and ends above it, for trust in every business sale', () => {
    for (const saleType of ['commercial', 'relationship'] as const) {
      const middle = (day: number) => {
        const { low, high } = expectedBand(saleType, 'trust', day);
        return (low + high) / 2;
      };
      expect(middle(-60)).toBeLessThan(middle(0));
      expect(middle(90)).toBeLessThan(middle(0));
      expect(middle(400)).toBeGreaterThan(middle(0));
    }
  });

  it('is a band within 0 to 100 on every day, without jumps', () => {
    for (const saleType of saleTypes) {
      for (const line of ['trust', 'interest'] as const) {
        for (let day = -300; day < 700; day++) {
          const today = expectedBand(saleType, line, day);
          const tomorrow = expectedBand(saleType, line, day + 1);
          expect(today.low).toBeGreaterThan(0);
          expect(today.high).toBeLessThan(100);
          expect(today.high - today.low).toBeGreaterThan(8);
          expect(Math.abs(tomorrow.low - today.low)).toBeLessThan(4);
        }
      }
    }
  });

  it('stretches the way up to the time that the sale took, and starts again at a further close', () => {
    const course = {
      saleType: 'commercial',
      standing: 'customer',
      startedAt: dayOf(0),
      closes: [dayOf(100), dayOf(400)],
    } as const;
    expect(daysFromClose(course, dayOf(0))).toBe(-210);
    expect(daysFromClose(course, dayOf(50))).toBe(-105);
    expect(daysFromClose(course, dayOf(300))).toBe(200);
    expect(daysFromClose(course, dayOf(410))).toBe(10);
    const open = { ...course, standing: 'prospect', closes: [] } as const;
    expect(daysFromClose(open, dayOf(50))).toBe(-160);
    expect(daysFromClose(open, dayOf(500))).toBe(0);
    expect(daysFromClose(courseOf(stateOn([on(0, 'renewal')], 1)), dayOf(1))).toBe(540);
  });
});

describe('why now', () => {
  it('says that contact fell after the close, that trust is below what is usual, and for how long it was silent', () => {
    const reasons = reasonsOn(hunterLeaves, 120);
    expect(reasons.map((reason) => reason.code)).toEqual(['below band', 'contact thinned', 'silence']);
    expect(reasons).toContainEqual(expect.objectContaining({ code: 'silence', days: 34 }));
  });

  it('calls a dip within the band usual, and names the coming alarm', () => {
    const codes = reasonsOn(eighteenMonths, 238).map((reason) => reason.code);
    expect(codes).toContain('usual dip');
    expect(codes).toContain('alarm ahead');
    expect(codes).not.toContain('below band');
  });

  it('names the largest mover first and takes a repeated fault together', () => {
    const story = [
      ...engaged,
      on(210, 'case opened', fromThem),
      on(214, 'case reopened', fromThem),
      on(225, 'case reopened', fromThem),
      on(232, 'promise broken'),
    ];
    const trace = fold(story, connected, dayOf(240)).steps.map((step) => traceOf(step.effect));
    const reasons = moverReasons(movement(trace, dayOf(205), dayOf(240), memoryOf(model, 'commercial')));
    expect(reasons[0]).toMatchObject({ code: 'repeated', kind: 'case reopened', times: 2 });
    expect(reasons).toContainEqual(expect.objectContaining({ code: 'time passing', days: 35 }));
    expect(reasons).toContainEqual(expect.objectContaining({ code: 'touchpoint', kind: 'promise broken' }));
  });
});

describe('the picture of an account', () => {
  const folded = fold(eighteenMonths, connected, dayOf(552));

  it('draws a curve that shows the exact level at every touchpoint', () => {
    const drawn = curve(folded, connected, dayZero, dayOf(552));
    const times = drawn.map((stands) => stands.at);
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    for (const { effect, state } of folded.steps) {
      const point = drawn.find((stands) => stands.at === effect.at);
      expect(point).toEqual(view(state, effect.at, model));
    }
  });

  it('ends the series and the ribbon on the day asked for, without gaps', () => {
    const views = series(folded, connected, dayZero, dayOf(551.5));
    expect(views.at(-1)).toEqual(view(folded.state, dayOf(551.5), model));
    const ribbon = positionRibbon(views);
    expect(ribbon[0]!.from).toBe(dayZero);
    expect(ribbon.at(-1)!.to).toBe(dayOf(551.5));
    ribbon.slice(1).forEach((stretch, i) => expect(stretch.from).toBe(ribbon[i]!.to));
  });
});
