import type { Query } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
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

/** A line that is down for less is nobody's business: a restart, a change of the network. */
const unnoticed = 2_000;

/** Listens to the workspace while the shell is on screen, and says whether the server is out of reach. */
export function useLive(): boolean {
  const [away, setAway] = useState(false);
  useEffect(() => {
    let stream: EventSource;
    let down: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let heard: LiveEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lost = false;
    const tell = () => {
      timer = undefined;
      const events = heard;
      heard = [];
      void queries.invalidateQueries({ predicate: (query) => events.some((event) => concerns(query, event)) });
    };
    const listen = () => {
      stream = new EventSource('/api/events/stream');
      stream.addEventListener('message', (message: MessageEvent<string>) => {
        heard.push(...(JSON.parse(message.data) as LiveEvent[]));
        timer ??= setTimeout(tell, patience);
      });
      stream.addEventListener('error', () => {
        lost = true;
        down ??= setTimeout(() => setAway(true), unnoticed);
        // The browser tries again by itself, but for a line that was refused.
        if (stream.readyState === EventSource.CLOSED) again = setTimeout(listen, 5_000);
      });
      stream.addEventListener('open', () => {
        clearTimeout(down);
        down = undefined;
        setAway(false);
        // What happened while the line was down was missed.
        if (lost) void queries.invalidateQueries();
        lost = false;
      });
    };
    listen();
    return () => {
      stream.close();
      for (const waiting of [timer, down, again]) clearTimeout(waiting);
    };
  }, []);
  return away;
}

function concerns(query: Pick<Query, 'meta'>, event: LiveEvent): boolean {
  const { hears, accountId } = query.meta ?? {};
  if (hears === undefined) return false;
  if (event.kind === 'any') return true;
  if (!hears.includes(event.kind)) return false;
  return accountId === undefined || event.accountId === null || event.accountId === accountId || event.id === accountId;
}
