import { z } from 'zod';
import { currency, day, endpoint, id } from '../platform/contract.ts';
import { phases, positions, saleTypes } from '../relationship/vocabulary.ts';

/** What the organization can learn from its own records. Reads every slice, writes nothing. */

const period = { days: z.coerce.number().int().min(7).max(1100).default(90) };
const ofType = { saleType: z.enum(saleTypes).optional() };

const mover = z.object({
  key: z.string(),
  touchpoints: z.number(),
  accounts: z.number(),
  /** Points that the lines moved when these came, summed over the accounts looked at. */
  trust: z.number(),
  interest: z.number(),
});
export type TrustMover = z.output<typeof mover>;
export const moverKinds = ['kind', 'channel', 'role', 'member'] as const;

/** How many accounts a figure rests on: beyond ten thousand, a random part of them is looked at. */
const sample = z.object({ accounts: z.number().int(), of: z.number().int() });

const methods = z.object({
  blend: z.number(),
  hazard: z.number(),
  threeMonthMean: z.number(),
  weightedPipeline: z.number(),
});
const forecastMonth = z.object({
  month: day,
  ...methods.shape,
  interval: z.object({ low: z.number(), high: z.number(), level: z.number(), pastErrors: z.number().int() }).nullable(),
});
const forecast = z.object({
  currency,
  /** Sales in other currencies are not in it. */
  sales: z.number().int(),
  otherCurrencies: z.number().int(),
  next: forecastMonth
    .extend({
      fromOpenSales: z.number(),
      fromNewBusiness: z.number(),
      calendarFactor: z.number(),
      hazardShare: z.number(),
    })
    .nullable(),
  /** This month so far, and what was forecast for it. */
  wonThisMonth: z.number(),
  past: z.array(forecastMonth.extend({ actual: z.number() })),
  accuracy: z
    .object({
      months: z.number().int(),
      errors: methods,
      beatsNaive: z.boolean(),
      coverage: z.object({ share: z.number().nullable(), n: z.number().int() }),
    })
    .nullable(),
});
export type ForecastAnswer = z.output<typeof forecast>;

const flow = z.object({
  days: z.number(),
  sample,
  /** Accounts by where they stood then and now; `new` had no touchpoint then. */
  flows: z.array(z.object({ from: z.enum([...positions, 'new']), to: z.enum(positions), accounts: z.number().int() })),
  /** Visits that ended: how many, how long in the middle, and where they led. */
  stays: z.array(
    z.object({
      position: z.enum(positions),
      ended: z.number().int(),
      medianDays: z.number().nullable(),
      onward: z.number().int(),
      back: z.number().int(),
      present: z.number().int(),
    }),
  ),
  /** Accounts that came into a phase within the days, and how many are in it now. */
  phases: z.array(
    z.object({
      phase: z.enum(phases),
      entered: z.number().int(),
      present: z.number().int(),
      medianDays: z.number().nullable(),
    }),
  ),
});
export type FlowAnswer = z.output<typeof flow>;

const stageRow = z.object({
  saleType: z.enum(saleTypes),
  opened: z.number().int(),
  /** How many came at least so far, in the order of the five stages. */
  reached: z.array(z.number().int()).length(5),
  won: z.number().int(),
  lost: z.number().int(),
  open: z.number().int(),
  /** Median days in each stage of stays that ended; null where there are none. */
  medianDays: z.array(z.number().nullable()).length(5),
});
export type StageRow = z.output<typeof stageRow>;

const outcomeRow = z.object({
  key: z.string().nullable(),
  won: z.number().int(),
  lost: z.number().int(),
  wonAmount: z.string(),
  lostAmount: z.string(),
  medianDays: z.number().nullable(),
});
export type OutcomeRow = z.output<typeof outcomeRow>;
export const outcomeKinds = ['reason', 'competitor', 'source', 'offering', 'seller'] as const;

export const insightContract = {
  readTrustMovers: endpoint({
    method: 'GET',
    path: '/insight/trust-movers',
    summary: 'See by which touchpoints, channels and people trust was won and lost.',
    may: 'account:read',
    query: z.object({ ...period, by: z.enum(moverKinds).default('kind') }),
    deadline: 30,
    answer: z.object({
      items: z.array(mover),
      touchpoints: z.number(),
      accounts: z.number(),
      days: z.number(),
      sample,
    }),
  }),
  readForecast: endpoint({
    method: 'GET',
    path: '/insight/forecast',
    summary: "Forecast the next month's won amount, beside the naive benchmarks and their past errors.",
    may: 'opportunity:read',
    query: z.object({ ...ofType, owner: id.optional() }),
    ownTransactions: true,
    answer: forecast,
  }),
  readFlow: endpoint({
    method: 'GET',
    path: '/insight/flow',
    summary: 'See how relationships moved between positions and phases, how long they stayed and where they left.',
    may: 'account:read',
    query: z.object(period),
    deadline: 30,
    answer: flow,
  }),
  readStages: endpoint({
    method: 'GET',
    path: '/insight/stages',
    summary: 'See how far sales come through the five buying stages, per sale type, and how long each takes.',
    may: 'opportunity:read',
    query: z.object(period),
    deadline: 30,
    answer: z.object({ items: z.array(stageRow), timed: z.number().int() }),
  }),
  readOutcomes: endpoint({
    method: 'GET',
    path: '/insight/outcomes',
    summary: 'See why sales were won and lost: by reason, competitor, source, offering or seller.',
    may: 'opportunity:read',
    query: z.object({ ...period, ...ofType, by: z.enum(outcomeKinds).default('reason') }),
    deadline: 30,
    answer: z.object({ items: z.array(outcomeRow), currency, otherCurrencies: z.number().int() }),
  }),
};
