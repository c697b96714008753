import { sql, type RawBuilder } from 'kysely';
import type { Call } from '../platform/serve.ts';

/** Whoever sees all accounts sees the sales of all of them: nobody need be led to these. */
export const seesEverySale = ({ who: { scope } }: Call): boolean => scope.sees.includes('opportunity') || scope.sees.includes('account');

/**
 * The sales, as a table for a report. Whoever sees only some is led to these; whether they are seen is still for the database to say, of each of them.
 */
export const seenSales = (call: Call): RawBuilder<unknown> =>
  seesEverySale(call) ? sql`opportunity` : sql`(select seen.* from app_seen_sales() led (id) join opportunity seen on seen.workspace_id = (select app_workspace()) and seen.id = led.id)`;
