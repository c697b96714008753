/** Whom to contact today, and why: one row per relationship, most urgent first. Advice with its evidence, never a verdict. */
import { millisecondsPerDay } from './cycle.ts';
import type { HandoffDuty } from '../ownership/handoffClock.ts';
import type { Phase, Position } from './vocabulary.ts';

export type Group =
  | 'alarm'
  | 'promise'
  | 'handoff'
  | 'next step'
  | 'stuck sale'
  | 'cold sale'
  | 'case'
  | 'renewal'
  | 'spotted'
  | 'champion moved'
  | 'ask now'
  | 'warm';

/** What is known of one relationship that may belong on the list. Times in milliseconds. */
export interface Facts {
  accountId: string;
  phase: Phase;
  position: Position;
  probability: number;
  trust: number;
  interest: number;
  trustChange: number;
  interestChange: number;
  lastTouchAt: number | null;
  closedAt: number | null;
  alarmForecastAt: number | null;
  /** The running alarm, if it is for the people whose list this is. */
  alarm: {
    id: string;
    version: number;
    severity: number;
    state: string;
    answerBy: number;
    play: string;
    signals: readonly { kind: string; amount: number | null }[];
  } | null;
  nextStep: { id: string; what: string; dueAt: number; version: number } | null;
  /** The latest bad touchpoint of the last 60 days. */
  worst: { kind: string; subject: string; at: number; trust: number } | null;
  /** The latest contact, for a row whose only reason is its date. */
  last: { kind: string; subject: string; at: number } | null;
  /** The open promise that is due first, or that has no date and waits. */
  openPromise: { id: string; version: number; subject: string; at: number; dueAt: number | null } | null;
  /** Late: the day on which it should have been decided has passed. Worth: the amount in the workspace's currency, 0 without a rate. */
  stuckSale: {
    id: string;
    name: string;
    stage: string;
    days: number;
    amount: number;
    currency: string;
    worth: number;
    closeOn: number | null;
    late: boolean;
  } | null;
  openCase: { id: string; subject: string; severity: string; days: number; dueAt?: number | null } | null;
  /** What a colleague noticed there and waits for an answer to; the most urgent one. */
  spotted?: { id: string; what: string; originator: string; dueAt: number } | null;
  /** A contract that comes up: decided by the day on which notice can be given, else on which it renews. */
  renewal?: { id: string; name: string; renewsOn: number; decideBy: number } | null;
  /** A person of another customer who went there: did they take us along? */
  champion?: { id: string; evidence: string } | null;
  askedAt: number | null;
  /** Nothing stands against asking them for a referral: realized value, trust, consent, no dip, not asked lately. */
  mayAsk: boolean;
  handedOver: boolean;
  /** What is to be done next on its handoff, if it is this person's turn. */
  handoff: { id: string; signedAt: number; duty: HandoffDuty['duty']; dueAt: number } | null;
}

export type Phrase = { code: string } & Record<string, unknown>;

export interface Row {
  accountId: string;
  group: Group;
  why: Phrase[];
  todo: Phrase;
  dueAt: number | null;
  overdue: boolean;
}

/** Days ahead that the list looks. */
export const ahead = 4;
const recentClose = 30;
/** Days after which a sale whose day has passed is no longer stuck but cold: one asks whether it is alive at all. */
export const coldAfter = 180;
/** Cold sales on one day's list: whoever brings in an old base has hundreds, and nobody asks about hundreds in a day. */
export const coldADay = 10;

/** The row of one relationship, or null when nothing needs doing. */
export function rowOf(facts: Facts, now: number): Row | null {
  const reasons = reasonsOf(facts, now);
  const first = reasons[0];
  if (!first) return null;
  const why = reasons.slice(0, 3).map((r) => r.why);
  const evidence = why.filter((phrase) => phrase.code !== 'next step due').length;
  if (facts.last && evidence < 2) why.push({ code: 'last touchpoint', ...facts.last });
  const step = facts.nextStep;
  const stepSoon = step !== null && step.dueAt <= endOfDay(now + ahead * millisecondsPerDay);
  const dueAt = stepSoon ? step.dueAt : first.dueAt;
  return {
    accountId: facts.accountId,
    group: first.group,
    why,
    // Whoever waits for an answer waits for it, whatever else is planned.
    todo:
      step && first.group !== 'spotted' && first.group !== 'champion moved'
        ? { code: 'planned', what: step.what }
        : first.todo,
    dueAt,
    overdue: dueAt !== null && dueAt < now,
  };
}

