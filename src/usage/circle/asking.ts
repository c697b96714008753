import type { AskObstacle } from '../referralAsk.ts';

/** Whom to ask, for what, and what came of it. */

export const askKinds = ['referral', 'reference', 'review'] as const;
export const askStates = ['planned', 'asked', 'given', 'refused', 'withdrawn'] as const;
export type AskState = (typeof askStates)[number];

export const obstacles = [
  'in a dip',
  'no consent',
  'asked within 90 days',
  'reference fatigue',
  'no realized value yet',
  'trust too low',
] as const satisfies readonly AskObstacle[];

/** What may follow what: an ask that was answered stays answered, but a slip can be taken back. */
export const mayFollow: Record<AskState, readonly AskState[]> = {
  planned: ['asked', 'given', 'refused', 'withdrawn'],
  asked: ['given', 'refused', 'withdrawn', 'planned'],
  given: ['asked'],
  refused: ['asked'],
  withdrawn: ['planned', 'asked'],
};
