/**
 * The handoff from the hunter, who won the customer, to the farmer, who keeps him. It opens with the signature and the
 * hunter cannot drop it: until the farmer has accepted and both have met the customer, the hunter stays on the account.
 */

/** Ten fields, no more; most are filled from the sale. */
export const packetFields = [
  'why they bought',
  'success metric',
  'success date',
  'promises',
  'not promised',
  'people',
  'weakest row',
  'terms',
  'risks',
  'preferences',
] as const;
export type PacketField = (typeof packetFields)[number];

/** Text per field. An empty one is missing; `none` is an answer ("nothing was promised") and counts as filled. */
export type Packet = Readonly<Partial<Record<PacketField, string>>>;

/** Everything that happened to a handoff, oldest first; the state is read from it. */
export type HandoffEvent =
  | { kind: 'offered'; at: Date; by: string; farmer: string }
  | { kind: 'accepted'; at: Date; by: string }
  | { kind: 'returned'; at: Date; by: string; questions: readonly string[] }
  | { kind: 'introduced'; at: Date; by: string }
  | { kind: 'overridden'; at: Date; by: string; reason: string };

export type Handoff = {
  account: string;
  signedAt: Date;
  hunter: string;
  packet: Packet;
  events: readonly HandoffEvent[];
  /** A firm of one hands over to himself: a short self-check instead of offer and acceptance. */
  onePerson: boolean;
};

export type HandoffState = 'open' | 'offered' | 'accepted' | 'returned' | 'overridden';

/** Introductions do not change the state; the last other event does. */
export function handoffState(handoff: Handoff): HandoffState {
  const last = handoff.events.findLast((event) => event.kind !== 'introduced');
  return last?.kind ?? 'open';
}

/** Fields still to fill. A one-person firm checks only what it will otherwise forget. */
export function missingFields(handoff: Pick<Handoff, 'packet' | 'onePerson'>): PacketField[] {
  const asked: readonly PacketField[] = handoff.onePerson
    ? ['why they bought', 'success metric', 'success date', 'promises', 'not promised']
    : packetFields;
  return asked.filter((field) => !handoff.packet[field]?.trim());
}

/** What was known from the sale, below what a person already wrote. */
export function prefilled(packet: Packet, fromSale: Packet): Packet {
  const written = Object.entries(packet).filter(([, text]) => text.trim() !== '');
  return { ...fromSale, ...Object.fromEntries(written) };
}

export type HandoffRefusal =
  | 'packet incomplete'
  | 'no farmer named'
  | 'farmer is the hunter'
  | 'farmer has no capacity'
  | 'not offered'
  | 'only the farmer may answer'
  | 'already accepted'
  | 'no questions'
  | 'no reason';

export type HandoffResult = { handoff: Handoff } | { refused: HandoffRefusal[] };

/** Offers the customer to a farmer with room, with a complete packet; after a return it is offered again. */
export function offer(
  handoff: Handoff,
  offered: { by: string; farmer: string; freeCapacity: number; at: Date },
): HandoffResult {
  const refused: HandoffRefusal[] = [];
  if (isOver(handoff)) refused.push('already accepted');
  if (missingFields(handoff).length > 0) refused.push('packet incomplete');
  if (!offered.farmer) refused.push('no farmer named');
  if (offered.farmer === handoff.hunter && !handoff.onePerson) refused.push('farmer is the hunter');
  if (offered.freeCapacity <= 0) refused.push('farmer has no capacity');
  if (refused.length > 0) return { refused };
  return withEvent(handoff, { kind: 'offered', at: offered.at, by: offered.by, farmer: offered.farmer });
}

/** Only the farmer to whom it was offered accepts. */
export function accept(handoff: Handoff, accepted: { by: string; at: Date }): HandoffResult {
  const refused = refusalToAnswer(handoff, accepted.by);
  return refused ? { refused: [refused] } : withEvent(handoff, { kind: 'accepted', ...accepted });
}

/** Returns it with the questions that the hunter has to answer first. */
export function giveBack(
  handoff: Handoff,
  returned: { by: string; questions: readonly string[]; at: Date },
): HandoffResult {
  const refused = refusalToAnswer(handoff, returned.by);
  if (refused) return { refused: [refused] };
  if (returned.questions.every((question) => question.trim() === '')) return { refused: ['no questions'] };
  return withEvent(handoff, { kind: 'returned', ...returned });
}

/** A leader ends it without acceptance; the reason stays in the record. */
export function override(handoff: Handoff, overridden: { by: string; reason: string; at: Date }): HandoffResult {
  if (isOver(handoff)) return { refused: ['already accepted'] };
  if (overridden.reason.trim() === '') return { refused: ['no reason'] };
  return withEvent(handoff, { kind: 'overridden', ...overridden });
}

/** The joint touchpoint in which the customer met the farmer. */
export function introduce(handoff: Handoff, introduced: { by: string; at: Date }): Handoff {
  return { ...handoff, events: [...handoff.events, { kind: 'introduced', ...introduced }] };
}

export type Tie = 'not accepted' | 'no joint introduction';

/**
 * Why the hunter cannot leave yet; empty when he can. It holds for leaving, for reassigning, archiving or merging the
 * account away and for removing the hunter's membership: whoever would end the tie asks here first.
 */
export function tiesOfHunter(handoff: Handoff): Tie[] {
  const state = handoffState(handoff);
  if (state === 'overridden' || (handoff.onePerson && missingFields(handoff).length === 0)) return [];
  const ties: Tie[] = [];
  if (state !== 'accepted') ties.push('not accepted');
  if (!handoff.onePerson && !handoff.events.some((event) => event.kind === 'introduced'))
    ties.push('no joint introduction');
  return ties;
}

function refusalToAnswer(handoff: Handoff, by: string): HandoffRefusal | null {
  if (isOver(handoff)) return 'already accepted';
  const last = handoff.events.findLast((event) => event.kind !== 'introduced');
  if (last?.kind !== 'offered') return 'not offered';
  return last.farmer === by ? null : 'only the farmer may answer';
}

function isOver(handoff: Handoff): boolean {
  const state = handoffState(handoff);
  return state === 'accepted' || state === 'overridden';
}

const withEvent = (handoff: Handoff, event: HandoffEvent) => ({
  handoff: { ...handoff, events: [...handoff.events, event] },
});
