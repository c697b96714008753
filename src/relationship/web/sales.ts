import { queryOptions } from '@tanstack/react-query';
import { purchaseContract } from '../../purchase/contract.ts';
import { ask } from '../../web/connection.ts';

/** The sales with an account, open ones first, then the latest. */
export const salesQuery = (accountId: string) =>
  queryOptions({
    queryKey: [purchaseContract.listOpportunities.path, 'of account', accountId],
    queryFn: async ({ signal }) => {
      const { items } = await ask(
        purchaseContract.listOpportunities,
        { query: { account: accountId, sort: 'created', descending: 'true', limit: 100 } },
        { signal },
      );
      return items.toSorted((a, b) => Number(b.outcome === 'open') - Number(a.outcome === 'open'));
    },
    meta: { hears: ['opportunity', 'sale'], accountId },
  });
