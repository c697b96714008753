import { redirect, useRouter } from '@tanstack/react-router';
import { ApiProblem } from '../../platform/client.ts';
import { ask } from '../../web/connection.ts';
import { queries } from '../../web/queries.ts';
import { sessionQuery, type Session } from '../../web/session.ts';
import { workspaceContract } from '../contract.ts';
import { t } from './doorMessages.ts';

/** Before a screen inside: who is not signed in is led to the door, and afterwards back. */
export async function mustBeSignedIn({ location }: { location: { href: string } }): Promise<void> {
  try {
    await queries.ensureQueryData(sessionQuery);
  } catch (error) {
    if (!isSignedOut(error)) throw error;
    const { needed } = await ask(workspaceContract.getSetup);
    throw needed ? redirect({ to: '/welcome' }) : redirect({ to: '/sign-in', search: { to: location.href } });
  }
}

/** Whoever is signed out while at work (elsewhere, or by an owner) comes to the door; everything read so far is dropped. */
export function leaveWhenSignedOut(): () => void {
  return queries.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error' && isSignedOut(event.action.error)) {
      location.assign(`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
    }
  });
}

/** Goes in with a fresh session. Nothing that an earlier person read may stay. */
export function useEnter(): (session: Session, to: string) => Promise<void> {
  const router = useRouter();
  return async (session, to) => {
    queries.clear();
    // A browser may drop the cookie without a word; better to say so here than to come back to the door.
    try {
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
    } catch (error) {
      if (isSignedOut(error)) throw new ApiProblem(401, { detail: t('sign in.not kept') });
      queries.setQueryData(sessionQuery.queryKey, session);
    }
    router.history.push(to);
  };
}

export async function signOut(): Promise<void> {
  await ask(workspaceContract.signOut);
  location.assign('/sign-in');
}

/** Only an address of ours: whoever made the link must not choose where people land with their password just typed. */
export const innerAddress = (search: Record<string, unknown>): { to?: string } => {
  const { to } = search;
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? { to } : {};
};

const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.status === 401;