/** For a day on which nothing is due: the relationship that fades next, and what one knows of it. */
export function warmRow(facts: Facts, now: number): Row {
  const silent = facts.lastTouchAt === null ? null : Math.floor((now - facts.lastTouchAt) / millisecondsPerDay);
  const why: Phrase[] = [silent === null ? { code: 'never contacted' } : { code: 'silent', days: silent }];
  if (facts.last) why.push({ code: 'last touchpoint', ...facts.last });
  return { accountId: facts.accountId, group: 'warm', why, todo: { code: 'call' }, dueAt: null, overdue: false };
}

interface Reason {
  group: Group;
  why: Phrase;
  todo: Phrase;
  dueAt: number | null;
}

function reasonsOf(facts: Facts, now: number): Reason[] {
  const reasons: Reason[] = [];
  const today = endOfDay(now);
  const silentDays = facts.lastTouchAt === null ? null : Math.floor((now - facts.lastTouchAt) / millisecondsPerDay);
  if (facts.alarm) {
    const { severity, state, answerBy, play, signals } = facts.alarm;
    const dueAt = state === 'open' ? answerBy : today;
    if (facts.worst)
      reasons.push({
        group: 'alarm',
        why: { code: 'bad touchpoint', kind: facts.worst.kind, subject: facts.worst.subject, at: facts.worst.at },
        todo: { code: 'play', play },
        dueAt,
      });
    reasons.push(
      ...signals.slice(0, 2).map(({ kind, amount }): Reason => ({
        group: 'alarm',
        why: { code: 'signal', signal: kind, amount, severity },
        todo: { code: 'play', play },
        dueAt,
      })),
    );
    if (signals.length === 0 && !facts.worst)
      reasons.push({
        group: 'alarm',
        why: { code: 'disillusioned', probability: facts.probability },
        todo: { code: 'play', play },
        dueAt,
      });
  }
  if (facts.openPromise) {
    const { subject, at, dueAt } = facts.openPromise;
    const overdue = dueAt !== null && endOfDay(dueAt) < now;
    reasons.push({
      group: 'promise',
      why: overdue ? { code: 'promise overdue', subject, at: dueAt } : { code: 'promise open', subject, at },
      todo: { code: 'keep promise', subject },
      dueAt: dueAt === null ? today : endOfDay(dueAt),
    });
  }
  if (facts.handoff) {
    const { duty, signedAt, dueAt } = facts.handoff;
    reasons.push({
      group: 'handoff',
      why: {
        code: duty === 'accept' ? 'handoff offered' : duty === 'offer' ? 'closed, not handed over' : 'not introduced',
        at: signedAt,
      },
      todo: { code: `${duty} handoff` },
      dueAt,
    });
  } else if (
    facts.closedAt !== null &&
    !facts.handedOver &&
    facts.phase === 'ownership' &&
    now - facts.closedAt < recentClose * millisecondsPerDay
  ) {
    reasons.push({
      group: 'handoff',
      why: { code: 'closed, not handed over', at: facts.closedAt },
      todo: { code: 'introduce account manager' },
      dueAt: Math.max(now, facts.closedAt + 3 * millisecondsPerDay),
    });
  }
  if (facts.spotted) {
    reasons.push({
      group: 'spotted',
      why: { code: 'spotted', what: facts.spotted.what, who: facts.spotted.originator },
      todo: { code: 'answer spotted', note: facts.spotted.id },
      dueAt: facts.spotted.dueAt,
    });
  }
  if (facts.nextStep && facts.nextStep.dueAt <= today + ahead * millisecondsPerDay) {
    reasons.push({
      group: 'next step',
      why:
        facts.nextStep.dueAt < now
          ? { code: 'next step overdue', dueAt: facts.nextStep.dueAt }
          : { code: 'next step due', dueAt: facts.nextStep.dueAt },
      todo: { code: 'planned', what: facts.nextStep.what },
      dueAt: facts.nextStep.dueAt,
    });
  }
  const caseDue = facts.openCase?.dueAt ?? null;
  if (facts.openCase && caseDue !== null && caseDue <= today) {
    // What we promised in service: its clock runs out today, or has.
    const code = caseDue <= now ? 'promise of case broken' : 'promise of case due';
    reasons.push({
      group: 'case',
      why: { code, subject: facts.openCase.subject, at: caseDue },
      todo: { code: 'solve case', subject: facts.openCase.subject },
      dueAt: caseDue,
    });
  } else if (facts.openCase && (facts.openCase.severity === 'severe' || facts.openCase.severity === 'high')) {
    reasons.push({
      group: 'case',
      why: {
        code: 'case open',
        subject: facts.openCase.subject,
        severity: facts.openCase.severity,
        days: facts.openCase.days,
      },
      todo: { code: 'solve case', subject: facts.openCase.subject },
      dueAt: today,
    });
  }
  if (facts.champion) {
    reasons.push({
      group: 'champion moved',
      why: { code: 'champion moved', evidence: facts.champion.evidence },
      todo: { code: 'say whether they took us along', suggestion: facts.champion.id },
      dueAt: null,
    });
  }
  if (facts.renewal) {
    const { name, renewsOn, decideBy } = facts.renewal;
    reasons.push({
      group: 'renewal',
      why: { code: 'renewal due', name, at: renewsOn },
      todo: { code: 'prepare renewal', name },
      dueAt: decideBy,
    });
  }
  if (facts.stuckSale) reasons.push(stuckReason(facts.stuckSale, now));
  if (facts.alarmForecastAt !== null && facts.alarmForecastAt < now + 14 * millisecondsPerDay) {
    reasons.push({
      group: 'warm',
      why: { code: 'alarm ahead', at: facts.alarmForecastAt },
      todo: { code: 'call before', at: facts.alarmForecastAt },
      dueAt: facts.alarmForecastAt,
    });
  }
  if (facts.mayAsk && !facts.openCase) {
    reasons.push({
      group: 'ask now',
      why:
        facts.askedAt === null
          ? { code: 'value realized, never asked' }
          : { code: 'value realized, not asked', days: Math.floor((now - facts.askedAt) / millisecondsPerDay) },
      todo: { code: 'ask for referral' },
      dueAt: null,
    });
  }
  if (silentDays !== null && silentDays >= 14 && reasons.length > 0)
    reasons.push({ group: 'warm', why: { code: 'silent', days: silentDays }, todo: { code: 'call' }, dueAt: null });
  return reasons;
}

