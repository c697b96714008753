import { useQueryClient } from '@tanstack/react-query';
import type { AccountDetail } from '../../people/contract.ts';
import { ask } from '../../web/connection.ts';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { notifyProblem } from '../../web/shell/toasts.ts';
import { relationshipContract as api } from '../contract.ts';
import { t } from './accountMessages.ts';
import { offerUndo, readRelationshipsAgain } from './actions.ts';
import { accountQuery } from './data.ts';

type Step = NonNullable<AccountDetail['nextStep']>;

/** Ticks off the next step of an account: gone at once, back with undo or when the server refuses. */
export function useFinishNextStep(account: AccountDetail): (step: Step) => void {
  const queries = useQueryClient();
  const { queryKey } = accountQuery(account.id);
  const show = (nextStep: Step | null) =>
    queries.setQueryData(queryKey, (known) => (known === undefined ? known : { ...known, nextStep }));
  return (step) => {
    show(null);
    ask(api.finishNextStep, { params: { id: step.id }, body: { dropped: false } }, { ifMatch: step.version })
      .then((done) =>
        offerUndo(t('step.done', { what: step.what }), async () => {
          await ask(api.reopenNextStep, { params: { id: step.id } }, { ifMatch: done.version });
          await readRelationshipsAgain();
        }),
      )
      .catch((error: unknown) => {
        show(step);
        notifyProblem(problemText(error));
      })
      .finally(() => void readRelationshipsAgain());
  };
}
