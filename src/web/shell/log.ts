import { useSyncExternalStore } from 'react';

/** What the log starts with: the screen at hand may know with whom. */
export interface LogAbout {
  accountId?: string;
  contactId?: string;
  opportunityId?: string;
  channel?: string;
}

let about: LogAbout | undefined;
let here: LogAbout = {};
const listeners = new Set<() => void>();

/** Opens the log. Without an argument it starts with what the current screen said through `logFrom`. */
export function openLog(start: LogAbout = here): void {
  about = start;
  tell();
}

export function closeLog(): void {
  about = undefined;
  tell();
}

/** A record screen says with whom L logs while it is open; call the answer when it goes. */
export function logFrom(start: LogAbout): () => void {
  here = start;
  return () => {
    if (here === start) here = {};
  };
}

export function useLog(): LogAbout | undefined {
  return useSyncExternalStore(subscribe, () => about);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
