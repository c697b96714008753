import { describe, expect, it } from 'vitest';

import { decideAlarm, moveAlarm, playFor, type Alarm, type Assessment } from './alarm.ts';
import { alarmQuality } from './alarmQuality.ts';
import { dipNorm, judgeDip } from './dip.ts';
import { signalsOf, type AfterCloseFacts, type Signal } from './signals.ts';

const dayMilliseconds = 86_400_000;
const closedAt = new Date('2026-01-01');
const onDay = (n: number) => new Date(closedAt.getTime() + n * dayMilliseconds);

const engaged: AfterCloseFacts = {
  closedAt,
  contactsBefore: 6,
  contactsLately: 5,
  introducedAt: onDay(4),
  kickOffDueOn: onDay(14),
  kickOffAt: onDay(10),
  champions: [{ id: 'Ada', lastContactAt: onDay(30) }],
  overduePromises: [],
  firstValueDueOn: onDay(60),
  firstValueAt: onDay(45),
  reopenedCases: [],
  severeOpenCases: [],
  lowSurveys: [],
  overdueInvoices: [],
  sponsorsLeft: [],
  trustBelowBand: null,
  crossesOn: null,
  channelsConnected: true,
};
const neglected: AfterCloseFacts = {
  ...engaged,
  contactsLately: 0,
  introducedAt: null,
  kickOffAt: null,
  champions: [{ id: 'Ada', lastContactAt: onDay(1) }],
  firstValueAt: null,
};

const norm = dipNorm('commercial', []);
const assess = (facts: AfterCloseFacts, now: Date, probability = 0.3, depth = 15): Assessment => {
  const signals = signalsOf(facts, now);
  const daysSinceClose = (now.getTime() - closedAt.getTime()) / dayMilliseconds;
  return {
    account: 'Acme',
    owner: 'Fred',
    probabilityOfDisillusionment: probability,
    threshold: 0.6,
    dip: judgeDip({ inDisillusionment: probability > 0.5, depth, daysSinceClose }, signals, norm),
    signals,
  };
};
const openAlarm = (facts: AfterCloseFacts, now: Date): Alarm => {
  const decision = decideAlarm(assess(facts, now), null, now);
  if (decision.decision !== 'open') throw new Error(decision.decision);
  return decision.alarm;
};

describe('a neglected customer raises an alarm, an engaged one never', () => {
  it('long before day 95, with the right reasons, to one person with one play', () => {
    const firstDay = Array.from({ length: 95 }, (_, n) => n).find(
      (n) => decideAlarm(assess(neglected, onDay(n)), null, onDay(n)).decision === 'open',
    );
    expect(firstDay).toBeLessThan(60);
    const alarm = openAlarm(neglected, onDay(70));
    expect(alarm.signals.map((signal) => signal.kind)).toEqual([
      'no introduction',
      'kick-off late',
      'contact thins out',
      'champion silent',
      'first value slipped',
    ]);
    expect(alarm).toMatchObject({ owner: 'Fred', state: 'open', play: 'introduce the farmer' });
    expect(alarm.answerBy.getTime()).toBeGreaterThan(onDay(70).getTime());
  });

  it('an engaged customer never, not even in the dip that everybody goes through', () => {
    for (let n = 0; n <= 200; n++) {
      const facts = { ...engaged, champions: [{ id: 'Ada', lastContactAt: onDay(Math.max(0, n - 10)) }] };
      const probability = n > 10 && n < 70 ? 0.7 : 0.2;
      expect(decideAlarm(assess(facts, onDay(n), probability), null, onDay(n)).decision).not.toBe('open');
    }
  });

  it('silence says nothing where no channel is connected', () => {
    const blind = {
      ...neglected,
      channelsConnected: false,
      introducedAt: onDay(3),
      kickOffAt: onDay(9),
      firstValueAt: onDay(40),
    };
    expect(signalsOf(blind, onDay(80))).toEqual([]);
  });

  it.each([
    ['sponsor left', { sponsorsLeft: [{ id: 'Sue', at: onDay(50) }] }, 3],
    ['promise overdue', { overduePromises: [{ id: 'p1', dueOn: onDay(50) }] }, 2],
    [
      'case reopened',
      {
        reopenedCases: [
          { id: 'c1', at: onDay(50) },
          { id: 'c1', at: onDay(55) },
        ],
      },
      3,
    ],
    ['low survey', { lowSurveys: [{ id: 's1', at: onDay(50) }] }, 2],
    ['invoice overdue', { overdueInvoices: [{ id: 'i1', dueOn: onDay(55) }] }, 1],
    ['severe case open', { severeOpenCases: [{ id: 'c2', at: onDay(58) }] }, 3],
    ['trust below the band', { trustBelowBand: { points: 12, since: onDay(40) } }, 2],
    ['forecast crosses into disillusionment', { crossesOn: onDay(70) }, 1],
  ] as const)('%s is seen with its weight and evidence', (kind, change, severity) => {
    const champions = [{ id: 'Ada', lastContactAt: onDay(55) }];
    expect(signalsOf({ ...engaged, champions, ...change }, onDay(60))).toMatchObject([{ kind, severity }]);
  });
});

