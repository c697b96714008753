import { sql } from 'kysely';
import type { Reaction } from '../platform/serve.ts';
import { addAccount } from './accounts.api.ts';

/** Business that was spotted for another company, and accepted: the company becomes an account of whoever accepted it. */
export const addNoticedAccount: Reaction = async (call, event) => {
  const { newAccount } = event.detail as { newAccount: { id: string; name: string } | null };
  if (newAccount) await addAccount(call, { name: newAccount.name, ownerId: call.who.memberId }, {}, newAccount.id);
};

/** The farmer who accepted a customer looks after the account from now on. */
export const giveAccount: Reaction = async (call, event) => {
  const { rows } = await sql<{
    account: string;
    before: string | null;
    farmer: string;
  }>`select account, before, farmer from give_account_to_farmer(${event.subject.id})`.execute(call.db);
  for (const { account, before, farmer } of rows)
    await call.record(
      'account.changed',
      { kind: 'account', id: account },
      { changes: { ownerId: [before, farmer] }, because: 'handoff accepted' },
    );
};

/** A customer whom nobody looked after was given to somebody by a rule. */
export const takeAccount: Reaction = async (call, event) => {
  if (event.subject.kind !== 'account' || !event.subject.id) return;
  const { ownerId, rule } = event.detail as { ownerId: string; rule: string };
  const taken = await call.db
    .updateTable('account')
    .set({ owner_id: ownerId, version: sql`version + 1`, updated_at: call.now })
    .where('id', '=', event.subject.id)
    .where('owner_id', 'is', null)
    .executeTakeFirst();
  if (taken.numUpdatedRows > 0n)
    await call.record(
      'account.changed',
      { kind: 'account', id: event.subject.id },
      { changes: { ownerId: [null, ownerId] }, because: rule },
    );
};
