import { sql } from 'kysely';
import { sameRecord } from '../platform/database.ts';
import { dayOf } from '../platform/days.ts';
import { changesBetween } from '../platform/events.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { affiliationColumns, contactColumns, type ContactRow } from './columns-sql.ts';
import type { peopleContract } from './contract.ts';
import { mergedCustom } from './custom.ts';
import { mustNotLeadOn } from './deleted.api.ts';
import { contactMatchKey } from './duplicates.ts';
import { handOver } from './handover.api.ts';
import { contactSearchText, nameKey } from './keys.ts';
import { distinct, storedPhone } from './reach.ts';
import { workspaceCountry } from './workspace.api.ts';

type Given = Partial<Omit<ContactRow, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'deletedAt'>>;

export const contactHandlers: Pick<
  Handlers<typeof peopleContract>,
  'createContact' | 'readContact' | 'changeContact' | 'moveContact' | 'deleteContact' | 'restoreContact'
> = {
  async createContact(call, { body }) {
    return findContact(call, await addContact(call, body));
  },

  async readContact(call, { params: { id } }) {
    const row = await call.db
      .selectFrom('contact')
      .select(contactColumns)
      .leftJoin('member as owner', (on) => sameRecord(on, 'owner', 'contact.owner_id'))
      .select([
        'owner.name as ownerName',
        'contact.merged_into_id as mergedIntoId',
        sql<boolean>`exists (select from account a where a.workspace_id = contact.workspace_id and a.id = contact.account_id and a.owner_id = any (${call.who.scope.members}::uuid[]))`.as(
          'ofOwnAccount',
        ),
      ])
      .where('contact.id', '=', id)
      .executeTakeFirst();
    if (!row) throw notFound('contact');
    const affiliations = await call.db
      .selectFrom('affiliation')
      .select(affiliationColumns)
      .leftJoin('account', (on) => sameRecord(on, 'account', 'affiliation.account_id'))
      .select('account.name as accountName')
      .where('affiliation.contact_id', '=', id)
      .orderBy(
        sql`until_date is null desc, coalesce(until_date, 'infinity') desc, coalesce(from_date, '-infinity') desc, affiliation.id desc`,
      )
      .limit(200)
      .execute();
    const { ownerName, ofOwnAccount, ...rest } = row;
    const { scope } = call.who;
    const own = ofOwnAccount || (row.ownerId !== null && scope.members.includes(row.ownerId));
    return {
      ...rest,
      owner: row.ownerId && ownerName !== null ? { id: row.ownerId, name: ownerName } : null,
      affiliations: affiliations.map(({ accountName, ...each }) => ({
        ...each,
        account: accountName === null ? null : { id: each.accountId, name: accountName },
      })),
      mayChange: row.deletedAt === null && call.who.may('contact:write') && (scope.changes.includes('contact') || own),
    };
  },

  async changeContact(call, { params: { id }, body }) {
    const before = await editable(call, id);
    const fields = await normalised(call, body);
    if (fields.custom) fields.custom = mergedCustom(before.custom, fields.custom);
    const changes = changesBetween(before as object, fields);
    if (Object.keys(changes).length === 0) return before;
    if (changes.ownerId) await handOver(call, [id], fields.ownerId ?? null);
    await save(call, before, fields);
    if (changes.title && before.accountId) {
      await call.db
        .updateTable('affiliation')
        .set({ title: fields.title ?? null, version: sql`version + 1` })
        .where('contact_id', '=', id)
        .where('account_id', '=', before.accountId)
        .where('until_date', 'is', null)
        .execute();
    }
    await call.record('contact.changed', { kind: 'contact', id, accountId: before.accountId }, { changes });
    return findContact(call, id);
  },

  async moveContact(call, { params: { id }, body }) {
    const before = await editable(call, id);
    if (body.accountId === before.accountId)
      throw conflict('already_there', 'This contact already works there. Change the title instead.');
    if (body.accountId) await mustSee(call, body.accountId);
    const on = body.on ?? dayOf(call.now);
    const title = body.title ?? null;
    // The person must still see the contact while it moves to an account that belongs to somebody else.
    await handOver(call, [id], null);
    await save(call, before, { accountId: body.accountId, title });
    if (before.accountId) {
      // An employment that ended before it began was entered wrongly: its beginning is not known.
      await sql`update affiliation set until_date = ${on}::date, from_date = case when from_date <= ${on}::date then from_date end, version = version + 1
        where contact_id = ${id} and account_id = ${before.accountId} and until_date is null`.execute(call.db);
    }
    if (body.accountId) await employ(call, id, body.accountId, title, on);
    await call.record(
      'contact.moved',
      { kind: 'contact', id, accountId: body.accountId },
      { name: before.name, changes: changesBetween(before as object, { accountId: body.accountId, title }), on },
    );
    return findContact(call, id);
  },

  async deleteContact(call, { params: { id } }) {
    return markDeleted(call, id, call.now);
  },

  async restoreContact(call, { params: { id } }) {
    return markDeleted(call, id, null);
  },
};

