import { z } from 'zod';
import {
  byId,
  day,
  decimal,
  done,
  endpoint,
  flag,
  id,
  instant,
  page,
  paging,
  several,
  text,
} from '../../platform/contract.ts';
import { touchpointKinds } from '../../relationship/vocabulary.ts';

export const campaignChannels = ['mail', 'call', 'message', 'visit', 'event', 'web', 'advertising', 'other'] as const;
export const memberStates = ['targeted', 'reached', 'responded', 'declined'] as const;
export const answerKinds = ['reply', 'inquiry', 'event attended', 'call', 'meeting'] as const;

const named = z.object({ id, name: z.string() });
const amount = decimal.nullable();

const campaignFields = {
  name: text(300),
  channel: z.enum(campaignChannels).nullable(),
  kind: text(100).nullable(),
  status: text(100).nullable(),
  startsOn: day.nullable(),
  endsOn: day.nullable(),
  budget: amount,
  cost: amount,
  expectedRevenue: amount,
  segmentId: id.nullable(),
  offeringId: id.nullable(),
  ownerId: id.nullable(),
  description: text(20_000).nullable(),
};
const written = z.object(campaignFields).partial();
const endsAfterStart = (c: { startsOn?: string | null | undefined; endsOn?: string | null | undefined }) =>
  !c.startsOn || !c.endsOn || c.startsOn <= c.endsOn;

export const campaign = z.object({
  id,
  ...campaignFields,
  segment: named.nullable(),
  offering: named.nullable(),
  owner: named.nullable(),
  members: z.object({ targeted: z.number(), reached: z.number(), responded: z.number(), declined: z.number() }),
  version: z.number().int(),
  createdAt: instant,
  updatedAt: instant,
  deletedAt: instant.nullable(),
});
export type Campaign = z.output<typeof campaign>;

/** The same conversions seen three ways: to the campaign that touched first, to the last, and evenly to all on the path. */
export const shares = z.object({ first: z.number(), last: z.number(), even: z.number() });
const results = z.object({
  accounts: z.number(),
  touchpoints: z.number(),
  prospects: shares,
  /** Won sales, in the workspace's currency. */
  sales: shares,
  revenue: shares,
});
export type CampaignResults = z.output<typeof results>;
export const campaignItem = campaign.omit({ description: true }).extend({ results });
export type CampaignItem = z.output<typeof campaignItem>;

export const conversion = z.object({
  what: z.enum(['prospect', 'sale']),
  id,
  account: named,
  name: z.string(),
  at: instant,
  amount: decimal.nullable(),
  /** What of it belongs to this campaign, each way. */
  shares,
  path: z.array(z.object({ campaign: named, touchpointId: id, kind: z.enum(touchpointKinds), at: instant })),
});
export type Conversion = z.output<typeof conversion>;

export const campaignMember = z.object({
  id,
  account: named,
  contact: named.nullable(),
  state: z.enum(memberStates),
  stateAt: instant,
  touchpointId: id.nullable(),
  /** Whether they may be written to for marketing: null where no person is named. */
  mayWrite: z.boolean().nullable(),
  version: z.number().int(),
});
export type CampaignMember = z.output<typeof campaignMember>;

export const campaignTouchpoint = z.object({
  touchpointId: id,
  account: named,
  kind: z.enum(touchpointKinds),
  subject: z.string(),
  at: instant,
  how: z.enum(['form', 'response', 'letter', 'person', 'import']).nullable(),
});

export const campaignLetter = z.object({
  id,
  subject: z.string(),
  body: z.string(),
  state: z.enum(['sending', 'sent']),
  sent: z.number(),
  skipped: z.number(),
  createdAt: instant,
});

const inOrder = 'It cannot end before it begins';

