import { z } from 'zod';
import { byId, currency, day, done, endpoint, id, text } from '../../platform/contract.ts';
import { passageSpans } from './passage.ts';
import { statements, type Statement } from './profile.ts';
import { agenda, commitment, detail, oneToOne, person, saleType, stage, sums } from './records.ts';

/** Coaching one to one: what somebody is good at and how that is known, a prepared agenda, notes of the pair, what was agreed. */

export const coachingContract = {
  listPeople: endpoint({
    method: 'GET',
    path: '/coaching/people',
    summary: 'See whom you coach, with their sales, profile and what you agreed; yourself first.',
    may: 'coaching:read',
    deadline: 10,
    report: true,
    answer: z.object({
      figures: z.enum(['individual', 'aggregate']),
      items: z.array(person),
      teams: z.array(sums),
      currency,
    }),
  }),
  readPerson: endpoint({
    method: 'GET',
    path: '/coaching/people/:id',
    summary:
      'Read what somebody is good at and how that is known: profile, stages against own past and peers, skills, commitments.',
    may: 'coaching:read',
    params: byId,
    deadline: 10,
    report: true,
    answer: detail,
  }),
  listPassageSales: endpoint({
    method: 'GET',
    path: '/coaching/people/:id/sales',
    summary:
      'List the decided sales behind one figure of somebody’s stage conversion: those that reached the stage, and whether they went on.',
    may: 'coaching:read',
    params: byId,
    query: z.object({ saleType, stage, span: z.enum(passageSpans).default('now') }),
    answer: z.object({
      items: z.array(
        z.object({
          id,
          name: z.string(),
          accountName: z.string().nullable(),
          outcome: z.enum(['won', 'lost']),
          stage,
          passed: z.boolean(),
          amount: z.number(),
          currency,
          on: day,
        }),
      ),
      /** All that were counted, listed or not. */
      reached: z.number(),
      passed: z.number(),
    }),
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
    body: z.strictObject({
      saleType,
      stage,
      rating: z.number().int().min(1).max(5),
      seenIn: text(1000).nullable().default(null),
    }),
    status: 201,
    answer: detail,
  }),
  listTrainings: endpoint({
    method: 'GET',
    path: '/coaching/trainings',
    summary:
      'List the trainings that a one-to-one may agree on: their names and what people learn, nothing of what they brought.',
    may: 'coaching:read',
    answer: z.object({
      items: z.array(z.object({ id, name: z.string(), purpose: z.string().nullable(), nextOn: day.nullable() })),
    }),
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
    summary:
      'Note something of a one-to-one, also about a contact that you looked at together. Only the two of you can read it.',
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
