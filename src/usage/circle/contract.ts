import { z } from 'zod';
import {
  byId,
  currency,
  day,
  endpoint,
  flag,
  id,
  instant,
  page,
  paging,
  several,
  text,
} from '../../platform/contract.ts';
import { phases, positions } from '../../relationship/vocabulary.ts';
import { influenceKinds } from '../influence.ts';
import { askKinds, askStates, obstacles } from './asking.ts';

/** The circle of influence: who brought whom, with what worth, whom to ask now and whom to thank. */

const named = z.object({ id, name: z.string() });

export const influenceRecord = z.object({
  id,
  kind: z.enum(influenceKinds),
  fromAccount: named.nullable(),
  fromContact: named.nullable(),
  toAccount: named,
  toContact: named.nullable(),
  happenedOn: day,
  weight: z.number(),
  evidence: z.string(),
  touchpointId: id.nullable(),
  opportunityId: id.nullable(),
  /** Would they have come without? Null: nobody asked. */
  wouldHaveCome: z.enum(['yes', 'no']).nullable(),
  thankedAt: instant.nullable(),
  thankedByName: z.string().nullable(),
  thanks: z.string().nullable(),
  notedByName: z.string().nullable(),
  deletedAt: instant.nullable(),
  version: z.number().int(),
});
export type InfluenceRecord = z.output<typeof influenceRecord>;

/** Of one influencer; own and brought value stand side by side and are never one sum. */
const worth = z.object({
  ownValue: z.number(),
  direct: z.number(),
  chain: z.number(),
  brought: z.number().int(),
  sourced: z.number(),
  influenced: z.number(),
});
const influencer = z.object({ id, kind: z.enum(['account', 'contact']), name: z.string(), ...worth.shape });
export type Influencer = z.output<typeof influencer>;

const basis = z.object({
  currency,
  /** Null: nobody has said the margin; revenue stands for it. */
  marginPercent: z.number().nullable(),
  acquisitionCost: z.number(),
  acquisitionCostFrom: z.enum(['said', 'campaigns', 'nothing known']),
  /** P(would not have come), learnt from so many answers. */
  wouldNotHaveCome: z.number(),
  answers: z.object({ no: z.number().int(), yes: z.number().int() }),
});
export type Basis = z.output<typeof basis>;

const money = z.object({ amount: z.number(), sales: z.number().int() });

const askRecord = z.object({
  id,
  account: named,
  contact: named.nullable(),
  kind: z.enum(askKinds),
  forAccount: named.nullable(),
  state: z.enum(askStates),
  dueAt: instant.nullable(),
  askedAt: instant.nullable(),
  anyway: z.string().nullable(),
  note: z.string().nullable(),
  memberName: z.string().nullable(),
  influenceId: id.nullable(),
  version: z.number().int(),
});
export type AskRecord = z.output<typeof askRecord>;

const toAsk = z.object({
  account: named,
  contact: named.nullable(),
  position: z.enum(positions),
  trust: z.number(),
  revenue: z.number(),
  /** Everything that stands against asking now; empty: ask. */
  obstacles: z.array(z.enum(obstacles)),
  lastAskedAt: instant.nullable(),
  referencesThisYear: z.number().int(),
});
export type ToAsk = z.output<typeof toAsk>;

const suggestion = z.object({
  id,
  contact: named,
  fromAccount: named,
  toAccount: named,
  movedOn: day,
  evidence: z.string(),
  state: z.enum(['open', 'accepted', 'dismissed']),
  influenceId: id.nullable(),
  version: z.number().int(),
});
export type Suggestion = z.output<typeof suggestion>;

const edgeFields = {
  kind: z.enum(influenceKinds),
  fromAccountId: id.nullish(),
  fromContactId: id.nullish(),
  toAccountId: id,
  toContactId: id.nullish(),
  happenedOn: day.optional(),
  weight: z.number().gt(0).max(1000).default(1),
  evidence: text(2000),
  touchpointId: id.nullish(),
  opportunityId: id.nullish(),
  wouldHaveCome: z.enum(['yes', 'no']).nullish(),
};
const filter = {
  account: id.optional(),
  contact: id.optional(),
  kind: several(z.enum(influenceKinds)).optional(),
  /** Only those whom nobody has thanked yet. */
  toThank: flag.optional(),
};
const writes = { may: 'touchpoint:write' as const, params: byId };

