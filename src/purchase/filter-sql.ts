import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { waysToStore } from '../people/filter-sql.ts';
import { searchFragment } from '../people/keys.ts';
import type { Tx } from '../platform/database.ts';
import { daysAfter } from '../platform/days.ts';
import { peopleOf } from '../workspace/teams-sql.ts';
import { isStuck, tooLongInStage } from './columns-sql.ts';
import type { SaleFilter } from './contract.ts';

/** A filter as conditions on `o` (the sale) and `u` (what is usual): one filter for the table and the board. */
export async function saleConditions(db: Tx, filter: SaleFilter, now: Date): Promise<RawBuilder<SqlBool>[]> {
  return [
    filter.deleted ? sql<SqlBool>`o.deleted_at is not null` : sql<SqlBool>`o.deleted_at is null`,
    ...(filter.text ? [await textCondition(db, filter.text)] : []),
    ...oneOf(sql`o.sale_type`, filter.saleType),
    ...oneOf(sql`o.stage`, filter.stage),
    ...(onlyOpen(filter) ? [sql<SqlBool>`o.outcome = 'open'`] : oneOf(sql`o.outcome`, filter.outcome)),
    ...oneOf(sql`o.kind`, filter.kind),
    ...owned(filter.owner),
    ...(filter.team ? [sql<SqlBool>`o.owner_id = any (${peopleOf(filter.team)})`] : []),
    ...(filter.account ? [sql<SqlBool>`o.account_id = ${filter.account}`] : []),
    ...(filter.amountFrom ? [sql<SqlBool>`o.amount >= ${filter.amountFrom}::numeric`] : []),
    ...(filter.amountTo ? [sql<SqlBool>`o.amount <= ${filter.amountTo}::numeric`] : []),
    ...(filter.closeFrom ? [sql<SqlBool>`o.expected_close_on >= ${filter.closeFrom}::date`] : []),
    ...(filter.closeTo ? [sql<SqlBool>`o.expected_close_on <= ${filter.closeTo}::date`] : []),
    ...(filter.closeWithin === undefined
      ? []
      : [sql<SqlBool>`o.expected_close_on <= ${daysAfter(now, filter.closeWithin)}::date`]),
    ...(filter.closedFrom ? [sql<SqlBool>`o.closed_on >= ${filter.closedFrom}::date`] : []),
    ...(filter.closedTo ? [sql<SqlBool>`o.closed_on <= ${filter.closedTo}::date`] : []),
    ...(filter.stuck === undefined ? [] : [stuck(filter, now)]),
    ...planned(filter.nextStep, now),
    ...(Object.keys(filter.custom ?? {}).length > 0 ? [await customCondition(db, filter.custom ?? {})] : []),
  ];
}

/** Up to so many matches are named; with more, the list is compared row by row. */
const mostNamed = 5000;

async function textCondition(db: Tx, typed: string): Promise<RawBuilder<SqlBool>> {
  const fragment = searchFragment(typed);
  const { rows } = await sql<{
    ids: string[] | null;
    accounts: string[] | null;
  }>`select ids, accounts from opportunity_matches(${fragment}, ${mostNamed})`.execute(db);
  const { ids, accounts } = rows[0]!;
  if (ids) return sql<SqlBool>`o.id = any (${ids}::uuid[])`;
  if (fragment.length < 3) return sql<SqlBool>`(o.name_key >= ${fragment} and o.name_key < ${`${fragment}\u{10ffff}`})`;
  // Many hold it: along the list in its own order they come soon. The planner, which may not look at the pattern before the rights, expects few and would read and sort all.
  await sql`select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`.execute(db);
  const pattern = `%${fragment.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  if (accounts?.length === 0) return sql<SqlBool>`o.name_key like ${pattern}`;
  if (accounts) return sql<SqlBool>`(o.name_key like ${pattern} or o.account_id = any (${accounts}::uuid[]))`;
  // Asked for its value, the account is read with its sale; asked whether one exists, all accounts are read first.
  return sql<SqlBool>`(o.name_key like ${pattern} or (select a.search_text like ${pattern} from account a where a.workspace_id = o.workspace_id and a.id = o.account_id))`;
}

/** Fields of the customer's own: named by the index while they are rare, compared row by row where half the sales have them. */
async function customCondition(db: Tx, wanted: Record<string, unknown>): Promise<RawBuilder<SqlBool>> {
  const ways = Object.entries(wanted).map(([key, value]) =>
    waysToStore(value).map((way) => JSON.stringify({ [key]: way })),
  );
  const { rows } = await sql<{
    sales: string[];
  }>`select array(select marked_opportunities(${ways.map((way) => `[${way.join(',')}]`)}::jsonb[], ${mostNamed})) as sales`.execute(
    db,
  );
  const named = rows[0]?.sales ?? [];
  if (named.length < mostNamed) return sql<SqlBool>`o.id = any (${named}::uuid[])`;
  const each = ways.map(
    (way) =>
      sql<SqlBool>`(${sql.join(
        way.map((one) => sql`o.custom @> ${one}::jsonb`),
        sql` or `,
      )})`,
  );
  return sql<SqlBool>`(${sql.join(each, sql` and `)})`;
}

const onlyOpen = (filter: SaleFilter): boolean => filter.outcome?.length === 1 && filter.outcome[0] === 'open';

function stuck(filter: SaleFilter, now: Date): RawBuilder<SqlBool> {
  const late = onlyOpen(filter) ? tooLongInStage(now) : isStuck(now);
  return filter.stuck ? sql<SqlBool>`${late}` : sql<SqlBool>`not ${late}`;
}

function oneOf(column: RawBuilder<unknown>, wanted: readonly string[] | undefined): RawBuilder<SqlBool>[] {
  return wanted?.length ? [sql<SqlBool>`${column} = any (${wanted}::text[])`] : [];
}

/** Whose sales: of `o`, or of the sums that are kept under that name. */
export function owned(wanted: readonly string[] | undefined): RawBuilder<SqlBool>[] {
  if (!wanted?.length) return [];
  const ids = wanted.filter((each) => each !== 'none');
  const named = sql<SqlBool>`o.owner_id = any (${ids}::uuid[])`;
  return [ids.length === wanted.length ? named : sql<SqlBool>`(o.owner_id is null or ${named})`];
}

function planned(wanted: SaleFilter['nextStep'], now: Date): RawBuilder<SqlBool>[] {
  if (wanted === undefined) return [];
  const step = (more: RawBuilder<unknown>) =>
    sql<SqlBool>`exists (select from next_step s where s.workspace_id = o.workspace_id and s.account_id = o.account_id and s.state = 'open' ${more})`;
  if (wanted === 'overdue') return [step(sql`and s.due_at < ${now}`)];
  return [wanted === 'planned' ? step(sql``) : sql<SqlBool>`not ${step(sql``)}`];
}
