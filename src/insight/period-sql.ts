import { sql, type RawBuilder } from 'kysely';
import type { Span } from './period.ts';

/** The condition that a day lies in the period. */
export function dayWithin(day: RawBuilder<unknown>, { from, to }: Span): RawBuilder<boolean> {
  if (from !== null)
    return to !== null ? sql`${day} >= ${from}::date and ${day} <= ${to}::date` : sql`${day} >= ${from}::date`;
  return to !== null ? sql`${day} <= ${to}::date` : sql`${day} is not null`;
}

/** The last day before the period on which something is, and the first one after it. */
export function daysBeside(
  day: RawBuilder<unknown>,
  { from, to }: Span,
  among: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`select (select max(${day})::date::text from ${among} and ${from === null ? sql`false` : sql`${day} < ${from}::date`}) as before, (select min(${day})::date::text from ${among} and ${to === null ? sql`false` : sql`${day} > ${to}::date`}) as after`;
}
