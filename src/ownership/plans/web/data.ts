import { queryOptions } from '@tanstack/react-query';
import { readRelationshipsAgain } from '../../../relationship/web/actions.ts';
import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { notifyProblem } from '../../../web/shell/toasts.ts';
import { plansContract as api } from '../contract.ts';

export const plansQuery = (accountId: string) =>
  queryOptions({
    queryKey: [api.listPlans.path, accountId],
    queryFn: async ({ signal }) => (await ask(api.listPlans, { query: { account: accountId } }, { signal })).items,
    meta: { hears: ['plan', 'handoff'], accountId },
  });

/** Does something with a plan; answers whether it was taken. */
export async function change(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    notifyProblem(problemText(error));
    return false;
  } finally {
    void Promise.all([readAgain(api.listPlans, api.listTemplates), readRelationshipsAgain()]);
  }
}
