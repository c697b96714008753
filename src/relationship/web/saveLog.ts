import { saveSpot, withdrawSpot } from '../../usage/spotted/web/saveSpot.ts';
import { ask } from '../../web/connection.ts';
import { promisesContract } from '../../ownership/promises/contract.ts';
import { format } from '../../web/format.ts';
import { relationshipContract as api } from '../contract.ts';
import { offerUndo, readRelationshipsAgain, takeBack } from './actions.ts';
import { promiseOf, touchpointOf, type LogDraft } from './logDraft.ts';
import { t } from './logMessages.ts';
import { words } from './words.ts';

/** Saves a touchpoint, and the promise made in it as an entry of its own; says what it moved and offers to take both back. */
export async function saveLog(draft: LogDraft & { accountId: string }, accountName: string): Promise<void> {
  const answer = await ask(api.logTouchpoint, { body: touchpointOf(draft, words(`kind.${draft.kind}`)) });
  const promise = promiseOf(draft);
  const made = promise === null ? undefined : await ask(promisesContract.makePromise, { body: promise });
  const { after } = answer;
  const noted = await saveSpot(draft.spotted, {
    accountId: draft.accountId,
    contactId: draft.contactIds[0] ?? null,
    touchpointId: answer.touchpoint.id,
  });
  offerUndo(
    t('saved', {
      name: accountName,
      trust: format.number(after.trust),
      interest: format.number(after.interest),
    }),
    async () => {
      if (made) await ask(promisesContract.takeBackPromise, { params: { id: made.id } });
      if (noted) await withdrawSpot(noted.id);
      await takeBack(answer.touchpoint.id);
    },
  );
  await readRelationshipsAgain();
}
