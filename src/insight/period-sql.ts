import { sql, type RawBuilder } from 'kysely';
import type { Span } from './period.ts';

/** The condition that a day lies in the period. */
export function dayWithin(day: RawBuilder<unknown>, { from, to }: Span): RawBuilder<boolean> {
  if (from !== null)
    return to !== null ? sql`${day} >= ${from}::date and ${day} <= ${to}::date` : sql`${day} >= ${from}::date`;
  return to !== null ? sql`${day} <= ${to}::date` : sql`${day} is not null`;
}
