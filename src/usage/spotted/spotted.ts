/** Business that somebody noticed: who answers it, by when, and whose credit it is. */

export const urgencies = ['now', 'soon', 'some day'] as const;
export type Urgency = (typeof urgencies)[number];
export const mayContacts = ['yes', 'no', 'not asked'] as const;
export const spottedStates = ['noted', 'joined', 'accepted', 'declined', 'withdrawn'] as const;
export const outcomesOfNotes = ['prospect', 'opportunity'] as const;

/** Why sales says no; the originator is told. */
export const declineReasons = [
  'no need',
  'no budget',
  'not our offering',
  'known already',
  'bad moment',
  'may not contact',
  'other',
] as const;

/** What a workspace decides about spotted business. */
export interface SpottedRules {
  /** A leaderboard is wished for. */
  leaderboard: boolean;
  /** Within so many days the same need at the same account is the first one's. */
  firstNoteDays: number;
  /** Working days in which sales answers, by urgency. */
  answerDays: Record<Urgency, number>;
  /** Who answers where an account has no owner. */
  recipientId: string | null;
}

export const usualRules: SpottedRules = {
  leaderboard: false,
  firstNoteDays: 30,
  answerDays: { now: 1, soon: 3, 'some day': 10 },
  recipientId: null,
};

/** So many working days later (Monday to Friday), at the same time of day, in UTC. */
export function answerDueAt(noted: Date, urgency: Urgency, rules: SpottedRules = usualRules): Date {
  const due = new Date(noted);
  for (let left = rules.answerDays[urgency]; left > 0;) {
    due.setUTCDate(due.getUTCDate() + 1);
    const weekday = due.getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return due;
}

export type Route = 'account owner' | 'rule' | 'team leader' | 'manager' | 'nobody';

/** Who is there to answer; null where there is none. Only people who can still sign in. */
export interface Recipients {
  accountOwner: string | null;
  rule: string | null;
  teamLeader: string | null;
  manager: string | null;
}

/** The account's owner answers; where there is none, whom the workspace named, else the leader, else a manager. */
export function routedTo(to: Recipients): { recipientId: string | null; routed: Route } {
  if (to.accountOwner) return { recipientId: to.accountOwner, routed: 'account owner' };
  if (to.rule) return { recipientId: to.rule, routed: 'rule' };
  if (to.teamLeader) return { recipientId: to.teamLeader, routed: 'team leader' };
  if (to.manager) return { recipientId: to.manager, routed: 'manager' };
  return { recipientId: null, routed: 'nobody' };
}

export interface Noted {
  id: string;
  what: string;
  forName: string | null;
  notedAt: Date;
}

/**
 * The note that came first: the earliest one of the same need within the rule's days, or null. For the same account only;
 * a note for another company is compared with notes for that company.
 */
export function firstOf(
  earlier: readonly Noted[],
  note: Omit<Noted, 'id'>,
  rules: SpottedRules = usualRules,
): Noted | null {
  const since = note.notedAt.getTime() - rules.firstNoteDays * 86_400_000;
  const same = earlier.filter(
    (other) =>
      other.notedAt.getTime() >= since &&
      folded(other.forName ?? '') === folded(note.forName ?? '') &&
      isSameNeed(other.what, note.what),
  );
  return same.toSorted((a, b) => a.notedAt.getTime() - b.notedAt.getTime())[0] ?? null;
}

/** Two notes speak of the same need when at least half of the shorter one's words are in the other. */
export function isSameNeed(a: string, b: string): boolean {
  const [one, other] = [wordsOf(a), wordsOf(b)];
  const fewer = Math.min(one.size, other.size);
  if (fewer === 0) return folded(a) === folded(b);
  const shared = one.intersection(other).size;
  return shared >= Math.min(2, fewer) && shared / fewer >= 0.5;
}

/** Words that carry meaning, by their first five letters: "pumps" and "pump" are one. */
function wordsOf(text: string): Set<string> {
  return new Set(
    folded(text)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= 4 && !fillers.has(word))
      .map((word) => word.replace(/(?:es|s)$/, '').slice(0, 5)),
  );
}

const fillers = new Set([
  'they',
  'them',
  'need',
  'needs',
  'want',
  'wants',
  'with',
  'their',
  'from',
  'that',
  'this',
  'have',
  'would',
  'more',
  'also',
  'asks',
  'asked',
  'about',
  'soon',
  'next',
]);

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase();
