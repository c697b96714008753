import type { Reaction } from '../platform/serve.ts';
import { addAccount } from './accounts.api.ts';

/** Business that was spotted for another company, and accepted: the company becomes an account of whoever accepted it. */
export const addNoticedAccount: Reaction = async (call, event) => {
  const { newAccount } = event.detail as { newAccount: { id: string; name: string } | null };
  if (newAccount) await addAccount(call, { name: newAccount.name, ownerId: call.who.memberId }, {}, newAccount.id);
};
