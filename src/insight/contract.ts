import { z } from 'zod';
import { endpoint } from '../platform/contract.ts';

const mover = z.object({
  kind: z.string(),
  touchpoints: z.number(),
  accounts: z.number(),
  /** Points that the lines moved when these came, summed over all accounts. */
  trust: z.number(),
  interest: z.number(),
});
export type TrustMover = z.output<typeof mover>;

export const insightContract = {
  readTrustMovers: endpoint({
    method: 'GET',
    path: '/insight/trust-movers',
    summary: 'See by which kinds of touchpoint trust was won and lost.',
    may: 'account:read',
    query: z.object({ days: z.coerce.number().int().min(1).max(365).default(90) }),
    deadline: 30,
    answer: z.object({ items: z.array(mover), touchpoints: z.number(), accounts: z.number(), days: z.number() }),
  }),
};
