import { useMemo } from 'react';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useAnswer } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import type { View } from '../../web/kit/view.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { peopleContract } from '../contract.ts';
import type { Trail } from './trail.ts';
import { accountFilterShape, accountSorts, contactFilterShape, contactSorts } from '../filter.ts';

const pageSize = 100;

/** What the screens of people and accounts read, under the keys that an edit makes stale. */
export const keys = {
  accounts: ['accounts'] as const,
  account: (id: string) => ['account', id] as const,
  accountContacts: (id: string) => ['account', id, 'contacts'] as const,
  contacts: ['contacts'] as const,
  contact: (id: string) => ['contact', id] as const,
};

/** The parts of a view that are a filter of accounts: what the list, the board and the map send along. */
export const accountFilterOf = (view: View): Record<string, string> => picked(view, Object.keys(accountFilterShape));
export const contactFilterOf = (view: View): Record<string, string> => picked(view, Object.keys(contactFilterShape));

/** What a list is asked for; each page adds from where on. */
export const accountQueryOf = (view: View) => ({
  ...accountFilterOf(view),
  ...sortOf(view, accountSorts),
  limit: pageSize,
});
export const contactQueryOf = (view: View) => ({
  ...contactFilterOf(view),
  ...sortOf(view, contactSorts),
  limit: pageSize,
});

/** How a list goes on behind the pages that were read, for the trail of what is opened from it. */
export function restOf(
  read: { pages: readonly { next: string | null }[] } | undefined,
  query: Record<string, unknown>,
): Trail['rest'] {
  const cursor = read?.pages.at(-1)?.next;
  return cursor ? { query, cursor } : undefined;
}

/** The people of an account, to choose from; none as long as no account is chosen. */
export const usePeopleOf = (accountId: string | undefined) =>
  useAnswer(
    peopleContract.listAccountContacts,
    { params: { id: accountId ?? '' }, query: { limit: 100 } },
    { enabled: accountId !== undefined },
  ).data?.items;

export function useAccounts(view: View) {
  const query = accountQueryOf(view);
  return useInfiniteQuery({
    queryKey: [...keys.accounts, query],
    queryFn: ({ pageParam, signal }) =>
      ask(peopleContract.listAccounts, { query: { ...query, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    meta: { hears: ['account', 'touchpoint', 'next step'] },
  });
}

export function useContacts(view: View) {
  const query = contactQueryOf(view);
  return useInfiniteQuery({
    queryKey: [...keys.contacts, query],
    queryFn: ({ pageParam, signal }) =>
      ask(peopleContract.listContacts, { query: { ...query, cursor: pageParam } }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    meta: { hears: ['contact', 'affiliation'] },
  });
}

export interface Members {
  list: readonly { id: string; name: string }[];
  nameOf(this: void, id: string | null): string | undefined;
}

/** Everybody who works here, for owners and pickers. */
export function useMembers(): Members {
  const { data } = useQuery({
    queryKey: [workspaceContract.listMembers.path, 'all'],
    queryFn: ({ signal }) => ask(workspaceContract.listMembers, { query: { limit: 200 } }, { signal }),
    staleTime: 5 * 60_000,
    meta: { hears: ['member'] },
  });
  return useMemo(() => {
    const list = data?.items ?? [];
    return { list, nameOf: (id) => list.find((member) => member.id === id)?.name };
  }, [data]);
}

function picked(view: View, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (view[name] === undefined ? [] : [[name, view[name]]])));
}

function sortOf<S extends string>(view: View, sorts: readonly S[]): { sort?: S; descending?: 'true' } {
  const wanted = view.sort?.replace(/^-/, '');
  const sort = sorts.find((each) => each === wanted);
  if (sort === undefined) return {};
  return view.sort?.startsWith('-') ? { sort, descending: 'true' } : { sort };
}
