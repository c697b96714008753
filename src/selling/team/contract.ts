import { z } from 'zod';
import { unrated } from '../../offerings/unrated.ts';
import { buyingStages } from '../../purchase/stages.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { currency, day, decimal, endpoint, id, instant, text } from '../../platform/contract.ts';
import { signalKinds } from '../../ownership/signals.ts';
import { changeKinds } from './review.ts';

/** Leading a team through the week: what changed in the pipeline, what is stuck, and what will be won. */

const saleType = z.enum(saleTypes);
const stage = z.enum(buyingStages);
const whose = { team: id.optional(), member: id.optional() };

const state = z.object({
  stage,
  outcome: z.enum(['open', 'won', 'lost']),
  amount: z.number(),
  expectedCloseOn: day.nullable(),
});
const changed = z.object({
  id,
  name: z.string(),
  accountName: z.string().nullable(),
  ownerId: id.nullable(),
  ownerName: z.string().nullable(),
  saleType,
  kinds: z.array(z.enum(changeKinds)),
  /** Null: it was not there then. */
  before: state.nullable(),
  now: state,
  /** What it did to the sum of open sales. */
  moved: z.number(),
});
export type ChangedSale = z.output<typeof changed>;

const stuckSale = z.object({
  id,
  name: z.string(),
  accountName: z.string().nullable(),
  ownerName: z.string().nullable(),
  saleType,
  stage,
  amount: z.number(),
  currency,
  daysInStage: z.number(),
});
const attention = z.object({
  stuck: z.array(stuckSale),
  stuckCount: z.number(),
  /** Steps of purchase procedures whose day has passed. */
  procedures: z.array(
    z.object({
      id,
      name: z.string(),
      ownerName: z.string().nullable(),
      step: z.string(),
      dueOn: day,
      amount: z.number(),
      currency,
    }),
  ),
  /** Decision matrices in the second half of a sale that are missing or were not looked at for 30 days. */
  matrices: z.array(
    z.object({
      id,
      name: z.string(),
      ownerName: z.string().nullable(),
      stage,
      weighedAt: instant.nullable(),
      amount: z.number(),
      currency,
    }),
  ),
  handoffs: z.array(
    z.object({
      id,
      accountId: id,
      accountName: z.string(),
      hunterName: z.string().nullable(),
      farmerName: z.string().nullable(),
      state: z.string(),
      signedAt: instant,
      days: z.number(),
    }),
  ),
  /** Running alarms: whom they name, since when, and until when an answer is due. */
  alarms: z.array(
    z.object({
      id,
      accountId: id,
      name: z.string(),
      memberName: z.string().nullable(),
      state: z.string(),
      severity: z.number(),
      reason: z.enum(signalKinds).nullable(),
      openedAt: instant,
      answerBy: instant,
      late: z.boolean(),
      revenue: z.number(),
    }),
  ),
  /** Plays that run with the team's customers: how far they are, and what is next. */
  plays: z.array(
    z.object({
      id,
      accountId: id,
      accountName: z.string(),
      name: z.string(),
      done: z.number(),
      steps: z.number(),
      next: z.string().nullable(),
      nextBy: z.string().nullable(),
      dueAt: instant.nullable(),
      late: z.boolean(),
    }),
  ),
  counts: z.object({ handoffs: z.number(), alarms: z.number(), plays: z.number() }),
  currency,
});
export type Attention = z.output<typeof attention>;

const call = z.object({
  committed: decimal,
  bestCase: decimal,
  pipeline: decimal,
  comment: z.string().nullable(),
  week: day,
  at: instant,
});
const adjustment = z.object({
  leaderName: z.string(),
  committed: decimal,
  bestCase: decimal,
  reason: z.string(),
  week: day,
  at: instant,
});
const accuracy = z.object({
  periods: z.number(),
  calls: z.number(),
  miss: z.number().nullable(),
  bias: z.number().nullable(),
  adjustedMiss: z.number().nullable(),
  naiveMiss: z.number().nullable(),
});
const row = z.object({
  memberId: id,
  name: z.string(),
  teamName: z.string().nullable(),
  isMe: z.boolean(),
  /** Won in the period so far; open and expected in it; the same by its chances. */
  won: decimal,
  open: decimal,
  weighted: decimal,
  sales: z.number(),
  /** What was said this week, and last before this week. */
  call: call.nullable(),
  former: call.nullable(),
  adjustment: adjustment.nullable(),
  quota: decimal.nullable(),
  accuracy,
});
export type ForecastRow = z.output<typeof row>;

