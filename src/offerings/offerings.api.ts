import { sql } from 'kysely';
import { mergedCustom } from '../people/custom.ts';
import { nameKey, searchFragment } from '../people/keys.ts';
import { changesBetween } from '../platform/events.ts';
import { pageOf, type Sorting } from '../platform/paging.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { saleTypes, type SaleType } from '../relationship/vocabulary.ts';
import type { Offering, offeringsContract, offeringSorts } from './contract.ts';
import { proposeFits, type SoldAs } from './fits.ts';
import { rateHandlers } from './rates.api.ts';

export const offeringsHandlers: Handlers<typeof offeringsContract> = {
  ...rateHandlers,

  async listOfferings(call, { query: { cursor, limit, sort, descending = false, ...filter } }) {
    const order = orders[sort];
    let rows = columnsOf(call).select(sql<string | null>`${order.by}::text`.as('sortKey'));
    rows = filter.deleted ? rows.where('o.deleted_at', 'is not', null) : rows.where('o.deleted_at', 'is', null);
    if (filter.text) {
      const like = `%${searchFragment(filter.text).replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
      rows = rows.where((e) => e.or([e('o.name_key', 'like', like), e(sql`lower(o.code)`, 'like', like)]));
    }
    if (filter.line) rows = rows.where('o.line', '=', filter.line);
    if (filter.kind?.length) rows = rows.where('o.kind', 'in', filter.kind);
    if (filter.active !== undefined) rows = rows.where('o.active', '=', filter.active);
    if (filter.recurring)
      rows =
        filter.recurring === 'once'
          ? rows.where('o.recurring', 'is', null)
          : rows.where('o.recurring', '=', filter.recurring);
    const { items, next } = await pageOf(
      rows,
      [
        { ...order, key: 'sortKey', descending },
        { by: sql.ref('o.id'), key: 'id', type: 'uuid', descending },
      ],
      { cursor, limit },
    );
    return { items: items.map(({ sortKey: _sortKey, ...item }) => item), next };
  },

  async listOfferingLines(call) {
    const items = await call.db
      .selectFrom('offering')
      .select(['line', sql<number>`count(*)::integer`.as('count')])
      .where('deleted_at', 'is', null)
      .where('line', 'is not', null)
      .groupBy('line')
      .orderBy('line')
      .limit(500)
      .execute();
    return { items: items.map(({ line, count }) => ({ line: line!, count })) };
  },

  readOffering: (call, { params: { id } }) => found(call, id),

  async createOffering(call, { body: { prices = [], links = [], ...given } }) {
    const id = call.newId();
    const workspace = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    const fields = { ...blank, currency: workspace.currency, ...given };
    await call.db
      .insertInto('offering')
      .values({ workspace_id: call.who.workspaceId, id, ...rowOf(fields), created_at: call.now, updated_at: call.now })
      .execute();
    await savePrices(call, id, prices, fields.currency);
    await saveLinks(call, id, links);
    await call.record('offering.created', { kind: 'offering', id }, { name: fields.name });
    return found(call, id);
  },

  async changeOffering(call, { params: { id }, body: { prices, links, ...given } }) {
    const before = await found(call, id);
    if (before.deletedAt) throw conflict('deleted', 'This offering is deleted. Restore it before changing it.');
    if (before.version !== call.version) throw stale(before);
    if (given.custom) given.custom = mergedCustom(before.custom, given.custom);
    const after = { ...before, ...given };
    const changed = await call.db
      .updateTable('offering')
      .set({ ...rowOf(after), version: call.version + 1, updated_at: call.now })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw forbidden('change this offering');
    if (prices) await savePrices(call, id, prices, after.currency);
    if (links) await saveLinks(call, id, links);
    const changes = changesBetween<object>(before, { ...given, ...(prices ? { prices } : {}) });
    await call.record('offering.changed', { kind: 'offering', id }, { name: after.name, changes });
    return found(call, id);
  },

  async readOfferingFits(call, { params: { id } }) {
    const { line } = await found(call, id);
    const { rows: sold } = await sql<SoldAs>`
      select s.sale_type as "saleType", (count(*) filter (where s.outcome = 'won'))::integer as won, count(*)::integer as sales
      from (select distinct o.id, o.sale_type, o.outcome from opportunity_line l join opportunity o on o.workspace_id = l.workspace_id and o.id = l.opportunity_id
        where l.offering_id = ${id} and o.deleted_at is null limit 2000) s group by 1 order by 3 desc`.execute(call.db);
    const { rows: others } = await sql<{ fits: SaleType[] }>`
      select fits from offering where line = ${line} and fits is not null and id <> ${id} and deleted_at is null limit 200`.execute(
      call.db,
    );
    return {
      sold,
      proposal: proposeFits(
        sold,
        others.map(({ fits }) => fits),
      ),
    };
  },

  deleteOffering: (call, { params: { id } }) => mark(call, id, call.now),
  restoreOffering: (call, { params: { id } }) => mark(call, id, null),
};

const orders: Record<(typeof offeringSorts)[number], Pick<Sorting, 'by' | 'type' | 'nullable'>> = {
  name: { by: sql.ref('o.name_key'), type: 'text' },
  line: { by: sql.ref('o.line'), type: 'text', nullable: true },
  price: { by: sql.ref('o.price'), type: 'numeric', nullable: true },
  created: { by: sql.ref('o.created_at'), type: 'timestamptz' },
};

const blank = {
  name: '',
  code: null,
  line: null,
  kind: 'product' as const,
  price: null,
  cost: null,
  recurring: null,
  unit: null,
  active: true,
  manufacturer: null,
  description: null,
  fits: null,
  custom: {},
};

function rowOf(
  fields: Omit<Offering, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'deletedAt' | 'prices' | 'links'>,
) {
  const { name, code, line, kind, price, cost, currency, recurring, unit, active, manufacturer, description, fits } =
    fields;
  return {
    name,
    name_key: nameKey(name),
    code,
    line,
    kind,
    price,
    cost,
    currency,
    recurring,
    unit,
    active,
    manufacturer,
    description,
    fits: fits === null ? null : saleTypes.filter((type) => fits.includes(type)),
    custom: JSON.stringify(fields.custom),
  };
}

const columnsOf = (call: Call) =>
  call.db.selectFrom('offering as o').select([
    'o.id',
    'o.name',
    'o.code',
    'o.line',
    sql<Offering['kind']>`o.kind`.as('kind'),
    'o.price',
    'o.cost',
    'o.currency',
    sql<Offering['recurring']>`o.recurring`.as('recurring'),
    'o.unit',
    'o.active',
    'o.manufacturer',
    'o.description',
    sql<Offering['fits']>`o.fits`.as('fits'),
    sql<Offering['custom']>`o.custom`.as('custom'),
    sql<
      Offering['prices']
    >`coalesce((select jsonb_agg(jsonb_build_object('currency', p.currency, 'price', p.price::text) order by p.currency)
      from offering_price p where p.workspace_id = o.workspace_id and p.offering_id = o.id), '[]')`.as('prices'),
    sql<
      Offering['links']
    >`coalesce((select jsonb_agg(jsonb_build_object('kind', l.kind, 'otherId', l.other_id, 'otherName', other.name) order by l.kind, other.name_key)
      from offering_link l join offering other on other.workspace_id = l.workspace_id and other.id = l.other_id
      where l.workspace_id = o.workspace_id and l.offering_id = o.id and other.deleted_at is null), '[]')`.as('links'),
    'o.version',
    'o.created_at as createdAt',
    'o.updated_at as updatedAt',
    'o.deleted_at as deletedAt',
  ]);

async function found(call: Call, id: string) {
  const row = await columnsOf(call).where('o.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('offering');
  return row;
}

async function savePrices(call: Call, id: string, prices: Offering['prices'], own: string): Promise<void> {
  if (new Set(prices.map((each) => each.currency)).size < prices.length || prices.some((each) => each.currency === own))
    throw invalid([
      { path: 'prices', message: 'Each currency has one price; the first one stands on the offering itself' },
    ]);
  await call.db.deleteFrom('offering_price').where('offering_id', '=', id).execute();
  if (prices.length > 0)
    await call.db
      .insertInto('offering_price')
      .values(prices.map((each) => ({ workspace_id: call.who.workspaceId, offering_id: id, ...each })))
      .execute();
}

async function saveLinks(
  call: Call,
  id: string,
  links: readonly { kind: Offering['links'][number]['kind']; otherId: string }[],
): Promise<void> {
  if (links.some((link) => link.otherId === id))
    throw invalid([{ path: 'links', message: 'An offering is not linked to itself' }]);
  const others = [...new Set(links.map((link) => link.otherId))];
  const known =
    others.length === 0 ? [] : await call.db.selectFrom('offering').select('id').where('id', 'in', others).execute();
  if (known.length < others.length) throw invalid([{ path: 'links', message: 'There is no such offering' }]);
  await call.db.deleteFrom('offering_link').where('offering_id', '=', id).execute();
  const rows = new Map(links.map((link) => [`${link.kind} ${link.otherId}`, link]));
  if (rows.size > 0)
    await call.db
      .insertInto('offering_link')
      .values(
        [...rows.values()].map((link) => ({
          workspace_id: call.who.workspaceId,
          offering_id: id,
          kind: link.kind,
          other_id: link.otherId,
        })),
      )
      .execute();
}

async function mark(call: Call, id: string, at: Date | null) {
  const before = await found(call, id);
  if ((before.deletedAt === null) === (at === null)) return before;
  const changed = await call.db
    .updateTable('offering')
    .set({ deleted_at: at, version: sql`version + 1`, updated_at: call.now })
    .where('id', '=', id)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw forbidden(at ? 'delete this offering' : 'restore this offering');
  await call.record(at ? 'offering.deleted' : 'offering.restored', { kind: 'offering', id }, { name: before.name });
  return found(call, id);
}
