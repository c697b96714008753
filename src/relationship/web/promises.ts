import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../web/connection.ts';
import { relationshipContract as api, type TouchpointRecord } from '../contract.ts';
import { pairPromises } from '../promises.ts';

export interface PromiseRow {
  id: string;
  what: string;
  to: string;
  by: string;
  /** When it was made, or resolved. */
  at: string;
  state: 'open' | 'kept' | 'broken';
  contactIds: readonly string[];
}

/** What was promised to an account and what became of it, newest first, open ones on top. */
export const promisesQuery = (accountId: string) =>
  queryOptions({
    queryKey: [api.listTouchpoints.path, 'promises', accountId],
    queryFn: async ({ signal }) => {
      const { items } = await ask(
        api.listTouchpoints,
        { query: { account: accountId, kind: ['promise made', 'promise kept', 'promise broken'], limit: 200 } },
        { signal },
      );
      return promisesOf(items);
    },
    meta: { hears: ['touchpoint'], accountId },
  });

function promisesOf(entries: readonly TouchpointRecord[]): PromiseRow[] {
  const counted = entries
    .filter((entry) => entry.supersededById === null && !entry.retracts)
    .map((entry) => ({ ...entry, at: Date.parse(entry.at) }));
  return pairPromises(counted).map(({ state, made, resolved }) => {
    const told = made ?? resolved!;
    const people = told.contacts.length > 0 ? told.contacts : (resolved?.contacts ?? []);
    return {
      id: (resolved ?? told).id,
      what: told.subject,
      to: people.map((person) => person.name).join(', '),
      by: told.memberName ?? resolved?.memberName ?? '',
      at: new Date((resolved ?? told).at).toISOString(),
      state,
      contactIds: people.map((person) => person.id),
    };
  });
}
