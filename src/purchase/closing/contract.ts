import { z } from 'zod';
import { unrated } from '../../offerings/unrated.ts';
import { byId, currency, day, decimal, done, endpoint, flag, id, text } from '../../platform/contract.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';

/** What is asked and kept when a sale is decided, and the rules that a workspace sells by. */

export const verdicts = ['as sold', 'more than sold', 'not clear'] as const;
export const competitorResults = ['open', 'we won', 'they won', 'left', 'nobody won'] as const;

const reasons = z
  .array(text(100))
  .min(1)
  .max(40)
  .refine(
    (list) => new Set(list.map((each) => each.toLowerCase())).size === list.length,
    'A reason stands there twice',
  );

const ruleFields = {
  /** In percent; a larger discount needs a manager's word. Null: no limit. */
  discountLimit: z.number().min(0).max(100).nullable(),
  /** How long a quote holds unless it says otherwise. */
  quoteDays: z.number().int().min(1).max(730),
  quoteTerms: text(20_000).nullable(),
  /** Days in which a consumer may withdraw, by the account's country; `*` for every other one. */
  coolingOff: z.record(
    z.string().regex(/^([A-Z]{2}|\*)$/, 'A country code such as DE, or *'),
    z.number().int().min(0).max(365),
  ),
  wonReasons: reasons,
  lostReasons: reasons,
};
export const sellingRules = z.object({ ...ruleFields, version: z.number().int() });
export type SellingRules = z.output<typeof sellingRules>;

/** One expectation at the close: what they expect, how it stands to what was sold, how a difference was answered. */
export const expectation = z
  .object({ expects: text(1000), verdict: z.enum(verdicts), answer: text(1000).nullable().default(null) })
  .refine(({ verdict, answer }) => verdict === 'as sold' || answer !== null, {
    path: ['answer'],
    message: 'Say how you answered: what is not as sold has to be reset before they find out',
  });
export type Expectation = z.output<typeof expectation>;

const competitorFields = { name: text(200), result: z.enum(competitorResults), why: text(1000).nullable() };
export const competitor = z.object({ id, ...competitorFields, version: z.number().int() });
export type Competitor = z.output<typeof competitor>;

const decided = z.object({ count: z.number().int(), amount: decimal });

export const closingContract = {
  readSellingRules: endpoint({
    method: 'GET',
    path: '/selling-rules',
    summary: 'Read the rules that this workspace sells by: discount limit, quotes, cooling-off, reasons.',
    may: 'opportunity:read',
    answer: sellingRules,
  }),
  changeSellingRules: endpoint({
    method: 'PATCH',
    path: '/selling-rules',
    summary: 'Change the rules that this workspace sells by.',
    may: 'offering:write',
    body: z.object(ruleFields).partial(),
    answer: sellingRules,
    versioned: true,
  }),
  readClosing: endpoint({
    method: 'GET',
    path: '/opportunities/:id/closing',
    summary: 'Read whom we met in a sale, what the customer expects, and when it is firm.',
    may: 'opportunity:read',
    params: byId,
    answer: z.object({
      competitors: z.array(competitor),
      expectations: z.array(
        z.object({ expects: z.string(), verdict: z.enum(verdicts), answer: z.string().nullable() }),
      ),
      /** How long a consumer may withdraw here; null for other sales. */
      coolingOffDays: z.number().int().nullable(),
      firmOn: day.nullable(),
      reason: z.string().nullable(),
    }),
  }),
  addCompetitor: endpoint({
    method: 'POST',
    path: '/opportunities/:id/competitors',
    summary: 'Say whom we meet in a sale.',
    may: 'opportunity:write',
    params: byId,
    body: z.object(competitorFields).partial().required({ name: true }),
    answer: competitor,
    status: 201,
  }),
  changeCompetitor: endpoint({
    method: 'PATCH',
    path: '/sale-competitors/:id',
    summary: 'Say what became of a competitor in a sale, and why.',
    may: 'opportunity:write',
    params: byId,
    body: z.object(competitorFields).partial(),
    answer: competitor,
    versioned: true,
  }),
  removeCompetitor: endpoint({
    method: 'DELETE',
    path: '/sale-competitors/:id',
    summary: 'Remove a competitor from a sale.',
    may: 'opportunity:write',
    params: byId,
    answer: done,
  }),
  whyDecided: endpoint({
    method: 'GET',
    path: '/pipeline/reasons',
    summary: 'Count why sales were won and lost, and how we do against each competitor.',
    may: 'opportunity:read',
    report: true,
    query: z.object({
      from: day.optional(),
      to: day.optional(),
      saleType: z.enum(saleTypes).optional(),
      firm: flag.optional(),
    }),
    answer: z.object({
      currency,
      /** Decided sales whose amount is in no sum. */
      unrated,
      won: z.array(decided.extend({ reason: z.string().nullable() })),
      lost: z.array(decided.extend({ reason: z.string().nullable() })),
      competitors: z.array(
        z.object({
          name: z.string(),
          met: z.number().int(),
          won: z.number().int(),
          lost: z.number().int(),
          open: z.number().int(),
          why: z.array(z.string()),
        }),
      ),
      /** Won, but the consumer may still withdraw. */
      notYetFirm: decided,
    }),
  }),
};
