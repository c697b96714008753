import { sql, type Selectable } from 'kysely';
import type { Database } from '../../../database/schema.ts';
import { conflict, forbidden, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import { placeOf } from '../../platform/paging.ts';
import type { Call, Handlers, Reaction } from '../../platform/serve.ts';
import { accountRow, findAccount } from '../accounts.api.ts';
import type { AccountRow, ContactRow } from '../columns-sql.ts';
import { contactRow, findContact } from '../contacts.api.ts';
import { accountChoices, contactChoices, mergedFields } from './choices.ts';
import type { mergingContract } from './contract.ts';

type Kind = 'account' | 'contact';

/** How many records of a group are shown. */
const shownOfGroup = 5;

export const mergingHandlers: Handlers<typeof mergingContract> = {
  async listDuplicates(call, { query: { kind, by, cursor, limit } }) {
    if (!call.who.may(`${kind}:read`)) throw forbidden('see these records');
    const after = cursor ? placeOf(cursor, 1)[0] : null;
    // What they have in common: the name's key; a company's domain; a person's first address.
    const common = by === 'name' ? sql`r.match_key` : kind === 'account' ? sql`r.domain` : sql`r.emails[1]`;
    const { rows } = await sql<{ by: string; ids: string[]; count: number }>`
      select * from (select ${common} collate "C" as by, (array_agg(r.id order by r.created_at, r.id))[1:${shownOfGroup}] as ids, count(*)::integer as count
      from ${sql.table(kind)} r where r.deleted_at is null and ${common} <> '' and (${after}::text is null or ${common} collate "C" > ${after}::text)
      group by 1 having count(*) > 1 order by 1) g
      where g.count > ${shownOfGroup} or exists (select from unnest(g.ids) a (id), unnest(g.ids) b (id) where a.id < b.id
        and not exists (select from not_the_same n where n.kind = ${kind} and n.one_id = a.id and n.other_id = b.id)) limit ${limit + 1}`.execute(
      call.db,
    );
    const groups = rows.slice(0, limit);
    const touched =
      kind === 'account'
        ? sql`(select t.touchpoints from relationship t where t.workspace_id = r.workspace_id and t.account_id = r.id)`
        : sql`(select count(*)::integer from touchpoint_participant t where t.workspace_id = r.workspace_id and t.contact_id = r.id)`;
    const reach = kind === 'account' ? sql`coalesce(r.domain, r.phone)` : sql`coalesce(r.emails[1], r.phones[1])`;
    const { rows: records } = await sql<{
      id: string;
      name: string;
      city: string | null;
      reach: string | null;
      touchpoints: number;
    }>`
      select r.id, r.name, r.city, ${reach} as reach, coalesce(${touched}, 0) as touchpoints from ${sql.table(kind)} r where r.id = any (${groups.flatMap((group) => group.ids)}::uuid[])`.execute(
      call.db,
    );
    const ids = records.map((record) => record.id);
    const { rows: apart } = await sql<{ one_id: string; other_id: string }>`
      select one_id, other_id from not_the_same where kind = ${kind} and one_id = any (${ids}::uuid[]) and other_id = any (${ids}::uuid[])`.execute(
      call.db,
    );
    const known = new Map(
      records.map((record) => [
        record.id,
        {
          ...record,
          apartFrom: apart.flatMap((pair) =>
            pair.one_id === record.id ? [pair.other_id] : pair.other_id === record.id ? [pair.one_id] : [],
          ),
        },
      ]),
    );
    return {
      items: groups.map((group) => ({
        by: group.by,
        records: group.ids.flatMap((id) => known.get(id) ?? []),
        more: group.count - group.ids.length,
      })),
      next: rows.length > limit ? Buffer.from(JSON.stringify([groups.at(-1)!.by])).toString('base64url') : null,
    };
  },

  async sayNotTheSame(call, { body: { kind, id, otherId } }) {
    if (!call.who.may(`${kind}:write`)) throw forbidden('say so of these records');
    if (id === otherId) throw conflict('same_record', 'A record is always the same as itself. Choose another one.');
    await mustBeSeen(call.db, { id: [kind, id], otherId: [kind, otherId] });
    const [one, other] = [id, otherId].toSorted() as [string, string];
    await call.db
      .insertInto('not_the_same')
      .values({
        workspace_id: call.who.workspaceId,
        kind,
        one_id: one,
        other_id: other,
        member_id: call.who.memberId,
        at: call.now,
      })
      .onConflict((c) => c.doNothing())
      .execute();
    await call.record(`${kind}.not the same`, { kind, id }, { otherId });
    return { done: true as const };
  },

  async sayPerhapsTheSame(call, { params: { kind, id, otherId } }) {
    if (!call.who.may(`${kind}:write`)) throw forbidden('say so of these records');
    for (const each of [id, otherId]) await (kind === 'account' ? findAccount(call, each) : findContact(call, each));
    const [one, other] = [id, otherId].toSorted() as [string, string];
    const gone = await call.db
      .deleteFrom('not_the_same')
      .where('kind', '=', kind)
      .where('one_id', '=', one)
      .where('other_id', '=', other)
      .executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw notFound('record');
    await call.record(`${kind}.perhaps the same`, { kind, id }, { otherId });
    return { done: true as const };
  },

  async mergeAccounts(call, { params: { id }, body }) {
    const [kept, other] = await both(call, 'account', id, body.otherId, body.otherVersion, findAccount);
    const fields = mergedFields(kept, other, accountChoices, body.take) as Partial<AccountRow>;
    const done = await merge(call, 'account', kept, other, fields, accountRow({ ...kept, ...fields }));
    return { ...done, account: await findAccount(call, id) };
  },

  async mergeContacts(call, { params: { id }, body }) {
    const [kept, other] = await both(call, 'contact', id, body.otherId, body.otherVersion, findContact);
    const fields = mergedFields(kept, other, contactChoices, body.take) as Partial<ContactRow>;
    const done = await merge(call, 'contact', kept, other, fields, contactRow({ ...kept, ...fields }));
    return { ...done, contact: await findContact(call, id) };
  },

  async undoMerge(call, { params: { id } }) {
    const merged = await call.db.selectFrom('merge').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    if (!merged) throw notFound('merge');
    if (!call.who.may(`${merged.kind}:write`)) throw forbidden('take this merge apart');
    if (merged.undone_at) throw conflict('undone', 'This merge was taken apart before.');
    return takeApart(call, merged);
  },
};

/** The demo company goes: what was merged with it is one's own again, and has what it had before. */
export const takeMergesApart: Reaction = async (call, event) => {
  for (const id of event.detail['merges'] as string[])
    await takeApart(
      call,
      await call.db.selectFrom('merge').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow(),
    );
};

async function takeApart(
  call: Call,
  { id, kind, kept_id: keptId, gone_id: goneId, changes: taken }: Selectable<Database['merge']>,
) {
  await locked(call, kind, [keptId, goneId]);
  const { rows } = await sql<{ returned: number }>`select unmerge_references(${id}) as returned`.execute(call.db);
  await call.db.updateTable('merge').set({ undone_at: call.now }).where('id', '=', id).execute();
  await mustChange(call, kind, sql`deleted_at = null, merged_into_id = null`, goneId);
  const changes = await giveBack(call, kind, keptId, taken as Record<string, [unknown, unknown]>);
  await call.record(
    `${kind}.unmerged`,
    { kind, id: keptId, ...(kind === 'account' ? { accountId: keptId } : {}) },
    { goneId, changes },
  );
  return { keptId, goneId, returned: rows[0]?.returned ?? 0 };
}

/** Both records, locked in one order, as they were looked at; whoever comes second is told. */
async function both<R extends AccountRow | ContactRow>(
  call: Call,
  kind: Kind,
  id: string,
  otherId: string,
  otherVersion: number,
  find: (call: Call, id: string) => Promise<R>,
): Promise<[R, R]> {
  if (id === otherId) throw conflict('same_record', 'A record cannot be merged with itself. Choose another one.');
  await locked(call, kind, [id, otherId]);
  const kept = await find(call, id);
  const other = await find(call, otherId);
  for (const record of [kept, other])
    if (record.deletedAt)
      throw conflict('gone', `${record.name} was merged or deleted meanwhile. Look at the list again.`);
  if (kept.version !== call.version) throw stale(kept);
  if (other.version !== otherVersion)
    throw conflict('other_changed', `${other.name} was changed meanwhile. Look at both again.`, { current: other });
  return [kept, other];
}

async function locked(call: Call, kind: Kind, ids: readonly string[]): Promise<void> {
  await sql`select id from ${sql.table(kind)} where id = any (${ids}::uuid[]) order by id for update`.execute(call.db);
}

async function merge(
  call: Call,
  kind: Kind,
  kept: AccountRow | ContactRow,
  other: AccountRow | ContactRow,
  fields: object,
  row: object,
): Promise<{ mergeId: string; moved: number }> {
  const mergeId = call.newId();
  const before = kept as unknown as Record<string, unknown>;
  const changes = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, [before[name] ?? null, value]]),
  );
  await mustChange(call, kind, sql`deleted_at = ${call.now}, merged_into_id = ${kept.id}`, other.id);
  await call.db
    .insertInto('merge')
    .values({
      workspace_id: call.who.workspaceId,
      id: mergeId,
      kind,
      kept_id: kept.id,
      gone_id: other.id,
      changes: JSON.stringify(changes),
      member_id: call.who.memberId,
      at: call.now,
    })
    .execute();
  const { rows } = await sql<{
    moved: number;
  }>`select merge_references(${mergeId}, ${other.id}, ${kept.id}) as moved`.execute(call.db);
  const moved = rows[0]?.moved ?? 0;
  await mustChange(
    call,
    kind,
    sql.join(Object.entries(row).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)),
    kept.id,
  );
  await call.record(
    `${kind}.merged`,
    { kind, id: kept.id, accountId: kind === 'account' ? kept.id : ((kept as ContactRow).accountId ?? null) },
    { name: kept.name, goneId: other.id, goneName: other.name, mergeId, moved, changes },
  );
  return { mergeId, moved };
}

