import { describe, expect, it } from 'vitest';

import { expectedCourse, positionRibbon, series } from './chart.ts';
import { daysBetween, type CycleView } from './cycle.ts';
import { usualThreshold } from './forecast.ts';
import { fold, type LedgerEntry } from './ledger.ts';
import { disillusioned } from './position.ts';
import { eighteenMonths, engaged, hunterLeaves } from './stories.testing.ts';
import { connected, dayOf, dayZero } from './touchpoints.testing.ts';

function tell(story: readonly LedgerEntry[], days: number): CycleView[] {
  return series(fold(story, connected, dayOf(days)), connected, dayZero, dayOf(days));
}

function firstDay(views: readonly CycleView[], matches: (stands: CycleView) => boolean): number {
  return views.findIndex(matches);
}

describe('the hunter leaves after the close', () => {
  const views = tell(hunterLeaves, 260);
  const alarmDay = firstDay(views, (stands) => disillusioned(stands) >= usualThreshold);

  it('raises the alarm after the first weeks and before day 95', () => {
    expect(alarmDay).toBeGreaterThan(45 + 14);
    expect(alarmDay).toBeLessThan(95);
  });

  it('stays in disillusionment while nobody comes back', () => {
    for (const stands of views.slice(95)) expect(stands.shown).toBe('disillusionment');
    expect(views[200]!.trust.value).toBeLessThan(35);
  });

  it('never raises the alarm before the close', () => {
    for (const stands of views.slice(0, 45)) expect(disillusioned(stands)).toBe(0);
  });
});

describe('the customer whom everyone engages', () => {
  const views = tell(engaged, 215);

  it('never raises an alarm', () => {
    for (const stands of views) expect(disillusioned(stands)).toBeLessThan(usualThreshold);
  });

  it('is in enlightenment by about day 100 and in realized value by about day 200', () => {
    const enlightened = firstDay(views, (stands) => stands.shown === 'enlightenment' && !stands.uncertain);
    const realized = firstDay(views, (stands) => stands.shown === 'realized' && !stands.uncertain);
    expect(enlightened).toBeGreaterThan(60);
    expect(enlightened).toBeLessThanOrEqual(105);
    expect(realized).toBeGreaterThan(150);
    expect(realized).toBeLessThanOrEqual(205);
    expect(views[205]!.shown).toBe('realized');
  });
});

describe('eighteen months with a bad start after the close', () => {
  const views = tell(eighteenMonths, 522);
  const at = (day: number) => views[day]!;

  it('passes through the positions in the order of the cycle', () => {
    const named = positionRibbon(views).filter((stretch) => stretch.position !== 'uncertain');
    const passed = named.map((stretch) => stretch.position).filter((position, i, all) => position !== all[i - 1]);
    expect(passed).toEqual(['skepticism', 'peak', 'disillusionment', 'enlightenment']);
  });

  it('is never undecided for more than three weeks', () => {
    for (const stretch of positionRibbon(views)) {
      if (stretch.position === 'uncertain') expect(daysBetween(stretch.from, stretch.to)).toBeLessThan(21);
    }
  });

  it('climbs to the close, interest above trust, falls deep, and recovers with trust above interest', () => {
    expect(at(1).trust.value).toBeLessThan(25);
    expect(at(219).trust.value).toBeGreaterThan(62);
    expect(at(219).interest.value).toBeGreaterThan(78);
    expect(at(310).trust.value).toBeLessThan(32);
    expect(at(310).interest.value).toBeLessThan(25);
    expect(at(520).trust.value).toBeGreaterThan(62);
    expect(at(520).interest.value).toBeGreaterThan(50);
    expect(at(520).trust.value).toBeGreaterThan(at(520).interest.value);
  });

  it('leaves the expected band with the broken promise and is back in it after first value', () => {
    const folded = fold(eighteenMonths, connected, dayOf(522));
    const times = views.map((stands) => stands.at);
    const bands = expectedCourse(folded, connected, 'trust', times);
    const below = (day: number) => at(day).trust.value < bands[day]!.low;
    expect(below(219)).toBe(false);
    for (let day = 275; day < 325; day++) expect(below(day)).toBe(true);
    for (let day = 440; day < 520; day++) expect(below(day)).toBe(false);
  });
});
