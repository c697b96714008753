import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely';
import { ownFieldsOf } from '../platform/ownFields.ts';
import { pageOf, placeOf, type Sorting } from '../platform/paging.ts';
import { Written, type Call, type Handlers } from '../platform/serve.ts';
import type { Database } from '../../database/schema.ts';
import { contactItemColumns } from './columns-sql.ts';
import type { peopleContract } from './contract.ts';
import type { AccountFilter, AccountSort, ContactFilter, ContactSort } from './filter.ts';
import { accountConditions, contactConditions, seesAll } from './filter-sql.ts';
import { searchFragment } from './keys.ts';

export const listHandlers: Pick<Handlers<typeof peopleContract>, 'listAccounts' | 'listContacts' | 'listOwnFields'> = {
  listOwnFields: (call, { query }) => ownFieldsOf(call.db, query.kind),
  async listAccounts(call, { query: { cursor, limit, sort, descending = false, ...filter } }) {
    const { items, next } = await accountPage(call, filter, { sort, descending, cursor, limit });
    return new Written(`{"items":[${items.join(',')}],"next":${JSON.stringify(next)}}`);
  },
  async listContacts(call, { query: { cursor, limit, sort, descending = false, ...filter } }) {
    return contactPage(call, filter, { sort, descending, cursor, limit });
  },
};

interface Place<S> {
  sort: S;
  descending: boolean;
  cursor?: string | undefined;
  limit: number;
}

/** The order of each list. Its last part is the id; each has its index. `empty`: records without the value come last. */
const accountOrders: Record<
  AccountSort,
  { column: string; type: Sorting['type']; on: 'account' | 'relationship'; empty?: true }
> = {
  name: { column: 'name_key', type: 'text', on: 'account' },
  created: { column: 'created_at', type: 'timestamptz', on: 'account' },
  trust: { column: 'trust', type: 'real', on: 'relationship' },
  interest: { column: 'interest', type: 'real', on: 'relationship' },
  revenue: { column: 'revenue_order', type: 'numeric', on: 'relationship' },
  touched: { column: 'last_touch_at', type: 'timestamptz', on: 'relationship', empty: true },
  due: { column: 'next_step_due_at', type: 'timestamptz', on: 'relationship', empty: true },
};

/** A page of accounts, each as JSON. */
export async function accountPage(call: Call, filter: AccountFilter, place: Place<AccountSort>) {
  const held = heldIn(call, 'account', filter, place);
  if (held) return heldPage(call, held, place);
  const order = accountOrders[place.sort];
  const conditions = await accountConditions(call.db, call.who.scope, filter, call.now);
  const joined = order.on === 'relationship' || conditions.relationship.length > 0;
  let query = call.db
    .selectFrom('account')
    .select([
      'account.id',
      sql`${sql.ref(`${order.on}.${order.column}`)}::text`.as('sortKey'),
      sql`${sql.ref(`${order.on}.${order.column}`)}`.as('sortValue'),
    ]);
  if (joined) {
    query = query.innerJoin('relationship', (j) =>
      j
        .onRef('relationship.workspace_id', '=', 'account.workspace_id')
        .onRef('relationship.account_id', '=', 'account.id'),
    );
    if (!filter.deleted) query = query.where(sql.ref('relationship.alive'), '=', true);
  }
  // The owner is said of both tables, so that either can lead.
  const owners = [...conditions.owner('account'), ...(joined ? conditions.owner('relationship') : [])];
  for (const condition of [...conditions.account, ...conditions.relationship, ...owners])
    query = query.where(condition);

  const id: Sorting = {
    by: sql.ref(order.on === 'account' ? 'account.id' : 'relationship.account_id'),
    key: 'id',
    type: 'uuid',
    descending: place.descending,
  };
  const sorting: Sorting[] = [
    { by: sql.ref(`${order.on}.${order.column}`), key: 'sortKey', type: order.type, descending: place.descending },
    id,
  ];
  const direction = sql.raw(place.descending ? 'desc' : 'asc');
  const read = async (page: typeof query) => {
    const { rows } = await sql<Found>`with page as materialized (${page})
      select page.id, page."sortKey", found.item from page join account_items(array(select page.id from page)) as found on found.id = page.id
      order by page."sortValue" ${direction}, page.id ${direction}`.execute(call.db);
    return rows;
  };
  const { items, next } = order.empty
    ? await withEmptyLast(query, `${order.on}.${order.column}`, sorting, place, read)
    : await pageOf(query, sorting, place, read);
  return { items: items.map(({ item }) => item), next };
}
interface Found {
  id: string;
  sortKey: string;
  item: string;
}