async function mustChange(call: Call, kind: Kind, set: ReturnType<typeof sql>, id: string): Promise<void> {
  const changed =
    await sql`update ${sql.table(kind)} set ${set}, version = version + 1, updated_at = ${call.now} where id = ${id}`.execute(
      call.db,
    );
  if (changed.numAffectedRows === 0n) throw forbidden(`change this ${kind}`);
}

/** Of the kept record's fields those that still are what the merge made of them become what they were. */
async function giveBack(
  call: Call,
  kind: Kind,
  id: string,
  changes: Record<string, [unknown, unknown]>,
): Promise<Record<string, [unknown, unknown]>> {
  const record = kind === 'account' ? await findAccount(call, id) : await findContact(call, id);
  const now = record as unknown as Record<string, unknown>;
  const back = Object.entries(changes).filter(
    ([name, [, after]]) => JSON.stringify(now[name]) === JSON.stringify(after),
  );
  const fields = Object.fromEntries(back.map(([name, [before]]) => [name, before]));
  const row =
    kind === 'account'
      ? accountRow({ ...(record as AccountRow), ...fields })
      : contactRow({ ...(record as ContactRow), ...fields });
  await mustChange(
    call,
    kind,
    sql.join(Object.entries(row).map(([name, value]) => sql`${sql.ref(name)} = ${value}`)),
    id,
  );
  return Object.fromEntries(back.map(([name, [before, after]]) => [name, [after, before]]));
}
