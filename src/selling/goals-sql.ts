import { sql, type RawBuilder } from 'kysely';

/** Goals of a quarter by whom and what they are for: the quarter's own, or what its months add up to where it has none. */
export const goalsOfQuarter = (quarter: string): RawBuilder<unknown> => sql`(
  select scope, scope_id, sale_type, offering, coalesce(max(amount) filter (where span = 'quarter'), sum(amount) filter (where span = 'month')) as amount
  from sales_goal where workspace_id = app_workspace() and span <> 'year' and period >= ${quarter}::date and period < (${quarter}::date + interval '3 months')::date group by 1, 2, 3, 4)`;
