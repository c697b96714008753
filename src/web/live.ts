import type { Query } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LiveEvent } from '../live/contract.ts';
import { queries } from './queries.ts';

/**
 * What a colleague changes appears without reload. A query says in its `meta` what it hears:
 *
 *     meta: { hears: ['touchpoint', 'next step'], accountId }
 *
 * The words are kinds of event subjects; with `accountId` only what happened at that account counts.
 */
declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { hears?: readonly string[]; accountId?: string };
  }
}

/** Events of one moment are taken together, so that an import does not make a screen flicker. */
const patience = 250;

/** Listens to the workspace while the shell is on screen. */
export function useLive(): void {
  useEffect(() => {
    const stream = new EventSource('/api/events/stream');
    let heard: LiveEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lost = false;
    const tell = () => {
      timer = undefined;
      const events = heard;
      heard = [];
      void queries.invalidateQueries({ predicate: (query) => events.some((event) => concerns(query, event)) });
    };
    stream.addEventListener('message', (message: MessageEvent<string>) => {
      heard.push(...(JSON.parse(message.data) as LiveEvent[]));
      timer ??= setTimeout(tell, patience);
    });
    stream.addEventListener('error', () => {
      lost = true;
    });
    stream.addEventListener('open', () => {
      // What happened while the line was down was missed.
      if (lost) void queries.invalidateQueries();
      lost = false;
    });
    return () => {
      stream.close();
      clearTimeout(timer);
    };
  }, []);
}

function concerns(query: Pick<Query, 'meta'>, event: LiveEvent): boolean {
  const { hears, accountId } = query.meta ?? {};
  if (hears === undefined) return false;
  if (event.kind === 'any') return true;
  if (!hears.includes(event.kind)) return false;
  return accountId === undefined || event.accountId === null || event.accountId === accountId || event.id === accountId;
}