function stuckReason(
  { name, stage, days, late, closeOn, amount, currency }: NonNullable<Facts['stuckSale']>,
  now: number,
): Reason {
  const why = late ? { code: 'close date passed', name, at: closeOn } : { code: 'long in stage', stage, days, name };
  if (late && closeOn !== null && now - closeOn > coldAfter * millisecondsPerDay)
    return {
      group: 'cold sale',
      why: { ...why, amount, currency },
      todo: { code: 'settle cold sale', name },
      dueAt: null,
    };
  return { group: 'stuck sale', why, todo: { code: 'ask for decision', name }, dueAt: null };
}

const rank: Record<Group, number> = {
  alarm: 0,
  promise: 1,
  handoff: 1,
  'next step': 1,
  case: 1,
  spotted: 1,
  'champion moved': 2,
  'stuck sale': 2,
  renewal: 2,
  'ask now': 3,
  'cold sale': 4,
  warm: 5,
};

export type Staked = Row & { stake: number };

/** Alarms by their clock, then what is due by its date, then the rest by what is at stake; of cold sales only the first few. */
export function mostUrgentFirst(rows: readonly Staked[]): Staked[] {
  const ordered = rows.toSorted(
    (a, b) =>
      (a.group === 'alarm' ? 0 : 1) - (b.group === 'alarm' ? 0 : 1) ||
      (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity) ||
      rank[a.group] - rank[b.group] ||
      b.stake - a.stake ||
      (a.accountId < b.accountId ? -1 : 1),
  );
  let cold = 0;
  return ordered.filter((row) => row.group !== 'cold sale' || ++cold <= coldADay);
}

/** A year's revenue, or the sale that waits, whichever is more. */
export const stakeOf = (facts: Facts & { revenue: number }): number =>
  Math.max(facts.revenue, facts.stuckSale?.worth ?? 0);

function endOfDay(at: number): number {
  return Math.ceil((at + 1) / millisecondsPerDay) * millisecondsPerDay - 1;
}
