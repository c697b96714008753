import { z } from 'zod';
import {
  byId,
  currency,
  day,
  decimal,
  done,
  endpoint,
  id,
  instant,
  page,
  paging,
  text,
} from '../../platform/contract.ts';

/** Training and whether it paid for itself: programmes, sessions, who attends and who waits, what it cost, what it changed. */

export const attendances = ['planned', 'attended', 'missed'] as const;
export const trainingOutcomes = ['spotted', 'own sales'] as const;
export const trainingOrders = ['chance', 'business'] as const;
export const reportStates = ['waiting', 'working', 'done', 'failed', 'cancelled'] as const;

const share = z.number().min(0).max(1);
const programmeFields = {
  name: text(200),
  purpose: text(2000).nullable().default(null),
  outcome: z.enum(trainingOutcomes),
  orderBy: z.enum(trainingOrders),
  loadedRate: decimal,
  marginShare: share,
};

const interval = z.object({ low: z.number(), high: z.number() });
const number = z.number().nullable();
const counted = z.object({
  people: z.number(),
  contacts: z.number(),
  spotted: z.number(),
  accepted: z.number(),
  answered: z.number(),
  won: z.number(),
  closed: z.number(),
  margin: z.number(),
});

export const reportResult = z.object({
  months: z.array(z.string()),
  outcome: z.enum(trainingOutcomes),
  cost: z.object({
    fees: z.number(),
    hours: z.number(),
    loadedRate: z.number(),
    material: z.number(),
    total: z.number(),
  }),
  trained: z.number(),
  waiting: z.number(),
  groups: z.object({ trainedBefore: counted, trainedAfter: counted, waiting: counted }),
  estimates: z.array(
    z.object({
      method: z.enum([
        'difference in means',
        'difference in means, adjusted for the own past',
        'difference in differences',
        'doubly robust, not experimental',
      ]),
      claim: z.object({
        word: z.enum(['effect', 'association', 'not shown']),
        reason: z.enum([
          'assigned by chance',
          'waiting list',
          'later groups as comparison',
          'the groups moved apart before the training',
          'nobody was assigned by chance',
          'the groups differed before the training',
        ]),
      }),
      number: interval.extend({ estimate: z.number(), smallestDetectable: z.number(), p: number }).nullable(),
      trained: z.number(),
      others: z.number(),
    }),
  ),
  course: z.array(z.object({ monthsSince: z.number(), estimate: z.number() })),
  placebo: interval.extend({ estimate: z.number(), passed: z.boolean() }).nullable(),
  /** Reports that were made before this was looked at have none. */
  trend: interval.extend({ estimate: z.number(), passed: z.boolean() }).nullish(),
  guard: z.object({ verdict: z.enum(['held', 'fell', 'not known']), difference: z.number(), interval }).nullable(),
  marginEffect: interval.extend({ estimate: z.number() }).nullable(),
  payback: z
    .object({
      cost: z.number(),
      cumulative: z.array(z.object({ month: z.number(), gain: z.number(), interval })),
      month: number,
      interval: interval.nullable(),
      probabilityWithin12: z.number(),
      verdict: z.enum(['shown', 'not shown']),
      observedMonths: z.number(),
      returnAfter12: z.number(),
    })
    .nullable(),
  waves: z.array(
    z.object({
      wave: z.string().nullable(),
      people: z.number(),
      trainedFrom: number,
      counted: z.array(z.number()),
      on: z.array(z.number()),
    }),
  ),
  limits: z.array(
    z.enum([
      'few people',
      'not by chance',
      'nothing counted',
      'nobody waits',
      'comparison named afterwards',
      'short history',
      'moved apart before',
      'margin from a share',
      'service not rated',
    ]),
  ),
});
export type ReportResult = z.output<typeof reportResult>;

const report = z.object({
  id,
  state: z.enum(reportStates),
  progress: z.number(),
  askedAt: instant,
  endedAt: instant.nullable(),
  problem: z.string().nullable(),
});

const programme = z.object({
  id,
  ...programmeFields,
  purpose: z.string().nullable(),
  sessions: z.number(),
  trained: z.number(),
  waiting: z.number(),
  firstOn: day.nullable(),
  cost: decimal,
  /** What the newest report says; null before there is one. */
  verdict: z
    .object({
      word: z.enum(['effect', 'association', 'not shown']),
      estimate: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      paybackMonth: z.number().nullable(),
      probabilityWithin12: z.number().nullable(),
    })
    .nullable(),
  version: z.number(),
});
export type Programme = z.output<typeof programme>;

const person = z.object({ memberId: id, name: z.string(), state: z.enum(attendances), plannedAt: instant });
const session = z.object({
  id,
  name: z.string(),
  startsOn: day,
  endsOn: day,
  fees: decimal,
  material: decimal,
  hoursEach: z.number(),
  /** The people whom you may see; a leader sees the own team. */
  people: z.array(person),
  version: z.number(),
});
export type TrainingSession = z.output<typeof session>;

const programmeDetail = programme.extend({
  currency,
  waves: z.array(session),
  comparison: z.array(z.object({ memberId: id, name: z.string(), plannedAt: instant })),
  /** Whether everybody who waits or is compared with was named before the first training. */
  plannedBefore: z.boolean(),
  /** What is being computed, or what failed last. */
  report: report.nullable(),
  result: z.object({ asOf: instant, ...reportResult.shape }).nullable(),
});
export type ProgrammeDetail = z.output<typeof programmeDetail>;

