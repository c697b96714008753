import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Scope, Tx } from '../platform/database.ts';
import type { AccountFilter, ContactFilter } from './filter.ts';
import { searchFragment } from './keys.ts';

type Condition = RawBuilder<SqlBool>;

/**
 * A filter as SQL conditions, by the table they speak of, so that a reader joins only what it needs. `owner` takes the table
 * whose owner is looked at: the relationship mirrors it.
 */
export interface AccountConditions {
  account: Condition[];
  relationship: Condition[];
  owner(table: 'account' | 'relationship'): Condition[];
}

/** Up to so many matches of a fragment, tag or custom field are fetched by the search index; with more, nearly any page of the list has enough of them. */
const mostCandidates = 2000;

/** The tables are called `account` and `relationship` in the query that takes the conditions. */
export async function accountConditions(
  db: Tx,
  scope: Scope,
  filter: AccountFilter,
  now: Date,
): Promise<AccountConditions> {
  return {
    account: [
      ...(await commonConditions(db, scope, 'account', filter)),
      ...oneOf(sql`account.kind`, filter.kind),
      ...(filter.industry ? [sql<SqlBool>`account.industry = ${filter.industry}`] : []),
      ...(filter.parent ? [sql<SqlBool>`account.parent_id = ${filter.parent}`] : []),
      ...worthConditions(filter),
    ],
    relationship: relationshipConditions(filter, now),
    owner: (table) => [
      ...ownerConditions(table, filter.owner),
      // Row-level security says the same; said here, it can use the index by owner.
      ...(scope.sees.includes('account') ? [] : [isOneOf(sql.ref(`${table}.owner_id`), scope.members, 'uuid')]),
    ],
  };
}

/** The table is called `contact` in the query that takes the conditions. */
export async function contactConditions(db: Tx, scope: Scope, filter: ContactFilter): Promise<Condition[]> {
  return [
    ...(await commonConditions(db, scope, 'contact', filter)),
    ...ownerConditions('contact', filter.owner),
    ...(filter.account ? [sql<SqlBool>`contact.account_id = ${filter.account}`] : []),
    ...(seesAll(scope, 'contact') || filter.account || filter.deleted ? [] : [ownContact(scope)]),
  ];
}

/** Row-level security says the same of a living contact; said so, it begins with what this person owns. */
export function ownContact({ members }: Scope): Condition {
  const own = sql`mine.owner_id = any (${members}::uuid[]) and mine.deleted_at is null`;
  return sql<SqlBool>`contact.id in (select mine.id from contact as mine where ${own} union
    select theirs.id from account as mine join contact as theirs on theirs.workspace_id = mine.workspace_id and theirs.account_id = mine.id where ${own})`;
}

/** A contact is seen with its account. */
export const seesAll = (scope: Scope, table: 'account' | 'contact'): boolean =>
  scope.sees.includes(table) || scope.sees.includes('account');

async function commonConditions(
  db: Tx,
  scope: Scope,
  table: 'account' | 'contact',
  filter: AccountFilter | ContactFilter,
): Promise<Condition[]> {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  // Somebody who sees only their own, and a list of deleted records, have few rows: they are looked through.
  const searched = seesAll(scope, table) && !filter.deleted;
  return [
    // What was merged into another record is not deleted: it leads there.
    filter.deleted
      ? sql<SqlBool>`(${column('deleted_at')} is not null and ${column('merged_into_id')} is null)`
      : sql<SqlBool>`${column('deleted_at')} is null`,
    ...(filter.text ? [await textCondition(db, table, filter.text, searched)] : []),
    ...(filter.tag?.length || Object.keys(filter.custom ?? {}).length > 0
      ? await markConditions(db, table, filter.tag ?? [], filter.custom ?? {}, searched)
      : []),
    ...oneOf(column('country'), filter.country),
    ...(filter.createdFrom ? [sql<SqlBool>`${column('created_at')} >= ${filter.createdFrom}::timestamptz`] : []),
    ...(filter.createdTo ? [sql<SqlBool>`${column('created_at')} < ${filter.createdTo}::timestamptz`] : []),
  ];
}

function relationshipConditions(filter: AccountFilter, now: Date): Condition[] {
  return [
    ...oneOf(sql`relationship.phase`, filter.phase),
    ...oneOf(sql`relationship.position`, filter.position),
    ...oneOf(sql`relationship.sale_type`, filter.saleType),
    ...between(sql`relationship.trust`, 'real', filter.trustFrom, filter.trustTo),
    ...between(sql`relationship.interest`, 'real', filter.interestFrom, filter.interestTo),
    ...between(sql`relationship.along`, 'real', filter.alongFrom, filter.alongTo),
    ...between(sql`relationship.revenue_order`, 'double precision', filter.revenueFrom, filter.revenueTo),
    ...(filter.nextStep === 'none' ? [sql<SqlBool>`relationship.next_step_due_at is null`] : []),
    ...(filter.nextStep === 'planned' ? [sql<SqlBool>`relationship.next_step_due_at is not null`] : []),
    ...(filter.nextStep === 'overdue' ? [sql<SqlBool>`relationship.next_step_due_at < ${now}`] : []),
    ...(filter.alarm
      ? [
          sql<SqlBool>`exists (select from alarm l where l.workspace_id = relationship.workspace_id and l.account_id = relationship.account_id and l.ended_at is null)`,
        ]
      : []),
    ...(filter.touchedBefore ? [untouchedSince(filter.touchedBefore)] : []),
    ...(filter.untouchedDays ? [untouchedSince(new Date(now.getTime() - filter.untouchedDays * 86_400_000))] : []),
    ...(filter.touchedSince ? [sql<SqlBool>`relationship.last_touch_at >= ${filter.touchedSince}::timestamptz`] : []),
  ];
}

