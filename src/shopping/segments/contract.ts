import { z } from 'zod';
import { byId, endpoint, flag, id, instant, page, paging, several, text } from '../../platform/contract.ts';
import { accountKinds } from '../../people/filter.ts';
import { phases, positions, touchpointKinds } from '../../relationship/vocabulary.ts';
import { advices } from './advice.ts';
import { rule } from './rule.ts';

export const stages = ['member', 'suspect', 'prospect', 'buyer', 'ended'] as const;
export type Stage = (typeof stages)[number];
export const preferences = ['yes', 'no', 'unknown'] as const;
export const evidenceKinds = [
  'need identified',
  'need expressed',
  'first choice',
  'not first choice',
  'choice unknown',
  'ended',
  'taken up again',
] as const;

const named = z.object({ id, name: z.string() });
const stored = { version: z.number().int(), createdAt: instant, updatedAt: instant, deletedAt: instant.nullable() };

const segmentFields = {
  name: text(300),
  description: text(5000).nullable(),
  need: text(500).nullable(),
  offeringId: id.nullable(),
  ownerId: id.nullable(),
};
export const segment = z.object({
  id,
  ...segmentFields,
  kind: z.enum(['rule', 'list']),
  rule: rule.nullable(),
  offering: named.nullable(),
  owner: named.nullable(),
  /** How far the members are counted after a change of the rule; null: they are right. */
  progress: z.object({ looked: z.number(), total: z.number() }).nullable(),
  ...stored,
});
export type Segment = z.output<typeof segment>;
export const segmentItem = segment
  .omit({ rule: true, description: true })
  .extend({ members: z.number(), suspects: z.number(), prospects: z.number() });
export type SegmentItem = z.output<typeof segmentItem>;

const signal = z.object({ touchpointId: id, kind: z.enum(touchpointKinds), subject: z.string(), at: instant });

/** An account and what it needs, as far as evidence has brought it. */
export const needStanding = z.object({
  segment: z.object({ id, name: z.string(), need: z.string().nullable(), offering: z.string().nullable() }),
  account: z.object({
    id,
    name: z.string(),
    kind: z.enum(accountKinds),
    phase: z.enum(phases),
    position: z.enum(positions),
    interest: z.number(),
    ownerId: id.nullable(),
    ownerName: z.string().nullable(),
  }),
  stage: z.enum(stages),
  /** In the segment since, and in this stage since. */
  memberSince: instant,
  since: instant,
  prospectId: id.nullable(),
  preference: z.enum(preferences).nullable(),
  /** The newest thing that they did of their own accord. */
  signal: signal.nullable(),
  touched: z.object({ count: z.number(), lastAt: instant.nullable() }),
  nextStep: z.object({ id, what: z.string(), dueAt: instant }).nullable(),
  /** What to do next, and why: advice. */
  advice: z.enum(advices),
});
export type NeedStanding = z.output<typeof needStanding>;

export const prospect = z.object({
  id,
  segmentId: id,
  accountId: id,
  since: instant,
  preference: z.enum(preferences),
  preferenceAt: instant.nullable(),
  endedAt: instant.nullable(),
  endedReason: z.string().nullable(),
  version: z.number().int(),
  evidence: z.array(
    z.object({
      id,
      what: z.enum(evidenceKinds),
      note: z.string().nullable(),
      at: instant,
      memberName: z.string().nullable(),
      touchpoint: z.object({ id, kind: z.enum(touchpointKinds), subject: z.string(), at: instant }).nullable(),
    }),
  ),
});
export type Prospect = z.output<typeof prospect>;

const step = z.object({ n: z.number(), of: z.number(), medianDays: z.number().nullable() });
export const segmentFigures = z.object({
  members: z.number(),
  /** With a need that we may speak of: organizations, and households of whom somebody opted in. */
  suspects: z.number(),
  prospects: z.number(),
  buyers: z.number(),
  /** Members that were touched within the year. */
  reached: z.number(),
  /** Members that did something of their own accord within 90 days, and what. */
  liking: z.number(),
  signals: z.array(z.object({ kind: z.enum(touchpointKinds), accounts: z.number() })),
  /** Of all who ever were in it. `medianDays` of those whose both dates are known. */
  toProspect: step,
  toBuyer: step,
  firstChoice: z.object({ yes: z.number(), no: z.number(), unknown: z.number() }),
  asOf: instant,
});
export type SegmentFigures = z.output<typeof segmentFigures>;

const evidence = { touchpointId: id, note: text(2000).optional() };
const accountIds = z.array(id).min(1).max(10_000);

