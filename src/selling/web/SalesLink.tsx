import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { daysAfter } from '../../platform/days.ts';
import { everyOutcome } from '../../purchase/web/words.ts';
import { today } from '../../web/kit/days.ts';

interface SalesLinkProps {
  /** Whose; everybody's unless told. */
  owner?: string | undefined;
  team?: string | undefined;
  saleType?: string | undefined;
  /** A period of which the sums are: what was won in it, or is open and should be decided in it. */
  outcome: 'open' | 'won' | 'lost' | 'decided' | 'every';
  from?: string | undefined;
  until?: string | undefined;
  /** Nothing opens nothing. */
  nothing?: boolean;
  children: ReactNode;
}

const outcomes = { open: 'open', won: 'won', lost: 'lost', decided: 'won,lost', every: everyOutcome };

/** A figure that opens its sales. */
export function SalesLink({ owner, team, saleType, outcome, from, until, nothing = false, children }: SalesLinkProps) {
  if (nothing) return children;
  const last = until === undefined ? undefined : daysAfter(until, -1);
  // What should have been decided before counts for the period that runs, in which it still can.
  const days =
    outcome === 'open'
      ? { closeFrom: from !== undefined && from > today() ? from : undefined, closeTo: last }
      : { closedFrom: from, closedTo: last };
  const search = Object.fromEntries(
    Object.entries({ as: 'table', owner, team, saleType, outcome: outcomes[outcome], ...days }).flatMap(
      ([key, value]) => (value === undefined ? [] : [[key, value]]),
    ),
  );
  return (
    <Link to="/purchase" search={search}>
      {children}
    </Link>
  );
}