const untouchedSince = (moment: Date | string) =>
  sql<SqlBool>`(relationship.last_touch_at < ${moment}::timestamptz or relationship.last_touch_at is null)`;

/** What the purchase models say of an account. */
function worthConditions({ aliveFrom, aliveTo, valueFrom }: AccountFilter): Condition[] {
  const said = [
    ...(aliveFrom === undefined ? [] : [sql`v.alive >= ${aliveFrom}::float8`]),
    ...(aliveTo === undefined ? [] : [sql`v.alive <= ${aliveTo}::float8`]),
    ...(valueFrom === undefined ? [] : [sql`v.value >= ${valueFrom}::numeric`]),
  ];
  if (said.length === 0) return [];
  return [sql<SqlBool>`account.id in (select v.account_id from customer_value v where ${sql.join(said, sql` and `)})`];
}

function ownerConditions(table: string, wanted: readonly string[] | undefined): Condition[] {
  if (!wanted?.length) return [];
  const owner = sql.ref(`${table}.owner_id`);
  const ids = wanted.filter((each) => each !== 'none');
  if (ids.length === wanted.length) return [isOneOf(owner, ids, 'uuid')];
  return [
    ids.length === 0
      ? sql<SqlBool>`${owner} is null`
      : sql<SqlBool>`(${owner} is null or ${owner} = any (${ids}::uuid[]))`,
  ];
}

async function textCondition(
  db: Tx,
  table: 'account' | 'contact',
  typed: string,
  searched: boolean,
): Promise<Condition> {
  const fragment = searchFragment(typed);
  // A trigram needs three characters; a shorter fragment is the beginning of a name.
  if (searched && fragment.length >= 3) {
    const { rows } = await sql<{
      ids: string[] | null;
    }>`select ${sql.id(`${table}_matches`)}(${fragment}, ${mostCandidates}) as ids`.execute(db);
    if (rows[0]?.ids) return sql<SqlBool>`${sql.ref(`${table}.id`)} = any (${rows[0].ids}::uuid[])`;
  }
  return containing(table, fragment);
}

/** Where a name, address or number holds a fragment; a fragment of one or two characters begins the name. */
export function containing(table: string, fragment: string): Condition {
  const key = sql.ref(`${table}.name_key`);
  if (fragment.length < 3) return sql<SqlBool>`(${key} >= ${fragment} and ${key} < ${`${fragment}\u{10ffff}`})`;
  return sql<SqlBool>`${sql.ref(`${table}.search_text`)} like ${`%${fragment.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`;
}

async function markConditions(
  db: Tx,
  table: 'account' | 'contact',
  tags: readonly string[],
  custom: Record<string, unknown>,
  searched: boolean,
): Promise<Condition[]> {
  const ways = Object.entries(custom).map(([key, value]) =>
    waysToStore(value).map((way) => JSON.stringify({ [key]: way })),
  );
  if (searched) {
    const { rows } = await sql<{
      ids: string[];
    }>`select coalesce(array_agg(id), '{}') as ids from ${sql.id(`marked_${table}s`)}(${tags}::text[], ${ways.map((way) => `[${way.join(',')}]`)}::jsonb[], ${mostCandidates}) as found (id)`.execute(
      db,
    );
    const ids = rows[0]?.ids ?? [];
    if (ids.length < mostCandidates) return [sql<SqlBool>`${sql.ref(`${table}.id`)} = any (${ids}::uuid[])`];
  }
  return [
    ...(tags.length > 0 ? [sql<SqlBool>`${sql.ref(`${table}.tags`)} @> ${tags}::text[]`] : []),
    ...ways.map(
      (way) =>
        sql<SqlBool>`(${sql.join(
          way.map((each) => sql`${sql.ref(`${table}.custom`)} @> ${each}::jsonb`),
          sql` or `,
        )})`,
    ),
  ];
}

/** In an address every value is text; the field may hold a number or a yes. */
export function waysToStore(value: unknown): unknown[] {
  if (typeof value !== 'string') return [value];
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return [
    value,
    ...(Number.isFinite(number) ? [number] : []),
    ...(value === 'true' || value === 'false' ? [value === 'true'] : []),
  ];
}

/** Said of one value as equal, an index on it still gives the order of what follows in it. */
const isOneOf = (column: RawBuilder<unknown>, wanted: readonly string[], type: 'text' | 'uuid'): Condition =>
  wanted.length === 1
    ? sql<SqlBool>`${column} = ${wanted[0]}::${sql.raw(type)}`
    : sql<SqlBool>`${column} = any (${wanted}::${sql.raw(type)}[])`;

function oneOf(column: RawBuilder<unknown>, wanted: readonly string[] | undefined): Condition[] {
  return wanted?.length ? [isOneOf(column, wanted, 'text')] : [];
}

function between(
  column: RawBuilder<unknown>,
  type: string,
  from: string | number | undefined,
  to: string | number | undefined,
): Condition[] {
  return [
    ...(from === undefined ? [] : [sql<SqlBool>`${column} >= ${from}::${sql.raw(type)}`]),
    ...(to === undefined ? [] : [sql<SqlBool>`${column} <= ${to}::${sql.raw(type)}`]),
  ];
}
