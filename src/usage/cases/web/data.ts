import { queryOptions } from '@tanstack/react-query';
import { peopleContract } from '../../../people/contract.ts';
import type { Sends } from '../../../platform/contract.ts';
import { relationshipContract } from '../../../relationship/contract.ts';
import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import type { View } from '../../../web/kit/view.ts';
import { queries } from '../../../web/queries.ts';
import { caseContract as api, caseFilterShape } from '../contract.ts';

/** What the screens of service read. */

type CaseQuery = NonNullable<Sends<typeof api.listCases>['query']>;

/** The parts of the address that narrow the list. */
export const caseFilterOf = (view: View): CaseQuery =>
  Object.fromEntries(
    Object.keys(caseFilterShape).flatMap((name) => (view[name] === undefined ? [] : [[name, view[name]]])),
  );

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: [api.readCase.path, id],
    queryFn: ({ signal }) => ask(api.readCase, { params: { id } }, { signal }),
    meta: { hears: ['case'] },
  });

export const casesOfAccount = (accountId: string) =>
  queryOptions({
    queryKey: [api.listCases.path, 'of account', accountId],
    queryFn: async ({ signal }) => {
      const states = ['open', 'waiting', 'solved', 'closed'] as const;
      const { items } = await ask(
        api.listCases,
        { query: { account: accountId, state: [...states], sort: 'opened', limit: 100 } },
        { signal },
      );
      return items;
    },
    meta: { hears: ['case'], accountId },
  });

/** Whatever shows a case, after one was changed. */
export async function readCasesAgain(): Promise<void> {
  await Promise.all([
    readAgain(api.listCases, api.caseQueues, api.readCase, relationshipContract.today, peopleContract.readAccount),
    queries.invalidateQueries({ queryKey: ['account'] }),
  ]);
}
