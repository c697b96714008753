import { useSyncExternalStore } from 'react';

/** What the log starts with: the screen at hand may know with whom. */
export interface LogAbout {
  accountId?: string;
  contactId?: string;
  opportunityId?: string;
  caseId?: string;
  touchpointId?: string;
  channel?: string;
  /** What happened, where the screen knows it: `demonstration`. */
  kind?: string;
}

let about: LogAbout | undefined;
let spotAbout: LogAbout | undefined;
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

/** Opens the note of spotted business, which starts with what the current screen is about, as the log does. */
export function openSpot(start: LogAbout = here): void {
  spotAbout = start;
  tell();
}

export function closeSpot(): void {
  spotAbout = undefined;
  tell();
}

/** Who brought or helped whom: what is known of it where it is asked. */
export interface InfluenceAbout {
  kind?: 'referral' | 'reference' | 'review';
  from?: { id: string; name: string };
  fromContact?: { id: string; name: string };
  to?: { id: string; name: string };
  opportunityId?: string;
  askId?: string;
}

let influenceAbout: InfluenceAbout | undefined;

/** Opens the note of who brought or helped whom. */
export function openInfluence(start: InfluenceAbout): void {
  influenceAbout = start;
  tell();
}

export function closeInfluence(): void {
  influenceAbout = undefined;
  tell();
}

export function useInfluence(): InfluenceAbout | undefined {
  return useSyncExternalStore(subscribe, () => influenceAbout);
}

/** A record screen says with whom L logs, and where I notes, while it is open; call the answer when it goes. */
export function logFrom(start: LogAbout): () => void {
  here = start;
  return () => {
    if (here === start) here = {};
  };
}

export function useLog(): LogAbout | undefined {
  return useSyncExternalStore(subscribe, () => about);
}

export function useSpot(): LogAbout | undefined {
  return useSyncExternalStore(subscribe, () => spotAbout);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
