import { sql } from 'kysely';
import { sameRecord } from '../platform/database.ts';
import { changesBetween } from '../platform/events.ts';
import { forbidden, invalid, notFound, stale } from '../platform/problem.ts';
import { pageOf } from '../platform/paging.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { affiliationColumns } from './columns-sql.ts';
import { findContact, mustSee } from './contacts.api.ts';
import type { Affiliation, peopleContract } from './contract.ts';

export const affiliationHandlers: Pick<
  Handlers<typeof peopleContract>,
  'listAccountContacts' | 'addAffiliation' | 'changeAffiliation'
> = {
  async listAccountContacts(call, { params: { id }, query: { former, cursor, limit } }) {
    const visible = await call.db.selectFrom('account').select('id').where('id', '=', id).executeTakeFirst();
    if (!visible) throw notFound('account');
    const people = call.db
      .selectFrom('affiliation')
      .innerJoin('contact', (on) => sameRecord(on, 'contact', 'affiliation.contact_id'))
      .select(affiliationColumns)
      .select([
        'contact.name',
        'contact.name_key',
        'contact.emails',
        'contact.phones',
        'contact.owner_id as ownerId',
        'contact.tags',
        'contact.version as contactVersion',
      ])
      .where('affiliation.account_id', '=', id)
      .where('affiliation.until_date', former ? 'is not' : 'is', null)
      .where('contact.deleted_at', 'is', null);
    const { items, next } = await pageOf(
      people,
      [
        { by: sql.ref('contact.name_key'), key: 'name_key', type: 'text' },
        { by: sql.ref('affiliation.id'), key: 'id', type: 'uuid' },
      ],
      { cursor, limit },
    );
    return {
      items: items.map(
        ({ name, name_key: _nameKey, emails, phones, ownerId, tags, contactVersion, ...affiliation }) => ({
          affiliation,
          contact: { id: affiliation.contactId, name, emails, phones, ownerId, tags, version: contactVersion },
        }),
      ),
      next,
    };
  },

  async addAffiliation(call, { params: { id: contactId }, body }) {
    const contact = await findContact(call, contactId);
    await mustSee(call, body.accountId);
    mustRunForward(body.from ?? null, body.until ?? null);
    const id = call.newId();
    await call.db
      .insertInto('affiliation')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        contact_id: contactId,
        account_id: body.accountId,
        title: body.title ?? null,
        from_date: body.from ?? null,
        until_date: body.until ?? null,
        created_at: call.now,
      })
      .execute();
    // The first present employer is the main one.
    if (!contact.accountId && !body.until) {
      await call.db
        .updateTable('contact')
        .set({ account_id: body.accountId, title: body.title ?? null, version: sql`version + 1`, updated_at: call.now })
        .where('id', '=', contactId)
        .execute();
    }
    await call.record(
      'affiliation.added',
      { kind: 'contact', id: contactId, accountId: body.accountId },
      { name: contact.name, title: body.title ?? null, from: body.from ?? null, until: body.until ?? null },
    );
    return find(call, id);
  },

  async changeAffiliation(call, { params: { id }, body }) {
    const before = await find(call, id);
    if (before.version !== call.version) throw stale(before);
    const changes = changesBetween(before as object, body);
    if (Object.keys(changes).length === 0) return before;
    const after = { ...before, ...body };
    mustRunForward(after.from, after.until);
    const changed = await call.db
      .updateTable('affiliation')
      .set({ title: after.title, from_date: after.from, until_date: after.until, version: call.version + 1 })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) {
      const current = await find(call, id);
      throw current.version === call.version ? forbidden('change this employment') : stale(current);
    }
    await mirror(call, after);
    await call.record(
      'affiliation.changed',
      { kind: 'contact', id: before.contactId, accountId: before.accountId },
      { changes },
    );
    return find(call, id);
  },
};

/** Keeps the contact's main employer in step: its title, and none (or the next present one) once it has ended. */
async function mirror(call: Call, changed: Affiliation): Promise<void> {
  await sql`update contact set (account_id, title) = (select s.account_id, s.title from (select 1) one left join lateral (
      select a.account_id, a.title from affiliation a where a.workspace_id = contact.workspace_id and a.contact_id = contact.id and a.until_date is null
      order by a.account_id = ${changed.accountId} desc, a.from_date desc nulls last, a.id desc limit 1) s on true), version = version + 1, updated_at = ${call.now}
    where id = ${changed.contactId} and (account_id = ${changed.accountId} or account_id is null)`.execute(call.db);
}

async function find(call: Call, id: string): Promise<Affiliation> {
  const row = await call.db
    .selectFrom('affiliation')
    .select(affiliationColumns)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('employment');
  return row;
}

function mustRunForward(from: string | null, until: string | null): void {
  if (from && until && until < from) throw invalid([{ path: 'until', message: 'It cannot end before it began' }]);
}
