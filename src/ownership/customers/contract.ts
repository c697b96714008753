import { z } from 'zod';
import { day, endpoint, flag, id, instant, page, paging } from '../../platform/contract.ts';
import { positions, saleTypes } from '../../relationship/vocabulary.ts';
import { handoffStates } from '../handoffs/contract.ts';

export const ownershipRow = z.object({
  accountId: id,
  name: z.string(),
  ownerName: z.string().nullable(),
  saleType: z.enum(saleTypes),
  position: z.enum(positions),
  trust: z.number(),
  closedAt: instant.nullable(),
  /** Days since the close. */
  days: z.number().nullable(),
  handoff: z
    .object({ id, state: z.enum(handoffStates), tied: z.boolean(), farmerName: z.string().nullable() })
    .nullable(),
  milestone: z.object({ title: z.string(), dueOn: day.nullable(), late: z.boolean(), waiting: z.boolean() }).nullable(),
  milestones: z.object({ done: z.number(), of: z.number() }),
  firstValue: z.object({ on: day.nullable(), due: day.nullable(), late: z.boolean() }).nullable(),
  alarm: z.object({ id, severity: z.number(), state: z.string() }).nullable(),
  overduePromises: z.number(),
});
export type OwnershipRow = z.output<typeof ownershipRow>;

/** Who is in ownership, and how far each has come. */
export const customersContract = {
  listOwnership: endpoint({
    method: 'GET',
    path: '/ownership',
    summary: 'List customers in ownership with handoff, milestones, first value and alarm; the latest close first.',
    may: 'account:read',
    query: z.object({ ...paging, mine: flag.optional(), alarm: flag.optional() }),
    answer: page(ownershipRow),
  }),
};
