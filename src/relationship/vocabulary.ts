/** The words of the relationship, used alike in the database, the contract, the model and the screens. */

/** What the process says: the four phases of the customer's life. */
export const phases = ['shopping', 'purchase', 'ownership', 'usage'] as const;
export type Phase = (typeof phases)[number];

/** What the customer feels: the five positions on the relationship cycle, in the order in which it runs. */
export const positions = ['skepticism', 'peak', 'disillusionment', 'enlightenment', 'realized'] as const;
export type Position = (typeof positions)[number];

/** The four types of initial sale. The type belongs to the sale, not to the customer. */
export const saleTypes = ['commercial', 'relationship', 'consumer', 'retail'] as const;
export type SaleType = (typeof saleTypes)[number];

/** How a touchpoint reached us or them. */
export const channels = [
  'visit',
  'call',
  'meeting',
  'mail',
  'message',
  'web',
  'event',
  'service',
  'order',
  'survey',
  'note',
] as const;
export type Channel = (typeof channels)[number];

/** Who addressed whom. `mutual` is a conversation that both came to. */
export const directions = ['inbound', 'outbound', 'mutual'] as const;
export type Direction = (typeof directions)[number];

/** Who wanted the contact: a customer who asks is worth more than a customer who answers. */
export const initiators = ['us', 'them'] as const;
export type Initiator = (typeof initiators)[number];

/** How it went, against what they expected. −2 far worse … 0 as expected … +2 far better. */
export const expectations = [-2, -1, 0, 1, 2] as const;
export type Expectation = (typeof expectations)[number];

/** How much trouble the contact was for the customer. */
export const efforts = ['low', 'normal', 'high'] as const;
export type Effort = (typeof efforts)[number];

/**
 * What happened. Each kind is evidence of trust, of interest, of both or of neither; `weights.ts` says how much.
 * `clock` kinds are made by the system from what did *not* happen, never by a person.
 */
export const touchpointKinds = [
  // the seller's side
  'outreach',
  'outreach unanswered',
  'mail opened',
  'note',
  // conversation
  'first contact',
  'reply',
  'inquiry',
  'call',
  'meeting',
  'visit',
  'event attended',
  'introduction',
  'training',
  'review',
  // the sale
  'demonstration',
  'proposal',
  'negotiation',
  'objection',
  'close won',
  'close lost',
  'order',
  'repeat order',
  // after the close
  'handoff',
  'kick-off',
  'kick-off late',
  'delivery on time',
  'delivery late',
  'milestone accepted',
  'milestone slipped',
  'go-live',
  'first value',
  'value review',
  // promises
  'promise made',
  'promise kept',
  'promise broken',
  // service
  'case opened',
  'case solved',
  'case solved late',
  'case reopened',
  'complaint',
  'service visit',
  'outage',
  // voice of the customer
  'survey good',
  'survey poor',
  'referral',
  'reference',
  'sponsor left',
  'invoice overdue',
  'invoice paid',
  'renewal',
  'cancellation',
  // made by the clock
  'silence',
] as const;
export type TouchpointKind = (typeof touchpointKinds)[number];
