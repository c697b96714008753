/** What speaks for a relationship going bad after the close, each with its evidence and how much it weighs. */
export const signalKinds = [
  'contact thins out',
  'no introduction',
  'kick-off late',
  'champion silent',
  'promise overdue',
  'first value slipped',
  'case reopened',
  'severe case open',
  'low survey',
  'invoice overdue',
  'sponsor left',
  'trust below the band',
  'forecast crosses into disillusionment',
] as const;
export type SignalKind = (typeof signalKinds)[number];

/** 1 worth knowing, 2 worth a call, 3 worth dropping something else for. */
export type Severity = 1 | 2 | 3;

export type Signal = {
  kind: SignalKind;
  severity: Severity;
  since: Date;
  evidence: readonly string[];
  amount: number | null;
};

/** What is known of an account after its close; ids are those of the touchpoints, promises, cases and people behind it. */
export type AfterCloseFacts = {
  closedAt: Date;
  /** Conversations (not our unanswered outreach) in the 45 days before the close, and in the last 45 days. */
  contactsBefore: number;
  contactsLately: number;
  introducedAt: Date | null;
  kickOffDueOn: Date | null;
  kickOffAt: Date | null;
  champions: readonly { id: string; lastContactAt: Date | null }[];
  overduePromises: readonly { id: string; dueOn: Date }[];
  firstValueDueOn: Date | null;
  firstValueAt: Date | null;
  reopenedCases: readonly { id: string; at: Date }[];
  severeOpenCases: readonly { id: string; at: Date }[];
  /** Answers at the poor end of their scale within the last 90 days. */
  lowSurveys: readonly { id: string; at: Date }[];
  overdueInvoices: readonly { id: string; dueOn: Date }[];
  sponsorsLeft: readonly { id: string; at: Date }[];
  /** Points below the expected band of the sale type, and since when; null inside the band. */
  trustBelowBand: { points: number; since: Date } | null;
  /** When the forecast without contact crosses the threshold; null when it does not. */
  crossesOn: Date | null;
  /** Can silence be seen at all? False where no channel of this account is connected. */
  channelsConnected: boolean;
};

const day = 86_400_000;
const daysBetween = (from: Date, to: Date) => Math.floor((to.getTime() - from.getTime()) / day);

/** All signals as of `now`, heaviest first. */
export function signalsOf(facts: AfterCloseFacts, now: Date): Signal[] {
  const signals = [
    ...silenceSignals(facts, now),
    ...deliverySignals(facts, now),
    ...serviceSignals(facts, now),
    ...modelSignals(facts, now),
  ];
  return signals.sort((a, b) => b.severity - a.severity || a.since.getTime() - b.since.getTime());
}

function silenceSignals(facts: AfterCloseFacts, now: Date): Signal[] {
  const signals: Signal[] = [];
  const sinceClose = daysBetween(facts.closedAt, now);
  const lost = facts.contactsBefore > 0 ? 1 - facts.contactsLately / facts.contactsBefore : 0;
  if (facts.channelsConnected && sinceClose >= 30 && facts.contactsBefore >= 3 && lost >= 0.6)
    signals.push({
      kind: 'contact thins out',
      severity: facts.contactsLately === 0 ? 2 : 1,
      since: new Date(facts.closedAt.getTime() + 30 * day),
      evidence: [],
      amount: lost,
    });
  if (facts.introducedAt === null && sinceClose > 10)
    signals.push({
      kind: 'no introduction',
      severity: sinceClose > 21 ? 2 : 1,
      since: new Date(facts.closedAt.getTime() + 10 * day),
      evidence: [],
      amount: sinceClose,
    });
  const silent = facts.champions.filter(({ lastContactAt }) => daysBetween(lastContactAt ?? facts.closedAt, now) > 30);
  if (facts.channelsConnected && silent.length > 0 && silent.length === facts.champions.length) {
    const last = new Date(Math.max(...silent.map(({ lastContactAt }) => (lastContactAt ?? facts.closedAt).getTime())));
    signals.push({
      kind: 'champion silent',
      severity: 2,
      since: new Date(last.getTime() + 30 * day),
      evidence: silent.map(({ id }) => id),
      amount: daysBetween(last, now),
    });
  }
  return signals;
}

function deliverySignals(facts: AfterCloseFacts, now: Date): Signal[] {
  const signals: Signal[] = [];
  const late = (dueOn: Date | null, doneAt: Date | null) => (dueOn && doneAt === null ? daysBetween(dueOn, now) : 0);
  const kickOffLate = late(facts.kickOffDueOn, facts.kickOffAt);
  if (kickOffLate > 0)
    signals.push({
      kind: 'kick-off late',
      severity: kickOffLate > 14 ? 2 : 1,
      since: facts.kickOffDueOn!,
      evidence: [],
      amount: kickOffLate,
    });
  const valueLate = late(facts.firstValueDueOn, facts.firstValueAt);
  if (valueLate > 0)
    signals.push({
      kind: 'first value slipped',
      severity: valueLate > 30 ? 3 : 2,
      since: facts.firstValueDueOn!,
      evidence: [],
      amount: valueLate,
    });
  if (facts.overduePromises.length > 0)
    signals.push({
      kind: 'promise overdue',
      severity: facts.overduePromises.length > 1 ? 3 : 2,
      since: earliest(facts.overduePromises.map(({ dueOn }) => dueOn)),
      evidence: facts.overduePromises.map(({ id }) => id),
      amount: facts.overduePromises.length,
    });
  return signals;
}

function serviceSignals(facts: AfterCloseFacts, now: Date): Signal[] {
  const invoices = facts.overdueInvoices.map(({ id, dueOn }) => ({ id, at: dueOn }));
  const longOverdue = invoices.some(({ at }) => daysBetween(at, now) > 30);
  return [
    ...signalOf('case reopened', facts.reopenedCases.length > 1 ? 3 : 2, facts.reopenedCases),
    ...signalOf('severe case open', 3, facts.severeOpenCases),
    ...signalOf('low survey', 2, facts.lowSurveys),
    ...signalOf('invoice overdue', longOverdue ? 2 : 1, invoices),
    ...signalOf('sponsor left', 3, facts.sponsorsLeft),
  ];
}

function modelSignals(facts: AfterCloseFacts, now: Date): Signal[] {
  const signals: Signal[] = [];
  if (facts.trustBelowBand)
    signals.push({
      kind: 'trust below the band',
      severity: facts.trustBelowBand.points > 20 ? 3 : facts.trustBelowBand.points > 8 ? 2 : 1,
      since: facts.trustBelowBand.since,
      evidence: [],
      amount: facts.trustBelowBand.points,
    });
  if (facts.crossesOn && daysBetween(now, facts.crossesOn) <= 21)
    signals.push({
      kind: 'forecast crosses into disillusionment',
      severity: facts.crossesOn <= now ? 2 : 1,
      since: now,
      evidence: [],
      amount: daysBetween(now, facts.crossesOn),
    });
  return signals;
}

function signalOf(kind: SignalKind, severity: Severity, records: readonly { id: string; at: Date }[]): Signal[] {
  if (records.length === 0) return [];
  const since = earliest(records.map(({ at }) => at));
  return [{ kind, severity, since, evidence: records.map(({ id }) => id), amount: records.length }];
}

const earliest = (dates: readonly Date[]) => new Date(Math.min(...dates.map((date) => date.getTime())));
