import { z } from 'zod';
import { accountFilterShape } from '../people/filter.ts';
import { byId, decimal, done, endpoint, id, instant, page, paging, several, flag, text } from '../platform/contract.ts';
import {
  channels,
  directions,
  efforts,
  initiators,
  phases,
  positions,
  saleTypes,
  touchpointKinds,
} from './vocabulary.ts';

const expectation = z.union([z.literal(-2), z.literal(-1), z.literal(0), z.literal(1), z.literal(2)]);

/** What a person (or a machine) tells of one contact. What is left out is filled by what is usual for the kind. */
export const touchpointDraft = z.strictObject({
  accountId: id,
  at: instant.optional(),
  kind: z.enum(touchpointKinds),
  channel: z.enum(channels).optional(),
  direction: z.enum(directions).optional(),
  initiator: z.enum(initiators).optional(),
  subject: text(500),
  body: z.string().max(20_000).nullish(),
  expectationSet: text(1000).nullish(),
  expectation: expectation.nullish(),
  effort: z.enum(efforts).nullish(),
  minutes: z.number().int().min(0).max(100_000).nullish(),
  outcome: text(500).nullish(),
  valueDelivered: z.boolean().optional(),
  learnt: text(2000).nullish(),
  contactIds: z.array(id).max(50).optional(),
  opportunityId: id.nullish(),
  caseId: id.nullish(),
  evidence: text(2000).nullish(),
  evidenceKey: text(300)
    .optional()
    .describe(
      'The same event from two sources has one key and counts once. One that concerns several accounts has a key for each.',
    ),
  nextStep: z.strictObject({ what: text(300), dueAt: instant, memberId: id.optional() }).optional(),
});
export type TouchpointDraft = z.output<typeof touchpointDraft>;

const memory = z.object({ rest: z.number(), halfLife: z.number() });
const move = z.object({ trust: z.number(), interest: z.number() });

export const touchpointRecord = z.object({
  id,
  accountId: id,
  accountName: z.string().nullable(),
  at: instant,
  recordedAt: instant,
  kind: z.enum(touchpointKinds),
  channel: z.enum(channels),
  direction: z.enum(directions),
  initiator: z.enum(initiators),
  subject: z.string(),
  body: z.string().nullable(),
  expectationSet: z.string().nullable(),
  expectation: expectation.nullable(),
  effort: z.enum(efforts).nullable(),
  minutes: z.number().nullable(),
  outcome: z.string().nullable(),
  valueDelivered: z.boolean(),
  learnt: z.string().nullable(),
  memberId: id.nullable(),
  memberName: z.string().nullable(),
  source: z.string(),
  evidence: z.string().nullable(),
  opportunityId: id.nullable(),
  caseId: id.nullable(),
  supersedesId: id.nullable(),
  supersededById: id.nullable(),
  retracts: z.boolean(),
  contacts: z.array(z.object({ id, name: z.string() })),
  /** Points that it moved when it came; null where it does not count (superseded). */
  moved: move.nullable(),
});
export type TouchpointRecord = z.output<typeof touchpointRecord>;

const standing = z.object({
  phase: z.enum(phases),
  phaseSince: instant,
  position: z.enum(positions),
  modelPosition: z.enum(positions),
  probability: z.number(),
  uncertain: z.boolean(),
  probabilities: z.record(z.enum(positions), z.number()),
  trust: z.object({ value: z.number(), low: z.number(), high: z.number(), change: z.number() }),
  interest: z.object({ value: z.number(), low: z.number(), high: z.number(), change: z.number() }),
  /** Days over which `change` is told. */
  changeDays: z.number(),
  saleType: z.enum(saleTypes),
  touchpoints: z.number(),
  closedAt: instant.nullable(),
  lastTouchAt: instant.nullable(),
  alarmForecastAt: instant.nullable(),
  confidence: z.object({
    score: z.number(),
    grade: z.enum(['low', 'fair', 'good']),
    weakest: z.enum(['channels', 'recency', 'certainty']),
    connected: z.number(),
    possible: z.number(),
  }),
  override: z
    .object({ id, position: z.enum(positions), reason: z.string(), memberId: id, memberName: z.string(), at: instant })
    .nullable(),
  modelVersion: z.string(),
  /** How each line remembers, by the model: where it rests (logit) and its half-life in days. */
  memory: z.object({ trust: memory, interest: memory }),
});
export type StandingRecord = z.output<typeof standing>;

