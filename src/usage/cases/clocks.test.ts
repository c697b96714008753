import { describe, expect, it } from 'vitest';
import {
  firstResponseDue,
  frozen,
  nextDue,
  pause,
  resolutionDue,
  respond,
  restart,
  resume,
  solvedLate,
  startClocks,
} from './clocks.ts';
import { shippedLevel, targetFor, type ServiceLevel } from './serviceLevel.ts';
import { afterServiceTime, dayIn, serviceMinutesBetween, type ServiceHours } from './serviceTime.ts';

const at = (text: string) => Date.parse(text);
const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString().slice(0, 16));
const office: ServiceHours = {
  timeZone: 'Europe/Vienna',
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '17:00' })),
  holidays: [
    { on: '2026-06-04', name: 'Corpus Christi' },
    { on: '12-25', name: 'Christmas' },
  ],
};

describe('service time', () => {
  it('counts only the hours in which we are there, in our own time zone', () => {
    // Thursday 11 June 2026, 16:00 in Vienna is 14:00 UTC: one hour today, the other three on Friday from 08:00.
    expect(iso(afterServiceTime(at('2026-06-11T14:00:00Z'), 240, office))).toBe('2026-06-12T09:00');
    expect(serviceMinutesBetween(at('2026-06-11T14:00:00Z'), at('2026-06-12T09:00:00Z'), office)).toBe(240);
  });
  it('jumps over nights, weekends and holidays, those of every year too', () => {
    expect(iso(afterServiceTime(at('2026-06-12T15:30:00Z'), 30, office))).toBe('2026-06-15T06:30');
    expect(iso(afterServiceTime(at('2026-06-03T14:30:00Z'), 60, office))).toBe('2026-06-05T06:30');
    expect(iso(afterServiceTime(at('2028-12-22T15:30:00Z'), 60, office))).toBe('2028-12-26T07:30');
  });
  it('keeps the wall clock when the clocks change', () => {
    expect(iso(afterServiceTime(at('2026-03-27T15:30:00Z'), 60, office))).toBe('2026-03-30T06:30');
    expect(dayIn(at('2026-06-11T22:30:00Z'), 'Europe/Vienna')).toBe('2026-06-12');
  });
  it('ends the search where nobody is ever there', () => {
    const never = { ...office, holidays: [], hours: [] };
    expect(afterServiceTime(at('2026-06-11T14:00:00Z'), 1, never)).toBeNull();
    expect(serviceMinutesBetween(2, 1, office)).toBe(0);
  });
});

const level: ServiceLevel = {
  ...shippedLevel('Europe/Vienna'),
  targets: [
    ...shippedLevel('UTC').targets,
    { severity: 'normal', kind: 'complaint', firstResponseMinutes: 60, resolutionMinutes: 540, aroundTheClock: false },
  ],
};
const opened = at('2026-06-11T07:00:00Z');
const begun = startClocks(frozen(level, { severity: 'normal', kind: 'fault' }), opened);

describe('the clocks of a case', () => {
  it('promise by severity, and by kind where that has a promise of its own', () => {
    expect(targetFor(level, 'normal', 'complaint').firstResponseMinutes).toBe(60);
    expect(targetFor(level, 'normal', 'fault').firstResponseMinutes).toBe(240);
    expect(iso(firstResponseDue(begun))).toBe('2026-06-11T11:00');
    expect(iso(resolutionDue(begun))).toBe('2026-06-18T07:00');
    expect(nextDue(begun, 'open')).toEqual({ clock: 'first response', at: at('2026-06-11T11:00:00Z') });
  });
  it('around the clock knows no weekend', () => {
    const severe = startClocks(frozen(level, { severity: 'severe', kind: 'fault' }), at('2026-06-13T20:00:00Z'));
    expect(iso(firstResponseDue(severe))).toBe('2026-06-13T20:30');
  });
  it('the first answer ends the first clock, a second one changes nothing', () => {
    const answered = respond(begun, at('2026-06-11T08:00:00Z'));
    expect(respond(answered, at('2026-06-12T08:00:00Z'))).toBe(answered);
    expect(nextDue(answered, 'open')?.clock).toBe('resolution');
  });
  it('stands while the customer is asked, and gives the waiting back', () => {
    const waiting = pause(respond(begun, opened), at('2026-06-11T12:00:00Z'));
    expect(nextDue(waiting, 'waiting')).toBeNull();
    // A day and a half of service time later it goes on.
    const again = resume(waiting, at('2026-06-12T15:00:00Z'));
    expect(again.pausedMinutes).toBe(720);
    expect(iso(resolutionDue(again))).toBe('2026-06-19T10:00');
  });
  it('a promise that was broken before the pause stays broken', () => {
    const late = resume(pause(respond(begun, opened), at('2026-06-19T07:00:00Z')), at('2026-06-22T07:00:00Z'));
    expect(resolutionDue(late)!).toBeLessThan(at('2026-06-22T07:00:00Z'));
    expect(solvedLate(late, at('2026-06-22T07:00:00Z'))).toBe(true);
    expect(solvedLate(respond(begun, opened), at('2026-06-12T07:00:00Z'))).toBe(false);
  });
  it('a case that is reopened is promised anew; a solved one has no clock', () => {
    const reopened = restart(respond(begun, opened), at('2026-07-01T06:00:00Z'));
    expect(iso(resolutionDue(reopened))).toBe('2026-07-07T15:00');
    expect(nextDue(reopened, 'solved')).toBeNull();
  });
  it('an imported case was promised nothing', () => {
    expect(nextDue(startClocks(null, opened), 'open')).toBeNull();
  });
});