const forecast = z.object({
  period: day,
  until: day,
  week: day,
  currency,
  /** Sales won or open in the period that no sum holds. */
  unrated,
  figures: z.enum(['individual', 'aggregate']),
  /** Of everybody who may be summed; null where so few people would tell of each. */
  together: z
    .object({
      people: z.number(),
      called: z.number(),
      won: z.number(),
      open: z.number(),
      weighted: z.number(),
      committed: z.number(),
      bestCase: z.number(),
      pipeline: z.number(),
      adjusted: z.number(),
      quota: z.number().nullable(),
    })
    .nullable(),
  rows: z.array(row),
  /** Mondays of the period: sums of what was said, of what was won by then and of what the chances said. */
  weeks: z.array(
    z.object({
      week: day,
      won: z.number(),
      weighted: z.number(),
      committed: z.number().nullable(),
      bestCase: z.number().nullable(),
      adjusted: z.number().nullable(),
    }),
  ),
});
export type TeamForecast = z.output<typeof forecast>;

const amounts = { committed: decimal, bestCase: decimal };

export const leadershipContract = {
  reviewPipeline: endpoint({
    method: 'GET',
    path: '/team/review',
    summary: 'See what changed in the pipeline since a day: entered, moved, slipped, grew, shrank, won, lost.',
    may: 'forecast:read',
    query: z.object({
      since: day.optional(),
      /** Lists the sales of that kind of change alone; the sums and counts stay those of all. */
      kind: z.enum(changeKinds).optional(),
      ...whose,
    }),
    deadline: 10,
    report: true,
    answer: z.object({
      since: instant,
      currency,
      /** Open sales that the bridge leaves out. */
      unrated,
      bridge: z.object({
        start: z.number(),
        entered: z.number(),
        grew: z.number(),
        shrank: z.number(),
        won: z.number(),
        lost: z.number(),
        left: z.number(),
        now: z.number(),
      }),
      counts: z.partialRecord(z.enum(changeKinds), z.number()),
      /** Won in these days, by its amount when it was won. */
      wonAmount: z.number(),
      items: z.array(changed),
      /** More than are listed. */
      more: z.number(),
    }),
  }),
  readAttention: endpoint({
    method: 'GET',
    path: '/team/attention',
    summary:
      'See what waits for a leader: stuck sales, late procedures, old matrices, handoffs, alarms and running plays.',
    may: 'forecast:read',
    query: z.object(whose),
    deadline: 10,
    report: true,
    answer: attention,
  }),
  readForecast: endpoint({
    method: 'GET',
    path: '/team/forecast',
    summary:
      'Read the forecast call: what each person says, what the leader makes of it, and how near each came before.',
    may: 'forecast:read',
    query: z.object({ period: day.optional(), ...whose }),
    deadline: 10,
    report: true,
    answer: forecast,
  }),
  readForecastWeek: endpoint({
    method: 'GET',
    path: '/team/forecast/week',
    summary: 'Open one Monday of the forecast call: what each person had won, had open by its chances and had said.',
    may: 'forecast:read',
    query: z.object({ period: day, week: day, ...whose }),
    answer: z.object({
      currency,
      figures: z.enum(['individual', 'aggregate']),
      items: z.array(
        z.object({
          memberId: id,
          name: z.string(),
          won: z.number(),
          open: z.number(),
          weighted: z.number(),
          committed: z.number().nullable(),
          bestCase: z.number().nullable(),
          adjusted: z.number().nullable(),
        }),
      ),
    }),
  }),
  listForecastWeekSales: endpoint({
    method: 'GET',
    path: '/team/forecast/week/sales',
    summary:
      'List the sales behind one figure of one Monday of the forecast call, as they were on that Monday; the largest first.',
    may: 'forecast:read',
    query: z.object({ period: day, week: day, member: id, outcome: z.enum(['won', 'open']) }),
    answer: z.object({
      currency,
      items: z.array(
        z.object({ id, name: z.string(), accountName: z.string().nullable(), amount: z.number(), on: day.nullable() }),
      ),
      /** All that were counted, listed or not. */
      count: z.number(),
    }),
  }),
  callForecast: endpoint({
    method: 'PUT',
    path: '/team/forecast/call',
    summary: 'Say what you will win in a quarter: surely, at best, and everything in the pipeline.',
    may: 'forecast:write',
    body: z.strictObject({ period: day, ...amounts, pipeline: decimal, comment: text(2000).nullable().default(null) }),
    answer: forecast,
  }),
  adjustForecast: endpoint({
    method: 'PUT',
    path: '/team/forecast/adjustment',
    summary: 'Put your own figure beside what somebody of your team said, with the reason; both are kept.',
    may: 'forecast:write',
    body: z.strictObject({ memberId: id, period: day, ...amounts, reason: text(2000, 3) }),
    answer: forecast,
  }),
};
