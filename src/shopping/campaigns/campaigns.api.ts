import { sql } from 'kysely';
import { nameKey } from '../../people/keys.ts';
import { sameRecord } from '../../platform/database.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { invalid, notFound, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { paths, sharesOf } from './attribution-sql.ts';
import type { Campaign, campaignContract, CampaignResults, Conversion } from './contract.ts';

type Own =
  | 'listCampaigns'
  | 'createCampaign'
  | 'readCampaign'
  | 'changeCampaign'
  | 'deleteCampaign'
  | 'restoreCampaign'
  | 'readCampaignResults';
type Fields = Omit<
  Campaign,
  'id' | 'segment' | 'offering' | 'owner' | 'members' | 'version' | 'createdAt' | 'updatedAt' | 'deletedAt'
>;

export const campaignHandlers: Pick<Handlers<typeof campaignContract>, Own> = {
  async listCampaigns(call, { query }) {
    let rows = select(call).where('c.deleted_at', query.deleted ? 'is not' : 'is', null);
    if (query.text) rows = rows.where(sql<boolean>`strpos(c.name_key, ${nameKey(query.text)}) > 0`);
    const page = await pageOf(
      rows,
      [
        { by: sql.ref('c.starts_on'), key: 'starts_on', type: 'date', descending: true, nullable: true },
        { by: sql.ref('c.id'), key: 'id', type: 'uuid', descending: true },
      ],
      query,
    );
    const results = await resultsOf(
      call,
      page.items.map((row) => row.id),
    );
    return {
      items: page.items.map((row) => {
        const { description: _, ...item } = recordOf(row);
        return { ...item, results: results.get(row.id)! };
      }),
      next: page.next,
    };
  },

  async createCampaign(call, { body }) {
    await mustBeThere(call, body);
    const id = call.newId();
    const fields = { ...empty, ownerId: call.who.memberId, ...body };
    await call.db
      .insertInto('campaign')
      .values({ workspace_id: call.who.workspaceId, id, ...rowOf(fields), created_at: call.now, updated_at: call.now })
      .execute();
    await call.record('campaign.created', { kind: 'campaign', id }, { name: body.name });
    return found(call, id);
  },

  readCampaign: (call, { params }) => found(call, params.id),

  async changeCampaign(call, { params: { id }, body }) {
    const before = await found(call, id);
    const changes = changesBetween(before as object, body);
    if (Object.keys(changes).length === 0) return before;
    await mustBeThere(call, body);
    const fields = { ...before, ...body };
    if (fields.startsOn && fields.endsOn && fields.startsOn > fields.endsOn)
      throw invalid([{ path: 'endsOn', message: 'It cannot end before it begins' }]);
    const changed = await call.db
      .updateTable('campaign')
      .set({ ...rowOf(fields), version: call.version + 1, updated_at: call.now })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(await found(call, id));
    await call.record('campaign.changed', { kind: 'campaign', id }, { changes });
    return found(call, id);
  },

  deleteCampaign: (call, { params }) => mark(call, params.id, call.now),
  restoreCampaign: (call, { params }) => mark(call, params.id, null),

  async readCampaignResults(call, { params: { id } }) {
    await found(call, id);
    const { rows } = await sql<ConversionRow>`
      select path.what, path.id, path.account_id, a.name as account_name, path.name, path.at, path.worth,
        coalesce(sum(1) filter (where campaign_id = ${id} and nth = 1), 0)::float as first, coalesce(sum(1) filter (where campaign_id = ${id} and nth = n), 0)::float as last, coalesce(sum(1.0 / n) filter (where campaign_id = ${id}), 0)::float as even,
        jsonb_agg(jsonb_build_object('campaign', jsonb_build_object('id', k.id, 'name', k.name), 'touchpointId', path.touchpoint_id, 'kind', t.kind, 'at', to_char(path.touched_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by nth) as path
      from (${paths(sql`select ct.account_id from campaign_touchpoint ct where ct.campaign_id = ${id}`)}) path
      join account a on a.workspace_id = ${call.who.workspaceId} and a.id = path.account_id
      join campaign k on k.workspace_id = ${call.who.workspaceId} and k.id = path.campaign_id
      join touchpoint t on t.workspace_id = ${call.who.workspaceId} and t.id = path.touchpoint_id
      group by path.what, path.id, path.account_id, a.name, path.name, path.at, path.worth having bool_or(path.campaign_id = ${id})
      order by path.at desc limit 200`.execute(call.db);
    return {
      results: (await resultsOf(call, [id])).get(id)!,
      conversions: rows.map((row) => ({
        what: row.what,
        id: row.id,
        account: { id: row.account_id, name: row.account_name },
        name: row.name,
        at: row.at.toISOString(),
        amount: row.worth === null ? null : Number(row.worth).toFixed(2),
        shares: { first: row.first, last: row.last, even: row.even },
        path: row.path,
      })),
      asOf: call.now,
    };
  },
};

interface ConversionRow {
  what: 'prospect' | 'sale';
  id: string;
  account_id: string;
  account_name: string;
  name: string;
  at: Date;
  worth: string | null;
  first: number;
  last: number;
  even: number;
  path: Conversion['path'];
}

const nothing = { first: 0, last: 0, even: 0 };

