import { z } from 'zod';
import { unrated } from '../offerings/unrated.ts';
import { decimal, endpoint, id } from '../platform/contract.ts';

const coverage = z.object({
  /** Null: accounts that nobody looks after. */
  memberId: id.nullable(),
  memberName: z.string().nullable(),
  teamName: z.string().nullable(),
  /** A row of several people together, where figures about single ones are kept from those who lead. */
  people: z.number().nullable(),
  accounts: z.number(),
  revenue: decimal,
  /** Relationships past the sale, surely in disillusionment. */
  inTrouble: z.number(),
  withoutNextStep: z.number(),
  /** Not touched for 60 days, or never. */
  silent: z.number(),
  openSales: z.number(),
  openAmount: decimal,
  /** Open sales whose amount is not in it. */
  unrated,
});
export type Coverage = z.output<typeof coverage>;

export const sellingContract = {
  readCoverage: endpoint({
    method: 'GET',
    path: '/selling/coverage',
    summary: 'See who looks after which relationships, and where a next step is missing.',
    may: 'account:read',
    deadline: 20,
    report: true,
    answer: z.object({ items: z.array(coverage), currency: z.string() }),
  }),
};
