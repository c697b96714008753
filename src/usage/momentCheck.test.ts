import { describe, expect, it } from 'vitest';

import { momentCheck, type Moment } from './momentCheck.ts';
import { fitRenewalHazard, renewalRisk, type RenewalDecision } from './renewalHazard.ts';
import { seededRandom } from '../statistics/randomness.ts';
import { logistic } from '../statistics/specialFunctions.ts';

const good: Moment = {
  position: 'realized',
  dip: 'none',
  consent: true,
  openCases: [],
  overduePromises: 0,
  daysInvoiceOverdue: 0,
  handoffOpen: false,
  firstValueReached: true,
  daysSinceLastAsk: null,
};

describe('is this a moment to sell?', () => {
  it('green with realized value and nothing open', () => {
    expect(momentCheck(good)).toEqual({
      light: 'green',
      advice: 'sell',
      reasons: [{ reason: 'realized value', light: 'green' }],
    });
    expect(momentCheck({ ...good, position: 'enlightenment' }).reasons[0]!.reason).toBe('nothing stands against it');
  });

  it.each([
    ['in a bad dip', { dip: 'bad' }, 'bad dip'],
    ['with a severe case open', { openCases: [{ severity: 'critical', late: false }] }, 'severe case open'],
    ['without consent', { consent: false }, 'no consent'],
    ['with several promises overdue', { overduePromises: 2 }, 'several promises overdue'],
  ] as const)('repair, do not sell %s', (_, change, reason) => {
    const verdict = momentCheck({ ...good, ...change });
    expect(verdict).toMatchObject({ light: 'red', advice: 'repair' });
    expect(verdict.reasons[0]).toEqual({ reason, light: 'red' });
  });

  it.each([
    [{ dip: 'expected' }, 'expected dip'],
    [{ openCases: [{ severity: 'normal', late: false }] }, 'cases open'],
    [{ openCases: [{ severity: 'low', late: true }] }, 'case late'],
    [{ overduePromises: 1 }, 'promise overdue'],
    [{ daysInvoiceOverdue: 5 }, 'invoice overdue'],
    [{ handoffOpen: true }, 'handoff open'],
    [{ firstValueReached: false }, 'first value not reached'],
    [{ daysSinceLastAsk: 10 }, 'asked recently'],
  ] as const)('wait where %j', (change, reason) => {
    expect(momentCheck({ ...good, ...change })).toEqual({
      light: 'amber',
      advice: 'wait',
      reasons: [{ reason, light: 'amber' }],
    });
  });

  it('the worst reason decides and all are shown, the worst first', () => {
    const verdict = momentCheck({ ...good, daysInvoiceOverdue: 3, dip: 'bad' });
    expect(verdict.reasons.map((r) => r.reason)).toEqual(['bad dip', 'invoice overdue']);
  });
});

describe('who will not renew', () => {
  it('without data the shipped default speaks, and says that it is one', () => {
    const hazard = fitRenewalHazard(['trust'], []);
    expect(hazard.calibrated).toBe(false);
    const first = renewalRisk(hazard, { renewals: 0, features: [0] });
    expect(first.probability).toBeCloseTo(logistic(-2), 12);
    expect(renewalRisk(hazard, { renewals: 5, features: [0] }).probability).toBeLessThan(first.probability);
  });

  it('finds from past decisions that low trust loses renewals, and its parts sum up to the risk', () => {
    const random = seededRandom(6);
    const decisions: RenewalDecision[] = Array.from({ length: 1500 }, () => {
      const trust = random() * 4 - 2;
      const renewals = Math.floor(random() * 6);
      return { renewals, features: [trust], lost: random() < logistic(-1.5 - 0.5 * Math.log1p(renewals) - trust) };
    });
    const hazard = fitRenewalHazard(['trust'], decisions);
    expect(hazard.calibrated).toBe(true);
    const risk = renewalRisk(hazard, { renewals: 2, features: [-1.5] });
    expect(risk.features[0]!.contribution).toBeGreaterThan(1);
    expect(logistic(risk.base + risk.tenure + risk.features[0]!.contribution)).toBeCloseTo(risk.probability, 12);
    expect(renewalRisk(hazard, { renewals: 2, features: [1.5] }).probability).toBeLessThan(risk.probability);
  });
});
