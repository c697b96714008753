import { z } from 'zod';
import { byId, endpoint, flag, id, instant } from '../../platform/contract.ts';
import { positions } from '../../relationship/vocabulary.ts';

/** Is this a moment to sell, and what there is to sell to an established client. */

export const lights = ['green', 'amber', 'red'] as const;
export const moment = z.object({
  light: z.enum(lights),
  advice: z.enum(['sell', 'wait', 'repair']),
  /** The worst first; `evidence` says what it rests on. */
  reasons: z.array(z.object({ reason: z.string(), light: z.enum(lights), evidence: z.string().nullable() })),
});
export const opening = z.object({
  kind: z.enum(['aftermarket', 'leveraged']),
  reason: z.string(),
  what: z.string(),
  figure: z.union([z.string(), z.number()]).nullable(),
  offerings: z.array(z.string()),
});
export type OpeningRecord = z.output<typeof opening>;
export type MomentRecord = z.output<typeof moment>;

export const momentContract = {
  readMoment: endpoint({
    method: 'GET',
    path: '/accounts/:id/moment',
    summary:
      'Read whether this is a moment to sell to an account, with the reasons, and which sales its installed base makes possible.',
    may: 'account:read',
    params: byId,
    answer: z.object({ moment, openings: z.array(opening), asOf: instant }),
  }),
  listOpenings: endpoint({
    method: 'GET',
    path: '/openings',
    summary:
      'List established clients with the aftermarket and leveraged sales that are possible now; the largest 200 clients are looked at.',
    may: 'account:read',
    query: z.object({ mine: flag.optional() }),
    answer: z.object({
      items: z.array(
        z.object({
          account: z.object({ id, name: z.string() }),
          position: z.enum(positions),
          ownerName: z.string().nullable(),
          revenue: z.number(),
          moment,
          openings: z.array(opening),
        }),
      ),
      looked: z.number().int(),
    }),
  }),
};
