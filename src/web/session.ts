import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { Answer } from '../platform/contract.ts';
import { workspaceContract } from '../workspace/contract.ts';
import { ask } from './connection.ts';

export type Session = Answer<typeof workspaceContract.getSession>;

/** Who is signed in, where, and what they may do. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => ask(workspaceContract.getSession, {}, { signal }),
  staleTime: 5 * 60_000,
  retry: false,
  meta: { hears: ['workspace', 'member'] },
});

/** For a part of the screen that waits until it is known. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether the person may do something, `account:write`; false until it is known. */
export function useMay(permission: string): boolean {
  return useQuery(sessionQuery).data?.may.includes(permission) ?? false;
}
