import { z } from 'zod';
import {
  byId,
  currency,
  day,
  decimal,
  endpoint,
  flag,
  id,
  instant,
  page,
  paging,
  several,
  text,
} from '../../platform/contract.ts';
import { declineReasons, mayContacts, outcomesOfNotes, spottedStates, urgencies } from './spotted.ts';

/** Everyone sells: what anybody notices in a contact is noted with one key, credited to them, and always answered. */

const sale = z.object({
  stage: z.string(),
  outcome: z.enum(['open', 'won', 'lost']),
  amount: decimal.nullable(),
  currency,
  closedOn: day.nullable(),
});

export const spottedRecord = z.object({
  id,
  accountId: id,
  accountName: z.string(),
  contactId: id.nullable(),
  contactName: z.string().nullable(),
  caseId: id.nullable(),
  touchpointId: id.nullable(),
  what: z.string(),
  /** For another company than the account. */
  forName: z.string().nullable(),
  urgency: z.enum(urgencies),
  mayContact: z.enum(mayContacts),
  originatorId: id,
  originatorName: z.string(),
  recipientId: id.nullable(),
  recipientName: z.string().nullable(),
  /** Why it went to them. */
  routed: z.string(),
  notedAt: instant,
  answerDueAt: instant,
  overdue: z.boolean(),
  state: z.enum(spottedStates),
  /** Who noted the same before, when this is an addition to theirs. */
  first: z.object({ id, originatorName: z.string(), notedAt: instant }).nullable(),
  additions: z.number().int(),
  answeredAt: instant.nullable(),
  answeredByName: z.string().nullable(),
  becomes: z.enum(outcomesOfNotes).nullable(),
  reason: z.enum(declineReasons).nullable(),
  answerNote: z.string().nullable(),
  opportunityId: id.nullable(),
  prospect: z.object({ id, name: z.string() }).nullable(),
  sale: sale.nullable(),
  mayAnswer: z.boolean(),
  isMine: z.boolean(),
  version: z.number().int(),
});
export type SpottedRecord = z.output<typeof spottedRecord>;

const news = z.object({
  id,
  at: instant,
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  memberName: z.string().nullable(),
});

export const spottedDetail = spottedRecord.extend({
  news: z.array(news),
  addedBy: z.array(z.object({ id, originatorName: z.string(), what: z.string(), notedAt: instant })),
});
export type SpottedDetail = z.output<typeof spottedDetail>;

const note = {
  what: text(500),
  forName: text(300).nullish(),
  urgency: z.enum(urgencies).default('soon'),
  mayContact: z.enum(mayContacts).default('not asked'),
};

const filter = {
  /** What I spotted, what I am to answer, or everything I may see. */
  whose: z.enum(['mine', 'to answer', 'all']).default('mine'),
  state: several(z.enum(spottedStates)).optional(),
  account: id.optional(),
  overdue: flag.optional(),
};

export const spottedContract = {
  noteSpotted: endpoint({
    method: 'POST',
    path: '/spotted',
    summary: 'Note business that you spotted: what, for whom, how urgent, may we contact.',
    may: 'spotted:write',
    body: z.strictObject({
      accountId: id,
      contactId: id.nullish(),
      caseId: id.nullish(),
      touchpointId: id.nullish(),
      ...note,
      /** It is something else than what a colleague noted here before. */
      separate: z.boolean().default(false),
    }),
    status: 201,
    answer: spottedRecord,
  }),
  countSpotted: endpoint({
    method: 'GET',
    path: '/spotted/counts',
    summary: 'Count what became of what you spotted, and what waits for your answer.',
    may: 'spotted:read',
    answer: z.object({
      noted: z.number().int(),
      waiting: z.number().int(),
      accepted: z.number().int(),
      declined: z.number().int(),
      won: z.number().int(),
      wonAmounts: z.array(z.object({ currency, amount: decimal })),
      toAnswer: z.number().int(),
      overdue: z.number().int(),
    }),
  }),
  readLeaderboard: endpoint({
    method: 'GET',
    path: '/spotted/leaderboard',
    summary: 'Read who spotted how much, where the workspace wishes for a leaderboard.',
    may: 'spotted:read',
    query: z.object({ days: z.coerce.number().int().min(7).max(730).default(90) }),
    answer: z.object({
      on: z.boolean(),
      since: instant,
      currency,
      rows: z.array(
        z.object({
          memberId: id,
          name: z.string(),
          noted: z.number().int(),
          accepted: z.number().int(),
          won: z.number().int(),
          wonAmount: decimal,
        }),
      ),
    }),
  }),
  exportSpotted: endpoint({
    method: 'GET',
    path: '/spotted/export',
    summary: 'Download spotted business as CSV.',
    may: 'spotted:read',
    query: z.object({ ...filter, whose: z.enum(['mine', 'to answer', 'all']).default('all') }),
    media: 'text/csv',
    ownTransactions: true,
    answer: z.string(),
  }),
  listSpotted: endpoint({
    method: 'GET',
    path: '/spotted',
    summary: 'List spotted business, the newest first.',
    may: 'spotted:read',
    query: z.object({ ...paging, ...filter }),
    answer: page(spottedRecord),
  }),
  readSpotted: endpoint({
    method: 'GET',
    path: '/spotted/:id',
    summary: 'Read what became of a note, step by step.',
    may: 'spotted:read',
    params: byId,
    answer: spottedDetail,
  }),
  changeSpotted: endpoint({
    method: 'PATCH',
    path: '/spotted/:id',
    summary: 'Change a note that is not answered yet, or hand it to the colleague who will answer.',
    may: 'spotted:write',
    params: byId,
    versioned: true,
    body: z.strictObject({
      ...z.object(note).partial().shape,
      urgency: z.enum(urgencies).optional(),
      mayContact: z.enum(mayContacts).optional(),
      recipientId: id.optional(),
    }),
    answer: spottedRecord,
  }),
  acceptSpotted: endpoint({
    method: 'POST',
    path: '/spotted/:id/acceptance',
    summary: 'Accept spotted business: it becomes a prospect or a sale linked to it.',
    may: 'spotted:write',
    params: byId,
    body: z.strictObject({
      becomes: z.enum(outcomesOfNotes),
      /** Of the sale; the note's own words when left out. */
      name: text(300).optional(),
      amount: decimal.nullish(),
      note: text(1000).nullish(),
      /** When the first call is due; null plans none. */
      callBy: instant.nullish(),
    }),
    answer: spottedRecord,
  }),
  declineSpotted: endpoint({
    method: 'POST',
    path: '/spotted/:id/refusal',
    summary: 'Decline spotted business with a reason, which the originator is told.',
    may: 'spotted:write',
    params: byId,
    body: z.strictObject({ reason: z.enum(declineReasons), note: text(1000).nullish() }),
    answer: spottedRecord,
  }),
  reopenSpotted: endpoint({
    method: 'POST',
    path: '/spotted/:id/reopening',
    summary: 'Take an answer or a withdrawal back; a sale that was opened for it must be deleted first.',
    may: 'spotted:write',
    params: byId,
    answer: spottedRecord,
  }),
  withdrawSpotted: endpoint({
    method: 'POST',
    path: '/spotted/:id/withdrawal',
    summary: 'Withdraw your own note before it is answered.',
    may: 'spotted:write',
    params: byId,
    answer: spottedRecord,
  }),
  separateSpotted: endpoint({
    method: 'POST',
    path: '/spotted/:id/separation',
    summary: 'Say that your addition is something else: it becomes a note of its own.',
    may: 'spotted:write',
    params: byId,
    answer: spottedRecord,
  }),
};
