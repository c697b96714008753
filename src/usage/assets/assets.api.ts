import { sql } from 'kysely';
import { insertRows, sameRecord } from '../../platform/database.ts';
import { dayOf, daysAfter } from '../../platform/days.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { Asset, assetContract } from './contract.ts';

type Own = 'listAssets' | 'addAsset' | 'changeAsset' | 'deleteAsset' | 'restoreAsset' | 'recordUsage' | 'readUsage';

/** The installed base: what a customer has from us, since when, and how much it is used. */
export const assetHandlers: Pick<Handlers<typeof assetContract>, Own> = {
  async listAssets(call, { query }) {
    let rows = selectAssets(call).where('s.deleted_at', 'is', null);
    if (query.account) rows = rows.where('s.account_id', '=', query.account);
    if (query.state) rows = rows.where('s.state', 'in', query.state);
    if (query.warrantyTo) rows = rows.where('s.warranty_until', '<=', query.warrantyTo);
    return pageOf(rows, [{ by: sql.ref('s.id'), key: 'id', descending: true, type: 'uuid' }], query);
  },

  async addAsset(call, { body }) {
    await mustBeThere(call, body.accountId, body);
    const { keeps } = (await sql<{ keeps: boolean }>`select app_keeps(${body.accountId}) as keeps`.execute(call.db))
      .rows[0]!;
    if (!keeps) throw forbidden('add to the installed base of this customer');
    const id = call.newId();
    await call.db
      .insertInto('asset')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        account_id: body.accountId,
        name: body.name,
        ...columnsOf(body),
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record('asset.added', { kind: 'asset', id, accountId: body.accountId }, { name: body.name });
    return found(call, id);
  },

  async changeAsset(call, { params: { id }, body }) {
    const before = await found(call, id);
    if (before.version !== call.version) throw stale(before);
    if (before.deletedAt)
      throw conflict('deleted', 'This was taken out of the installed base. Put it back before changing it.');
    const changes = changesBetween(before as object, body);
    if (Object.keys(changes).length === 0) return before;
    await mustBeThere(call, before.accountId, body);
    await save(call, id, call.version, { ...(body.name === undefined ? {} : { name: body.name }), ...columnsOf(body) });
    await call.record('asset.changed', { kind: 'asset', id, accountId: before.accountId }, { changes });
    return found(call, id);
  },

  deleteAsset: (call, { params }) => mark(call, params.id, call.now),
  restoreAsset: (call, { params }) => mark(call, params.id, null),

  async recordUsage(call, { params: { id }, body }) {
    const of = await found(call, id);
    const { keeps } = (await sql<{ keeps: boolean }>`select app_keeps(${of.accountId}) as keeps`.execute(call.db))
      .rows[0]!;
    if (!keeps) throw forbidden('record the use of this');
    const today = dayOf(call.now);
    if (body.figures.some((figure) => figure.day > today))
      throw invalid([{ path: 'figures', message: 'Lies in the future' }]);
    // The last figure of a day wins.
    const figures = [...new Map(body.figures.map((figure) => [`${figure.measure} ${figure.day}`, figure])).values()];
    const rows = figures.map((figure) => ({ workspace_id: call.who.workspaceId, asset_id: id, ...figure }));
    await insertRows(
      call.db,
      'asset_usage',
      rows,
      'on conflict (workspace_id, asset_id, measure, day) do update set value = excluded.value',
    );
    await call.record('asset.used', { kind: 'asset', id, accountId: of.accountId }, { figures: rows.length });
    return { recorded: rows.length };
  },

  async readUsage(call, { params: { id } }) {
    await found(call, id);
    const since = daysAfter(call.now, -731);
    const figures = await call.db
      .selectFrom('asset_usage')
      .select(['measure', 'day', 'value'])
      .where('asset_id', '=', id)
      .where('day', '>=', since)
      .orderBy('measure')
      .orderBy('day')
      .limit(5000)
      .execute();
    const last = await call.db
      .selectFrom('event as e')
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'e.member_id'))
      .select(['e.at', 'e.via', 'm.name'])
      .where('e.subject_kind', '=', 'asset')
      .where('e.subject_id', '=', id)
      .where('e.name', '=', 'asset.used')
      .orderBy('e.id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return { figures, recorded: last ? { at: last.at.toISOString(), by: last.name, via: last.via as 'token' } : null };
  },
};