const judge = (depth: number, daysSinceClose: number, signals: Signal[] = []) =>
  judgeDip({ inDisillusionment: true, depth, daysSinceClose }, signals, norm);

describe('an expected dip is told from a bad one', () => {
  it('by depth, length and severe signals', () => {
    expect(judge(15, 40)).toMatchObject({ dip: 'expected', because: 'within the norm' });
    expect(judge(35, 40)).toMatchObject({ dip: 'bad', because: 'too deep' });
    expect(judge(15, 130)).toMatchObject({ dip: 'bad', because: 'too long' });
    const severe: Signal = { kind: 'sponsor left', severity: 3, since: onDay(30), evidence: ['Sue'], amount: 1 };
    expect(judge(15, 40, [severe])).toMatchObject({ dip: 'bad', because: 'severe signal' });
    expect(judgeDip({ inDisillusionment: false, depth: 0, daysSinceClose: 9 }, [], norm).dip).toBe('none');
  });

  it('by the own past once twenty dips are known, with their number shown', () => {
    const past = Array.from({ length: 40 }, (_, i) => ({ saleType: 'commercial' as const, depth: i, days: 2 * i }));
    expect(dipNorm('commercial', past.slice(0, 19))).toMatchObject({ origin: 'shipped default', n: 19 });
    expect(dipNorm('commercial', past)).toMatchObject({
      origin: 'own past',
      n: 40,
      days: 2 * dipNorm('commercial', past).depth,
    });
    expect(dipNorm('retail', past).n).toBe(0);
  });

  it('a bad dip opens an alarm at the threshold, an expected one goes to the weekly digest', () => {
    const calm = { ...engaged, champions: [] };
    expect(decideAlarm(assess(calm, onDay(40), 0.7), null, onDay(40))).toEqual({
      decision: 'digest',
      reason: 'expected dip',
    });
    expect(decideAlarm(assess(calm, onDay(40), 0.7, 40), null, onDay(40)).decision).toBe('open');
    expect(decideAlarm(assess(calm, onDay(40), 0.59, 40), null, onDay(40)).decision).toBe('none');
  });
});

const signal = (kind: Signal['kind'], severity: Signal['severity']): Signal => ({
  kind,
  severity,
  since: closedAt,
  evidence: [],
  amount: null,
});

