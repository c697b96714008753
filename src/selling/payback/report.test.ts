import { describe, expect, it } from 'vitest';
import { drawNormal, seededRandom } from '../../statistics/randomness.ts';
import { training } from '../../workspace/demo/story/company.ts';
import { demoCompany } from '../../workspace/demo/story/demo.ts';
import { monthsFrom } from './panel.api.ts';
import { trainingReport, type PersonMonths, type ReportInput } from './report.ts';

const cost = { fees: 12_800, hours: 128, loadedRate: 52, material: 960 };

/** The demo's technicians as the panel of the report. */
function technicians(now: number): ReportInput {
  const demo = demoCompany(now);
  const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
  const trainedOn = (ago: number) => dayOf(now - ago * 86_400_000);
  const months = monthsFrom(trainedOn(training.cohorts[0]!.trainedAgo), dayOf(now));
  const empty = () => months.map(() => 0);
  const people = training.cohorts.flatMap((cohort) =>
    cohort.members.map((id): PersonMonths => ({
      id,
      wave: cohort.name,
      trainedFrom: months.indexOf(trainedOn(cohort.trainedAgo).slice(0, 7)),
      plannedBefore: true,
      contacts: empty(),
      spotted: empty(),
      accepted: empty(),
      answered: empty(),
      won: empty(),
      closed: empty(),
      margin: empty(),
      rated: empty(),
      ratingSum: empty(),
    })),
  );
  const note = (member: string, day: string, what: keyof PersonMonths, value = 1) => {
    const counts = people.find((person) => person.id === member)?.[what];
    const month = months.indexOf(day.slice(0, 7));
    if (Array.isArray(counts) && month >= 0) counts[month]! += value;
  };
  for (const touchpoint of demo.touchpoints) note(touchpoint.member, dayOf(touchpoint.at), 'contacts');
  for (const spotted of demo.spotted) {
    note(spotted.member, dayOf(spotted.at), 'spotted');
    const sale = demo.sales.find((each) => each.key === spotted.sale);
    if (sale?.outcome === 'won') note(spotted.member, sale.closedOn!, 'margin', 0.4 * sale.amount);
  }
  return { months, outcome: 'spotted', orderBy: 'business', cost, people };
}

/** Sixty people in three waves with a planted number of cases per 100 contacts and a margin of 90 for each. */
function firm(effect: number, seed: number): ReportInput {
  const random = seededRandom(seed);
  const months = Array.from({ length: 24 }, (_, i) => `2025-${i}`);
  const people = Array.from({ length: 60 }, (_, i): PersonMonths => {
    const trainedFrom = [10, 14, 18][i % 3]!;
    const level = 0.05 + 0.01 * drawNormal(random);
    const contacts = months.map(() => 20 + Math.floor(random() * 10));
    const chance = (month: number) => level + 0.001 * month + (month >= trainedFrom ? effect / 100 : 0);
    const spotted = contacts.map(
      (n, month) => Array.from({ length: n }, () => random() < chance(month)).filter(Boolean).length,
    );
    const none = months.map(() => 0);
    return {
      id: String(i),
      wave: `wave ${i % 3}`,
      trainedFrom,
      plannedBefore: true,
      contacts,
      spotted,
      margin: spotted.map((n) => 90 * n),
      accepted: none,
      answered: none,
      won: none,
      closed: none,
      rated: contacts.map((n) => Math.round(n / 3)),
      ratingSum: contacts.map((n) => Math.round(n / 6)),
    };
  });
  return {
    months,
    outcome: 'spotted',
    orderBy: 'business',
    cost: { fees: 6000, hours: 480, loadedRate: 40, material: 800 },
    people,
  };
}

describe('the report on a training', () => {
  it('shows the planted effect of the demo’s technicians within its interval, and says what so few people cannot show', () => {
    const report = trainingReport(technicians(Date.parse('2026-06-11T09:00:00Z')));
    const planted = training.planted.after - training.planted.before;
    const headline = report.estimates[0]!;
    expect(headline.method).toBe('difference in differences');
    expect(headline.number!.low).toBeLessThan(planted);
    expect(headline.number!.high).toBeGreaterThan(planted);
    expect(headline.number!.low).toBeGreaterThan(0);
    expect(report.limits).toEqual(expect.arrayContaining(['few people', 'not by chance']));
    // The checks of the time before: a training that was only pretended shows nothing, and the difference did not move.
    expect(report.placebo!.passed).toBe(true);
    expect(report.trend!.passed).toBe(true);
    expect(report.groups.trainedAfter.spotted).toBeGreaterThan(2 * report.groups.trainedBefore.spotted);
  });

  it('finds a planted effect in three waves, calls it an effect, and gives the month in which it has paid for itself', () => {
    const report = trainingReport(firm(6, 4));
    const headline = report.estimates[0]!;
    expect(headline.claim).toEqual({ word: 'effect', reason: 'later groups as comparison' });
    expect(headline.number!.low).toBeLessThan(6);
    expect(headline.number!.high).toBeGreaterThan(6);
    expect(headline.number!.smallestDetectable).toBeGreaterThan(0);
    expect(report.placebo!.passed).toBe(true);
    // 60 people · 24.5 contacts · .06 · 90 = 7,900 a month against 26,000.
    expect(report.payback).toMatchObject({ verdict: 'shown', month: 4 });
    expect(report.payback!.probabilityWithin12).toBeGreaterThan(0.99);
    expect(report.guard!.verdict).toBe('held');
  });

  it('claims nothing where nothing was planted', () => {
    const report = trainingReport(firm(0, 7));
    const { low, high } = report.estimates[0]!.number!;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(report.payback!.verdict).toBe('not shown');
  });

  it('calls it an association where the group that is compared with was named afterwards, and prints no number where it differed before', () => {
    const trainedAll = firm(6, 4);
    const people = trainedAll.people.map((person, i) =>
      i % 3 === 0 ? person : { ...person, wave: null, trainedFrom: null, plannedBefore: false },
    );
    const named = trainingReport({ ...trainedAll, people });
    expect(named.limits).toEqual(expect.arrayContaining(['nobody waits', 'comparison named afterwards']));
    expect(named.payback).toBeNull();
    expect(named.estimates.map((each) => each.claim.word)).toEqual(['association']);
    const busier = people.map((person, i) =>
      person.trainedFrom === null && i < 15 ? { ...person, contacts: person.contacts.map((n) => 4 * n) } : person,
    );
    const few = trainingReport({ ...trainedAll, people: busier.filter((_, i) => i < 15) });
    expect(few.estimates[0]).toMatchObject({ claim: { word: 'not shown' }, number: null });
  });

  it('compares means where chance decided who waits, and trusts that most', () => {
    const report = trainingReport({ ...firm(6, 9), orderBy: 'chance' });
    expect(report.estimates.map((each) => each.method)).toEqual([
      'difference in means',
      'difference in means, adjusted for the own past',
      'difference in differences',
    ]);
    expect(report.estimates[0]!.claim).toEqual({ word: 'effect', reason: 'waiting list' });
    for (const { number } of report.estimates) expect([number!.low < 6, number!.high > 6]).toEqual([true, true]);
  });
});
