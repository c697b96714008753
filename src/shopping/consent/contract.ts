import { z } from 'zod';
import { byId, endpoint, id, instant, text } from '../../platform/contract.ts';
import { consentChannels, consentStates, purposes } from './consent.ts';

export const consentWord = z.object({
  id,
  channel: z.enum(consentChannels),
  purpose: z.enum(purposes),
  state: z.enum(consentStates),
  source: z.string(),
  evidence: z.string().nullable(),
  touchpointId: id.nullable(),
  memberName: z.string().nullable(),
  at: instant,
  recordedAt: instant,
});
export type ConsentWord = z.output<typeof consentWord>;

export const consentContract = {
  readConsent: endpoint({
    method: 'GET',
    path: '/contacts/:id/consent',
    summary: 'Tell what a person allowed us, per channel and purpose, and every word they said on it.',
    may: 'contact:read',
    params: byId,
    answer: z.object({
      allowed: z.array(
        z.object({
          channel: z.enum(consentChannels),
          purpose: z.enum(purposes),
          allowed: z.boolean(),
          word: id.nullable(),
        }),
      ),
      words: z.array(consentWord),
    }),
  }),
  noteConsent: endpoint({
    method: 'POST',
    path: '/contacts/:id/consent',
    summary: 'Note that a person gave or withdrew consent, with where it came from.',
    may: 'contact:write',
    params: byId,
    body: z.object({
      channel: z.enum(consentChannels),
      purpose: z.enum(purposes),
      state: z.enum(consentStates),
      source: text(300),
      evidence: text(5000).optional(),
      touchpointId: id.optional(),
      /** When they said it; now unless told. */
      at: instant.optional(),
    }),
    answer: consentWord,
    status: 201,
  }),
};
