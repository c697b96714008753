import { z } from 'zod';
import { byId, currency, day, decimal, endpoint, id, instant, several } from '../../platform/contract.ts';

/** The account review: what we brought a customer in a year, made of what is known, ready to be shown to the customer. */

export const reviewParts = ['plan', 'value', 'service', 'promises', 'base', 'orders', 'next'] as const;
const kept = z.object({ promised: z.number().int(), kept: z.number().int() });

export const review = z.object({
  account: z.object({ id, name: z.string() }),
  firm: z.string(),
  ownerName: z.string().nullable(),
  from: day,
  to: day,
  currency,
  /** What we agreed would come of it, against what came: the figures that they measured, and whether they confirmed them. */
  plan: z.array(
    z.object({
      title: z.string(),
      signedOn: day,
      firstValueDue: day.nullable(),
      firstValueOn: day.nullable(),
      milestones: z.object({ done: z.number().int(), of: z.number().int() }),
      outcomes: z.array(
        z.object({
          objective: z.string(),
          metric: z.string(),
          unit: z.string().nullable(),
          baseline: z.number(),
          target: z.number(),
          targetOn: day.nullable(),
          actual: z.number().nullable(),
          measuredOn: day.nullable(),
          confirmedBy: z.string().nullable(),
          /** Of the way from where it began to the target, 0 to 1; null: not measured yet. */
          reached: z.number().nullable(),
        }),
      ),
    }),
  ),
  value: z.array(z.object({ at: instant, kind: z.string(), what: z.string() })),
  service: z.object({
    opened: z.number().int(),
    solved: z.number().int(),
    firstResponse: kept,
    resolution: kept,
    satisfied: z.object({ answered: z.number().int(), satisfied: z.number().int() }),
    open: z.array(z.object({ subject: z.string(), openedAt: instant })),
  }),
  promises: z.object({
    kept: z.number().int(),
    broken: z.number().int(),
    open: z.array(z.object({ what: z.string(), dueOn: day.nullable() })),
  }),
  base: z.array(
    z.object({ name: z.string(), serial: z.string().nullable(), since: day.nullable(), warrantyUntil: day.nullable() }),
  ),
  contracts: z.array(z.object({ name: z.string(), renewsOn: day, yearly: decimal, currency })),
  orders: z.object({ count: z.number().int(), amount: decimal }),
  next: z.array(z.object({ what: z.string(), dueAt: instant, memberName: z.string().nullable() })),
});
export type Review = z.output<typeof review>;

export const reviewContract = {
  readReview: endpoint({
    method: 'GET',
    path: '/accounts/:id/review',
    summary: 'Read the review of an account: what we brought it in the last twelve months, made of what is known.',
    may: 'account:read',
    params: byId,
    answer: review,
  }),
  printReview: endpoint({
    method: 'GET',
    path: '/accounts/:id/review.pdf',
    summary: 'Print the review of an account as a PDF to show to the customer; choose the parts that belong in it.',
    may: 'account:read',
    params: byId,
    query: z.object({ parts: several(z.enum(reviewParts)).optional() }),
    answer: z.unknown(),
    media: 'application/pdf',
  }),
};
