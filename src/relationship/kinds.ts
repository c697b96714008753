import type { Channel, Direction, Initiator, TouchpointKind } from './vocabulary.ts';

/** What is usual for a kind of touchpoint, where the person who logs it does not say. */
export interface Usual {
  channel: Channel;
  direction: Direction;
  initiator: Initiator;
}

const ours = (channel: Channel): Usual => ({ channel, direction: 'outbound', initiator: 'us' });
const theirs = (channel: Channel): Usual => ({ channel, direction: 'inbound', initiator: 'them' });
const both = (channel: Channel, initiator: Initiator = 'us'): Usual => ({ channel, direction: 'mutual', initiator });

export const usual: Record<TouchpointKind, Usual> = {
  outreach: ours('mail'),
  'outreach unanswered': ours('mail'),
  'mail opened': theirs('mail'),
  note: ours('note'),
  'first contact': both('call'),
  reply: { ...theirs('mail'), initiator: 'us' },
  inquiry: theirs('web'),
  call: both('call'),
  meeting: both('meeting'),
  visit: both('visit'),
  'event attended': theirs('event'),
  introduction: both('meeting'),
  training: both('meeting'),
  review: both('meeting'),
  demonstration: both('meeting'),
  proposal: both('meeting'),
  negotiation: both('meeting'),
  objection: theirs('call'),
  'close won': both('order'),
  'close lost': theirs('call'),
  order: theirs('order'),
  'repeat order': theirs('order'),
  handoff: both('meeting'),
  'kick-off': both('meeting'),
  'kick-off late': both('meeting'),
  'delivery on time': both('service'),
  'delivery late': both('service'),
  'milestone accepted': theirs('meeting'),
  'milestone slipped': both('meeting'),
  'go-live': both('service'),
  'first value': both('meeting'),
  'value review': both('meeting'),
  'promise made': both('call'),
  'promise kept': both('call'),
  'promise broken': both('call'),
  'case opened': theirs('service'),
  'case solved': both('service'),
  'case solved late': both('service'),
  'case reopened': theirs('service'),
  complaint: theirs('service'),
  'service visit': both('service'),
  outage: both('service'),
  'survey good': theirs('survey'),
  'survey poor': theirs('survey'),
  referral: theirs('message'),
  reference: theirs('message'),
  'sponsor left': theirs('message'),
  'invoice overdue': theirs('order'),
  'invoice paid': theirs('order'),
  renewal: theirs('order'),
  cancellation: theirs('order'),
  silence: ours('note'),
};

/** The kinds that a person logs with one tap, most used first. */
export const loggedByHand: readonly TouchpointKind[] = [
  'call',
  'meeting',
  'visit',
  'service visit',
  'reply',
  'inquiry',
  'outreach',
  'outreach unanswered',
  'note',
  'demonstration',
  'proposal',
  'negotiation',
  'objection',
  'complaint',
  'delivery on time',
  'delivery late',
  'go-live',
  'first value',
  'value review',
  'promise kept',
  'promise broken',
  'referral',
  'reference',
  'sponsor left',
];

/** The kinds that the chart marks with a word at the top. */
export const marks = [
  'close won',
  'close lost',
  'handoff',
  'kick-off',
  'kick-off late',
  'go-live',
  'first value',
  'renewal',
  'cancellation',
  'sponsor left',
] as const satisfies readonly TouchpointKind[];
