import { z } from 'zod';
import { byId, endpoint, id, instant, page, paging } from '../../platform/contract.ts';

/** Heavy work that runs beside requests: a person sees their own, and what everybody's pages show; managers see and end all of it. */

export const workKinds = [
  'forecast',
  'win model',
  'alignment claim',
  'purchase fit',
  'calibration',
  'training report',
  'reports',
] as const;
export const workStates = ['waiting', 'running', 'done', 'failed', 'cancelled', 'interrupted'] as const;

const work = z.object({
  id,
  kind: z.enum(workKinds),
  state: z.enum(workStates),
  /** How much of it is done, 0 to 1. */
  share: z.number(),
  memberId: id.nullable(),
  /** Null: the clock began it. */
  memberName: z.string().nullable(),
  endedByName: z.string().nullable(),
  /** Whether whoever asks may end it. */
  mine: z.boolean(),
  begunAt: instant,
  endedAt: instant.nullable(),
});
export type WorkRecord = z.output<typeof work>;

export const workContract = {
  listWork: endpoint({
    method: 'GET',
    path: '/work',
    summary:
      'List heavy work, the latest first: how far it is, who began it, and what became of it in the last thirty days.',
    may: 'work:read',
    query: z.object({
      ...paging,
      kind: z.enum(workKinds).optional(),
      state: z.enum([...workStates, 'under way']).optional(),
    }),
    answer: page(work),
  }),
  readWork: endpoint({
    method: 'GET',
    path: '/work/:id',
    summary: 'Read how far some heavy work is.',
    may: 'work:read',
    params: byId,
    answer: work,
  }),
  cancelWork: endpoint({
    method: 'POST',
    path: '/work/:id/cancel',
    summary: 'End heavy work that waits or runs; what it has not finished changes nothing.',
    may: 'work:write',
    params: byId,
    answer: work,
  }),
};