export const campaignContract = {
  listCampaigns: endpoint({
    method: 'GET',
    path: '/campaigns',
    summary: 'List campaigns with what they brought, newest first.',
    may: 'campaign:read',
    query: z.object({ ...paging, text: text(100).optional(), deleted: flag.optional() }),
    answer: page(campaignItem),
  }),
  createCampaign: endpoint({
    method: 'POST',
    path: '/campaigns',
    summary: 'Make a campaign.',
    may: 'campaign:write',
    body: written.required({ name: true }).refine(endsAfterStart, { message: inOrder, path: ['endsOn'] }),
    answer: campaign,
    status: 201,
  }),
  readCampaign: endpoint({
    method: 'GET',
    path: '/campaigns/:id',
    summary: 'Read a campaign.',
    may: 'campaign:read',
    params: byId,
    answer: campaign,
  }),
  changeCampaign: endpoint({
    method: 'PATCH',
    path: '/campaigns/:id',
    summary: 'Change a campaign.',
    may: 'campaign:write',
    params: byId,
    body: written.refine(endsAfterStart, { message: inOrder, path: ['endsOn'] }),
    answer: campaign,
    versioned: true,
  }),
  deleteCampaign: endpoint({
    method: 'DELETE',
    path: '/campaigns/:id',
    summary: 'Delete a campaign; it can be restored.',
    may: 'campaign:delete',
    params: byId,
    answer: campaign,
  }),
  restoreCampaign: endpoint({
    method: 'POST',
    path: '/campaigns/:id/restore',
    summary: 'Restore a deleted campaign.',
    may: 'campaign:delete',
    params: byId,
    answer: campaign,
  }),
  readCampaignResults: endpoint({
    method: 'GET',
    path: '/campaigns/:id/results',
    summary:
      'Tell the prospects and sales of a campaign, attributed first, last and evenly, with the path behind each.',
    may: 'campaign:read',
    params: byId,
    answer: z.object({ results, conversions: z.array(conversion), asOf: instant }),
    deadline: 15,
  }),
  listCampaignMembers: endpoint({
    method: 'GET',
    path: '/campaigns/:id/members',
    summary: 'List who belongs to a campaign, and how each answered.',
    may: 'campaign:read',
    params: byId,
    query: z.object({ ...paging, state: several(z.enum(memberStates)).optional() }),
    answer: page(campaignMember),
  }),
  addCampaignMembers: endpoint({
    method: 'POST',
    path: '/campaigns/:id/members',
    summary: 'Add accounts with their people to a campaign: those of its segment, or the ones named.',
    may: 'campaign:write',
    params: byId,
    body: z.object({ accountIds: z.array(id).min(1).max(10_000).optional() }),
    answer: z.object({ added: z.number() }),
    deadline: 30,
  }),
  removeCampaignMember: endpoint({
    method: 'DELETE',
    path: '/campaign-members/:id',
    summary: 'Take somebody out of a campaign; touchpoints that it brought stay.',
    may: 'campaign:write',
    params: byId,
    answer: done,
  }),
  noteAnswer: endpoint({
    method: 'POST',
    path: '/campaign-members/:id/answer',
    summary: 'Note how a member answered: it becomes a touchpoint that the campaign brought.',
    may: 'touchpoint:write',
    params: byId,
    body: z.object({
      answer: z.enum(['responded', 'declined']),
      kind: z.enum(answerKinds).default('reply'),
      subject: text(500),
      at: instant.optional(),
    }),
    answer: campaignMember,
    versioned: true,
  }),
  listCampaignTouchpoints: endpoint({
    method: 'GET',
    path: '/campaigns/:id/touchpoints',
    summary:
      'List the touchpoints that a campaign brought, or those in its time with its members that nobody attributed yet.',
    may: 'campaign:read',
    params: byId,
    query: z.object({ ...paging, candidates: flag.optional() }),
    answer: page(campaignTouchpoint),
  }),
  attribute: endpoint({
    method: 'POST',
    path: '/campaigns/:id/touchpoints',
    summary: 'Say that a campaign brought these touchpoints.',
    may: 'campaign:write',
    params: byId,
    body: z.object({ touchpointIds: z.array(id).min(1).max(1000) }),
    answer: z.object({ attributed: z.array(id) }),
  }),
  takeBackAttribution: endpoint({
    method: 'POST',
    path: '/campaigns/:id/touchpoints/remove',
    summary: 'Say that a campaign did not bring these touchpoints.',
    may: 'campaign:write',
    params: byId,
    body: z.object({ touchpointIds: z.array(id).min(1).max(1000) }),
    answer: z.object({ removed: z.array(id) }),
  }),
  listCampaignLetters: endpoint({
    method: 'GET',
    path: '/campaigns/:id/letters',
    summary: 'List the letters of a campaign, newest first.',
    may: 'campaign:read',
    params: byId,
    query: z.object(paging),
    answer: page(campaignLetter),
  }),
  sendCampaignLetter: endpoint({
    method: 'POST',
    path: '/campaigns/:id/letters',
    summary: 'Write to the members of a campaign who allowed it; every letter ends with one click to hear no more.',
    may: 'campaign:write',
    params: byId,
    body: z.object({ subject: text(300), body: text(20_000) }),
    answer: campaignLetter,
    status: 201,
  }),
};
