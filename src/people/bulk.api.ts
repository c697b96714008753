import { sql, type RawBuilder } from 'kysely';
import { conflict, forbidden, invalid, notFound } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { peopleContract } from './contract.ts';
import type { AccountFilter, ContactFilter } from './filter.ts';
import { accountConditions, contactConditions } from './filter-sql.ts';
import { handOver } from './handover.api.ts';

type Action = 'owner' | 'add tag' | 'remove tag' | 'delete' | 'restore';
const deletes = (action: Action): boolean => action === 'delete' || action === 'restore';

/** More than this at once is an import's work, not a click's. */
const mostByFilter = 100_000;

export const bulkHandlers: Pick<Handlers<typeof peopleContract>, 'countMany' | 'changeMany' | 'undoMany'> = {
  async countMany(call, { body }) {
    if (!call.who.may(`${body.kind}:write`)) throw forbidden(`change ${body.kind}s`);
    return {
      records: (body.kind === 'account'
        ? await chosenAccounts(call, body.filter)
        : await chosenContacts(call, body.filter)
      ).length,
    };
  },

  async changeMany(call, { body }) {
    const { action } = body.change;
    if (!call.who.may(`${body.kind}:${deletes(action) ? 'delete' : 'write'}`)) throw forbidden(`change ${body.kind}s`);
    const value = 'ownerId' in body.change ? body.change.ownerId : 'tag' in body.change ? body.change.tag : null;
    if (action === 'owner') await mustBeMember(call, value);
    const ids =
      body.ids ??
      (body.kind === 'account'
        ? await chosenAccounts(call, body.filter ?? {})
        : await chosenContacts(call, body.filter ?? {}));
    const bulkId = call.newId();
    if (action === 'owner') await handOver(call, ids, value);
    await call.db
      .insertInto('bulk_change')
      .values({
        workspace_id: call.who.workspaceId,
        id: bulkId,
        member_id: call.who.memberId,
        kind: body.kind,
        action,
        value,
        records: 0,
        at: call.now,
      })
      .execute();
    const { among, changed, before, unless } = effects[action](value, call.now);
    const table = sql.table(body.kind);
    // The old value is kept by the same statement that overwrites it, so that nothing can come in between.
    const { rows } = await sql<{ records: number; same: number }>`
      with chosen as materialized (
        select r.id, ${before} as before from ${table} r where r.id = any (${ids}::uuid[]) and ${among} and not (${unless}) order by r.id for update
      ), done as (
        update ${table} r set ${changed}, version = r.version + 1, updated_at = ${call.now} from chosen where r.id = chosen.id and r.workspace_id = ${call.who.workspaceId}
        returning r.id, chosen.before
      ), kept as (
        insert into bulk_change_row (workspace_id, bulk_id, record_id, before) select ${call.who.workspaceId}, ${bulkId}, id, before from done returning 1
      )
      select (select count(*) from kept)::integer as records, (select count(*) from ${table} r where r.id = any (${ids}::uuid[]) and ${among} and ${unless})::integer as same`.execute(
      call.db,
    );
    const { records = 0, same = 0 } = rows[0] ?? {};
    await call.db.updateTable('bulk_change').set({ records }).where('id', '=', bulkId).execute();
    if (records > 0)
      await call.record(`${body.kind}.bulk changed`, { kind: body.kind, id: null }, { bulkId, action, value, records });
    return { id: bulkId, kind: body.kind, action, value, records, skipped: ids.length - records, same, at: call.now };
  },

  async undoMany(call, { params: { id } }) {
    const bulk = await call.db
      .selectFrom('bulk_change')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!bulk) throw notFound('bulk change');
    if (bulk.undone_at) throw conflict('undone_already', 'This change was taken back already.');
    if (!call.who.may(`${bulk.kind}:${deletes(bulk.action) ? 'delete' : 'write'}`))
      throw forbidden(`change ${bulk.kind}s`);
    const { still, restored } = effects[bulk.action](bulk.value, bulk.at).undo;
    const table = sql.table(bulk.kind);
    const { rows } = await sql<{ records: number; away: number; among: number }>`
      with done as (
        update ${table} r set ${restored}, version = r.version + 1, updated_at = ${call.now}
        from bulk_change_row b where b.bulk_id = ${id} and b.record_id = r.id and ${still} returning r.id
      ), told as (
        update bulk_change_row b set undone = true from done where b.bulk_id = ${id} and b.record_id = done.id returning 1
      )
      select (select count(*) from told)::integer as records, (select count(*) from bulk_change_row b where b.bulk_id = ${id})::integer as among,
        (select count(*) from bulk_change_row b where b.bulk_id = ${id} and not exists (select from ${table} r where r.id = b.record_id))::integer as away`.execute(
      call.db,
    );
    const { records: count = 0, away = 0, among = 0 } = rows[0] ?? {};
    await call.db
      .updateTable('bulk_change')
      .set({ undone_at: call.now, undone_by: call.who.memberId })
      .where('id', '=', id)
      .execute();
    await call.record(
      `${bulk.kind}.bulk undone`,
      { kind: bulk.kind, id: null },
      { bulkId: id, action: bulk.action, records: count },
    );
    return { restored: count, kept: among - count - away, outOfSight: away };
  },
};

