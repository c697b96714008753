import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../platform/client.ts';
import type { Sends } from '../../platform/contract.ts';
import { ask } from '../../web/connection.ts';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { notifyProblem, notifyUndo, notify } from '../../web/shell/toasts.ts';
import { peopleContract, type Account, type Contact } from '../contract.ts';
import { keys } from './data.ts';
import { onlyValues, withLists } from './listEdits.ts';
import { t } from './messages.ts';

/** What became of an edit: taken, or somebody was faster and this is the record as it is now. */
export type Outcome<R> = { saved: true } | { saved: false; current: R };

export type AccountChange = NonNullable<Sends<typeof peopleContract.changeAccount>['body']>;
export type ContactChange = NonNullable<Sends<typeof peopleContract.changeContact>['body']>;
type Known<R> = { id: string; version: number } & Partial<R>;

/**
 * Saves fields of an account. When somebody else changed other fields meanwhile, the edit is simply made on top; of a list (tags, numbers)
 * both changes stay; when they changed the same field, the person decides. `overwrite` after they did. A message offers to take the edit back.
 */
export function useAccountEdit() {
  const queries = useQueryClient();
  return (record: Known<Account>, body: AccountChange, label: string, overwrite = false): Promise<Outcome<Account>> =>
    edit({
      record,
      body,
      overwrite,
      label,
      send: (fields, version) =>
        ask(peopleContract.changeAccount, { params: { id: record.id }, body: fields }, { ifMatch: version }),
      settle: (saved) => refreshAccount(queries, saved),
    });
}

/** The same for a contact. */
export function useContactEdit() {
  const queries = useQueryClient();
  return (record: Known<Contact>, body: ContactChange, label: string, overwrite = false): Promise<Outcome<Contact>> =>
    edit({
      record,
      body,
      overwrite,
      label,
      send: (fields, version) =>
        ask(peopleContract.changeContact, { params: { id: record.id }, body: fields }, { ifMatch: version }),
      settle: (saved) => refreshContact(queries, saved),
    });
}

type Fields = ReturnType<typeof fieldsOf>;

interface Edit<R> {
  record: Known<R>;
  body: Fields;
  overwrite: boolean;
  label: string;
  send(this: void, body: Fields, version: number): Promise<R>;
  settle(this: void, saved: R): Promise<unknown>;
}

async function edit<R extends { version: number }>({
  record,
  body,
  overwrite,
  label,
  send,
  settle,
}: Edit<R>): Promise<Outcome<R>> {
  let before = fieldsOf(record, body);
  let wanted = body;
  let version = record.version;
  for (let attempt = 1; ; attempt++) {
    try {
      const saved = await send(wanted, version);
      await settle(saved);
      notifyUndo(t('edit.saved', { field: label }), async () => {
        await settle(await takenBack(send, before, saved, label)).catch(() => undefined);
        notify(t('edit.undone', { field: label }));
      });
      return { saved: true };
    } catch (error) {
      mayTryAgain(error, attempt);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see `mayTryAgain`
      const current = error.more['current'] as R;
      if (!overwrite && !sameFields(onlyValues(fieldsOf(current, body)), onlyValues(before))) {
        // Whoever takes theirs sees it at once.
        void settle(current);
        return { saved: false, current };
      }
      wanted = withLists(before, wanted, fieldsOf(current, body));
      // Who takes an edit back gives back what stood there last: also what a colleague wrote.
      before = fieldsOf(current, body);
      version = current.version;
    }
  }
}

/** Gives back what stood there before an edit, also on top of later edits of other fields; not where the field itself was changed since. */
async function takenBack<R extends { version: number }>(
  send: Edit<R>['send'],
  before: Fields,
  saved: R,
  label: string,
): Promise<R> {
  const mine = fieldsOf(saved, before);
  let version = saved.version;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(before, version);
    } catch (error) {
      mayTryAgain(error, attempt);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see `mayTryAgain`
      const current = error.more['current'] as R;
      if (!sameFields(fieldsOf(current, before), mine))
        throw new Error(t('edit.changed since', { field: label }), { cause: error });
      version = current.version;
    }
  }
}

/** An edit came too late: the problem holds the record as it is now, in the shape of the endpoint's answer. Any other one is thrown on. */
function mayTryAgain(error: unknown, attempt: number): asserts error is ApiProblem {
  if (!(error instanceof ApiProblem) || error.status !== 412 || attempt > 3) throw error;
}

const sameFields = (a: Fields, b: Fields) => JSON.stringify(a) === JSON.stringify(b);

/** What the fields named in `body` are in a record. */
function fieldsOf(record: object, body: object) {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name in body));
}

export async function refreshAccount(queries: QueryClient, saved: { id: string }): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: keys.accounts }),
    queries.invalidateQueries({ queryKey: keys.account(saved.id) }),
  ]);
}

export async function refreshContact(
  queries: QueryClient,
  saved: { id: string; accountId?: string | null },
): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: keys.contacts }),
    queries.invalidateQueries({ queryKey: keys.contact(saved.id) }),
    saved.accountId ? queries.invalidateQueries({ queryKey: keys.account(saved.accountId) }) : undefined,
  ]);
}

export const sayProblem = (error: unknown): void => notifyProblem(problemText(error));