function selectAssets(call: Call) {
  return call.db
    .selectFrom('asset as s')
    .leftJoin('account as a', (on) => sameRecord(on, 'a', 's.account_id'))
    .leftJoin('offering as o', (on) => sameRecord(on, 'o', 's.offering_id'))
    .leftJoin('service_contract as c', (on) => sameRecord(on, 'c', 's.contract_id'))
    .select([
      's.id',
      's.account_id as accountId',
      's.offering_id as offeringId',
      's.contract_id as contractId',
      's.name',
      's.serial',
      's.quantity',
      's.since',
      's.warranty_until as warrantyUntil',
      's.place',
      's.state',
      's.note',
      'a.name as accountName',
      'o.name as offeringName',
      'c.name as contractName',
      's.version',
      's.deleted_at as deletedAt',
      sql<
        Asset['usage']
      >`coalesce((select jsonb_agg(jsonb_build_object('measure', u.measure, 'day', to_char(u.day, 'YYYY-MM-DD'), 'value', u.value) order by u.measure) from (
        select distinct on (u.measure) u.measure, u.day, u.value from asset_usage u where u.workspace_id = s.workspace_id and u.asset_id = s.id order by u.measure, u.day desc) u), '[]')`.as(
        'usage',
      ),
    ]);
}

async function found(call: Call, id: string) {
  const row = await selectAssets(call).where('s.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('asset');
  return row;
}

type Given = Partial<Omit<Asset, 'usage' | 'deletedAt'>>;

function columnsOf(given: Given) {
  const columns = {
    offering_id: given.offeringId,
    contract_id: given.contractId,
    serial: given.serial,
    quantity: given.quantity,
    since: given.since,
    warranty_until: given.warrantyUntil,
    place: given.place,
    state: given.state,
    note: given.note,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as {
    [K in keyof typeof columns]?: NonNullable<(typeof columns)[K]>;
  };
}

async function mustBeThere(call: Call, accountId: string, given: Given): Promise<void> {
  await mustBeSeen(call.db, { accountId: ['account', accountId] });
  if (
    given.offeringId &&
    !(await call.db.selectFrom('offering').select('id').where('id', '=', given.offeringId).executeTakeFirst())
  )
    throw invalid([{ path: 'offeringId', message: 'There is no such offering' }]);
  if (
    given.contractId &&
    !(await call.db
      .selectFrom('service_contract')
      .select('id')
      .where('id', '=', given.contractId)
      .where('account_id', '=', accountId)
      .executeTakeFirst())
  )
    throw invalid([{ path: 'contractId', message: 'There is no such contract with this customer' }]);
}

async function save(call: Call, id: string, version: number, columns: object): Promise<void> {
  const changed = await call.db
    .updateTable('asset')
    .set({ ...columns, version: version + 1, updated_at: call.now })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (changed.numUpdatedRows > 0n) return;
  const now = await found(call, id);
  throw now.version === version ? forbidden('change the installed base of this customer') : stale(now);
}

async function mark(call: Call, id: string, at: Date | null) {
  const before = await found(call, id);
  if ((before.deletedAt === null) === (at === null)) return before;
  await save(call, id, before.version, { deleted_at: at });
  await call.record(
    at === null ? 'asset.restored' : 'asset.deleted',
    { kind: 'asset', id, accountId: before.accountId },
    { name: before.name },
  );
  return found(call, id);
}
