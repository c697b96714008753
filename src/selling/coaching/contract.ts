import { z } from 'zod';
import { sellerProfiles, type SellerProfile } from '../../purchase/alignment.ts';
import { buyingStages } from '../../purchase/stages.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { byId, currency, day, decimal, done, endpoint, id, instant, text } from '../../platform/contract.ts';
import { relationshipReasons, saleReasons } from './agenda.ts';
import { statements, type Statement } from './profile.ts';

/** Coaching one to one: what somebody is good at and how that is known, a prepared agenda, notes of the pair, what was agreed. */

const saleType = z.enum(saleTypes);
const stage = z.enum(buyingStages);
const profile = z.enum(Object.values(sellerProfiles) as [SellerProfile, ...SellerProfile[]]);
const interval = z.object({ low: z.number(), high: z.number() });
const share = z.object({ passed: z.number(), reached: z.number(), share: z.number().nullable(), interval });

const score = z.object({
  profile,
  saleType,
  score: z.number().nullable(),
  low: z.number(),
  high: z.number(),
  answered: z.object({ score: z.number().nullable(), people: z.number() }),
  observed: z.object({ won: z.number(), closed: z.number(), share: z.number().nullable(), everybody: z.number().nullable() }),
});

const passage = z.object({
  saleType,
  stage,
  now: share,
  before: share,
  peers: share,
  difference: interval.extend({ difference: z.number() }).nullable(),
  standing: z.enum(['behind', 'ahead', 'as usual', 'too few']),
});

const rating = z.object({ saleType, stage, rating: z.number(), seenIn: z.string().nullable(), raterName: z.string(), own: z.boolean(), at: instant });

const agendaSale = z.object({
  id,
  name: z.string(),
  accountName: z.string().nullable(),
  saleType,
  stage,
  amount: z.number(),
  daysInStage: z.number(),
  stuck: z.boolean(),
  expectedCloseOn: day.nullable(),
  slipped: z.number(),
  nextStepDue: day.nullable(),
  reasons: z.array(z.enum(saleReasons)),
});
const agendaRelationship = z.object({
  accountId: id,
  name: z.string(),
  phase: z.string(),
  position: z.string(),
  probability: z.number(),
  trust: z.number(),
  trustMove: z.number(),
  revenue: z.number(),
  lastTouchAt: instant.nullable(),
  nextStepDue: day.nullable(),
  reasons: z.array(z.enum(relationshipReasons)),
});
export const agenda = z.object({
  sales: z.array(agendaSale),
  relationships: z.array(agendaRelationship),
  skill: z
    .object({
      saleType,
      stage,
      rating: z.number().nullable(),
      reason: z.enum(['behind peers', 'behind own past', 'lowest rating', 'lowest share']),
      passage: passage.nullable(),
    })
    .nullable(),
});

const commitment = z.object({
  id,
  oneToOneId: id,
  memberId: id,
  memberName: z.string(),
  kind: z.enum(['work', 'development']),
  what: z.string(),
  programmeId: id.nullable(),
  programmeName: z.string().nullable(),
  dueOn: day,
  state: z.enum(['open', 'kept', 'broken', 'dropped']),
  version: z.number(),
});
export type Commitment = z.output<typeof commitment>;

const meeting = z.object({
  id,
  memberId: id,
  memberName: z.string(),
  coachId: id,
  coachName: z.string(),
  plannedOn: day,
  heldAt: instant.nullable(),
  version: z.number(),
});
const note = z.object({
  id,
  authorId: id,
  authorName: z.string(),
  body: z.string(),
  touchpoint: z.object({ id, subject: z.string(), at: instant, accountId: id, accountName: z.string() }).nullable(),
  at: instant,
});
const oneToOne = meeting.extend({ agenda, notes: z.array(note), commitments: z.array(commitment) });
export type OneToOne = z.output<typeof oneToOne>;

