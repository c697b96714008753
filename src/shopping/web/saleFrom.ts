import type { NeedStanding } from '../segments/contract.ts';

/** The address at which Purchase opens a sale with what is known of a prospect: whom, what they need, and where it came from. */
export const saleFrom = ({ account, segment }: Pick<NeedStanding, 'account' | 'segment'>) => ({
  to: '/purchase' as const,
  search: {
    open: account.id,
    openName: account.name,
    openWhat: segment.need ?? segment.offering ?? segment.name,
    openBuyer: account.kind === 'household' ? 'person' : 'organization',
    openSource: segment.name,
    ...(segment.offering === null ? {} : { openOffering: segment.offering }),
  },
});
