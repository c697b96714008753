import type { TodayRecord } from '../contract.ts';
import type { TouchpointKind } from '../vocabulary.ts';

/** What usually helps, in order, and what proves that a step was done. Advice; the ledger says how far it has come. Pure. */

export type PlayName = 'repair' | 'promise' | 'handoff' | 'sale' | 'ask' | 'warm';

const contact: readonly TouchpointKind[] = ['call', 'meeting', 'visit', 'reply', 'service visit'];

/** For each step the kinds of touchpoint that show that it happened. */
const steps = {
  repair: [
    contact,
    ['promise kept', 'service visit', 'case solved', 'delivery on time'],
    ['milestone accepted', 'case solved', 'survey good', 'review'],
    ['value review'],
  ],
  promise: [['promise kept'], contact],
  handoff: [['introduction', 'handoff'], ['kick-off'], ['first value']],
  sale: [contact, ['demonstration', 'visit', 'reference'], ['meeting', 'proposal', 'negotiation']],
  ask: [
    ['value review', 'first value'],
    ['referral', 'reference'],
  ],
  warm: [contact, ['meeting', 'visit']],
} as const satisfies Record<PlayName, readonly (readonly TouchpointKind[])[]>;

const ofGroup: Record<TodayRecord['group'], PlayName> = {
  alarm: 'repair',
  promise: 'promise',
  handoff: 'handoff',
  'next step': 'warm',
  'stuck sale': 'sale',
  'cold sale': 'sale',
  case: 'repair',
  renewal: 'ask',
  spotted: 'sale',
  'champion moved': 'warm',
  'ask now': 'ask',
  warm: 'warm',
};

export interface Play {
  name: PlayName;
  /** How many steps there are and how many are proven, counted from the first. */
  of: number;
  done: number;
}

/** The play for a row, and how far it has come since `began` (milliseconds): steps count in their order. */
export function playFor(
  group: TodayRecord['group'],
  happened: readonly { kind: string; at: number }[],
  began: number,
): Play {
  const name = ofGroup[group];
  const wanted: readonly (readonly string[])[] = steps[name];
  let done = 0;
  for (const { kind, at } of happened.toSorted((a, b) => a.at - b.at))
    if (at > began && wanted[done]?.includes(kind) === true) done += 1;
  return { name, of: wanted.length, done };
}