/** A fragment alone, in the order of names: the search itself finds the ids of the page. */
function heldIn(
  call: Call,
  table: 'account' | 'contact',
  { text, ...others }: AccountFilter | ContactFilter,
  place: Place<AccountSort | ContactSort>,
): RawBuilder<string[]> | undefined {
  const more = Object.values(others).some((wanted) => wanted !== undefined);
  const fragment = text === undefined ? '' : searchFragment(text);
  if (more || fragment.length < 3 || place.sort !== 'name' || !seesAll(call.who.scope, table)) return undefined;
  const [key = null, id = null] = place.cursor ? placeOf(place.cursor, 2) : [];
  return sql`${sql.id(`${table}s_holding`)}(${fragment}, ${key}::text, ${id}::uuid, ${place.descending}, ${place.limit + 1})`;
}

async function heldPage(call: Call, held: RawBuilder<string[]>, place: Place<AccountSort>) {
  const { items, next } = await pageOf(
    call.db
      .selectFrom(sql<Found & { name_key: string }>`account_items(${held})`.as('found'))
      .select(['found.id', 'found.name_key as sortKey', 'found.item']),
    [
      { by: sql`found.name_key collate "C"`, key: 'sortKey', type: 'text', descending: place.descending },
      { by: sql.ref('found.id'), key: 'id', type: 'uuid', descending: place.descending },
    ],
    place,
  );
  return { items: items.map(({ item }) => item), next };
}

export async function contactPage(call: Call, filter: ContactFilter, place: Place<ContactSort>) {
  const column = place.sort === 'created' ? 'contact.created_at' : 'contact.name_key';
  let query = call.db
    .selectFrom('contact')
    .select(contactItemColumns)
    .select(sql`${sql.ref(column)}::text`.as('sortKey'));
  const held = heldIn(call, 'contact', filter, place);
  if (held) query = query.where('contact.id', '=', sql<string>`any ((select ${held})::uuid[])`);
  else for (const condition of await contactConditions(call.db, call.who.scope, filter)) query = query.where(condition);
  const { items, next } = await pageOf(
    query,
    [
      {
        by: sql.ref(column),
        key: 'sortKey',
        type: place.sort === 'created' ? 'timestamptz' : 'text',
        descending: place.descending,
      },
      { by: sql.ref('contact.id'), key: 'id', type: 'uuid', descending: place.descending },
    ],
    place,
  );
  const employers = [...new Set(items.flatMap((item) => item.accountId ?? []))];
  const accounts = await call.db
    .selectFrom('account')
    .select(['id', 'name'])
    .where('id', '=', sql<string>`any (${employers}::uuid[])`)
    .execute();
  const accountOf = new Map(accounts.map((account) => [account.id, account]));
  return {
    items: items.map(({ sortKey: _sortKey, ...item }) => ({
      ...item,
      account: (item.accountId && accountOf.get(item.accountId)) || null,
    })),
    next,
  };
}

const amongEmpty = 'empty.';

/**
 * Two lists, one after the other: records that have the value, then (in the order of their ids) those that have none. Each part
 * keeps a keyset that its index understands, which "nulls last" in one list does not.
 */
async function withEmptyLast<TB extends keyof Database, O extends object, R extends object>(
  query: SelectQueryBuilder<Database, TB, O>,
  column: string,
  sorting: readonly Sorting[],
  place: Place<unknown>,
  read: (page: SelectQueryBuilder<Database, TB, O>) => Promise<R[]>,
): Promise<{ items: R[]; next: string | null }> {
  const inEmpty = place.cursor?.startsWith(amongEmpty) ?? false;
  const having = inEmpty
    ? { items: [], next: null }
    : await pageOf(query.where(sql<SqlBool>`${sql.ref(column)} is not null`), sorting, place, read);
  const room = place.limit - having.items.length;
  if (having.next) return having;
  if (room === 0) return { items: having.items, next: amongEmpty };
  const cursor = inEmpty ? place.cursor?.slice(amongEmpty.length) || undefined : undefined;
  const empty = await pageOf(
    query.where(sql<SqlBool>`${sql.ref(column)} is null`),
    sorting.slice(1),
    {
      cursor,
      limit: room,
    },
    read,
  );
  return { items: [...having.items, ...empty.items], next: empty.next === null ? null : amongEmpty + empty.next };
}
