import { describe, expect, it } from 'vitest';
import { drawExponential, drawInteger, seededRandom, type Random } from '../../statistics/randomness.ts';
import { logistic } from '../../statistics/specialFunctions.ts';
import { millisecondsPerDay, view } from '../cycle.ts';
import { fold } from '../ledger.ts';
import { compile, logit, shippedModel } from '../model.ts';
import { dayOf, fromThem, on } from '../touchpoints.testing.ts';
import { touchpointKinds, type TouchpointKind } from '../vocabulary.ts';
import { shippedWeights } from '../weights.ts';
import { calibrate, gainOf } from './fit.ts';
import { looks } from './looks.ts';
import { staysAfter, type Course, type Question } from './outcomes.ts';
import { learntWeights } from './weights.ts';

const horizonDays = 180;
const always = [{ from: 0, until: null }];

describe('outcomes', () => {
  const course = (changes: Partial<Course>): Course => ({
    id: 'a',
    saleType: 'commercial',
    standing: 'prospect',
    entries: [],
    bought: [],
    left: [],
    ...changes,
  });
  it('a customer who renews within the horizon has stayed, one who cancels first has not', () => {
    expect(staysAfter(course({ entries: [on(20, 'renewal')] }), dayOf(0), horizonDays)).toBe(true);
    expect(staysAfter(course({ entries: [on(20, 'renewal')] }), dayOf(20), horizonDays)).toBe(false);
    expect(staysAfter(course({ entries: [on(10, 'cancellation'), on(20, 'renewal')] }), dayOf(0), horizonDays)).toBe(
      false,
    );
    expect(staysAfter(course({ bought: [dayOf(181)] }), dayOf(0), horizonDays)).toBe(false);
    expect(staysAfter(course({ bought: [dayOf(180)], left: [dayOf(181)] }), dayOf(0), horizonDays)).toBe(true);
  });
});

describe('looking back', () => {
  const entries = [
    on(0, 'first contact'),
    on(30, 'close won', fromThem),
    on(60, 'visit'),
    on(90, 'complaint', { recordedAt: dayOf(250) }),
    on(300, 'visit'),
    on(500, 'renewal'),
  ];
  const question: Question = {
    courses: [{ id: 'a', saleType: 'commercial', standing: 'prospect', entries, bought: [], left: [] }],
    listening: always,
    now: dayOf(560),
    horizonDays,
  };
  it('sees what was known at the date and nothing else', () => {
    const seen = looks(question, shippedModel);
    expect(seen.map((look) => (look.at - dayOf(0)) / millisecondsPerDay)).toEqual([200, 380]);
    expect(seen.map((look) => look.stayed)).toEqual([0, 1]);
    const at = { saleType: 'commercial', standing: 'prospect', listening: always, model: shippedModel } as const;
    const known = view(fold(entries, at, dayOf(200), dayOf(200)).state, dayOf(200), shippedModel);
    expect(seen[0]!.trust).toBeCloseTo(logit(known.trust.value / 100) - shippedModel.rest.trust, 9);
    const later = view(fold(entries, at, dayOf(200)).state, dayOf(200), shippedModel);
    expect(later.trust.value).toBeLessThan(known.trust.value);
  });
  it('tells the lines apart by kind so that the kinds add up to the line', () => {
    for (const look of looks(question, shippedModel)) {
      expect(look.trustBy.reduce((sum, each) => sum + each, 0)).toBeCloseTo(look.trust, 9);
      expect(look.interestBy.reduce((sum, each) => sum + each, 0)).toBeCloseTo(look.interest, 9);
    }
  });
});

/** A company whose customers stay by the weights that are planted; `null`: whatever is done. */
function company(random: Random, customers: number, planted: Partial<Record<TouchpointKind, number>> | null): Question {
  const model = compile(shippedWeights);
  const dealt = [
    'visit',
    'service visit',
    'case solved',
    'complaint',
    'value review',
    'call',
    'delivery late',
  ] as const;
  const days = 4 * horizonDays + 60;
  const courses = Array.from({ length: customers }, (_, i): Course => {
    const entries = [on(0, 'close won', { ...fromThem, id: `${i} close` })];
    for (let day = drawExponential(random, 1 / 25); day < days; day += drawExponential(random, 1 / 25)) {
      const kind = dealt[drawInteger(random, dealt.length)]!;
      entries.push(on(day, kind, { id: `${i} ${day}` }));
    }
    return { id: `${i}`, saleType: 'commercial', standing: 'prospect', entries, bought: [], left: [] };
  });
  const question = { courses, listening: [], now: dayOf(days), horizonDays };
  const bought = new Map<string, number[]>();
  for (const look of looks(question, model)) {
    const pull = touchpointKinds.reduce((sum, kind, k) => sum + (planted?.[kind] ?? 1) * look.trustBy[k]!, 0);
    const p = planted === null ? 0.45 : logistic(-2.2 + 2.4 * pull);
    if (random() < p)
      bought.set(look.account, [...(bought.get(look.account) ?? []), look.at + 90 * millisecondsPerDay]);
  }
  return { ...question, courses: courses.map((course) => ({ ...course, bought: bought.get(course.id) ?? [] })) };
}

