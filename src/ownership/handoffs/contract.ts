import { z } from 'zod';
import { byId, decimal, endpoint, flag, id, instant, page, paging, several, text } from '../../platform/contract.ts';
import { packetFields } from '../handoff.ts';

export const handoffStates = ['open', 'offered', 'accepted', 'returned', 'overridden', 'void'] as const;
const person = z.object({ id, name: z.string() });
const packet = z.partialRecord(z.enum(packetFields), z.string().trim().max(4000));

export const verdicts = ['unchecked', 'realistic', 'unrealistic', 'reset'] as const;
export const expectationRecord = z.object({
  id,
  what: z.string(),
  expected: z.number().nullable(),
  sold: z.number().nullable(),
  unit: z.string().nullable(),
  better: z.enum(['more', 'less']),
  resetTo: z.number().nullable(),
  resetWords: z.string().nullable(),
  verdict: z.enum(verdicts),
  /** How far it is from what was sold, as a share of that; null without figures. */
  gap: z.number().nullable(),
  version: z.number().int(),
});
export type ExpectationRecord = z.output<typeof expectationRecord>;

const duty = z.object({
  duty: z.enum(['offer', 'accept', 'introduce']),
  who: z.enum(['hunter', 'farmer', 'both']),
  dueOn: instant,
  lateDays: z.number(),
});

export const handoffItem = z.object({
  id,
  accountId: id,
  accountName: z.string().nullable(),
  opportunityId: id,
  saleName: z.string().nullable(),
  amount: decimal.nullable(),
  currency: z.string(),
  hunter: person,
  farmer: person.nullable(),
  state: z.enum(handoffStates),
  signedAt: instant,
  onePerson: z.boolean(),
  introducedAt: instant.nullable(),
  /** The hunter cannot leave yet. */
  tied: z.boolean(),
  missing: z.array(z.enum(packetFields)),
  unrealistic: z.number().int(),
  duty: duty.nullable(),
  version: z.number().int(),
});
export type HandoffItem = z.output<typeof handoffItem>;

export const handoffDetail = handoffItem.extend({
  packet,
  /** What the sale tells; shown where nobody has written something else. */
  fromSale: packet,
  expectations: z.array(expectationRecord),
  events: z.array(
    z.object({
      kind: z.enum(['offered', 'accepted', 'returned', 'introduced', 'overridden']),
      at: instant,
      memberName: z.string(),
      farmerName: z.string().nullable(),
      questions: z.array(z.string()),
      reason: z.string().nullable(),
    }),
  ),
  ties: z.array(z.enum(['not accepted', 'no joint introduction'])),
  checkpoints: z.array(instant),
  mine: z.object({ offer: z.boolean(), answer: z.boolean(), override: z.boolean() }),
});
export type HandoffDetail = z.output<typeof handoffDetail>;

const expectationFields = {
  what: text(500),
  expected: z.number().nullable(),
  sold: z.number().nullable(),
  unit: text(40).nullable(),
  better: z.enum(['more', 'less']),
};
const side = z.object({
  memberId: id,
  memberName: z.string(),
  handoffs: z.number(),
  returned: z.number(),
  returnRate: z.number(),
  medianDays: z.number().nullable(),
});
const step = { may: 'handoff:write', params: byId, versioned: true, answer: handoffDetail } as const;

/** From the hunter, who won the customer, to the farmer, who keeps him. */
const farmerRoom = person.extend({
  isFarmer: z.boolean(),
  customers: z.number(),
  /** Handoffs that wait for this person's answer. */
  waiting: z.number(),
  capacity: z.number(),
  /** Said of this person; else the usual number. */
  own: z.boolean(),
});
export type FarmerRoom = z.output<typeof farmerRoom>;

