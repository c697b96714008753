import { sql, type RawBuilder } from 'kysely';
import { lackingOf, type Worth } from '../offerings/worth-sql.ts';
import { Problem } from '../platform/problem.ts';
import type { Call } from '../platform/serve.ts';
import { seenSales, seesManySales } from '../purchase/seen-sql.ts';

/** Whether those who lead may see figures about single people, or sums alone: the works council's setting. */
export async function figuresOf(call: Call): Promise<'individual' | 'aggregate'> {
  const { rows } = await sql<{ individual: boolean }>`select app_individual() as individual`.execute(call.db);
  return rows[0]!.individual ? 'individual' : 'aggregate';
}

/** A sum of fewer people tells of each of them. */
export const fewestInASum = 3;

/** Whether the figures of this person are for nobody but the person. */
export const isHidden = async (call: Call, memberId: string | null): Promise<boolean> =>
  memberId !== call.who.memberId && (await figuresOf(call)) === 'aggregate';

/** Refuses a figure about a single person, or one about each (null), where the workspace keeps none but for themselves. */
export async function mustShowFigures(call: Call, memberId: string | null): Promise<void> {
  const { sees, members } = call.who.scope;
  if (memberId === null && !sees.includes('opportunity') && members.every((each) => each === call.who.memberId)) return;
  if (await isHidden(call, memberId))
    throw new Problem(
      403,
      'sums_only',
      'This workspace keeps no figures about single people but for themselves. Look at sums of a team, or speak about it one to one.',
    );
}

/**
 * (account_id, revenue, first_on, lacking, lacks, source): everybody who has ever bought, with what all that was won and ordered is worth, how many amounts
 * have no rate with a currency of theirs, and the source of the first sale that was won and has one. One pass along the index that keeps what was won by account, so that nothing need be sorted or kept aside.
 */
export const everBought = (call: Call, worth: Worth): RawBuilder<unknown> => sql`
  select coalesce(won.account_id, ordered.account_id) as account_id, ${boughtOf}, won.source
  from (${wonOf(call, worth)}) won full join (${orderedOf(worth)}) ordered on ordered.account_id = won.account_id`;

/** The same with the type of sale of those whose relationship is as said of `r`. Whoever sees many goes along both indexes by account; a seller's few look up theirs. */
export const everBoughtByType = (call: Call, worth: Worth, condition: RawBuilder<unknown>): RawBuilder<unknown> =>
  seesManySales(call)
    ? sql`select r.account_id, r.sale_type, ${boughtOf}, won.source
        from relationship r left join (${wonOf(call, worth)}) won on won.account_id = r.account_id left join (${orderedOf(worth)}) ordered on ordered.account_id = r.account_id
        where ${condition} and (won.account_id is not null or ordered.account_id is not null)`
    : sql`
        with bought as materialized (${everBought(call, worth)})
        select r.account_id, r.sale_type, b.revenue, b.first_on, b.lacking, b.lacks, b.source
        from bought b cross join lateral (select * from relationship r where r.workspace_id = (select app_workspace()) and r.account_id = b.account_id and ${condition} offset 0) r`;

const boughtOf = sql`coalesce(won.revenue, 0) + coalesce(ordered.revenue, 0) as revenue, least(won.first_on, ordered.first_on) as first_on, coalesce(won.lacking, 0) + coalesce(ordered.lacking, 0) as lacking, coalesce(won.lacks, ordered.lacks) as lacks`;

/** The first source is the least text of day, id and source. */
const wonOf = (call: Call, worth: Worth) => sql`
  select account_id, sum(${worth.onDayOf('sale', 'closed_on')}::float8) as revenue, min(closed_on) as first_on, ${lackingOf(worth.lacked('sale', 'closed_on'))}, substr(min(case when source <> '' then (closed_on::text || id || source) collate "C" end), ${sourceAt}) as source
  from ${seenSales(call)} sale where outcome = 'won' and deleted_at is null and account_id is not null group by 1`;

const orderedOf = (worth: Worth) => sql`
  select account_id, sum(${worth.onDayOf('bought', 'ordered_on')}::float8) as revenue, min(ordered_on) as first_on, ${lackingOf(worth.lacked('bought', 'ordered_on'))}
  from customer_order bought where deleted_at is null and part_of_id is null and opportunity_id is null group by 1`;

/** Behind a day and an id. */
const sourceAt = sql.raw(String(1 + 'YYYY-MM-DD'.length + 36));
