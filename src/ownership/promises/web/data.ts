import { queryOptions } from '@tanstack/react-query';
import { readRelationshipsAgain } from '../../../relationship/web/actions.ts';
import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { problemText } from '../../../web/kit/QueryProblem.tsx';
import { notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { promisesContract as api, type outcomes, type PromiseRecord } from '../contract.ts';
import { t } from './messages.ts';

/** What was promised to an account and what became of it: open ones first, the earliest due on top. */
export const promisesQuery = (accountId: string) =>
  queryOptions({
    queryKey: [api.listPromises.path, 'of account', accountId],
    queryFn: async ({ signal }) =>
      (await ask(api.listPromises, { query: { account: accountId, limit: 200 } }, { signal })).items,
    meta: { hears: ['promise', 'touchpoint'], accountId },
  });

export async function readPromisesAgain(): Promise<void> {
  await Promise.all([readAgain(api.listPromises), readRelationshipsAgain()]);
}

type Outcome = (typeof outcomes)[number];

/** Says what became of a promise, and offers to take that back. Answers whether it was taken. */
export async function settle(
  promise: { id: string; what: string; version: number },
  outcome: Outcome,
  why?: string,
): Promise<boolean> {
  try {
    const after = await ask(
      api.settlePromise,
      { params: { id: promise.id }, body: { outcome, ...(why ? { why } : {}) } },
      { ifMatch: promise.version },
    );
    const said = after.state === 'kept late' ? 'kept late' : outcome;
    notifyUndo(t(`done.${said}`, { what: promise.what }), () =>
      undone(() => ask(api.reopenPromise, { params: { id: after.id } }, { ifMatch: after.version })),
    );
    return true;
  } catch (error) {
    notifyProblem(problemText(error));
    return false;
  } finally {
    void readPromisesAgain();
  }
}

export async function reopen(promise: PromiseRecord): Promise<void> {
  await undone(() => ask(api.reopenPromise, { params: { id: promise.id } }, { ifMatch: promise.version }));
}

async function undone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notifyProblem(problemText(error));
  }
  await readPromisesAgain();
}
