import type { Position } from '../relationship/vocabulary.ts';

/** What decides whether a customer may be asked for a referral or reference now. */
export type AskFacts = {
  position: Position;
  /** 0 … 100 */
  trust: number;
  inDip: boolean;
  consent: boolean;
  lastAskedAt: Date | null;
  /** References given within the last year. */
  referencesThisYear: number;
};

export type AskObstacle =
  | 'in a dip'
  | 'no consent'
  | 'asked within 90 days'
  | 'reference fatigue'
  | 'no realized value yet'
  | 'trust too low';

export const askRules = { daysBetweenAsks: 90, referencesPerYear: 4, minimumTrust: 65 };

/** Everything that stands against asking this customer now; ask when the list is empty. */
export function obstaclesToAsking(facts: AskFacts, now: Date, rules = askRules): AskObstacle[] {
  const obstacles: AskObstacle[] = [];
  if (facts.inDip) obstacles.push('in a dip');
  if (!facts.consent) obstacles.push('no consent');
  if (facts.lastAskedAt && now.getTime() - facts.lastAskedAt.getTime() < rules.daysBetweenAsks * 86_400_000)
    obstacles.push('asked within 90 days');
  if (facts.referencesThisYear >= rules.referencesPerYear) obstacles.push('reference fatigue');
  if (facts.position !== 'realized') obstacles.push('no realized value yet');
  if (facts.trust < rules.minimumTrust) obstacles.push('trust too low');
  return obstacles;
}
