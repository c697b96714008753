/** What to do next with a suspect or prospect. Advice with its reason, never an automatic step. */

export const advices = [
  'ask for consent',
  'introduce',
  'other channel',
  'wait',
  'ask about the need',
  'ask first choice',
  'open a sale',
  'find out who is',
  'warm again',
  'nothing',
] as const;
export type Advice = (typeof advices)[number];

interface Case {
  stage: 'member' | 'suspect' | 'prospect' | 'buyer' | 'ended';
  /** They have a need, but nobody there opted in. */
  closed: boolean;
  preference: 'yes' | 'no' | 'unknown' | null;
  /** Days since our or their last touchpoint, since they last did something of their own accord; null: never. */
  lastTouch: number | null;
  lastSignal: number | null;
}

/** Days: a signal that is older is stale; silence that is longer asks for another way. */
export const freshSignal = 60;
export const patience = 14;

export function adviceFor({ stage, closed, preference, lastTouch, lastSignal }: Case): Advice {
  if (closed) return 'ask for consent';
  if (stage === 'suspect') {
    // Attention comes before a need can be spoken of.
    if (lastSignal !== null && lastSignal <= freshSignal) return 'ask about the need';
    if (lastTouch === null) return 'introduce';
    return lastTouch >= patience ? 'other channel' : 'wait';
  }
  if (stage === 'prospect') {
    if (preference === 'yes') return 'open a sale';
    if (lastTouch !== null && lastTouch > 2 * freshSignal) return 'warm again';
    return preference === 'no' ? 'find out who is' : 'ask first choice';
  }
  return 'nothing';
}
