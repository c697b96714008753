/** Which promise was kept, which was broken, which is still open: read off the ledger alone. */

/** A touchpoint of kind `promise made`, `promise kept` or `promise broken`; `at` in milliseconds. */
export interface PromiseEntry {
  id: string;
  at: number;
  kind: string;
  subject: string;
}

export interface PairedPromise<Entry extends PromiseEntry> {
  state: 'open' | 'kept' | 'broken';
  /** Null when nobody noted that it was made. */
  made: Entry | null;
  /** Null while it is open. */
  resolved: Entry | null;
}

/**
 * Pairs each promise with what became of it: one kept or broken closes the open one with the same words; without the
 * same words, the oldest that is open, if it says nothing of another. Open ones first, each newest first.
 */
export function pairPromises<Entry extends PromiseEntry>(entries: readonly Entry[]): PairedPromise<Entry>[] {
  const open: Entry[] = [];
  const resolved: PairedPromise<Entry>[] = [];
  const later = (entry: Entry) =>
    entries.some((e) => e.kind !== 'promise made' && e.at > entry.at && e.subject === entry.subject);
  for (const entry of entries.toSorted((a, b) => a.at - b.at)) {
    if (entry.kind === 'promise made') {
      open.push(entry);
      continue;
    }
    const same = open.findIndex((made) => made.subject === entry.subject);
    // An open promise that is named later is not the one that is meant here.
    const at = same === -1 ? open.findIndex((made) => !later(made)) : same;
    const made = at === -1 ? null : open.splice(at, 1)[0]!;
    resolved.push({ state: entry.kind === 'promise kept' ? 'kept' : 'broken', made, resolved: entry });
  }
  return [
    ...open.toReversed().map((made) => ({ state: 'open' as const, made, resolved: null })),
    ...resolved.toReversed(),
  ];
}