/** Adds a contact, with its employment when an account is given, and returns its id. */
export async function addContact(
  call: Call,
  { from, ...given }: Given & { name: string; from?: string | null | undefined },
): Promise<string> {
  const id = call.newId();
  const fields = {
    ...empty,
    ...(await normalised(call, { ...given, ownerId: given.ownerId === undefined ? call.who.memberId : given.ownerId })),
    name: given.name,
  };
  if (fields.accountId) await mustSee(call, fields.accountId);
  await call.db
    .insertInto('contact')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      ...contactRow(fields),
      created_at: call.now,
      updated_at: call.now,
    })
    .execute();
  if (fields.accountId) await employ(call, id, fields.accountId, fields.title, from ?? null);
  await call.record(
    'contact.created',
    { kind: 'contact', id, accountId: fields.accountId },
    { name: given.name, ownerId: fields.ownerId },
  );
  return id;
}

export async function findContact(call: Call, id: string): Promise<ContactRow> {
  const row = await call.db.selectFrom('contact').select(contactColumns).where('id', '=', id).executeTakeFirst();
  if (!row) throw notFound('contact');
  return row;
}

/** Begins an employment, or goes on with the present one at that account. */
export async function employ(
  call: Call,
  contactId: string,
  accountId: string,
  title: string | null,
  from: string | null,
): Promise<void> {
  await call.db
    .insertInto('affiliation')
    .values({
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      contact_id: contactId,
      account_id: accountId,
      title,
      from_date: from,
      created_at: call.now,
    })
    .onConflict((c) =>
      c
        .columns(['workspace_id', 'contact_id', 'account_id'])
        .where('until_date', 'is', null)
        .doUpdateSet({ title, version: sql`affiliation.version + 1` }),
    )
    .execute();
}

export async function mustSee(call: Call, accountId: string): Promise<void> {
  const row = await call.db
    .selectFrom('account')
    .select('id')
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw invalid([{ path: 'accountId', message: 'There is no such account' }]);
}

async function editable(call: Call, id: string): Promise<ContactRow> {
  const row = await findContact(call, id);
  if (row.deletedAt) throw conflict('deleted', 'This contact is deleted. Restore it before changing it.');
  if (row.version !== call.version) throw stale(row);
  return row;
}

async function save(call: Call, before: ContactRow, fields: Given): Promise<void> {
  const changed = await call.db
    .updateTable('contact')
    .set({ ...contactRow({ ...before, ...fields }), version: call.version + 1, updated_at: call.now })
    .where('id', '=', before.id)
    .where('version', '=', call.version)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (changed.numUpdatedRows > 0n) return;
  const current = await findContact(call, before.id);
  throw current.version === call.version ? forbidden('change this contact') : stale(current);
}

async function markDeleted(call: Call, id: string, at: Date | null): Promise<ContactRow> {
  const before = await findContact(call, id);
  if ((before.deletedAt === null) === (at === null)) return before;
  if (at === null) await mustNotLeadOn(call, 'contact', id);
  const changed = await call.db
    .updateTable('contact')
    .set({ deleted_at: at, version: sql`version + 1`, updated_at: call.now })
    .where('id', '=', id)
    .where('deleted_at', at === null ? 'is not' : 'is', null)
    .executeTakeFirst();
  const after = await findContact(call, id);
  if (changed.numUpdatedRows === 0n && (after.deletedAt === null) !== (at === null))
    throw forbidden(at === null ? 'restore this contact' : 'delete this contact');
  if (changed.numUpdatedRows > 0n)
    await call.record(
      at === null ? 'contact.restored' : 'contact.deleted',
      { kind: 'contact', id, accountId: before.accountId },
      { name: before.name },
    );
  return after;
}

async function normalised(call: Call, fields: Given): Promise<Given> {
  const country = fields.phones?.length ? await workspaceCountry(call) : null;
  return {
    ...fields,
    ...(fields.phones ? { phones: distinct(fields.phones.map((phone) => storedPhone(phone, country))) } : {}),
    ...(fields.emails ? { emails: distinct(fields.emails) } : {}),
  };
}

export function contactRow(fields: Omit<ContactRow, 'id' | 'version' | 'createdAt' | 'updatedAt' | 'deletedAt'>) {
  return {
    name: fields.name,
    name_key: nameKey(fields.name),
    match_key: contactMatchKey(fields.name),
    given_name: fields.givenName,
    family_name: fields.familyName,
    emails: fields.emails,
    phones: fields.phones,
    owner_id: fields.ownerId,
    account_id: fields.accountId,
    title: fields.title,
    city: fields.city,
    country: fields.country,
    birthday: fields.birthday,
    description: fields.description,
    tags: fields.tags,
    custom: JSON.stringify(fields.custom),
    search_text: contactSearchText(fields),
  };
}

const empty = {
  givenName: null,
  familyName: null,
  emails: [] as string[],
  phones: [] as string[],
  ownerId: null,
  accountId: null,
  title: null,
  city: null,
  country: null,
  birthday: null,
  description: null,
  tags: [] as string[],
  custom: {},
};