describe('one alarm per account', () => {
  const running = openAlarm(neglected, onDay(70));

  it('takes new reasons in instead of ringing again', () => {
    const worse = { ...neglected, sponsorsLeft: [{ id: 'Sue', at: onDay(72) }] };
    const decision = decideAlarm(assess(worse, onDay(73)), running, onDay(73));
    if (decision.decision !== 'extend') throw new Error(decision.decision);
    expect(decision.alarm.signals.map((signal) => signal.kind)).toContain('sponsor left');
    expect(decision.alarm.openedAt).toEqual(running.openedAt);
    expect(decideAlarm(assess(neglected, onDay(71)), running, onDay(71)).decision).toBe('none');
  });

  it('rests after it ended, but not for something new and severe', () => {
    const ended = moveAlarm({ ...running, state: 'in recovery' }, 'recovered', onDay(80));
    if ('refused' in ended) throw new Error(ended.refused);
    expect(decideAlarm(assess(neglected, onDay(85)), ended.alarm, onDay(85)).decision).toBe('rest');
    const shock = { ...neglected, sponsorsLeft: [{ id: 'Sue', at: onDay(84) }] };
    expect(decideAlarm(assess(shock, onDay(85)), { ...ended.alarm, severity: 3 }, onDay(85)).decision).toBe('open');
    expect(decideAlarm(assess(neglected, onDay(120)), ended.alarm, onDay(120)).decision).toBe('open');
  });

  it('moves only forward, and calling it false needs the reason', () => {
    expect(moveAlarm(running, 'recovered', onDay(71))).toEqual({ refused: 'not from here' });
    expect(moveAlarm(running, 'false alarm', onDay(71))).toEqual({ refused: 'say why it was false' });
    expect(moveAlarm(running, 'false alarm', onDay(71), 'They were on holiday')).toMatchObject({
      alarm: { state: 'false alarm', endedAt: onDay(71), note: 'They were on holiday' },
    });
    expect(moveAlarm(running, 'acknowledged', onDay(71))).toMatchObject({ alarm: { endedAt: null } });
  });

  it('its play addresses the heaviest reason', () => {
    expect(playFor([signal('invoice overdue', 1), signal('sponsor left', 3)])).toBe('win a new sponsor');
    expect(playFor([])).toBe('executive call');
  });
});

const endedAlarm = (account: string, state: Alarm['state'], opened: number): Alarm => ({
  ...openAlarm(neglected, onDay(70)),
  account,
  state,
  openedAt: onDay(opened),
  endedAt: onDay(opened + 20),
});

describe('how far the alarm can be trusted', () => {
  it('precision, recall, lead time and the customers lost without an alarm', () => {
    const quality = alarmQuality(
      [
        endedAlarm('A', 'recovered', 0),
        endedAlarm('B', 'lost', 10),
        endedAlarm('C', 'false alarm', 20),
        endedAlarm('D', 'recovered', 5),
      ],
      [
        { account: 'B', lostAt: onDay(60) },
        { account: 'E', lostAt: onDay(70) },
      ],
    );
    expect(quality.precision).toMatchObject({ share: 0.75, n: 4 });
    expect(quality.recall).toMatchObject({ share: 0.5, n: 2 });
    expect(quality.recovered.share).toBeCloseTo(2 / 3, 12);
    expect(quality.leadDays).toBe(50);
    expect(quality.missed).toEqual([{ account: 'E', lostAt: onDay(70) }]);
    expect(alarmQuality([], []).precision).toMatchObject({ share: null, n: 0 });
  });
});

it('stays quiet about a customer of years ago, until something happens with them', () => {
  const below: Signal = { kind: 'trust below the band', severity: 3, since: onDay(90), evidence: [], amount: null };
  const base = {
    account: 'a',
    owner: 'o',
    probabilityOfDisillusionment: 0.99,
    threshold: 0.6,
    dip: judgeDip({ inDisillusionment: true, depth: 40, daysSinceClose: 900 }, [below], dipNorm('commercial', [])),
    signals: [below],
  };
  expect(decideAlarm({ ...base, lastAt: onDay(30) }, null, onDay(900)).decision).toBe('none');
  expect(decideAlarm({ ...base, lastAt: onDay(880) }, null, onDay(900)).decision).toBe('open');
  const reopened: Signal = { ...below, kind: 'case reopened' };
  expect(decideAlarm({ ...base, signals: [below, reopened], lastAt: onDay(30) }, null, onDay(900)).decision).toBe(
    'open',
  );
});
