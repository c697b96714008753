import * as fc from 'fast-check';

import { millisecondsPerDay } from './cycle.ts';
import { setting, type LedgerEntry } from './ledger.ts';
import { directions, efforts, expectations, initiators, touchpointKinds, type TouchpointKind } from './vocabulary.ts';

/** The day that stories start on. */
export const dayZero = Date.UTC(2025, 0, 6, 9);

export function dayOf(days: number): number {
  return dayZero + days * millisecondsPerDay;
}

/** A commercial sale with every channel connected. */
export const connected = setting('commercial', { listening: [{ from: 0, until: null }] });

/** A conversation that we proposed and both came to, recorded at once, unless told otherwise. */
export function on(day: number, kind: TouchpointKind, changes: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    id: `${String(Math.round(day * 1000)).padStart(9, '0')} ${kind}`,
    at: dayOf(day),
    kind,
    direction: 'mutual',
    initiator: 'us',
    expectation: null,
    effort: null,
    valueDelivered: false,
    reading: null,
    recordedAt: dayOf(day),
    supersedes: null,
    withdrawn: false,
    evidenceKey: null,
    ...changes,
  };
}

export const fromThem = { direction: 'inbound', initiator: 'them' } as const;

/** Any touchpoint that a person or an import can record within two years; ids are unique through `uniqueEntries`. */
const anyEntry: fc.Arbitrary<LedgerEntry> = fc
  .record({
    hour: fc.integer({ min: 0, max: 730 * 24 }),
    late: fc.integer({ min: 0, max: 40 }),
    id: fc.uuid(),
    kind: fc.constantFrom(...touchpointKinds.filter((kind) => kind !== 'silence')),
    direction: fc.constantFrom(...directions),
    initiator: fc.constantFrom(...initiators),
    expectation: fc.constantFrom(null, ...expectations),
    effort: fc.constantFrom(null, ...efforts),
    valueDelivered: fc.boolean(),
    reading: fc.constantFrom(null, { bias: 0.8, noise: 1.3 }, { bias: -0.5, noise: 1 }),
  })
  .map(({ hour, late, ...rest }) => on(hour / 24, rest.kind, { ...rest, recordedAt: dayOf(hour / 24 + late) }));

export const anyLedger = fc.uniqueArray(anyEntry, { maxLength: 40, selector: (entry) => entry.id });
export const anyBusyLedger = fc.uniqueArray(anyEntry, { minLength: 1, maxLength: 40, selector: (entry) => entry.id });
