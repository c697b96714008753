import { sql, type RawBuilder } from 'kysely';
import type { Call } from '../platform/serve.ts';

/**
 * Whether a report does best to pass by all sales: for whoever sees all of them, or of all accounts, and for whoever leads others, whose hundred thousand
 * sales are found sooner among a million that lie in a row than each in its place.
 */
export const seesManySales = ({ who: { scope } }: Call): boolean =>
  scope.sees.includes('opportunity') || scope.sees.includes('account') || scope.members.length > 1;

/**
 * The sales, as a table for a report. Whoever sees few is led to these (`offset` holds the planner to it, who trusts no such list); whether they are seen is
 * still for the database to say, of each of them.
 */
export const seenSales = (call: Call): RawBuilder<unknown> =>
  seesManySales(call)
    ? sql`opportunity`
    : sql`(select seen.* from app_seen_sales() led (id) cross join lateral (select * from opportunity o where o.workspace_id = (select app_workspace()) and o.id = led.id offset 0) seen)`;
