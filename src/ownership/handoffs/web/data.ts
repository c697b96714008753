import { queryOptions } from '@tanstack/react-query';
import { readRelationshipsAgain } from '../../../relationship/web/actions.ts';
import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { notify, notifyProblem } from '../../../web/shell/toasts.ts';
import { handoffsContract as api } from '../contract.ts';

export const handoffQuery = (id: string) =>
  queryOptions({
    queryKey: [api.readHandoff.path, id],
    queryFn: ({ signal }) => ask(api.readHandoff, { params: { id } }, { signal }),
    meta: { hears: ['handoff', 'expectation', 'promise'] },
  });

export const farmersQuery = (id: string) =>
  queryOptions({
    queryKey: [api.suggestFarmers.path, id],
    queryFn: ({ signal }) => ask(api.suggestFarmers, { params: { id } }, { signal }),
    meta: { hears: ['handoff', 'account'] },
  });

export async function readHandoffsAgain(): Promise<void> {
  await Promise.all([
    readAgain(api.readHandoff, api.listHandoffs, api.suggestFarmers, api.handoffRecords),
    readRelationshipsAgain(),
  ]);
}

/** Does one step of a handoff and says so; answers whether it was taken. */
export async function step(work: () => Promise<unknown>, said?: string): Promise<boolean> {
  try {
    await work();
    if (said) notify(said);
    return true;
  } catch (error) {
    notifyProblem(problemText(error));
    return false;
  } finally {
    void readHandoffsAgain();
  }
}