export const handoffsContract = {
  listHandoffs: endpoint({
    method: 'GET',
    path: '/handoffs',
    summary: 'List handoffs, the latest signature first.',
    may: 'handoff:read',
    query: z.object({
      ...paging,
      account: id.optional(),
      opportunity: id.optional(),
      state: several(z.enum(handoffStates)).optional(),
      tied: flag.optional(),
      mine: flag.optional(),
    }),
    answer: page(handoffItem),
  }),
  readHandoff: endpoint({
    method: 'GET',
    path: '/handoffs/:id',
    summary: 'Read a handoff with its packet, the expectations at the close and what happened to it.',
    may: 'handoff:read',
    params: byId,
    answer: handoffDetail,
  }),
  writePacket: endpoint({
    method: 'PATCH',
    path: '/handoffs/:id',
    summary: 'Fill fields of the packet; an empty text goes back to what the sale tells.',
    ...step,
    body: z.strictObject({ packet }),
  }),
  suggestFarmers: endpoint({
    method: 'GET',
    path: '/handoffs/:id/farmers',
    summary: 'Suggest who could keep the customer, by room and by whom they know.',
    may: 'handoff:read',
    params: byId,
    answer: z.object({
      items: z.array(
        person.extend({
          capacity: z.number(),
          isFarmer: z.boolean(),
          customers: z.number(),
          waiting: z.number(),
          contacts: z.number(),
          free: z.number(),
          reasons: z.array(z.enum(['looks after the account', 'knows them', 'has room', 'is full'])),
        }),
      ),
    }),
  }),
  listFarmers: endpoint({
    method: 'GET',
    path: '/farmers',
    summary: 'List who keeps customers, how many each looks after, and how many each can.',
    may: 'handoff:read',
    answer: z.object({ usual: z.number(), items: z.array(farmerRoom) }),
  }),
  setFarmerCapacity: endpoint({
    method: 'PUT',
    path: '/farmers/:id/capacity',
    summary: 'Say how many customers a person can look after; null: as many as usual here.',
    may: 'team:write',
    params: byId,
    body: z.strictObject({ customers: z.number().int().min(0).max(10_000).nullable() }),
    answer: farmerRoom,
  }),
  offerHandoff: endpoint({
    method: 'POST',
    path: '/handoffs/:id/offer',
    summary: 'Offer the customer to a farmer with room, with a complete packet.',
    ...step,
    body: z.strictObject({ farmerId: id }),
  }),
  acceptHandoff: endpoint({
    method: 'POST',
    path: '/handoffs/:id/acceptance',
    summary: 'Accept the customer; alone in a firm: close the self-check.',
    ...step,
  }),
  returnHandoff: endpoint({
    method: 'POST',
    path: '/handoffs/:id/return',
    summary: 'Return it with the questions that have to be answered first.',
    ...step,
    body: z.strictObject({ questions: z.array(text(500)).min(1).max(10) }),
  }),
  introduceFarmer: endpoint({
    method: 'POST',
    path: '/handoffs/:id/introduction',
    summary: 'Note that hunter and farmer have met the customer together.',
    ...step,
    body: z.strictObject({
      at: instant.optional(),
      contactIds: z.array(id).max(20).optional(),
      subject: text(300).optional(),
    }),
  }),
  overrideHandoff: endpoint({
    method: 'POST',
    path: '/handoffs/:id/override',
    summary: 'End a handoff without acceptance, with the reason; for leaders.',
    ...step,
    body: z.strictObject({ reason: text(1000, 5) }),
  }),
  addExpectation: endpoint({
    method: 'POST',
    path: '/handoffs/:id/expectations',
    summary: 'Note what the customer expects, against what was sold.',
    may: 'handoff:write',
    params: byId,
    body: z.strictObject(expectationFields).partial({ expected: true, sold: true, unit: true, better: true }),
    status: 201,
    answer: expectationRecord,
  }),
  checkExpectation: endpoint({
    method: 'PATCH',
    path: '/expectations/:id',
    summary:
      'Judge an expectation, or reset an unrealistic one to what was agreed; the reset is logged as a touchpoint.',
    may: 'handoff:write',
    params: byId,
    versioned: true,
    body: z
      .strictObject({
        ...expectationFields,
        verdict: z.enum(['realistic', 'unrealistic']),
        resetTo: z.number().nullable(),
        resetWords: text(500).nullable(),
      })
      .partial(),
    answer: expectationRecord,
  }),
  handoffRecords: endpoint({
    method: 'GET',
    path: '/handoff-records',
    summary: 'Read how handoffs went on both sides: how many came back, and how long it took.',
    may: 'handoff:read',
    answer: z.object({ hunters: z.array(side), farmers: z.array(side), handoffs: z.number() }),
  }),
};
