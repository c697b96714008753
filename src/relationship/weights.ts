/** The parameters of the relationship model as data: what a version is made of, and the version that we ship. */
import type { Position, SaleType, TouchpointKind } from './vocabulary.ts';

/**
 * What one kind of touchpoint says about one line: the level that it speaks for (0–100) and its noise variance on the
 * logit scale (small = loud). `against` marks negative evidence: it can only lower the line; all other can only raise it.
 */
export interface Says {
  level: number;
  noise: number;
  against?: true;
}

/** `null` = says nothing about that line. */
export interface KindWeight {
  trust: Says | null;
  interest: Says | null;
}

export interface LineWeight {
  /** Where the line comes to rest when nobody does anything, 0–100. */
  rest: number;
  /** Variance on the logit scale of an account about which nothing is known. */
  variance: number;
  /** Days until half of what was learnt is forgotten. */
  halfLife: Record<SaleType, number>;
  /** Points on the logit scale per step of expectation (−2…2). */
  expectation: number;
}

/** Where the lines of an account in this position lie: centres 0–100, spreads as standard deviations on the logit scale. */
export interface PositionWeight {
  trust: number;
  interest: number;
  trustSpread: number;
  interestSpread: number;
}

export interface ModelWeights {
  version: string;
  trust: LineWeight;
  interest: LineWeight;
  kinds: Record<TouchpointKind, KindWeight>;
  /** Negative trust evidence has its noise multiplied by this: trust breaks fast. */
  asymmetry: number;
  /** Noise is multiplied by this when the customer wanted the contact, and when we did. */
  initiator: { them: number; us: number };
  /** Logit points of trust, and noise factor, when the contact delivered value that the customer confirmed. */
  value: { shift: number; noise: number };
  /** Logit points of trust by the trouble that the contact was for the customer. */
  effort: { low: number; normal: number; high: number };
  /** A colleague's expectation scores are read as if this many unbiased ones had been seen before. */
  sourceShrinkage: number;
  /** After a sale: days without contact until the clock notes the silence, and how often in a row it does. */
  silence: { cadence: Record<SaleType, number>; inRow: number };
  position: {
    emissions: Record<Position, PositionWeight>;
    /** Moves per day without any contact, before a close and after it. */
    before: Partial<Record<Position, Partial<Record<Position, number>>>>;
    after: Partial<Record<Position, Partial<Record<Position, number>>>>;
    /** A touchpoint moves the position by `step` ÷ (its trust noise + `step`). */
    step: number;
    /** Days after which the levels seen at the last touchpoint count half as evidence of their own. */
    persistence: number;
    /** Share of the mass that a customer's further close moves to the peak. */
    furtherClose: number;
    /** A new position is shown when it leads by this much. */
    hysteresis: number;
    /** Below this probability the position is shown as uncertain. */
    uncertain: number;
  };
}

type Pair = readonly [level: number, noise: number];

function says(pair: Pair | null, against: boolean): Says | null {
  if (!pair) return null;
  return against ? { level: pair[0], noise: pair[1], against: true } : { level: pair[0], noise: pair[1] };
}
const lifts = (trust: Pair | null, interest: Pair | null): KindWeight => ({
  trust: says(trust, false),
  interest: says(interest, false),
});
const lowers = (trust: Pair | null, interest: Pair | null): KindWeight => ({
  trust: says(trust, true),
  interest: says(interest, true),
});
const nothing: KindWeight = { trust: null, interest: null };

