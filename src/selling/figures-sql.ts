import { sql, type RawBuilder } from 'kysely';
import { Problem } from '../platform/problem.ts';
import type { Call } from '../platform/serve.ts';
import { seenSales } from '../purchase/seen-sql.ts';

/** Whether those who lead may see figures about single people, or sums alone: the works council's setting. */
export async function figuresOf(call: Call): Promise<'individual' | 'aggregate'> {
  const { rows } = await sql<{ individual: boolean }>`select app_individual() as individual`.execute(call.db);
  return rows[0]!.individual ? 'individual' : 'aggregate';
}

/** A sum of fewer people tells of each of them. */
export const fewestInASum = 3;

/** Whether the figures of this person are for nobody but the person. */
export const isHidden = async (call: Call, memberId: string | null): Promise<boolean> => memberId !== call.who.memberId && (await figuresOf(call)) === 'aggregate';

/** Refuses a figure about a single person, or one about each (null), where the workspace keeps none but for themselves. */
export async function mustShowFigures(call: Call, memberId: string | null): Promise<void> {
  const { sees, members } = call.who.scope;
  if (memberId === null && !sees.includes('opportunity') && members.every((each) => each === call.who.memberId)) return;
  if (await isHidden(call, memberId))
    throw new Problem(403, 'sums_only', 'This workspace keeps no figures about single people but for themselves. Look at sums of a team, or speak about it one to one.');
}

/**
 * (account_id, revenue, first_on, source): everybody who has ever bought, with all that was won and ordered in the workspace's currency, and the source of the
 * first sale that was won and has one. One pass along the index of what was won; the first source is the least text of day, id and source.
 */
export const everBought = (call: Call, currency: string): RawBuilder<unknown> => sql`
  select account_id, coalesce(sum(amount), 0) as revenue, min("on") as first_on, substr(min(sourced), ${sourceAt}) as source from (
    select account_id, case when currency = ${currency} then amount::float8 end as amount, closed_on as "on", case when source <> '' then (closed_on::text || id || source) collate "C" end as sourced
      from ${seenSales(call)} sale where outcome = 'won' and deleted_at is null and account_id is not null
    union all
    select account_id, case when currency = ${currency} then amount::float8 end, ordered_on, null from customer_order where deleted_at is null and part_of_id is null and opportunity_id is null) bought
  group by 1`;

/** Behind a day and an id. */
const sourceAt = sql.raw(String(1 + 'YYYY-MM-DD'.length + 36));