async function resultsOf(call: Call, ids: readonly string[]): Promise<Map<string, CampaignResults>> {
  if (ids.length === 0) return new Map();
  const touched = await call.db
    .selectFrom('campaign_touchpoint')
    .where('campaign_id', 'in', ids)
    .groupBy('campaign_id')
    .select([
      'campaign_id',
      sql<number>`count(*)::integer`.as('touchpoints'),
      sql<number>`count(distinct account_id)::integer`.as('accounts'),
    ])
    .execute();
  const { rows } = await sql<{
    campaign_id: string;
    what: 'prospect' | 'sale';
    first: number;
    last: number;
    even: number;
    first_worth: number;
    last_worth: number;
    even_worth: number;
  }>`
    select * from (${sharesOf(sql`select ct.account_id from campaign_touchpoint ct where ct.campaign_id = any (${ids}::uuid[])`)}) shares where campaign_id = any (${ids}::uuid[])`.execute(
    call.db,
  );
  return new Map(
    ids.map((id) => {
      const of = touched.find((each) => each.campaign_id === id);
      const prospects = rows.find((row) => row.campaign_id === id && row.what === 'prospect');
      const sales = rows.find((row) => row.campaign_id === id && row.what === 'sale');
      return [
        id,
        {
          accounts: of?.accounts ?? 0,
          touchpoints: of?.touchpoints ?? 0,
          prospects: prospects ? { first: prospects.first, last: prospects.last, even: prospects.even } : nothing,
          sales: sales ? { first: sales.first, last: sales.last, even: sales.even } : nothing,
          revenue: sales ? { first: sales.first_worth, last: sales.last_worth, even: sales.even_worth } : nothing,
        },
      ];
    }),
  );
}

async function mark(call: Call, id: string, at: Date | null): Promise<Campaign> {
  const changed = await call.db
    .updateTable('campaign')
    .set((e) => ({ deleted_at: at, version: e('version', '+', 1), updated_at: call.now }))
    .where('id', '=', id)
    .where('deleted_at', at ? 'is' : 'is not', null)
    .executeTakeFirst();
  const campaign = await found(call, id);
  if (changed.numUpdatedRows > 0n)
    await call.record(at ? 'campaign.deleted' : 'campaign.restored', { kind: 'campaign', id }, { name: campaign.name });
  return campaign;
}

async function mustBeThere(
  call: Call,
  body: {
    segmentId?: string | null | undefined;
    offeringId?: string | null | undefined;
    ownerId?: string | null | undefined;
  },
): Promise<void> {
  const missing: { path: string; message: string }[] = [];
  for (const [path, table, id] of [
    ['segmentId', 'segment', body.segmentId],
    ['offeringId', 'offering', body.offeringId],
    ['ownerId', 'member', body.ownerId],
  ] as const)
    if (id && !(await call.db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()))
      missing.push({ path, message: 'There is no such record' });
  if (missing.length > 0) throw invalid(missing);
}

const empty = {
  channel: null,
  kind: null,
  status: null,
  startsOn: null,
  endsOn: null,
  budget: null,
  cost: null,
  expectedRevenue: null,
  segmentId: null,
  offeringId: null,
  ownerId: null,
  description: null,
};

const rowOf = (fields: Fields) => ({
  name: fields.name,
  name_key: nameKey(fields.name),
  channel: fields.channel,
  kind: fields.kind,
  status: fields.status,
  starts_on: fields.startsOn,
  ends_on: fields.endsOn,
  budget: fields.budget,
  cost: fields.cost,
  expected_revenue: fields.expectedRevenue,
  segment_id: fields.segmentId,
  offering_id: fields.offeringId,
  owner_id: fields.ownerId,
  description: fields.description,
});

export async function found(call: Call, id: string): Promise<Campaign> {
  const row = await select(call).where('c.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('campaign');
  return recordOf(row);
}

const membersIn = (state: string) =>
  sql<number>`(select count(*)::integer from campaign_member cm where cm.workspace_id = c.workspace_id and cm.campaign_id = c.id and cm.state = ${state})`;

const select = (call: Call) =>
  call.db
    .selectFrom('campaign as c')
    .where('c.workspace_id', '=', call.who.workspaceId)
    .leftJoin('segment as s', (on) => sameRecord(on, 's', 'c.segment_id'))
    .leftJoin('offering as f', (on) => sameRecord(on, 'f', 'c.offering_id'))
    .leftJoin('member as w', (on) => sameRecord(on, 'w', 'c.owner_id'))
    .select([
      'c.id',
      'c.name',
      'c.channel',
      'c.kind',
      'c.status',
      'c.starts_on',
      'c.ends_on',
      'c.budget',
      'c.cost',
      'c.expected_revenue',
      'c.segment_id',
      'c.offering_id',
      'c.owner_id',
      'c.description',
      'c.version',
      'c.created_at',
      'c.updated_at',
      'c.deleted_at',
      's.name as segment_name',
      'f.name as offering_name',
      'w.name as owner_name',
      membersIn('targeted').as('targeted'),
      membersIn('reached').as('reached'),
      membersIn('responded').as('responded'),
      membersIn('declined').as('declined'),
    ]);

function recordOf(row: Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>): Campaign {
  const named = (id: string | null, name: string | null) => (id && name ? { id, name } : null);
  return {
    id: row.id,
    name: row.name,
    channel: row.channel,
    kind: row.kind,
    status: row.status,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    budget: row.budget,
    cost: row.cost,
    expectedRevenue: row.expected_revenue,
    segmentId: row.segment_id,
    offeringId: row.offering_id,
    ownerId: row.owner_id,
    description: row.description,
    segment: named(row.segment_id, row.segment_name),
    offering: named(row.offering_id, row.offering_name),
    owner: named(row.owner_id, row.owner_name),
    members: { targeted: row.targeted, reached: row.reached, responded: row.responded, declined: row.declined },
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}
