import { z } from 'zod';
import { unrated } from '../offerings/unrated.ts';
import { currency, day, endpoint, id } from '../platform/contract.ts';
import { phases, positions, saleTypes } from '../relationship/vocabulary.ts';
import { earliestDay, fewestDays, latestDay, mostDays, periodProblem, usualDays, type AskedPeriod } from './period.ts';

/** What the organization can learn from its own records. Reads every slice, writes nothing. */

const dayOfPeriod = day.refine(
  (it) => it >= earliestDay && it <= latestDay,
  `A day from ${earliestDay} to ${latestDay}`,
);
const daysWanted = `Write a number of days from ${fewestDays} to ${mostDays}, or all`;
/** The last so many days (90 unless told) or `all`, or the days `from`–`to`, both in it; without one of these it has no such end. */
const period = {
  days: z
    .union(
      [
        z.literal('all'),
        z.coerce.number(daysWanted).int(daysWanted).min(fewestDays, daysWanted).max(mostDays, daysWanted),
      ],
      daysWanted,
    )
    .optional()
    .describe(`the last so many days, or all; ${usualDays} unless told`),
  from: dayOfPeriod.optional().describe('from this day on, instead of days'),
  to: dayOfPeriod.optional().describe('up to this day, itself in it'),
};
const ofPeriod = <S extends z.ZodType<AskedPeriod>>(query: S): S =>
  query.check(({ value, issues }) => {
    const message = periodProblem(value);
    if (message) issues.push({ code: 'custom', input: value, path: ['to'], message });
  });