const storedEffect = z.object({ innovation: z.number(), logG: z.number() });
/** Everything that one account's picture is drawn from. Times are ISO; levels 0–100. */
const curve = z.object({
  asOf: instant,
  knownOn: instant.nullable(),
  standing,
  points: z.array(z.object({ at: instant, trust: z.number(), interest: z.number() })),
  forecast: z.array(z.object({ at: instant, trust: z.number(), interest: z.number() })),
  band: z.object({
    line: z.enum(['trust', 'interest']),
    /** The shipped template, or the organization's own successful accounts, `n` of them. */
    source: z.enum(['template', 'own']),
    n: z.number().int().nullable(),
    points: z.array(z.object({ at: instant, low: z.number(), high: z.number() })),
  }),
  phaseRibbon: z.array(z.object({ phase: z.enum(phases), from: instant, to: instant })),
  positionRibbon: z.array(z.object({ position: z.enum([...positions, 'uncertain']), from: instant, to: instant })),
  /** Entries in order with the two stored numbers per line: the client adds up any stretch from these, exactly. */
  steps: z.array(
    z.object({
      entry: z.string(),
      at: instant,
      kind: z.string(),
      subject: z.string().nullable(),
      memberName: z.string().nullable(),
      trust: storedEffect,
      interest: storedEffect,
      trustMove: z.number(),
      interestMove: z.number(),
      trustAfter: z.number(),
      interestAfter: z.number(),
    }),
  ),
  marks: z.array(z.object({ at: instant, kind: z.string(), touchpointId: z.string() })),
  /** The lane of promises: settled ones where they were settled, open ones where they were made. */
  promises: z.array(
    z.object({
      id,
      at: instant,
      state: z.enum(['kept', 'broken', 'open', 'overdue']),
      subject: z.string(),
      version: z.number(),
    }),
  ),
  reasons: z.array(z.record(z.string(), z.unknown())),
  counts: z.object({ touchpoints: z.number(), channels: z.number() }),
});
export type CurveRecord = z.output<typeof curve>;

export const nextStepRecord = z.object({
  id,
  accountId: id,
  accountName: z.string().nullable(),
  what: z.string(),
  memberId: id.nullable(),
  memberName: z.string().nullable(),
  contactId: id.nullable(),
  dueAt: instant,
  state: z.enum(['open', 'done', 'dropped']),
  version: z.number(),
});

const cell = z.object({
  phase: z.enum(phases),
  position: z.enum(positions),
  accounts: z.number(),
  revenue: decimal,
  alarms: z.number(),
});
const dot = z.object({
  id,
  name: z.string(),
  phase: z.enum(phases),
  position: z.enum(positions),
  along: z.number(),
  trust: z.number(),
  interest: z.number(),
  probability: z.number(),
  revenue: z.number(),
  potential: z.number(),
  alarm: z.boolean(),
});

export type DotRecord = z.output<typeof dot>;

const why = z.record(z.string(), z.unknown());
const todayRow = z.object({
  accountId: id,
  name: z.string(),
  phase: z.enum(phases),
  position: z.enum(positions),
  probability: z.number(),
  group: z.enum([
    'alarm',
    'promise',
    'handoff',
    'next step',
    'stuck sale',
    'cold sale',
    'case',
    'renewal',
    'spotted',
    'champion moved',
    'ask now',
    'warm',
  ]),
  /** Codes with facts; the message catalogue makes the sentence. */
  why: z.array(why),
  todo: why,
  dueAt: instant.nullable(),
  overdue: z.boolean(),
  nextStepId: id.nullable(),
  nextStepVersion: z.number().nullable(),
  opportunityId: id.nullable(),
  /** The promise that the row is about: one key settles it. */
  promise: z.object({ id, version: z.number(), what: z.string() }).nullable(),
  handoffId: id.nullable(),
  /** The open case that the row speaks of, where it does. */
  caseId: id.nullable(),
  /** The running alarm: taking it on starts its play. */
  alarm: z.object({ id, version: z.number(), state: z.string(), severity: z.number() }).nullable(),
  memberId: id.nullable(),
  memberName: z.string().nullable(),
  /** Whom to call: the person of the next step, else the one spoken with last. */
  contact: z.object({ id, name: z.string(), phone: z.string().nullable() }).nullable(),
  trust: z.number(),
  interest: z.number(),
  trustChange: z.number(),
  interestChange: z.number(),
  spark: z.array(z.tuple([z.number(), z.number(), z.number()])),
});
export type TodayRecord = z.output<typeof todayRow>;

