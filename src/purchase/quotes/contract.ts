import { z } from 'zod';
import { byId, currency, day, decimal, endpoint, id, instant, page, paging, text } from '../../platform/contract.ts';

/** Offers in writing: made from the lines of a sale, approved where the discount asks for it, sent as a link, accepted by the buyer. */

export const quoteStates = [
  'draft',
  'asked',
  'approved',
  'declined',
  'sent',
  'accepted',
  'withdrawn',
  'superseded',
] as const;
/** As the reader sees it: a sent quote whose day has passed is expired. */
export const quoteStandings = [...quoteStates, 'expired'] as const;

export const quoteLine = z.object({
  name: z.string(),
  code: z.string().nullable(),
  unit: z.string().nullable(),
  quantity: z.string(),
  price: decimal,
  /** What the catalogue says; null where the line is no offering or has no price in this currency. */
  listPrice: decimal.nullable(),
  discount: z.number(),
  recurring: z.enum(['month', 'year']).nullable(),
  total: decimal,
});
export type QuoteLine = z.output<typeof quoteLine>;

const sums = z.object({ once: decimal, month: decimal, year: decimal });
const longText = (most: number) => text(most).nullable();

/** What buyer and seller both see. */
const offered = {
  number: z.string(),
  issue: z.number().int(),
  standing: z.enum(quoteStandings),
  currency,
  lines: z.array(quoteLine),
  sums,
  validUntil: day,
  introduction: z.string().nullable(),
  terms: z.string().nullable(),
  /** Who made it, and for whom. */
  memberName: z.string().nullable(),
  accountName: z.string().nullable(),
  contactName: z.string().nullable(),
  saleName: z.string(),
  sentAt: instant.nullable(),
  acceptedAt: instant.nullable(),
  acceptedBy: z.string().nullable(),
};

export const quote = z.object({
  id,
  opportunityId: id,
  accountId: id.nullable(),
  ...offered,
  state: z.enum(quoteStates),
  contactId: id.nullable(),
  /** The largest against catalogue and line, in percent. */
  largestDiscount: z.number(),
  /** What the workspace lets pass without a manager's word. */
  discountLimit: z.number().nullable(),
  approverId: id.nullable(),
  approverName: z.string().nullable(),
  approvalReason: z.string().nullable(),
  askedAt: instant.nullable(),
  decidedByName: z.string().nullable(),
  decisionReason: z.string().nullable(),
  decidedAt: instant.nullable(),
  seenAt: instant.nullable(),
  withdrawnReason: z.string().nullable(),
  mayChange: z.boolean(),
  /** Whether this person's word lets a large discount pass: never the maker's, while a colleague may say it. */
  mayApprove: z.boolean(),
  version: z.number().int(),
  createdAt: instant,
});
export type Quote = z.output<typeof quote>;

export const quoteItem = z.object({
  id,
  opportunityId: id,
  saleName: z.string(),
  accountName: z.string().nullable(),
  number: z.string(),
  issue: z.number().int(),
  standing: z.enum(quoteStandings),
  currency,
  sums,
  largestDiscount: z.number(),
  validUntil: day,
  memberName: z.string().nullable(),
  approvalReason: z.string().nullable(),
  askedAt: instant.nullable(),
  seenAt: instant.nullable(),
  createdAt: instant,
});
export type QuoteItem = z.output<typeof quoteItem>;

/** What the buyer sees behind the link; of a quote that holds no more, only that. */
export const openQuote = z.object({ firm: z.string(), ...offered });
export type OpenQuote = z.output<typeof openQuote>;

const fields = { validUntil: day, introduction: longText(4000), terms: longText(20_000), contactId: id.nullable() };
const changing = { params: byId, may: 'opportunity:write' as const };
const secret = z.string().regex(/^[\w-]{43}$/, 'This link is not complete');

export const quotesContract = {
  makeQuote: endpoint({
    method: 'POST',
    path: '/opportunities/:id/quotes',
    summary: 'Make a quote from the lines of a sale; a further one is a new issue of the same number.',
    ...changing,
    body: z.object(fields).partial(),
    answer: quote,
    status: 201,
  }),
  listQuotes: endpoint({
    method: 'GET',
    path: '/opportunities/:id/quotes',
    summary: 'List the quotes of a sale, the newest first.',
    may: 'opportunity:read',
    params: byId,
    answer: z.object({ items: z.array(quoteItem) }),
  }),
  listApprovals: endpoint({
    method: 'GET',
    path: '/quote-approvals',
    summary: 'List the quotes that wait for my word on their discount.',
    may: 'opportunity:read',
    query: z.object(paging),
    answer: page(quoteItem),
  }),
  readQuote: endpoint({
    method: 'GET',
    path: '/quotes/:id',
    summary: 'Read a quote.',
    may: 'opportunity:read',
    params: byId,
    answer: quote,
  }),
  changeQuote: endpoint({
    method: 'PATCH',
    path: '/quotes/:id',
    summary: 'Change validity, words or addressee of a quote that was not sent yet.',
    ...changing,
    body: z.object(fields).partial(),
    answer: quote,
    versioned: true,
  }),
  askApproval: endpoint({
    method: 'POST',
    path: '/quotes/:id/approval',
    summary: "Ask a manager to let a discount above the workspace's limit pass.",
    ...changing,
    body: z.object({ reason: text(2000, 3), approverId: id.optional() }),
    answer: quote,
  }),
  decideApproval: endpoint({
    method: 'POST',
    path: '/quotes/:id/decision',
    summary: 'Approve or decline the discount of a quote, with a reason.',
    ...changing,
    body: z.object({ approve: z.boolean(), reason: text(2000, 3) }),
    answer: quote,
  }),
  sendQuote: endpoint({
    method: 'POST',
    path: '/quotes/:id/sending',
    summary: "Send a quote: answers the buyer's link, once; a further call makes a new link and the old one ends.",
    ...changing,
    answer: z.object({ quote, path: z.string() }),
  }),
  withdrawQuote: endpoint({
    method: 'POST',
    path: '/quotes/:id/withdrawal',
    summary: 'Withdraw a quote; its link says so.',
    ...changing,
    body: z.object({ reason: text(1000, 3) }),
    answer: quote,
  }),
  printQuote: endpoint({
    method: 'GET',
    path: '/quotes/:id/pdf',
    summary: 'A quote as a PDF.',
    may: 'opportunity:read',
    params: byId,
    answer: z.unknown(),
    media: 'application/pdf',
  }),

  seeQuote: endpoint({
    method: 'POST',
    path: '/quote-link',
    summary: 'Read the quote behind a link, as the buyer.',
    may: 'anyone',
    body: z.object({ secret }),
    answer: openQuote,
  }),
  acceptQuote: endpoint({
    method: 'POST',
    path: '/quote-link/acceptance',
    summary: 'Accept the quote behind a link, with the name of who signs.',
    may: 'anyone',
    body: z.object({ secret, name: text(200, 2) }),
    answer: openQuote,
  }),
  printOpenQuote: endpoint({
    method: 'POST',
    path: '/quote-link/pdf',
    summary: 'The quote behind a link as a PDF.',
    may: 'anyone',
    body: z.object({ secret }),
    answer: z.unknown(),
    media: 'application/pdf',
  }),
};