const sessionFields = {
  name: text(200),
  startsOn: day,
  endsOn: day,
  fees: decimal.default('0'),
  material: decimal.default('0'),
  hoursEach: z.number().min(0).max(2000).default(0),
  people: z
    .array(z.object({ memberId: id, state: z.enum(attendances).default('planned') }))
    .max(2000)
    .default([]),
};

export const paybackContract = {
  listProgrammes: endpoint({
    method: 'GET',
    path: '/training/programmes',
    summary: 'List training programmes with what they cost and whether they paid for themselves.',
    may: 'payback:read',
    query: z.object(paging),
    answer: page(programme).extend({ currency }),
  }),
  listCounted: endpoint({
    method: 'GET',
    path: '/training/programmes/:id/counted',
    summary:
      'List what was counted behind a bar or a row of the report on a training: so many months since it, or before or after it.',
    may: 'payback:read',
    report: true,
    params: byId,
    query: z.object({
      monthsSince: z.coerce.number().int().min(-80).max(80).optional(),
      group: z.enum(['trainedBefore', 'trainedAfter', 'waiting']).optional(),
    }),
    answer: z.object({
      currency,
      /** The months that were looked at. */
      months: z.array(z.string()),
      items: z.array(
        z.object({
          id,
          kind: z.enum(['spotted', 'sale']),
          name: z.string(),
          accountId: id.nullable(),
          accountName: z.string().nullable(),
          opportunityId: id.nullable(),
          /** Null where figures about single people are kept from others. */
          memberName: z.string().nullable(),
          /** Of somebody trained; else of somebody who waited in the same month. */
          trained: z.boolean(),
          on: day,
          state: z.enum(['noted', 'accepted', 'declined', 'open', 'won', 'lost']),
          amount: z.number().nullable(),
        }),
      ),
      more: z.boolean(),
    }),
  }),
  createProgramme: endpoint({
    method: 'POST',
    path: '/training/programmes',
    summary: 'Plan a training programme.',
    may: 'payback:write',
    body: z.strictObject(programmeFields),
    status: 201,
    answer: programmeDetail,
  }),
  readProgramme: endpoint({
    method: 'GET',
    path: '/training/programmes/:id',
    summary: 'Read a programme: its sessions, who waits, what it cost, and what it changed.',
    may: 'payback:read',
    params: byId,
    answer: programmeDetail,
  }),
  changeProgramme: endpoint({
    method: 'PATCH',
    path: '/training/programmes/:id',
    summary: 'Change a training programme.',
    may: 'payback:write',
    params: byId,
    body: z.strictObject({
      name: programmeFields.name.optional(),
      purpose: text(2000).nullable().optional(),
      outcome: programmeFields.outcome.optional(),
      orderBy: programmeFields.orderBy.optional(),
      loadedRate: decimal.optional(),
      marginShare: share.optional(),
    }),
    versioned: true,
    answer: programmeDetail,
  }),
  removeProgramme: endpoint({
    method: 'DELETE',
    path: '/training/programmes/:id',
    summary: 'Remove a training programme.',
    may: 'payback:delete',
    params: byId,
    answer: done,
  }),
  restoreProgramme: endpoint({
    method: 'POST',
    path: '/training/programmes/:id/restore',
    summary: 'Bring a removed training programme back.',
    may: 'payback:write',
    params: byId,
    answer: programmeDetail,
  }),
  addSession: endpoint({
    method: 'POST',
    path: '/training/programmes/:id/sessions',
    summary: 'Add a session with the people who are to attend it.',
    may: 'payback:write',
    params: byId,
    body: z.strictObject(sessionFields),
    status: 201,
    answer: programmeDetail,
  }),
  changeSession: endpoint({
    method: 'PATCH',
    path: '/training/sessions/:id',
    summary: 'Change a session, its people, and who attended.',
    may: 'payback:write',
    params: byId,
    body: z.strictObject({
      name: text(200).optional(),
      startsOn: day.optional(),
      endsOn: day.optional(),
      fees: decimal.optional(),
      material: decimal.optional(),
      hoursEach: z.number().min(0).max(2000).optional(),
      people: z
        .array(z.object({ memberId: id, state: z.enum(attendances).default('planned') }))
        .max(2000)
        .optional(),
    }),
    versioned: true,
    answer: programmeDetail,
  }),
  removeSession: endpoint({
    method: 'DELETE',
    path: '/training/sessions/:id',
    summary: 'Take a session out of its programme.',
    may: 'payback:delete',
    params: byId,
    answer: programmeDetail,
  }),
  planComparison: endpoint({
    method: 'PUT',
    path: '/training/programmes/:id/comparison',
    summary: 'Name the people who are not trained and are compared with.',
    may: 'payback:write',
    params: byId,
    body: z.strictObject({ memberIds: z.array(id).max(2000) }),
    answer: programmeDetail,
  }),
  makeReport: endpoint({
    method: 'POST',
    path: '/training/programmes/:id/report',
    summary: 'Compute anew the payback of a training programme: what it changed, and whether it paid for itself.',
    may: 'payback:write',
    params: byId,
    status: 201,
    answer: report,
  }),
  cancelReport: endpoint({
    method: 'DELETE',
    path: '/training/reports/:id',
    summary: 'Stop computing a report.',
    may: 'payback:delete',
    params: byId,
    answer: done,
  }),
};