export const circleContract = {
  readCircle: endpoint({
    method: 'GET',
    path: '/circle',
    summary: 'Read what the circle of influence brought: sourced and influenced revenue, side by side.',
    may: 'account:read',
    answer: z.object({
      sourced: money,
      influenced: money,
      edges: z.number().int(),
      longestChain: z.array(named),
      toThank: z.number().int(),
      suggestions: z.number().int(),
      basis,
    }),
    deadline: 20,
  }),
  drawCircle: endpoint({
    method: 'GET',
    path: '/circle/graph',
    summary: 'Read the circle as a graph: the most valuable influencers, and those whom they brought.',
    may: 'account:read',
    query: z.object({ most: z.coerce.number().int().min(10).max(5000).default(3000) }),
    answer: z.object({
      nodes: z.array(
        z.object({
          id,
          kind: z.enum(['account', 'contact']),
          name: z.string(),
          phase: z.enum(phases).nullable(),
          position: z.enum(positions).nullable(),
          value: z.number(),
          brought: z.number().int(),
        }),
      ),
      edges: z.array(z.object({ id, from: id, to: id, kind: z.enum(influenceKinds), on: day })),
      /** How many there are in all. */
      nodesInAll: z.number().int(),
      currency,
    }),
    deadline: 20,
  }),
  listInfluencers: endpoint({
    method: 'GET',
    path: '/circle/influencers',
    summary: 'List who brought most, with own, direct and chain value beside each other.',
    may: 'account:read',
    query: z.object(paging),
    answer: page(influencer),
    deadline: 20,
  }),
  listCountedSales: endpoint({
    method: 'GET',
    path: '/circle/sales',
    summary: 'List the won sales that were sourced or influenced, each with the edges that it counts for.',
    may: 'account:read',
    query: z.object({ ...paging, counts: z.enum(['sourced', 'influenced']), from: id.optional() }),
    answer: page(
      z.object({
        id,
        name: z.string(),
        account: named,
        amount: z.number(),
        closedOn: day,
        edges: z.array(
          z.object({
            id,
            kind: z.enum(influenceKinds),
            from: named,
            happenedOn: day,
            share: z.number(),
            evidence: z.string(),
          }),
        ),
      }),
    ),
    deadline: 20,
  }),
  readAccountCircle: endpoint({
    method: 'GET',
    path: '/accounts/:id/circle',
    summary: 'Read who brought an account, whom it brought in turn, and what that is worth.',
    may: 'account:read',
    params: byId,
    answer: z.object({
      worth: worth.nullable(),
      basis,
      /** Edges around the account: to it, and everything below it with how far away. */
      broughtBy: z.array(influenceRecord),
      brought: z.array(z.object({ distance: z.number().int(), influence: influenceRecord, revenue: z.number() })),
      asking: toAsk.nullable(),
      asks: z.array(askRecord),
      suggestions: z.array(suggestion),
    }),
  }),

  listInfluences: endpoint({
    method: 'GET',
    path: '/influences',
    summary: 'List edges of influence, the newest first.',
    may: 'account:read',
    query: z.object({ ...paging, ...filter }),
    answer: page(influenceRecord),
  }),
  exportInfluences: endpoint({
    method: 'GET',
    path: '/influences/export',
    summary: 'Download the edges of influence as CSV.',
    may: 'account:read',
    query: z.object(filter),
    media: 'text/csv',
    ownTransactions: true,
    answer: z.string(),
  }),
  addInfluence: endpoint({
    method: 'POST',
    path: '/influences',
    summary: 'Note who brought or influenced whom, with the evidence for it.',
    may: 'touchpoint:write',
    body: z.strictObject({ ...edgeFields, askId: id.nullish() }),
    status: 201,
    answer: influenceRecord,
  }),
  changeInfluence: endpoint({
    method: 'PATCH',
    path: '/influences/:id',
    summary: 'Change day, evidence, share, or what the customer says: would they have come without?',
    ...writes,
    versioned: true,
    body: z.strictObject({
      happenedOn: day.optional(),
      weight: z.number().gt(0).max(1000).optional(),
      evidence: text(2000).optional(),
      wouldHaveCome: z.enum(['yes', 'no']).nullish(),
    }),
    answer: influenceRecord,
  }),
  removeInfluence: endpoint({
    method: 'DELETE',
    path: '/influences/:id',
    summary: 'Remove an edge of influence; it can be restored.',
    ...writes,
    answer: influenceRecord,
  }),
  restoreInfluence: endpoint({
    method: 'POST',
    path: '/influences/:id/restore',
    summary: 'Restore a removed edge, unless it would now close a circle.',
    ...writes,
    answer: influenceRecord,
  }),
  thankInfluencer: endpoint({
    method: 'PUT',
    path: '/influences/:id/thanks',
    summary: 'Note how an influencer was thanked; null takes it back.',
    ...writes,
    body: z.strictObject({ thanks: text(1000).nullable() }),
    answer: influenceRecord,
  }),

  listToAsk: endpoint({
    method: 'GET',
    path: '/circle/asking',
    summary: 'List whom to ask for a referral or reference now, and whom not, with every reason.',
    may: 'account:read',
    query: z.object({ ...paging, whose: z.enum(['mine', 'all']).default('mine'), now: flag.optional() }),
    answer: page(toAsk),
  }),
  listAsks: endpoint({
    method: 'GET',
    path: '/asks',
    summary: 'List whom we asked, and what came of it.',
    may: 'account:read',
    query: z.object({ ...paging, account: id.optional(), state: several(z.enum(askStates)).optional() }),
    answer: page(askRecord),
  }),
  ask: endpoint({
    method: 'POST',
    path: '/asks',
    summary: 'Plan to ask, or note that you asked, for a referral, reference or review.',
    may: 'touchpoint:write',
    body: z.strictObject({
      accountId: id,
      contactId: id.nullish(),
      kind: z.enum(askKinds),
      forAccountId: id.nullish(),
      /** When it is to be asked; left out: it was asked now. */
      dueAt: instant.nullish(),
      note: text(1000).nullish(),
      /** Why, although something stands against it. */
      anyway: text(500, 3).nullish(),
    }),
    status: 201,
    answer: askRecord,
  }),
  answerAsk: endpoint({
    method: 'PUT',
    path: '/asks/:id/state',
    summary: 'Note that it was asked, given, refused or withdrawn.',
    ...writes,
    versioned: true,
    body: z.strictObject({ state: z.enum(askStates), note: text(1000).nullish() }),
    answer: askRecord,
  }),

  listSuggestions: endpoint({
    method: 'GET',
    path: '/influence-suggestions',
    summary: 'List people of ours who went to another company: did they take us along?',
    may: 'account:read',
    query: z.object({
      ...paging,
      account: id.optional(),
      state: z.enum(['open', 'accepted', 'dismissed']).default('open'),
    }),
    answer: page(suggestion),
  }),
  acceptSuggestion: endpoint({
    method: 'POST',
    path: '/influence-suggestions/:id/acceptance',
    summary: 'Say yes: a champion moved, and took us along.',
    ...writes,
    answer: suggestion,
  }),
  dismissSuggestion: endpoint({
    method: 'POST',
    path: '/influence-suggestions/:id/dismissal',
    summary: 'Say no: their move has nothing to do with us.',
    ...writes,
    answer: suggestion,
  }),
  reopenSuggestion: endpoint({
    method: 'POST',
    path: '/influence-suggestions/:id/reopening',
    summary: 'Take the answer to a suggestion back.',
    ...writes,
    answer: suggestion,
  }),
};