/** Where the period holds nothing: the last day before it on which there is something, and the first one after it. */
const elsewhere = z.object({ before: day.nullable(), after: day.nullable() }).nullable();
export type Elsewhere = z.output<typeof elsewhere>;
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
const plan = z.object({
  quarter: day,
  quota: z.number().nullable(),
  won: z.number(),
  committed: z.number().nullable(),
  bestCase: z.number().nullable(),
  pipeline: z.number().nullable(),
  /** With the leaders' adjustments where there are any. */
  adjusted: z.number().nullable(),
  people: z.array(
    z.object({
      id,
      name: z.string(),
      quota: z.number().nullable(),
      won: z.number(),
      committed: z.number().nullable(),
      bestCase: z.number().nullable(),
      pipeline: z.number().nullable(),
      adjusted: z.number().nullable(),
      leaderName: z.string().nullable(),
      reason: z.string().nullable(),
      saidOn: day.nullable(),
    }),
  ),
});
export type ForecastPlan = z.output<typeof plan>;
const forecast = z.object({
  currency,
  sales: z.number().int(),
  /** Sales that are not in it. */
  unrated,
  next: forecastMonth
    .extend({
      fromOpenSales: z.number(),
      fromNewBusiness: z.number(),
      calendarFactor: z.number(),
      hazardShare: z.number(),
    })
    .nullable(),
  /** `2026-07` or `2026-Q3`, its first day and the first after it. */
  period: z.string(),
  from: day,
  until: day,
  /** Months ahead that it is forecast; 0: as before it began. */
  lead: z.number().int(),
  /** Won in the period so far. */
  wonSoFar: z.number(),
  /** What it rests on, to tell why it says little. */
  grounds: z.object({
    /** Sales of the three years before that were decided, and the first and the last day on which any ever was. */
    decided: z.number().int(),
    firstDecidedOn: day.nullable(),
    lastDecidedOn: day.nullable(),
    /** Sales that are open today: expected to close in the period, before it, and without a day. */
    open: z.number().int(),
    openInPeriod: z.number().int(),
    openBefore: z.number().int(),
    openWithoutDay: z.number().int(),
  }),
  /** What the period's quarter is to bring, and what people have said; null where one may see neither. */
  plan: plan.nullable(),
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
  /** Whether the period is over: then “now” and `present` are its end, and accounts without a touchpoint by then are not counted. */
  over: z.boolean(),
  sample,
  elsewhere,
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

export const retentionBases = ['revenue', 'contracts'] as const;
export const valueKinds = ['segment', 'source', 'saleType'] as const;
export const sourceKinds = ['source', 'channel', 'campaign'] as const;

const retentionRow = z.object({
  /** The first day after the year that is compared with the one before it. */
  until: day,
  /** Customers of the year before, and how many of them bought in this one. */
  customers: z.number().int(),
  stayed: z.number().int(),
  before: z.number(),
  after: z.number(),
  /** Of each customer no more than the year before: what is left without what they bought more. */
  kept: z.number(),
  /** From customers who brought nothing the year before. */
  fresh: z.number(),
});
export type RetentionRow = z.output<typeof retentionRow>;

const valueRow = z.object({
  key: z.string().nullable(),
  id: z.string().nullable(),
  customers: z.number().int(),
  revenue: z.number(),
  /** Customers with a lifetime value, and the sum of what they are expected to bring yet. */
  withOutlook: z.number().int(),
  outlook: z.number(),
  alive: z.number().nullable(),
  months: z.number().nullable(),
  /** What the revenue leaves out. */
  unrated,
});
export type ValueRow = z.output<typeof valueRow>;

const sourceRow = z.object({
  key: z.string().nullable(),
  id: z.string().nullable(),
  opened: z.number(),
  won: z.number(),
  lost: z.number(),
  newCustomers: z.number(),
  wonAmount: z.number(),
  medianDays: z.number().nullable(),
  /** Of campaigns only. */
  cost: z.number().nullable(),
  prospects: z.number().nullable(),
});
export type SourceRow = z.output<typeof sourceRow>;

const evidence = z.object({
  kind: z.enum(['account', 'sale']),
  id,
  name: z.string(),
  /** The customer of a sale. */
  of: z.string().nullable(),
  amount: z.number().nullable(),
  other: z.number().nullable(),
  currency: currency.nullable(),
  on: day.nullable(),
  note: z.string().nullable(),
});
export type Evidence = z.output<typeof evidence>;

export const insightContract = {
  readRetention: endpoint({
    method: 'GET',
    path: '/insight/retention',
    summary:
      'See how much of the revenue of the year before the same customers brought again: gross, net and by number.',
    may: 'account:read',
    /** The days from–to take the years that end within them, `all` each year that there is; else the last eight quarters. */
    query: ofPeriod(z.object({ ...period, ...ofType, basis: z.enum(retentionBases).default('revenue') })),
    deadline: 30,
    report: true,
    answer: z.object({ currency, basis: z.enum(retentionBases), items: z.array(retentionRow), unrated, elsewhere }),
  }),
  readValue: endpoint({
    method: 'GET',
    path: '/insight/value',
    summary: 'See what customers have brought and are expected to bring, by segment, source or type of sale.',
    may: 'account:read',
    query: z.object({ ...ofType, by: z.enum(valueKinds).default('segment') }),
    deadline: 30,
    report: true,
    answer: z.object({ currency, by: z.enum(valueKinds), items: z.array(valueRow) }),
  }),
  readSources: endpoint({
    method: 'GET',
    path: '/insight/sources',
    summary: 'See what brings business: sources, channels of the first contact, or campaigns.',
    may: 'opportunity:read',
    query: ofPeriod(z.object({ ...period, ...ofType, by: z.enum(sourceKinds).default('source') })),
    deadline: 30,
    report: true,
    answer: z.object({ currency, by: z.enum(sourceKinds), items: z.array(sourceRow), unrated, elsewhere }),
  }),
  readEvidence: endpoint({
    method: 'GET',
    path: '/insight/evidence',
    summary: 'List the customers or sales behind one row of a report, the weightiest first.',
    may: 'account:read',
    query: ofPeriod(
      z.object({
        ...period,
        ...ofType,
        report: z.enum(['value', 'retention', 'sources', 'outcomes', 'trust', 'flow', 'forecast', 'stages']),
        /** The row: its group, or the first day; left out for what was not said. */
        key: z.string().max(500).optional(),
        by: z.string().max(30).optional(),
        /** Where it led to, the first day after, the stage that was reached, or how it ended. */
        other: z.string().max(60).optional(),
      }),
    ),
    deadline: 30,
    report: true,
    answer: z.object({ items: z.array(evidence), more: z.boolean() }),
  }),
  readTrustMovers: endpoint({
    method: 'GET',
    path: '/insight/trust-movers',
    summary: 'See by which touchpoints, channels and people trust was won and lost.',
    may: 'account:read',
    query: ofPeriod(z.object({ ...period, ...ofType, by: z.enum(moverKinds).default('kind') })),
    deadline: 30,
    report: true,
    answer: z.object({
      items: z.array(mover),
      touchpoints: z.number(),
      accounts: z.number(),
      sample,
      elsewhere,
    }),
  }),
  readForecast: endpoint({
    method: 'GET',
    path: '/insight/forecast',
    summary:
      'Forecast what a month or quarter will bring, beside quota, submissions and the naive benchmarks, with past errors and coverage.',
    may: 'opportunity:read',
    query: z.object({
      ...ofType,
      owner: id.optional(),
      /** This month unless told. */
      period: z
        .string()
        .regex(/^20\d\d-(0[1-9]|1[0-2]|Q[1-4])$/, 'Write a month such as 2026-07 or a quarter such as 2026-Q3')
        .optional(),
    }),
    ownTransactions: true,
    report: true,
    answer: forecast,
  }),
  readFlow: endpoint({
    method: 'GET',
    path: '/insight/flow',
    summary: 'See how relationships moved between positions and phases, how long they stayed and where they left.',
    may: 'account:read',
    query: ofPeriod(z.object({ ...period, ...ofType })),
    deadline: 30,
    report: true,
    answer: flow,
  }),
  readStages: endpoint({
    method: 'GET',
    path: '/insight/stages',
    summary: 'See how far sales come through the five buying stages, per sale type, and how long each takes.',
    may: 'opportunity:read',
    query: ofPeriod(z.object({ ...period, ...ofType })),
    deadline: 30,
    report: true,
    answer: z.object({ items: z.array(stageRow), timed: z.number().int(), elsewhere }),
  }),
  readOutcomes: endpoint({
    method: 'GET',
    path: '/insight/outcomes',
    summary: 'See why sales were won and lost: by reason, competitor, source, offering or seller.',
    may: 'opportunity:read',
    query: ofPeriod(z.object({ ...period, ...ofType, by: z.enum(outcomeKinds).default('reason') })),
    deadline: 30,
    report: true,
    answer: z.object({ items: z.array(outcomeRow), currency, unrated, elsewhere }),
  }),
};