const calibrated = (question: Question) => calibrate({ question, inUse: shippedWeights, version: 'own-1' });

describe('calibration', () => {
  it('recovers planted weights and proves them on later outcomes', () => {
    const found = calibrated(company(seededRandom(7), 700, { 'service visit': 3, 'case solved': 0.1, visit: 0.3 }));
    expect(found.verdict).toBe('better');
    expect(found.test!.gain).toBeGreaterThan(found.test!.se);
    const { factors } = found.learnt!;
    expect(factors['service visit']).toBeGreaterThan(1.5);
    expect(factors['case solved']).toBeLessThan(0.6);
    expect(factors.visit).toBeLessThan(0.7);
    expect(found.weights!.kinds['service visit'].trust!.noise).toBeLessThan(
      shippedWeights.kinds['service visit'].trust!.noise,
    );
  });

  it('does not adopt anything where outcomes have nothing to do with what was done', () => {
    const adopted = [1, 2, 3, 4, 5].filter(
      (seed) => calibrated(company(seededRandom(seed), 200, null)).verdict === 'better',
    );
    expect(adopted.length).toBeLessThanOrEqual(1);
  });

  it('says that nothing can be said below ten events per parameter, and without any outcome', () => {
    const few = calibrated(company(seededRandom(1), 12, null));
    expect(few).toMatchObject({ verdict: 'too few', weights: null, test: null });
    expect(calibrated({ courses: [], listening: [], now: dayOf(900), horizonDays })).toMatchObject({
      verdict: 'too few',
      looks: 0,
      events: 0,
    });
  });

  it('keeps positions unproven where they add nothing to how long it has been quiet', () => {
    expect(calibrated(company(seededRandom(3), 200, null)).positionsAdd!.adds).toBe(false);
  });
});

describe('the gain', () => {
  it('has its standard error over accounts, not over looks', () => {
    const test = [
      { account: 'a', stayed: 1 },
      { account: 'a', stayed: 1 },
      { account: 'b', stayed: 0 },
      { account: 'b', stayed: 0 },
    ];
    const { gain, se } = gainOf(test, [0.5, 0.5, 0.5, 0.5], [0.8, 0.8, 0.5, 0.5]);
    const one = Math.log(0.8 / 0.5);
    expect(gain).toBeCloseTo(one / 2, 12);
    expect(se).toBeCloseTo(Math.sqrt(2 * 2 * one ** 2) / 4, 12);
  });
});

describe('learnt weights', () => {
  it('are the shipped ones where nothing was learnt', () => {
    expect(
      learntWeights(
        shippedWeights,
        { trustHalfLife: 1, interestHalfLife: 1, asymmetry: shippedWeights.asymmetry, factors: {} },
        shippedWeights.version,
      ),
    ).toEqual(shippedWeights);
  });
  it('multiply what a touchpoint moves, within bounds', () => {
    const learnt = { trustHalfLife: 2, interestHalfLife: 1, asymmetry: 0.35, factors: { visit: 2, complaint: -3 } };
    const { kinds, trust } = learntWeights(shippedWeights, learnt, 'own-1');
    const gain = (noise: number) => shippedWeights.trust.variance / (shippedWeights.trust.variance + noise);
    expect(gain(kinds.visit.trust!.noise)).toBeCloseTo(2 * gain(shippedWeights.kinds.visit.trust!.noise), 3);
    expect(gain(kinds.complaint.trust!.noise * 0.35)).toBeCloseTo(
      0.1 * gain(shippedWeights.kinds.complaint.trust!.noise * 0.35),
      3,
    );
    expect(trust.halfLife.commercial).toBe(360);
  });
});