const person = z.object({
  memberId: id,
  name: z.string(),
  teamName: z.string().nullable(),
  businessRole: z.string().nullable(),
  /** The profile that fits best, where anything is known. */
  best: z.object({ profile, score: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Null where figures about single people are kept from those who lead them. */
  openSales: z.number().nullable(),
  openAmount: decimal.nullable(),
  stuck: z.number().nullable(),
  wonLastYear: z.number().nullable(),
  closedLastYear: z.number().nullable(),
  /** With you: of a pair to which you belong. */
  lastHeldOn: day.nullable(),
  nextOn: day.nullable(),
  openCommitments: z.number(),
});
export type CoachedPerson = z.output<typeof person>;

const detail = z.object({
  memberId: id,
  name: z.string(),
  teamName: z.string().nullable(),
  isMe: z.boolean(),
  mayCoach: z.boolean(),
  /** Hidden: this workspace shows figures about single people to nobody but themselves. */
  figures: z.enum(['shown', 'hidden']),
  currency,
  profile: z.array(score),
  answers: z.array(z.object({ raterName: z.string(), own: z.boolean(), at: instant, answers: z.record(z.string(), z.number()) })),
  passages: z.array(passage),
  /** How many colleagues the peers are, by type of sale. */
  ratings: z.array(rating),
  meetings: z.array(meeting),
  commitments: z.array(commitment),
  /** The months from which now and before are counted. */
  span: z.object({ from: day, until: day, beforeFrom: day }),
});
export type PersonDetail = z.output<typeof detail>;

const sums = z.object({
  teamId: id,
  teamName: z.string(),
  people: z.number(),
  held: z.number(),
  agreed: z.number(),
  kept: z.number(),
  broken: z.number(),
});

export const coachingContract = {
  listPeople: endpoint({
    method: 'GET',
    path: '/coaching/people',
    summary: 'See whom you coach, with their sales, profile and what you agreed; yourself first.',
    may: 'coaching:read',
    deadline: 10,
    answer: z.object({ figures: z.enum(['individual', 'aggregate']), items: z.array(person), teams: z.array(sums), currency }),
  }),
  readPerson: endpoint({
    method: 'GET',
    path: '/coaching/people/:id',
    summary: 'Read what somebody is good at and how that is known: profile, stages against own past and peers, skills, commitments.',
    may: 'coaching:read',
    params: byId,
    deadline: 10,
    answer: detail,
  }),
  prepareAgenda: endpoint({
    method: 'GET',
    path: '/coaching/people/:id/agenda',
    summary: 'Prepare a one-to-one: three sales, two relationships, one skill, with the reasons.',
    may: 'coaching:read',
    params: byId,
    answer: agenda,
  }),
  answerProfile: endpoint({
    method: 'POST',
    path: '/coaching/people/:id/answers',
    summary: 'Answer the profile questions about yourself or somebody whom you lead.',
    may: 'coaching:write',
    params: byId,
    body: z.strictObject({
      answers: z.partialRecord(z.enum(statements as [Statement, ...Statement[]]), z.number().int().min(1).max(5)),
    }),
    status: 201,
    answer: detail,
  }),
  rateSkill: endpoint({
    method: 'POST',
    path: '/coaching/people/:id/skills',
    summary: 'Rate how somebody carries a stage of a type of sale, with what you saw it in.',
    may: 'coaching:write',
    params: byId,
    body: z.strictObject({ saleType, stage, rating: z.number().int().min(1).max(5), seenIn: text(1000).nullable().default(null) }),
    status: 201,
    answer: detail,
  }),
  listTrainings: endpoint({
    method: 'GET',
    path: '/coaching/trainings',
    summary: 'List the trainings that a one-to-one may agree on: their names and what people learn, nothing of what they brought.',
    may: 'coaching:read',
    answer: z.object({ items: z.array(z.object({ id, name: z.string(), purpose: z.string().nullable(), nextOn: day.nullable() })) }),
  }),
  planOneToOne: endpoint({
    method: 'POST',
    path: '/coaching/people/:id/one-to-ones',
    summary: 'Plan a one-to-one with its prepared agenda.',
    may: 'coaching:write',
    params: byId,
    body: z.strictObject({ plannedOn: day }),
    status: 201,
    answer: oneToOne,
  }),
  readOneToOne: endpoint({
    method: 'GET',
    path: '/coaching/one-to-ones/:id',
    summary: 'Read a one-to-one of yours: agenda, notes and what was agreed.',
    may: 'coaching:read',
    params: byId,
    answer: oneToOne,
  }),
  changeOneToOne: endpoint({
    method: 'PATCH',
    path: '/coaching/one-to-ones/:id',
    summary: 'Move a one-to-one, or note that it was held.',
    may: 'coaching:write',
    params: byId,
    body: z.strictObject({ plannedOn: day.optional(), held: z.boolean().optional() }),
    versioned: true,
    answer: oneToOne,
  }),
  addNote: endpoint({
    method: 'POST',
    path: '/coaching/one-to-ones/:id/notes',
    summary: 'Note something of a one-to-one, also about a contact that you looked at together. Only the two of you can read it.',
    may: 'coaching:write',
    params: byId,
    body: z.strictObject({ body: text(10_000), touchpointId: id.nullable().default(null) }),
    status: 201,
    answer: oneToOne,
  }),
  removeNote: endpoint({
    method: 'DELETE',
    path: '/coaching/notes/:id',
    summary: 'Take back a note of your own.',
    may: 'coaching:delete',
    params: byId,
    answer: done,
  }),
  agree: endpoint({
    method: 'POST',
    path: '/coaching/one-to-ones/:id/commitments',
    summary: 'Agree on what one of you will do, in the work or to get better at it.',
    may: 'coaching:write',
    params: byId,
    body: z.strictObject({
      memberId: id,
      kind: z.enum(['work', 'development']).default('work'),
      what: text(500),
      dueOn: day,
      programmeId: id.nullable().default(null),
    }),
    status: 201,
    answer: oneToOne,
  }),
  settleCommitment: endpoint({
    method: 'PATCH',
    path: '/coaching/commitments/:id',
    summary: 'Note whether a commitment was kept.',
    may: 'coaching:write',
    params: byId,
    body: z.strictObject({ state: z.enum(['open', 'kept', 'broken', 'dropped']) }),
    versioned: true,
    answer: commitment,
  }),
  readRule: endpoint({
    method: 'GET',
    path: '/coaching/rule',
    summary: 'Read whether figures about single people may be seen by those who lead them.',
    may: 'coaching:read',
    answer: z.object({ figures: z.enum(['individual', 'aggregate']), mayChange: z.boolean() }),
  }),
  setRule: endpoint({
    method: 'PUT',
    path: '/coaching/rule',
    summary: 'Decide whether figures about single people may be seen by those who lead them, or only sums.',
    may: 'workspace:write',
    body: z.strictObject({ figures: z.enum(['individual', 'aggregate']) }),
    answer: z.object({ figures: z.enum(['individual', 'aggregate']), mayChange: z.boolean() }),
  }),
};
