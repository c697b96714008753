import type { TouchpointKind } from '../relationship/vocabulary.ts';

/** A promise is an expectation that we set, verbal ones too: what, to whom, by whom, due. */
export type Promised = {
  id: string;
  what: string;
  to: string;
  by: string;
  /** Null: no date was named, which is worth a question. */
  dueOn: Date | null;
  outcome: { kind: 'kept' | 'broken' | 'withdrawn'; at: Date; why: string | null } | null;
};

export type PromiseState = 'open' | 'overdue' | 'kept' | 'kept late' | 'broken' | 'withdrawn';

/** A promise is due until the end of its day (UTC). */
export function promiseState(promise: Promised, now: Date): PromiseState {
  if (promise.outcome?.kind === 'kept') return isPast(promise.dueOn, promise.outcome.at) ? 'kept late' : 'kept';
  if (promise.outcome) return promise.outcome.kind;
  return isPast(promise.dueOn, now) ? 'overdue' : 'open';
}

export type SettleRefusal = 'already settled' | 'say why it was withdrawn';

/** Settles a promise once. Withdrawing needs the reason that the customer was given. */
export function settlePromise(
  promise: Promised,
  outcome: NonNullable<Promised['outcome']>,
): { promise: Promised } | { refused: SettleRefusal } {
  if (promise.outcome) return { refused: 'already settled' };
  if (outcome.kind === 'withdrawn' && !outcome.why?.trim()) return { refused: 'say why it was withdrawn' };
  return { promise: { ...promise, outcome } };
}

/** The trust touchpoint that a settled promise becomes; withdrawing in time and with a reason is none. Late is not kept. */
export function touchpointOf(promise: Promised): TouchpointKind | null {
  if (!promise.outcome || promise.outcome.kind === 'withdrawn') return null;
  return promiseState(promise, promise.outcome.at) === 'kept' ? 'promise kept' : 'promise broken';
}

/** Open promises that need a person, most overdue first, then those due within `days`, then those without a date. */
export function promisesForToday(promises: readonly Promised[], now: Date, days = 3): Promised[] {
  const horizon = now.getTime() + days * 86_400_000;
  return promises
    .filter((promise) => promise.outcome === null && (promise.dueOn === null || promise.dueOn.getTime() <= horizon))
    .sort(
      (a, b) =>
        (a.dueOn?.getTime() ?? Number.POSITIVE_INFINITY) - (b.dueOn?.getTime() ?? Number.POSITIVE_INFINITY) || 0,
    );
}

/** One expectation of the customer at the close, against what was sold. */
export type ExpectationAtClose = {
  what: string;
  expected: number;
  sold: number;
  /** Is more of it better for the customer (savings), or less (days to go live)? */
  better: 'more' | 'less';
  /** What was agreed after talking about it; null while nobody has. */
  resetTo: number | null;
};

export type ExpectationCheck = { what: string; verdict: 'realistic' | 'unrealistic' | 'reset'; gap: number }[];

/** Expects the customer more than was sold (by a tenth or more)? Reset it now, or lose trust later. */
export function checkExpectations(expectations: readonly ExpectationAtClose[]): ExpectationCheck {
  return expectations.map(({ what, expected, sold, better, resetTo }) => {
    const gapOf = (value: number) => (better === 'more' ? value - sold : sold - value) / Math.max(Math.abs(sold), 1e-9);
    const gap = gapOf(resetTo ?? expected);
    if (gap >= 0.1) return { what, verdict: 'unrealistic', gap };
    return { what, verdict: resetTo === null ? 'realistic' : 'reset', gap };
  });
}

function isPast(dueOn: Date | null, at: Date): boolean {
  return dueOn !== null && Math.floor(at.getTime() / 86_400_000) > Math.floor(dueOn.getTime() / 86_400_000);
}
