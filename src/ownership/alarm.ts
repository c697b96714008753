import type { DipVerdict } from './dip.ts';
import type { Severity, Signal } from './signals.ts';

/**
 * The disillusionment alarm: one per account, with all its reasons, to one named person, with one play and a clock. It is
 * rare enough to be believed: mild cases wait for the weekly digest, and after it ended it rests for a while.
 */
export const alarmStates = ['open', 'acknowledged', 'in recovery', 'recovered', 'lost', 'false alarm'] as const;
export type AlarmState = (typeof alarmStates)[number];

export type Alarm = {
  account: string;
  owner: string;
  state: AlarmState;
  severity: Severity;
  signals: readonly Signal[];
  play: string;
  openedAt: Date;
  /** By when the owner has to answer. */
  answerBy: Date;
  endedAt: Date | null;
  /** Why it was called false. */
  note: string | null;
};

export type Assessment = {
  account: string;
  /** The named person: the farmer, else the owner. */
  owner: string;
  probabilityOfDisillusionment: number;
  threshold: number;
  dip: DipVerdict;
  signals: readonly Signal[];
  /** When anything last happened between us; null when that is not known. */
  lastAt?: Date | null;
};

export type AlarmDecision =
  | { decision: 'open'; alarm: Alarm }
  | { decision: 'extend'; alarm: Alarm }
  | { decision: 'digest'; reason: 'expected dip' | 'mild' }
  | { decision: 'rest'; until: Date }
  | { decision: 'none' };

const day = 86_400_000;
export const alarmRules = {
  coolDownDays: 30,
  answerDays: { 1: 5, 2: 2, 3: 1 } as Record<Severity, number>,
  pointsToOpen: 4,
  /** Who has heard nothing for so long is to be won back in their own time: trust that faded years ago rings no bell today. */
  asleepAfterDays: 365,
};

/**
 * What to do about one account now. Opens when P(disillusionment) reaches the threshold in anything but an expected dip, or
 * when the signals add up to four points with at least one worth a call. A running alarm takes new reasons in. After one has
 * ended, a new one opens within the cool-down only for something worse, or for a severe signal that is new.
 */
export function decideAlarm(assessment: Assessment, last: Alarm | null, now: Date, rules = alarmRules): AlarmDecision {
  if (isAsleep(assessment, now, rules)) return { decision: 'none' };
  const severity = severityOf(assessment, rules);
  if (last && !isEnded(last))
    return severity === null ? { decision: 'none' } : extend(last, assessment, severity, now, rules);
  if (severity === null) return mildDecision(assessment);
  if (last?.endedAt) {
    const until = new Date(last.endedAt.getTime() + rules.coolDownDays * day);
    const isNewAndSevere = assessment.signals.some((signal) => signal.severity === 3 && signal.since > last.endedAt!);
    if (now < until && severity <= last.severity && !isNewAndSevere) return { decision: 'rest', until };
  }
  return {
    decision: 'open',
    alarm: {
      account: assessment.account,
      owner: assessment.owner,
      state: 'open',
      severity,
      signals: assessment.signals,
      play: playFor(assessment.signals),
      openedAt: now,
      answerBy: new Date(now.getTime() + rules.answerDays[severity] * day),
      endedAt: null,
      note: null,
    },
  };
}

/** Silent for a year, and nothing speaks but the level itself: an old history that was brought in is no emergency. */
function isAsleep({ lastAt, signals }: Assessment, now: Date, rules: typeof alarmRules): boolean {
  const silent = lastAt ? now.getTime() - lastAt.getTime() > rules.asleepAfterDays * day : false;
  return silent && signals.every((signal) => signal.kind === 'trust below the band');
}

/** Null: not worth an alarm. */
function severityOf(
  { probabilityOfDisillusionment, threshold, dip, signals }: Assessment,
  rules: typeof alarmRules,
): Severity | null {
  const worst = signals.reduce<number>((max, signal) => Math.max(max, signal.severity), 0);
  const points = signals.reduce((sum, signal) => sum + signal.severity, 0);
  const byModel = probabilityOfDisillusionment >= threshold && dip.dip !== 'expected';
  const bySignals = points >= rules.pointsToOpen && worst >= 2;
  if (!byModel && !bySignals) return null;
  if (worst === 3 || (byModel && bySignals)) return 3;
  return byModel || points >= 6 ? 2 : 1;
}

function mildDecision({ dip, signals }: Assessment): AlarmDecision {
  if (dip.dip === 'expected') return { decision: 'digest', reason: 'expected dip' };
  return signals.length > 0 ? { decision: 'digest', reason: 'mild' } : { decision: 'none' };
}

function extend(
  alarm: Alarm,
  { signals }: Assessment,
  severity: Severity,
  now: Date,
  rules: typeof alarmRules,
): AlarmDecision {
  const known = new Set(alarm.signals.map((signal) => signal.kind));
  const isUnchanged = signals.every((signal) => known.has(signal.kind)) && severity <= alarm.severity;
  if (isUnchanged) return { decision: 'none' };
  const current = new Set(signals.map((signal) => signal.kind));
  const worse = severity > alarm.severity;
  const answerBy = new Date(Math.min(alarm.answerBy.getTime(), now.getTime() + rules.answerDays[severity] * day));
  return {
    decision: 'extend',
    alarm: {
      ...alarm,
      severity: worse ? severity : alarm.severity,
      signals: [...signals, ...alarm.signals.filter((signal) => !current.has(signal.kind))],
      answerBy: worse && alarm.state === 'open' ? answerBy : alarm.answerBy,
    },
  };
}

/** The one play that addresses the heaviest reason. */
export function playFor(signals: readonly Signal[]): string {
  const [heaviest] = [...signals].sort((a, b) => b.severity - a.severity);
  switch (heaviest?.kind) {
    case 'sponsor left':
      return 'win a new sponsor';
    case 'first value slipped':
    case 'kick-off late':
      return 'get the implementation moving';
    case 'promise overdue':
      return 'make the promise good';
    case 'case reopened':
    case 'severe case open':
    case 'low survey':
      return 'service recovery';
    case 'no introduction':
      return 'introduce the farmer';
    case 'invoice overdue':
      return 'ask what is behind the invoice';
    default:
      return 'executive call';
  }
}

/** Which state may follow which. */
export const alarmMoves: Record<AlarmState, readonly AlarmState[]> = {
  open: ['acknowledged', 'in recovery', 'false alarm', 'lost'],
  acknowledged: ['in recovery', 'recovered', 'false alarm', 'lost'],
  'in recovery': ['recovered', 'lost', 'false alarm'],
  recovered: [],
  lost: [],
  'false alarm': [],
};

export type MoveRefusal = 'not from here' | 'say why it was false';

/** Moves an alarm on; calling it false needs the reason, since that tunes the next ones. */
export function moveAlarm(
  alarm: Alarm,
  to: AlarmState,
  at: Date,
  note: string | null = null,
): { alarm: Alarm } | { refused: MoveRefusal } {
  if (!alarmMoves[alarm.state].includes(to)) return { refused: 'not from here' };
  if (to === 'false alarm' && !note?.trim()) return { refused: 'say why it was false' };
  const ends = alarmMoves[to].length === 0;
  return { alarm: { ...alarm, state: to, endedAt: ends ? at : null, note: note ?? alarm.note } };
}

export function isEnded(alarm: Alarm): boolean {
  return alarmMoves[alarm.state].length === 0;
}