interface Effect {
  /** Which records it is about at all. */
  among: RawBuilder<unknown>;
  /** What is set; the record is called r. */
  changed: RawBuilder<unknown>;
  /** What is kept of it. */
  before: RawBuilder<unknown>;
  /** Where nothing would change. */
  unless: RawBuilder<unknown>;
  /** Taking it back: where the record still is as it was left, and what it becomes; the kept row is called b. */
  undo: { still: RawBuilder<unknown>; restored: RawBuilder<unknown> };
}

const living = sql`r.deleted_at is null`;

const effects: Record<Action, (value: string | null, at: Date) => Effect> = {
  owner: (ownerId) => ({
    among: living,
    changed: sql`owner_id = ${ownerId}::uuid`,
    before: sql`to_jsonb(r.owner_id)`,
    unless: sql`r.owner_id is not distinct from ${ownerId}::uuid`,
    undo: {
      still: sql`r.owner_id is not distinct from ${ownerId}::uuid`,
      // Whoever owned it may be gone for good since.
      restored: sql`owner_id = (select m.id from member m where m.workspace_id = b.workspace_id and m.id = (b.before #>> '{}')::uuid)`,
    },
  }),
  'add tag': (tag) => ({
    among: living,
    changed: sql`tags = r.tags || ${tag}::text`,
    before: sql`to_jsonb(r.tags)`,
    unless: sql`r.tags @> array[${tag}::text] or cardinality(r.tags) >= 50`,
    undo: { still: sql`r.tags @> array[${tag}::text]`, restored: sql`tags = array_remove(r.tags, ${tag}::text)` },
  }),
  'remove tag': (tag) => ({
    among: living,
    changed: sql`tags = array_remove(r.tags, ${tag}::text)`,
    before: sql`to_jsonb(r.tags)`,
    unless: sql`not r.tags @> array[${tag}::text]`,
    undo: {
      still: sql`not r.tags @> array[${tag}::text]`,
      // Back in its old place when the other tags are as they were.
      restored: sql`tags = case when r.tags = array_remove(array(select jsonb_array_elements_text(b.before)), ${tag}::text) then array(select jsonb_array_elements_text(b.before)) else r.tags || ${tag}::text end`,
    },
  }),
  delete: (_, at) => ({
    among: sql`true`,
    changed: sql`deleted_at = ${at}::timestamptz`,
    before: sql`'null'::jsonb`,
    unless: sql`r.deleted_at is not null`,
    // Not `=`: among few deleted records that looks like the better index, and then every row is compared with every other.
    undo: { still: sql`r.deleted_at is not distinct from ${at}::timestamptz`, restored: sql`deleted_at = null` },
  }),
  restore: () => ({
    // What was merged into another record comes back when the merge is taken apart.
    among: sql`r.merged_into_id is null`,
    changed: sql`deleted_at = null`,
    before: sql`to_jsonb(r.deleted_at)`,
    unless: living,
    undo: { still: living, restored: sql`deleted_at = (b.before #>> '{}')::timestamptz` },
  }),
};

async function mustBeMember(call: Call, memberId: string | null): Promise<void> {
  if (memberId === null) return;
  const member = await call.db.selectFrom('member').select('disabled_at').where('id', '=', memberId).executeTakeFirst();
  if (!member || member.disabled_at)
    throw invalid([{ path: 'change.ownerId', message: 'There is no such member, or they no longer work here' }]);
}

async function chosenAccounts(call: Call, filter: AccountFilter): Promise<string[]> {
  const conditions = await accountConditions(call.db, call.who.scope, filter, call.now);
  const all = [...conditions.account, ...conditions.relationship, ...conditions.owner('account')];
  return idsOf(
    call,
    sql`account ${conditions.relationship.length > 0 ? sql`join relationship on relationship.workspace_id = account.workspace_id and relationship.account_id = account.id` : sql``} where ${sql.join(all, sql` and `)}`,
    sql`account.id`,
  );
}

async function chosenContacts(call: Call, filter: ContactFilter): Promise<string[]> {
  return idsOf(
    call,
    sql`contact where ${sql.join(await contactConditions(call.db, call.who.scope, filter), sql` and `)}`,
    sql`contact.id`,
  );
}

async function idsOf(call: Call, from: RawBuilder<unknown>, id: RawBuilder<unknown>): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select ${id} as id from ${from} limit ${mostByFilter + 1}`.execute(
    call.db,
  );
  if (rows.length > mostByFilter)
    throw conflict('too_many', `More than ${mostByFilter} records match. Narrow the filter.`);
  return rows.map((row) => row.id);
}
