import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { dayOf } from '../../platform/days.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { edgeRefusal, type EdgeRefusal, type Influence } from '../influence.ts';
import type { InfluenceRecord, circleContract } from './contract.ts';

type Own =
  | 'listInfluences'
  | 'addInfluence'
  | 'changeInfluence'
  | 'removeInfluence'
  | 'restoreInfluence'
  | 'thankInfluencer';

export const edgeHandlers: Pick<Handlers<typeof circleContract>, Own> = {
  listInfluences: (call, { query }) => edgesPage(call, query),

  addInfluence: (call, { body }) => addEdge(call, body),

  async changeInfluence(call, { params: { id }, body }) {
    const before = await foundEdge(call, id);
    if (before.version !== call.version) throw stale(before);
    const changes = changesBetween(before as object, body);
    if (Object.keys(changes).length === 0) return before;
    await save(call, before, {
      happened_on: body.happenedOn,
      weight: body.weight,
      evidence: body.evidence,
      would_have_come: body.wouldHaveCome,
    });
    await call.record('influence.changed', subjectOf(before), { changes });
    return foundEdge(call, id);
  },

  async removeInfluence(call, { params: { id } }) {
    const before = await foundEdge(call, id);
    if (before.deletedAt !== null) return before;
    await save(call, before, { deleted_at: call.now });
    await call.record('influence.removed', subjectOf(before), detailOf(before));
    return foundEdge(call, id);
  },

  async restoreInfluence(call, { params: { id } }) {
    const before = await foundEdge(call, id);
    if (before.deletedAt === null) return before;
    await mustFit(call, { from: sourceOf(before), to: before.toAccount.id, kind: before.kind });
    await save(call, before, { deleted_at: null });
    await call.record('influence.restored', subjectOf(before), detailOf(before));
    return foundEdge(call, id);
  },

  async thankInfluencer(call, { params: { id }, body: { thanks } }) {
    const before = await foundEdge(call, id);
    await save(call, before, {
      thanks,
      thanked_at: thanks === null ? null : call.now,
      thanked_by: thanks === null ? null : call.who.memberId,
    });
    await call.record(
      thanks === null ? 'influence.thanks taken back' : 'influence.thanked',
      { ...subjectOf(before), accountId: before.fromAccount?.id ?? before.toAccount.id },
      { thanks, fromAccountId: before.fromAccount?.id ?? null, fromContactId: before.fromContact?.id ?? null },
    );
    return foundEdge(call, id);
  },
};

export interface NewEdge {
  kind: Influence['kind'];
  fromAccountId?: string | null | undefined;
  fromContactId?: string | null | undefined;
  toAccountId: string;
  toContactId?: string | null | undefined;
  happenedOn?: string | undefined;
  weight?: number | undefined;
  evidence: string;
  touchpointId?: string | null | undefined;
  opportunityId?: string | null | undefined;
  wouldHaveCome?: 'yes' | 'no' | null | undefined;
  askId?: string | null | undefined;
  /** Comes from a suggestion that was made when everything was there. */
  suggested?: true;
}

/** Adds an edge that closes no circle. Where the influencer is a person who works somewhere, that account stands for them. */
export async function addEdge(call: Call, edge: NewEdge): Promise<InfluenceRecord> {
  await mustBeThere(call, edge);
  const fromAccountId = edge.fromAccountId ?? (await employerOf(call, edge));
  const from = fromAccountId ?? edge.fromContactId;
  if (!from) throw invalid([{ path: 'fromAccountId', message: 'Say who brought them: an account or a person' }]);
  const today = dayOf(call.now);
  if (edge.happenedOn && edge.happenedOn > today)
    throw invalid([{ path: 'happenedOn', message: 'What somebody did for us lies in the past' }]);
  await mustFit(call, { from, to: edge.toAccountId, kind: edge.kind });
  const id = call.newId();
  await call.db
    .insertInto('influence')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      kind: edge.kind,
      from_account_id: fromAccountId,
      from_contact_id: edge.fromContactId ?? null,
      to_account_id: edge.toAccountId,
      to_contact_id: edge.toContactId ?? null,
      happened_on: edge.happenedOn ?? today,
      weight: String(edge.weight ?? 1),
      evidence: edge.evidence,
      touchpoint_id: edge.touchpointId ?? null,
      opportunity_id: edge.opportunityId ?? null,
      would_have_come: edge.wouldHaveCome ?? null,
      noted_by: call.who.memberId,
      created_at: call.now,
      updated_at: call.now,
    })
    .execute();
  if (edge.askId) {
    await mustBeSeen(call.db, { askId: ['influence_ask', edge.askId] });
    await call.db
      .updateTable('influence_ask')
      .set({
        state: 'given',
        influence_id: id,
        asked_at: sql`coalesce(asked_at, ${call.now})`,
        answered_at: call.now,
        updated_at: call.now,
        version: sql`version + 1`,
      })
      .where('id', '=', edge.askId)
      .execute();
  }
  const record = await foundEdge(call, id);
  await call.record('influence.noted', subjectOf(record), detailOf(record));
  return record;
}

