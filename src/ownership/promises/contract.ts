import { z } from 'zod';
import { byId, day, done, endpoint, flag, id, instant, page, paging, several, text } from '../../platform/contract.ts';

export const promiseStates = ['open', 'overdue', 'kept', 'kept late', 'broken', 'withdrawn'] as const;
export const outcomes = ['kept', 'broken', 'withdrawn'] as const;

export const promiseRecord = z.object({
  id,
  accountId: id,
  accountName: z.string().nullable(),
  opportunityId: id.nullable(),
  what: z.string(),
  contactId: id.nullable(),
  contactName: z.string().nullable(),
  memberId: id.nullable(),
  memberName: z.string().nullable(),
  verbal: z.boolean(),
  dueOn: day.nullable(),
  state: z.enum(promiseStates),
  why: z.string().nullable(),
  madeAt: instant,
  settledAt: instant.nullable(),
  version: z.number().int(),
});
export type PromiseRecord = z.output<typeof promiseRecord>;

const fields = {
  what: text(500),
  /** Whom of the customer's people it was made to. */
  contactId: id.nullable(),
  /** Who of us has to keep it; whoever notes it, unless told. */
  memberId: id.nullable(),
  dueOn: day.nullable(),
  /** Said, not written. */
  verbal: z.boolean(),
};

/** What we said we would do, and what became of it. Each promise made and settled is a touchpoint. */
export const promisesContract = {
  listPromises: endpoint({
    method: 'GET',
    path: '/promises',
    summary: 'List promises, the earliest due first.',
    may: 'promise:read',
    query: z.object({
      ...paging,
      account: id.optional(),
      opportunity: id.optional(),
      member: several(id).optional(),
      state: z.enum(outcomes).or(z.literal('open')).optional(),
      overdue: flag.optional(),
    }),
    answer: page(promiseRecord),
  }),
  makePromise: endpoint({
    method: 'POST',
    path: '/promises',
    summary: 'Note a promise: what, to whom, by whom, due.',
    may: 'promise:write',
    body: z
      .strictObject({ accountId: id, opportunityId: id.nullish(), ...fields })
      .partial({ contactId: true, memberId: true, dueOn: true, verbal: true }),
    status: 201,
    answer: promiseRecord,
  }),
  readPromise: endpoint({
    method: 'GET',
    path: '/promises/:id',
    summary: 'Read a promise.',
    may: 'promise:read',
    params: byId,
    answer: promiseRecord,
  }),
  changePromise: endpoint({
    method: 'PATCH',
    path: '/promises/:id',
    summary: 'Change what was promised, to whom, by whom or until when, while it is open.',
    may: 'promise:write',
    params: byId,
    versioned: true,
    body: z.strictObject(fields).partial(),
    answer: promiseRecord,
  }),
  takeBackPromise: endpoint({
    method: 'DELETE',
    path: '/promises/:id',
    summary: 'Take back a promise that was never made.',
    may: 'promise:write',
    params: byId,
    answer: done,
  }),
  settlePromise: endpoint({
    method: 'POST',
    path: '/promises/:id/outcome',
    summary: 'Say what became of a promise; withdrawing needs the reason that the customer was given.',
    may: 'promise:write',
    params: byId,
    versioned: true,
    body: z.strictObject({ outcome: z.enum(outcomes), why: text(1000).nullish() }),
    answer: promiseRecord,
  }),
  reopenPromise: endpoint({
    method: 'DELETE',
    path: '/promises/:id/outcome',
    summary: 'Take back what was said of a promise: it is open again.',
    may: 'promise:write',
    params: byId,
    versioned: true,
    answer: promiseRecord,
  }),
};