const kinds: Record<TouchpointKind, KindWeight> = {
  // Counting our own activity as warmth is wrong: what we send says nothing, what stays unanswered says a little.
  outreach: nothing,
  'outreach unanswered': lowers(null, [10, 3]),
  'mail opened': nothing,
  note: nothing,

  'first contact': lifts([36, 1.6], [52, 0.9]),
  reply: lifts([52, 1.6], [66, 0.9]),
  inquiry: lifts([66, 1.8], [76, 0.7]),
  call: lifts([68, 1.3], [74, 0.8]),
  meeting: lifts([74, 0.9], [82, 0.55]),
  visit: lifts([80, 0.7], [84, 0.5]),
  'event attended': lifts([58, 1.8], [70, 0.8]),
  introduction: lifts([76, 0.9], [70, 0.8]),
  training: lifts([80, 0.7], [76, 0.6]),
  review: lifts([78, 0.8], [76, 0.6]),

  demonstration: lifts([74, 0.9], [89, 0.5]),
  proposal: lifts([70, 1.2], [87, 0.65]),
  negotiation: lifts([68, 1.2], [91, 0.5]),
  objection: lowers([25, 2.6], [25, 2]),
  'close won': lifts([80, 0.6], [94, 0.35]),
  'close lost': lowers([22, 2.4], [6, 0.25]),
  order: lifts([76, 0.7], [82, 0.45]),
  'repeat order': lifts([90, 0.45], [86, 0.4]),

  handoff: lifts([70, 1.2], null),
  'kick-off': lifts([78, 0.7], [78, 0.6]),
  'kick-off late': lowers([15, 2.2], [18, 1.4]),
  'delivery on time': lifts([84, 0.55], [66, 1]),
  'delivery late': lowers([12, 2.1], [18, 1.6]),
  'milestone accepted': lifts([84, 0.55], [72, 0.8]),
  'milestone slipped': lowers([15, 2.2], [20, 1.8]),
  'go-live': lifts([86, 0.5], [78, 0.55]),
  'first value': lifts([92, 0.42], [84, 0.45]),
  'value review': lifts([90, 0.5], [82, 0.45]),

  'promise made': nothing,
  'promise kept': lifts([90, 0.5], [72, 0.8]),
  'promise broken': lowers([9, 1.6], [16, 1.4]),

  'case opened': lowers([18, 3], [12, 4]),
  'case solved': lifts([84, 0.7], [66, 1.1]),
  'case solved late': lowers([18, 3], [16, 3]),
  'case reopened': lowers([14, 2.2], [16, 2]),
  complaint: lowers([9, 1.7], [12, 1.5]),
  'service visit': lifts([80, 0.8], [70, 1]),
  outage: lowers([12, 2], [20, 2.2]),

  'survey good': lifts([88, 0.6], [74, 0.8]),
  'survey poor': lowers([10, 1.8], [14, 1.6]),
  referral: lifts([94, 0.4], [88, 0.45]),
  reference: lifts([93, 0.42], [82, 0.6]),
  'sponsor left': lowers([14, 2], [8, 1.1]),
  'invoice overdue': lowers([20, 3], [18, 3]),
  'invoice paid': lifts([72, 2.2], null),
  renewal: lifts([92, 0.42], [84, 0.45]),
  cancellation: lowers([6, 0.9], [4, 0.3]),

  silence: lowers([14, 13], [8, 8]),
};

export const shippedWeights: ModelWeights = {
  version: 'shipped-1',
  trust: {
    rest: 22,
    variance: 0.25,
    halfLife: { commercial: 180, relationship: 240, consumer: 120, retail: 90 },
    expectation: 0.4,
  },
  interest: {
    rest: 20,
    variance: 0.5,
    halfLife: { commercial: 35, relationship: 45, consumer: 21, retail: 30 },
    expectation: 0.25,
  },
  kinds,
  asymmetry: 0.35,
  initiator: { them: 0.8, us: 1.1 },
  value: { shift: 0.35, noise: 0.85 },
  effort: { low: 0.15, normal: 0, high: -0.35 },
  sourceShrinkage: 8,
  silence: { cadence: { commercial: 21, relationship: 21, consumer: 21, retail: 21 }, inRow: 4 },
  position: {
    emissions: {
      skepticism: { trust: 27, interest: 27, trustSpread: 0.7, interestSpread: 1 },
      peak: { trust: 61, interest: 80, trustSpread: 0.6, interestSpread: 0.85 },
      disillusionment: { trust: 38, interest: 30, trustSpread: 0.55, interestSpread: 0.75 },
      enlightenment: { trust: 60, interest: 48, trustSpread: 0.45, interestSpread: 0.75 },
      realized: { trust: 80, interest: 60, trustSpread: 0.5, interestSpread: 0.8 },
    },
    before: { skepticism: { peak: 1 / 300 }, peak: { skepticism: 1 / 120 } },
    after: {
      peak: { disillusionment: 1 / 50, enlightenment: 1 / 300 },
      disillusionment: { enlightenment: 1 / 900 },
      enlightenment: { disillusionment: 1 / 200, realized: 1 / 400 },
      realized: { enlightenment: 1 / 250, disillusionment: 1 / 400 },
    },
    step: 0.12,
    persistence: 14,
    furtherClose: 0.6,
    hysteresis: 0.1,
    uncertain: 0.5,
  },
};

/** Kinds that are no contact with the customer, whoever recorded them: they do not end a silence. */
export const noContact: ReadonlySet<TouchpointKind> = new Set<TouchpointKind>([
  'outreach',
  'outreach unanswered',
  'mail opened',
  'note',
  'close lost',
  'handoff',
  'kick-off late',
  'delivery late',
  'milestone slipped',
  'promise made',
  'promise broken',
  'case solved late',
  'outage',
  'sponsor left',
  'invoice overdue',
  'invoice paid',
  'cancellation',
  'silence',
]);

/** Kinds that only a customer can have: an imported history without its close still belongs to a customer. */
export const ofCustomer: ReadonlySet<TouchpointKind> = new Set<TouchpointKind>([
  'repeat order',
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
  'case opened',
  'case solved',
  'case solved late',
  'case reopened',
  'service visit',
  'outage',
  'invoice overdue',
  'invoice paid',
  'renewal',
]);

/** Facts that stand whatever anyone thought of the contact: a bad mark does not turn them into negative evidence. */
export const hardFacts: ReadonlySet<TouchpointKind> = new Set<TouchpointKind>([
  'close won',
  'order',
  'repeat order',
  'renewal',
  'referral',
  'reference',
  'invoice paid',
  'first value',
]);