const sourceOf = (edge: InfluenceRecord): string => edge.fromAccount?.id ?? edge.fromContact!.id;
const subjectOf = (edge: InfluenceRecord) => ({ kind: 'influence', id: edge.id, accountId: edge.toAccount.id });
const detailOf = (edge: InfluenceRecord) => ({
  kind: edge.kind,
  from: edge.fromContact?.name ?? edge.fromAccount?.name,
  to: edge.toAccount.name,
});

/** Refuses an edge to itself, a known one, and one that would close a circle. Edges are added one after the other. */
async function mustFit(call: Call, edge: Pick<Influence, 'from' | 'to' | 'kind'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`influence ${call.who.workspaceId}`}, 0))`.execute(call.db);
  // What hangs below the target can close a circle; what the source brought already may be the same edge.
  const { rows } = await sql<{ source: string; target: string; kind: Influence['kind'] }>`
    select source, target, kind from influence_reach(${edge.to}::uuid)
    union all select ${edge.from}::uuid, to_account_id, kind from influence
      where deleted_at is null and coalesce(from_account_id, from_contact_id) = ${edge.from}::uuid and to_account_id = ${edge.to}::uuid`.execute(
    call.db,
  );
  const known = rows.map((row) => ({ from: row.source, to: row.target, kind: row.kind, at: call.now }));
  const refusal = edgeRefusal(known, edge);
  if (refusal) throw conflict(refusal.replaceAll(' ', '_'), refusals[refusal]);
}

const refusals: Record<EdgeRefusal, string> = {
  'to itself': 'Nobody brings themselves. Choose two different ones.',
  'already known': 'This is noted already. Open the edge to add evidence to it.',
  'would close a circle': 'Whoever came would then have brought the one who brought them. Check who came first.',
};

async function mustBeThere(call: Call, edge: NewEdge): Promise<void> {
  const accounts = [
    ...new Set([edge.suggested ? null : edge.fromAccountId, edge.toAccountId].filter((id) => typeof id === 'string')),
  ];
  const seen = await call.db
    .selectFrom('account')
    .select('id')
    .where('id', 'in', accounts)
    .where('deleted_at', 'is', null)
    .execute();
  if (!seen.some((row) => row.id === edge.toAccountId)) throw notFound('account');
  if (seen.length < accounts.length) throw invalid([{ path: 'fromAccountId', message: 'There is no such account' }]);
  await mustBeSeen(call.db, {
    fromContactId: ['contact', edge.fromContactId],
    toContactId: ['contact', edge.toContactId],
    touchpointId: ['touchpoint', edge.touchpointId],
    opportunityId: ['opportunity', edge.opportunityId],
  });
}

/** The account of a person who brought somebody; null for a person without one, or whose account is the one that came. */
async function employerOf(call: Call, edge: NewEdge): Promise<string | null> {
  if (!edge.fromContactId) return null;
  const contact = await call.db
    .selectFrom('contact')
    .select('account_id')
    .where('id', '=', edge.fromContactId)
    .executeTakeFirst();
  return contact?.account_id === edge.toAccountId ? null : (contact?.account_id ?? null);
}

async function save(call: Call, before: InfluenceRecord, values: Record<string, unknown>): Promise<void> {
  const changed = await call.db
    .updateTable('influence')
    .set({ ...(values as object), version: before.version + 1, updated_at: call.now })
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 1n) return;
  const current = await foundEdge(call, before.id);
  throw current.version === before.version ? forbidden('change this edge of influence') : stale(current);
}

interface Filter {
  account?: string | undefined;
  contact?: string | undefined;
  kind?: readonly Influence['kind'][] | undefined;
  toThank?: boolean | undefined;
}

export async function edgesPage(
  call: Call,
  { cursor, limit, ...filter }: Filter & { cursor?: string | undefined; limit: number },
): Promise<{ items: InfluenceRecord[]; next: string | null }> {
  let edges = selectEdges(call).where('i.deleted_at', 'is', null);
  const { account, contact, kind } = filter;
  if (account)
    edges = edges.where((e) => e.or([e('i.from_account_id', '=', account), e('i.to_account_id', '=', account)]));
  if (contact)
    edges = edges.where((e) => e.or([e('i.from_contact_id', '=', contact), e('i.to_contact_id', '=', contact)]));
  if (kind) edges = edges.where('i.kind', 'in', kind);
  if (filter.toThank === true) edges = edges.where('i.thanked_at', 'is', null);
  const { items, next } = await pageOf(
    edges,
    [
      { by: sql.ref('i.happened_on'), key: 'happened_on', type: 'date', descending: true },
      { by: sql.ref('i.id'), key: 'id', type: 'uuid', descending: true },
    ],
    { cursor, limit },
  );
  return { items: items.map(edgeOf), next };
}

export async function edgesById(call: Call, ids: readonly string[]): Promise<Map<string, InfluenceRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await selectEdges(call)
    .where('i.id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, edgeOf(row)]));
}

export async function foundEdge(call: Call, id: string): Promise<InfluenceRecord> {
  const edge = (await edgesById(call, [id])).get(id);
  if (!edge) throw notFound('edge of influence');
  return edge;
}

const selectEdges = (call: Call) =>
  call.db
    .selectFrom('influence as i')
    .leftJoin('account as fa', (on) => sameRecord(on, 'fa', 'i.from_account_id'))
    .leftJoin('contact as fc', (on) => sameRecord(on, 'fc', 'i.from_contact_id'))
    .leftJoin('account as ta', (on) => sameRecord(on, 'ta', 'i.to_account_id'))
    .leftJoin('contact as tc', (on) => sameRecord(on, 'tc', 'i.to_contact_id'))
    .leftJoin('member as tm', (on) => sameRecord(on, 'tm', 'i.thanked_by'))
    .leftJoin('member as nm', (on) => sameRecord(on, 'nm', 'i.noted_by'))
    .selectAll('i')
    .select([
      'fa.name as from_account',
      'fc.name as from_contact',
      'ta.name as to_account',
      'tc.name as to_contact',
      'tm.name as thanked_by_name',
      'nm.name as noted_by_name',
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof selectEdges>['execute']>>[number];

/** One end may lie beyond what the person may see: it keeps its place and says no name. */
const unnamed = '…';
const end = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? unnamed });

const edgeOf = (row: Row): InfluenceRecord => ({
  id: row.id,
  kind: row.kind,
  fromAccount: end(row.from_account_id, row.from_account),
  fromContact: end(row.from_contact_id, row.from_contact),
  toAccount: { id: row.to_account_id, name: row.to_account ?? unnamed },
  toContact: end(row.to_contact_id, row.to_contact),
  happenedOn: row.happened_on,
  weight: Number(row.weight),
  evidence: row.evidence,
  touchpointId: row.touchpoint_id,
  opportunityId: row.opportunity_id,
  wouldHaveCome: row.would_have_come,
  thankedAt: row.thanked_at?.toISOString() ?? null,
  thankedByName: row.thanked_by_name,
  thanks: row.thanks,
  notedByName: row.noted_by_name,
  deletedAt: row.deleted_at?.toISOString() ?? null,
  version: row.version,
});
