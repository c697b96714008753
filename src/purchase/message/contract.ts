import { z } from 'zod';
import { byId, endpoint, instant } from '../../platform/contract.ts';
import { message, messageGaps } from './shape.ts';

/** The message of a sale, slot by slot, each with its evidence. */

const stored = z.object({
  message,
  gaps: z.array(z.object({ gap: z.enum(messageGaps), at: z.string().nullable() })),
  memberName: z.string().nullable(),
  updatedAt: instant.nullable(),
  /** 0 while nothing was written. */
  version: z.number().int(),
});

export const messageContract = {
  readMessage: endpoint({
    method: 'GET',
    path: '/opportunities/:id/message',
    summary: 'Read what is said to the buyers of a sale, what is missing, and facts that could carry it.',
    may: 'opportunity:read',
    params: byId,
    answer: stored.extend({
      /** What is known already and could stand in a slot: buyer evidence, what was learnt, requirements answered. */
      known: z.array(z.object({ text: z.string(), evidence: z.string(), requirement: z.string().nullable() })),
    }),
  }),
  saveMessage: endpoint({
    method: 'PUT',
    path: '/opportunities/:id/message',
    summary: 'Save what is said to the buyers of a sale.',
    may: 'opportunity:write',
    params: byId,
    body: z.object({ message, basedOn: z.number().int().min(0) }),
    answer: stored,
  }),
};
