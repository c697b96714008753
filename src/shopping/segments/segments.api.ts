import { sql } from 'kysely';
import { nameKey } from '../../people/keys.ts';
import { sameRecord } from '../../platform/database.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { Segment, segmentContract } from './contract.ts';
import { fits } from './rule-sql.ts';
import type { Rule } from './rule.ts';
import { segmentJob } from './job.ts';
import { lookFirst } from './needs.api.ts';
import { stageOf, needRows } from './needs-sql.ts';

type Own =
  | 'listSegments'
  | 'createSegment'
  | 'readSegment'
  | 'changeSegment'
  | 'deleteSegment'
  | 'restoreSegment'
  | 'countSegment'
  | 'addToSegment'
  | 'removeFromSegment';

/** While a rule is written, so many accounts at most are looked at; of more, a random part. Saved, it is counted exactly. */
const lookedAt = 10_000;

export const segmentHandlers: Pick<Handlers<typeof segmentContract>, Own> = {
  async listSegments(call, { query }) {
    await lookFirst(call);
    return call.transact(async (call) => {
      let rows = select(call).where('s.deleted_at', query.deleted ? 'is not' : 'is', null);
      if (query.kind) rows = rows.where('s.kind', '=', query.kind);
      if (query.text) rows = rows.where(sql<boolean>`strpos(s.name_key, ${nameKey(query.text)}) > 0`);
      const page = await pageOf(
        rows,
        [
          { by: sql.ref('s.name_key'), key: 'name_key', type: 'text' },
          { by: sql.ref('s.id'), key: 'id', type: 'uuid' },
        ],
        query,
      );
      const ids = page.items.map((row) => row.id);
      const counts =
        ids.length === 0
          ? []
          : await needRows(call.db)
              .where('m.segment_id', 'in', ids)
              .groupBy('m.segment_id')
              .select([
                'm.segment_id',
                sql<number>`count(*) filter (where m.until is null)::integer`.as('members'),
                sql<number>`count(*) filter (where ${stageOf} = 'suspect')::integer`.as('suspects'),
                sql<number>`count(*) filter (where ${stageOf} = 'prospect')::integer`.as('prospects'),
              ])
              .execute();
      return {
        items: page.items.map((row) => {
          const { rule: _, description: __, ...item } = recordOf(row);
          const count = counts.find((each) => each.segment_id === row.id);
          return {
            ...item,
            members: count?.members ?? 0,
            suspects: count?.suspects ?? 0,
            prospects: count?.prospects ?? 0,
          };
        }),
        next: page.next,
      };
    });
  },

  async createSegment(call, { body }) {
    await mustBeThere(call, body);
    const id = call.newId();
    const rule = body.rule ?? null;
    await call.db
      .insertInto('segment')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        name: body.name,
        name_key: nameKey(body.name),
        description: body.description ?? null,
        kind: rule ? 'rule' : 'list',
        rule: rule && JSON.stringify(rule),
        need: body.need ?? null,
        offering_id: body.offeringId ?? null,
        owner_id: body.ownerId === undefined ? call.who.memberId : body.ownerId,
        counted: rule ? 0 : 1,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record('segment.created', { kind: 'segment', id }, { name: body.name });
    if (rule) call.enqueue(segmentJob, {});
    return found(call, id);
  },

  readSegment: (call, { params }) => found(call, params.id),

  async changeSegment(call, { params: { id }, body }) {
    const before = await found(call, id);
    if (body.rule && before.kind === 'list')
      throw conflict('is_a_list', 'This segment is a list that people put together. Make a new segment for a rule.');
    await mustBeThere(call, body);
    const changes = changesBetween(before as object, body);
    if (Object.keys(changes).length === 0) return before;
    const changed = await call.db
      .updateTable('segment')
      .set((e) => ({
        ...(body.name === undefined ? {} : { name: body.name, name_key: nameKey(body.name) }),
        ...(body.description === undefined ? {} : { description: body.description }),
        ...(body.need === undefined ? {} : { need: body.need }),
        ...(body.offeringId === undefined ? {} : { offering_id: body.offeringId }),
        ...(body.ownerId === undefined ? {} : { owner_id: body.ownerId }),
        ...('rule' in changes ? { rule: JSON.stringify(body.rule), rule_version: e('rule_version', '+', 1) } : {}),
        version: call.version + 1,
        updated_at: call.now,
      }))
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(await found(call, id));
    await call.record('segment.changed', { kind: 'segment', id }, { changes });
    if ('rule' in changes) call.enqueue(segmentJob, {});
    return found(call, id);
  },

  deleteSegment: (call, { params }) => mark(call, params.id, call.now),
  async restoreSegment(call, { params }) {
    const segment = await mark(call, params.id, null);
    // What happened while it was away was not looked at.
    if (segment.kind === 'rule') {
      await call.db
        .updateTable('segment')
        .set((e) => ({ rule_version: e('rule_version', '+', 1) }))
        .where('id', '=', params.id)
        .execute();
      call.enqueue(segmentJob, {});
    }
    return found(call, params.id);
  },

  async countSegment(call, { body }) {
    const {
      rows: [kept],
    } = await sql<{ of: number }>`select coalesce(sum(accounts), 0)::integer as of from relationship_count`.execute(
      call.db,
    );
    const about = kept!.of > lookedAt;
    const among = about
      ? sql`and account.id in (select sampled_accounts(${Math.floor((65_536 * lookedAt) / kept!.of)}::integer))`
      : sql``;
    // Set apart, so that the rule is asked once of each account.
    const {
      rows: [found],
    } = await sql<{ looked: number; count: number; some: { id: string; name: string }[] }>`
      select count(*)::integer as looked, count(*) filter (where fits)::integer as count,
        coalesce(to_jsonb((array_agg(jsonb_build_object('id', id, 'name', name) order by interest desc) filter (where fits))[1:5]), '[]') as some
      from (select account.id, account.name, relationship.interest, ${fits(body.rule, call.now)} as fits
        from account join relationship on relationship.workspace_id = account.workspace_id and relationship.account_id = account.id
        where account.workspace_id = ${call.who.workspaceId} and account.deleted_at is null ${among} offset 0) each_one`.execute(
      call.db,
    );
    const { looked, count, some } = found!;
    return about
      ? { count: Math.round((count * kept!.of) / Math.max(looked, 1)), of: kept!.of, some, about }
      : { count, of: looked, some, about };
  },

  async addToSegment(call, { params: { id }, body }) {
    await mustBeList(call, id);
    await mustBeSeen(call.db, { accountIds: ['account', ...body.accountIds] });
    const { rows } = await sql<{ account_id: string }>`
      insert into segment_member (workspace_id, segment_id, account_id, since, added_by)
      select ${call.who.workspaceId}, ${id}, a.id, ${call.now}, ${call.who.memberId} from account a where a.id = any (${body.accountIds}::uuid[]) and a.deleted_at is null order by a.id
      on conflict (workspace_id, segment_id, account_id) do update set until = null where segment_member.until is not null returning account_id`.execute(
      call.db,
    );
    const added = rows.map((row) => row.account_id);
    if (added.length > 0) await call.record('segment.added to', { kind: 'segment', id }, { accounts: added.length });
    return { added };
  },

  async removeFromSegment(call, { params: { id }, body }) {
    await mustBeList(call, id);
    await mustBeSeen(call.db, { accountIds: ['account', ...body.accountIds] });
    const rows = await call.db
      .updateTable('segment_member')
      .set({ until: call.now })
      .where('segment_id', '=', id)
      .where('account_id', 'in', body.accountIds)
      .where('until', 'is', null)
      .returning('account_id')
      .execute();
    const removed = rows.map((row) => row.account_id);
    if (removed.length > 0)
      await call.record('segment.taken off', { kind: 'segment', id }, { accounts: removed.length });
    return { removed };
  },
};

