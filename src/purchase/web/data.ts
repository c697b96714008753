import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Sends } from '../../platform/contract.ts';
import { peopleContract } from '../../people/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { readAgain } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import type { View } from '../../web/kit/view.ts';
import { queries } from '../../web/queries.ts';
import { purchaseContract as api, saleFilterShape } from '../contract.ts';

/** What the screens of selling read. */

export type SaleQuery = NonNullable<Sends<typeof api.pipeline>['query']>;

/** The parts of the address that narrow board and table alike. */
export function filterOf(view: View): SaleQuery {
  return Object.fromEntries(
    Object.keys(saleFilterShape).flatMap((name) => (view[name] === undefined ? [] : [[name, view[name]]])),
  );
}

export const pipelineQuery = (filter: SaleQuery) =>
  queryOptions({
    queryKey: [api.pipeline.path, filter],
    queryFn: ({ signal }) => ask(api.pipeline, { query: filter }, { signal }),
    placeholderData: keepPreviousData,
    meta: { hears: ['opportunity', 'next step'] },
  });

export const saleQuery = (id: string) =>
  queryOptions({
    queryKey: [api.readOpportunity.path, id],
    queryFn: ({ signal }) => ask(api.readOpportunity, { params: { id } }, { signal }),
    meta: { hears: ['opportunity', 'next step', 'touchpoint', 'contact', 'account'] },
  });

/** Whatever shows a sale, after one was changed. */
export async function readSalesAgain(): Promise<void> {
  await Promise.all([
    readAgain(
      api.pipeline,
      api.listOpportunities,
      api.readOpportunity,
      relationshipContract.today,
      peopleContract.readAccount,
    ),
    queries.invalidateQueries({ queryKey: ['account'] }),
  ]);
}
