import { z } from 'zod';
import { byId, day, decimal, endpoint, id, instant } from '../../platform/contract.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';

/** What the potential of a sale follows from: the weights learnt from the organization's own sales, and whether alignment pays. */

const quality = z.object({
  n: z.number().int(),
  events: z.number().int(),
  /** Null where all of them were won, or all lost. */
  auc: z.number().nullable(),
  brier: z.number(),
  logLoss: z.number(),
  /** What the constant share of won sales would score. */
  constant: z.object({ brier: z.number(), logLoss: z.number() }),
});

const fit = z.object({
  version: z.number().int(),
  status: z.enum(['shipped defaults', 'defaults do better', 'calibrated']),
  sales: z.number().int(),
  /** The rarer of won and lost. */
  events: z.number().int(),
  eventsNeeded: z.number().int(),
  outOfTime: z.object({ calibrated: quality, shipped: quality }).nullable(),
  memberName: z.string().nullable(),
  fittedAt: instant,
});
export type WinModelFit = z.output<typeof fit>;

const winModel = z.object({
  inUse: z.enum(['shipped defaults', 'calibrated']),
  /** By what factor each fact multiplies the odds of winning. */
  odds: z.array(
    z.object({ field: z.string(), level: z.string().nullable(), ratio: z.number(), low: z.number(), high: z.number() }),
  ),
  fits: z.array(fit),
  /** Decided sales whose facts are known, and how many have come since the last fit. */
  decided: z.number().int(),
  sinceLastFit: z.number().int(),
});

const comparison = z.object({
  measure: z.enum(['win rate', 'cycle', 'margin', 'retention']),
  aligned: z.object({ n: z.number().int(), value: z.number() }),
  misaligned: z.object({ n: z.number().int(), value: z.number() }),
  difference: z.number(),
  interval: z.object({ low: z.number(), high: z.number() }),
  holds: z.enum(['more', 'less', 'not shown']),
});
export type ClaimComparison = z.output<typeof comparison>;

const claim = z.object({
  threshold: z.number(),
  /** Decided sales this person may see (the latest 5,000), and how many of them have a record of their alignment at half-time. */
  decided: z.number().int(),
  withRecord: z.number().int(),
  from: day.nullable(),
  to: day.nullable(),
  comparisons: z.array(comparison),
  /** The latest 200 of the sales compared. */
  sales: z.array(
    z.object({
      id,
      name: z.string(),
      saleType: z.enum(saleTypes),
      alignment: z.number(),
      won: z.boolean(),
      cycleDays: z.number().int(),
      amount: decimal.nullable(),
      closedOn: day,
    }),
  ),
});
export type AlignmentClaim = z.output<typeof claim>;

const candidate = z.object({
  memberId: id,
  name: z.string(),
  fit: z.number(),
  gain: z.number(),
  /** Sales of this type decided by them, and won: what the fit rests on. */
  won: z.number().int(),
  decided: z.number().int(),
  openSales: z.number().int(),
  /** Open sales that they could take on top, by their capacity. */
  room: z.number().int(),
  /** How many answered about them and how many closed sales their profile rests on; null: only their sales are known. */
  profile: z.object({ answered: z.number().int(), closed: z.number().int() }).nullable(),
});

export const potentialContract = {
  readWinModel: endpoint({
    method: 'GET',
    path: '/win-model',
    summary: 'Read what the chance to win follows from, and how well it was fitted to own sales.',
    may: 'opportunity:read',
    answer: winModel,
  }),
  fitWinModel: endpoint({
    method: 'POST',
    path: '/win-model/fits',
    summary: 'Fit the chance to win to the sales decided so far; adopted only when it predicts the latest better.',
    may: 'process:write',
    status: 201,
    ownTransactions: true,
    answer: fit,
  }),
  testAlignment: endpoint({
    method: 'GET',
    path: '/alignment-claim',
    summary: 'Test on own sales that their potential rises with alignment.',
    may: 'opportunity:read',
    query: z.object({
      threshold: z.coerce.number().min(0.05).max(1).default(0.66),
      saleType: z.enum(saleTypes).optional(),
    }),
    ownTransactions: true,
    report: true,
    answer: claim,
  }),
  whoFits: endpoint({
    method: 'GET',
    path: '/opportunities/:id/who-fits',
    summary: 'See who else fits this type of sale and has room; advice, never a decision.',
    may: 'opportunity:read',
    params: byId,
    answer: z.object({ presentFit: z.number().nullable(), items: z.array(candidate) }),
  }),
};