async function mark(call: Call, id: string, at: Date | null): Promise<Segment> {
  const changed = await call.db
    .updateTable('segment')
    .set((e) => ({ deleted_at: at, version: e('version', '+', 1), updated_at: call.now }))
    .where('id', '=', id)
    .where('deleted_at', at ? 'is' : 'is not', null)
    .executeTakeFirst();
  const segment = await found(call, id);
  if (changed.numUpdatedRows > 0n)
    await call.record(at ? 'segment.deleted' : 'segment.restored', { kind: 'segment', id }, { name: segment.name });
  return segment;
}

async function mustBeList(call: Call, id: string): Promise<void> {
  const { kind } = await found(call, id);
  if (kind !== 'list')
    throw conflict('is_a_rule', 'The members of this segment follow from its rule. Change the rule, or make a list.');
}

async function mustBeThere(
  call: Call,
  body: { offeringId?: string | null | undefined; ownerId?: string | null | undefined },
): Promise<void> {
  const missing: { path: string; message: string }[] = [];
  if (
    body.offeringId &&
    !(await call.db.selectFrom('offering').select('id').where('id', '=', body.offeringId).executeTakeFirst())
  )
    missing.push({ path: 'offeringId', message: 'There is no such offering' });
  if (
    body.ownerId &&
    !(await call.db.selectFrom('member').select('id').where('id', '=', body.ownerId).executeTakeFirst())
  )
    missing.push({ path: 'ownerId', message: 'There is no such member' });
  if (missing.length > 0) throw invalid(missing);
}

async function found(call: Call, id: string): Promise<Segment> {
  const row = await select(call).where('s.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('segment');
  return recordOf(row);
}

const select = (call: Call) =>
  call.db
    .selectFrom('segment as s')
    .where('s.workspace_id', '=', call.who.workspaceId)
    .leftJoin('offering as f', (on) => sameRecord(on, 'f', 's.offering_id'))
    .leftJoin('member as w', (on) => sameRecord(on, 'w', 's.owner_id'))
    .select([
      's.id',
      's.name',
      's.name_key',
      's.description',
      's.kind',
      's.rule',
      's.need',
      's.offering_id',
      's.owner_id',
      's.rule_version',
      's.counted',
      's.progress',
      's.version',
      's.created_at',
      's.updated_at',
      's.deleted_at',
      'f.name as offering_name',
      'w.name as owner_name',
    ]);

function recordOf(row: Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>): Segment {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    kind: row.kind,
    rule: row.rule as Rule | null,
    need: row.need,
    offeringId: row.offering_id,
    ownerId: row.owner_id,
    offering: row.offering_id && row.offering_name ? { id: row.offering_id, name: row.offering_name } : null,
    owner: row.owner_id && row.owner_name ? { id: row.owner_id, name: row.owner_name } : null,
    progress:
      row.kind === 'list' || row.counted === row.rule_version
        ? null
        : ((row.progress as { looked: number; total: number } | null) ?? { looked: 0, total: 0 }),
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}