export const relationshipContract = {
  logTouchpoint: endpoint({
    method: 'POST',
    path: '/touchpoints',
    summary: 'Log a touchpoint.',
    may: 'touchpoint:write',
    body: touchpointDraft,
    status: 201,
    answer: z.object({
      touchpoint: touchpointRecord,
      duplicate: z.boolean(),
      before: move,
      after: move,
      position: z.enum(positions),
      phase: z.enum(phases),
      nextStep: nextStepRecord.nullable(),
    }),
  }),
  previewTouchpoint: endpoint({
    method: 'POST',
    path: '/touchpoint-previews',
    summary: 'Say what a touchpoint would change, without saving it.',
    may: 'touchpoint:write',
    body: touchpointDraft.partial({ subject: true }),
    answer: z.object({ before: move, after: move }),
  }),
  logTouchpoints: endpoint({
    method: 'POST',
    path: '/touchpoint-batches',
    summary:
      'Log up to 1,000 touchpoints at once, all or none; evidence that is known already is counted once. What is refused is named by its place.',
    may: 'touchpoint:write',
    body: z.strictObject({ source: text(60).optional(), touchpoints: z.array(touchpointDraft).min(1).max(1000) }),
    status: 201,
    bodyLimit: 8_000_000,
    deadline: 30,
    /** By their place in the batch: whose evidence was known, and of these whose is noted with another account, so that it does not count here. */
    answer: z.object({ created: z.number(), duplicates: z.array(z.number()), elsewhere: z.array(z.number()) }),
  }),
  correctTouchpoint: endpoint({
    method: 'POST',
    path: '/touchpoints/:id/correction',
    summary: 'Correct a touchpoint by a new entry that supersedes it, or take it back.',
    may: 'touchpoint:write',
    params: byId,
    body: z.strictObject({
      retract: z.boolean().default(false),
      reason: text(500).nullish(),
      correction: touchpointDraft.partial().optional(),
    }),
    status: 201,
    answer: touchpointRecord,
  }),
  listTouchpoints: endpoint({
    method: 'GET',
    path: '/touchpoints',
    summary: 'List touchpoints, newest first.',
    may: 'touchpoint:read',
    query: z.object({
      ...paging,
      account: id.optional(),
      contact: id.optional(),
      member: several(id).optional(),
      kind: several(z.enum(touchpointKinds)).optional(),
      channel: several(z.enum(channels)).optional(),
      superseded: flag.optional(),
      asOf: instant.optional().describe('Only what had happened and was known by then, as it was known then.'),
    }),
    answer: page(touchpointRecord),
  }),
  readTouchpoint: endpoint({
    method: 'GET',
    path: '/touchpoints/:id',
    summary: 'Read a touchpoint.',
    may: 'touchpoint:read',
    params: byId,
    answer: touchpointRecord,
  }),

  readRelationship: endpoint({
    method: 'GET',
    path: '/accounts/:id/relationship',
    summary: 'Read where a relationship stands and what it is drawn from.',
    may: 'account:read',
    params: byId,
    query: z.object({
      months: z.coerce.number().int().min(1).max(120).default(18),
      asOf: instant.optional(),
      knownOn: instant.optional(),
      band: z.enum(['trust', 'interest']).default('trust'),
    }),
    answer: curve,
  }),
  readPath: endpoint({
    method: 'GET',
    path: '/accounts/:id/path',
    summary: 'Read where an account was on the cycle over the last days.',
    may: 'account:read',
    params: byId,
    query: z.object({ days: z.coerce.number().int().min(1).max(730).default(90) }),
    answer: z.object({
      points: z.array(
        z.object({
          at: instant,
          position: z.enum(positions),
          along: z.number(),
          trust: z.number(),
          interest: z.number(),
        }),
      ),
      trustChange: z.number(),
      interestChange: z.number(),
      reasons: z.array(why),
    }),
  }),
  overridePosition: endpoint({
    method: 'PUT',
    path: '/accounts/:id/position-override',
    summary: 'Set the position against the model, with a reason; both are kept.',
    may: 'account:write',
    params: byId,
    body: z.strictObject({ position: z.enum(positions), reason: text(2000, 3) }),
    answer: standing,
  }),
  endOverride: endpoint({
    method: 'DELETE',
    path: '/accounts/:id/position-override',
    summary: 'Go back to the position of the model.',
    may: 'account:write',
    params: byId,
    answer: standing,
  }),
  changePhase: endpoint({
    method: 'POST',
    path: '/accounts/:id/phase',
    summary: 'Move an account to another phase, with the evidence for it.',
    may: 'account:write',
    params: byId,
    body: z.strictObject({ phase: z.enum(phases), evidence: text(1000, 3), touchpointId: id.optional() }),
    status: 201,
    answer: standing,
  }),
  changeSaleType: endpoint({
    method: 'PUT',
    path: '/accounts/:id/sale-type',
    summary: 'Say by which type of sale this relationship is measured.',
    may: 'account:write',
    params: byId,
    body: z.strictObject({ saleType: z.enum(saleTypes) }),
    answer: standing,
  }),

  board: endpoint({
    method: 'GET',
    path: '/relationships/board',
    summary: 'Count accounts and revenue per phase and position.',
    may: 'account:read',
    query: z.object(accountFilterShape),
    answer: z.object({ cells: z.array(cell), accounts: z.number(), revenue: decimal, currency: z.string() }),
  }),
  map: endpoint({
    method: 'GET',
    path: '/relationships/map',
    summary: 'Place every account on the cycle: the largest as dots, the rest as groups.',
    may: 'account:read',
    query: z.object({ ...accountFilterShape, most: z.coerce.number().int().min(10).max(5000).default(1500) }),
    answer: z.object({
      dots: z.array(dot),
      groups: z.array(
        z.object({
          phase: z.enum(phases),
          position: z.enum(positions),
          along: z.number(),
          accounts: z.number(),
          revenue: z.number(),
          trust: z.number(),
          interest: z.number(),
        }),
      ),
      accounts: z.number(),
      currency: z.string(),
    }),
  }),
  replayRelationships: endpoint({
    method: 'GET',
    path: '/relationships/replay',
    summary: 'Place accounts on the map and the board as they were known on a day; at most 5,000 at once.',
    may: 'account:read',
    query: z.object({ ...accountFilterShape, asOf: instant }),
    answer: z.object({
      asOf: instant,
      dots: z.array(dot),
      cells: z.array(cell),
      accounts: z.number(),
      revenue: decimal,
      currency: z.string(),
    }),
    ownTransactions: true,
    deadline: 30,
  }),
  listStoodThen: endpoint({
    method: 'GET',
    path: '/relationships/replay/accounts',
    summary:
      'List the accounts that stood somewhere on the cycle on a day, by name. A page may have fewer than were asked for and still a next one: it says how many accounts it looked at.',
    may: 'account:read',
    query: z.object({ ...paging, ...accountFilterShape, asOf: instant }),
    answer: z.object({
      asOf: instant,
      items: z.array(dot),
      looked: z.number().int(),
      next: z.string().nullable(),
      currency: z.string(),
    }),
    ownTransactions: true,
    deadline: 30,
  }),
  today: endpoint({
    method: 'GET',
    path: '/today',
    summary: 'List whom to contact today and why, most urgent first.',
    may: 'account:read',
    query: z.object({ whose: z.enum(['mine', 'team', 'all']).default('mine') }),
    answer: z.object({
      rows: z.array(todayRow),
      /** When nothing is due: the relationship that is worth warming next. */
      warm: todayRow.nullable(),
      counts: z.record(z.string(), z.number()),
      doneThisWeek: z.number(),
      asOf: instant,
    }),
  }),
  snooze: endpoint({
    method: 'PUT',
    path: '/today/:id/snooze',
    summary: 'Put an account off until later on your own list.',
    may: 'account:read',
    params: byId,
    body: z.strictObject({ until: instant.nullable() }),
    answer: done,
  }),

  listNextSteps: endpoint({
    method: 'GET',
    path: '/next-steps',
    summary: 'List next steps by due date.',
    may: 'account:read',
    query: z.object({
      ...paging,
      account: id.optional(),
      member: several(id).optional(),
      state: z.enum(['open', 'done', 'dropped', 'any']).default('open'),
    }),
    answer: page(nextStepRecord),
  }),
  setNextStep: endpoint({
    method: 'POST',
    path: '/next-steps',
    summary: 'Set the next step of a relationship: what, who, when.',
    may: 'account:write',
    body: z.strictObject({
      accountId: id,
      what: text(300),
      memberId: id.nullish(),
      contactId: id.nullish(),
      dueAt: instant,
    }),
    status: 201,
    answer: nextStepRecord,
  }),
  changeNextStep: endpoint({
    method: 'PATCH',
    path: '/next-steps/:id',
    summary: 'Change a next step, or hand it to somebody else.',
    may: 'account:write',
    params: byId,
    versioned: true,
    body: z.strictObject({ what: text(300).optional(), memberId: id.nullish(), dueAt: instant.optional() }),
    answer: nextStepRecord,
  }),
  finishNextStep: endpoint({
    method: 'POST',
    path: '/next-steps/:id/completion',
    summary: 'Tick off a next step.',
    may: 'account:write',
    params: byId,
    versioned: true,
    body: z.strictObject({ dropped: z.boolean().default(false) }).default({ dropped: false }),
    answer: nextStepRecord,
  }),
  reopenNextStep: endpoint({
    method: 'DELETE',
    path: '/next-steps/:id/completion',
    summary: 'Take back that a next step was done.',
    may: 'account:write',
    params: byId,
    versioned: true,
    answer: nextStepRecord,
  }),
};