export const segmentContract = {
  listSegments: endpoint({
    method: 'GET',
    path: '/segments',
    summary: 'List segments with their size and need.',
    may: 'segment:read',
    ownTransactions: true,
    query: z.object({
      ...paging,
      text: text(100).optional(),
      kind: z.enum(['rule', 'list']).optional(),
      deleted: flag.optional(),
    }),
    answer: page(segmentItem),
  }),
  createSegment: endpoint({
    method: 'POST',
    path: '/segments',
    summary: 'Make a segment: a rule, or a list that people put together (without a rule).',
    may: 'segment:write',
    body: z
      .object({ ...segmentFields, rule: rule.nullable() })
      .partial()
      .required({ name: true }),
    answer: segment,
    status: 201,
  }),
  readSegment: endpoint({
    method: 'GET',
    path: '/segments/:id',
    summary: 'Read a segment with its rule and need.',
    may: 'segment:read',
    params: byId,
    answer: segment,
  }),
  changeSegment: endpoint({
    method: 'PATCH',
    path: '/segments/:id',
    summary: 'Change a segment; after a change of the rule its members are counted anew in the background.',
    may: 'segment:write',
    params: byId,
    body: z.object({ ...segmentFields, rule }).partial(),
    answer: segment,
    versioned: true,
  }),
  deleteSegment: endpoint({
    method: 'DELETE',
    path: '/segments/:id',
    summary: 'Delete a segment; it can be restored.',
    may: 'segment:delete',
    params: byId,
    answer: segment,
  }),
  restoreSegment: endpoint({
    method: 'POST',
    path: '/segments/:id/restore',
    summary: 'Restore a deleted segment.',
    may: 'segment:delete',
    params: byId,
    answer: segment,
  }),
  countSegment: endpoint({
    method: 'POST',
    path: '/segments/count',
    summary: 'Tell how many accounts a rule finds, with a few of them, without saving it.',
    may: 'segment:write',
    body: z.object({ rule }),
    /** `about`: of very many accounts a random part was looked at. */
    answer: z.object({ count: z.number(), of: z.number(), some: z.array(named), about: z.boolean() }),
  }),
  listSegmentMembers: endpoint({
    method: 'GET',
    path: '/segments/:id/members',
    summary: 'List the accounts of a segment, most interested first, with how far evidence has brought them.',
    may: 'segment:read',
    ownTransactions: true,
    params: byId,
    query: z.object({ ...paging, stage: several(z.enum(stages)).optional() }),
    answer: page(needStanding),
  }),
  addToSegment: endpoint({
    method: 'POST',
    path: '/segments/:id/members',
    summary: 'Add accounts to a list.',
    may: 'segment:write',
    params: byId,
    body: z.object({ accountIds }),
    answer: z.object({ added: z.array(id) }),
    deadline: 30,
  }),
  removeFromSegment: endpoint({
    method: 'POST',
    path: '/segments/:id/members/remove',
    summary: 'Take accounts off a list.',
    may: 'segment:write',
    params: byId,
    body: z.object({ accountIds }),
    answer: z.object({ removed: z.array(id) }),
    deadline: 30,
  }),
  readSegmentFigures: endpoint({
    method: 'GET',
    path: '/segments/:id/figures',
    summary: 'Tell size, reach, signals and the way from suspect to buyer of a segment.',
    may: 'segment:read',
    ownTransactions: true,
    params: byId,
    answer: segmentFigures,
    deadline: 15,
  }),
  listNeeds: endpoint({
    method: 'GET',
    path: '/needs',
    summary: 'List suspects and prospects over all segments, most interested first, with what to do next.',
    may: 'account:read',
    ownTransactions: true,
    query: z.object({
      ...paging,
      stage: several(z.enum(stages)).optional(),
      segment: id.optional(),
      account: id.optional(),
      owner: several(z.union([id, z.literal('none')])).optional(),
      signal: flag.optional(),
    }),
    answer: page(needStanding),
  }),
  makeProspect: endpoint({
    method: 'POST',
    path: '/prospects',
    summary: 'Make a suspect a prospect, on the evidence of a touchpoint.',
    may: 'account:write',
    body: z.object({ segmentId: id, accountId: id, need: z.enum(['identified', 'expressed']), ...evidence }),
    answer: prospect,
    status: 201,
  }),
  readProspect: endpoint({
    method: 'GET',
    path: '/prospects/:id',
    summary: 'Read a prospect with all evidence.',
    may: 'account:read',
    params: byId,
    answer: prospect,
  }),
  notePreference: endpoint({
    method: 'POST',
    path: '/prospects/:id/preference',
    summary: "Note whether we are a prospect's first choice, on the evidence of a touchpoint.",
    may: 'account:write',
    params: byId,
    body: z.object({ preference: z.enum(['yes', 'no']), ...evidence }),
    answer: prospect,
    versioned: true,
  }),
  endProspect: endpoint({
    method: 'POST',
    path: '/prospects/:id/end',
    summary: 'Note that the need is gone, and why; it can be taken up again.',
    may: 'account:write',
    params: byId,
    body: z.object({ reason: text(500) }),
    answer: prospect,
    versioned: true,
  }),
  takeUpProspect: endpoint({
    method: 'POST',
    path: '/prospects/:id/take-up',
    summary: 'Take up again a prospect whose need was thought gone.',
    may: 'account:write',
    params: byId,
    body: z.object({ reason: text(500) }),
    answer: prospect,
    versioned: true,
  }),
};
