import { sql } from 'kysely';
import type { Call } from '../platform/serve.ts';
import { accountHandlers } from './accounts.api.ts';
import { addContact, employ } from './contacts.api.ts';
import { accountMatchKey, companyDomain } from './duplicates.ts';

/** Somebody who introduces themselves, by a form or a letter. */
export interface Arriving {
  name: string;
  email: string;
  phone?: string | undefined;
  title?: string | undefined;
  company?: string | undefined;
  website?: string | undefined;
  city?: string | undefined;
  country?: string | undefined;
  custom?: Record<string, string> | undefined;
  /** Who looks after them if nobody does yet. */
  ownerId: string | null;
}

/**
 * The way in for a person who comes by themselves: found by their address, their account by the domain or the name; what is known is
 * never overwritten, what is missing is made. Runs with the eyes of the whole workspace.
 */
export async function arrive(
  call: Call,
  person: Arriving,
): Promise<{ accountId: string; contactId: string; newAccount: boolean; newContact: boolean }> {
  const email = person.email.toLowerCase();
  const known = await call.db
    .selectFrom('contact')
    .select(['id', 'account_id'])
    .where(sql<boolean>`emails @> array[${email}]::text[]`)
    .where('deleted_at', 'is', null)
    .orderBy(sql`account_id is null`)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
  if (known?.account_id)
    return { accountId: known.account_id, contactId: known.id, newAccount: false, newContact: false };
  const found = await accountOf(call, email, person.company);
  const accountId = found ?? (await newAccount(call, person));
  if (known) {
    await call.db
      .updateTable('contact')
      .set((e) => ({ account_id: accountId, version: e('version', '+', 1), updated_at: call.now }))
      .where('id', '=', known.id)
      .execute();
    await employ(call, known.id, accountId, null, null);
    return { accountId, contactId: known.id, newAccount: found === undefined, newContact: false };
  }
  const contactId = await addContact(call, {
    name: person.name,
    emails: [email],
    phones: person.phone ? [person.phone] : [],
    title: person.title ?? null,
    accountId,
    ownerId: person.ownerId,
    city: person.city ?? null,
    country: person.country ?? null,
  });
  return { accountId, contactId, newAccount: found === undefined, newContact: true };
}

async function accountOf(call: Call, email: string, company: string | undefined): Promise<string | undefined> {
  const domain = companyDomain(email);
  const living = call.db
    .selectFrom('account')
    .select('id')
    .where('deleted_at', 'is', null)
    .orderBy('created_at')
    .limit(1);
  const byDomain = domain ? await living.where('domain', '=', domain).executeTakeFirst() : undefined;
  if (byDomain) return byDomain.id;
  if (domain) {
    // The account of a colleague who writes from the same domain.
    const byColleague = await call.db
      .selectFrom('contact')
      .select('account_id')
      .where('deleted_at', 'is', null)
      .where('account_id', 'is not', null)
      .where(sql<boolean>`search_text like ${`%@${domain.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`)
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    if (byColleague?.account_id) return byColleague.account_id;
  }
  const key = company ? accountMatchKey(company) : '';
  return key === '' ? undefined : (await living.where('match_key', '=', key).executeTakeFirst())?.id;
}

async function newAccount(call: Call, person: Arriving): Promise<string> {
  const domain = companyDomain(person.email);
  const company = person.company ?? (domain ? domain : undefined);
  const made = await accountHandlers.createAccount(call, {
    params: {},
    query: {},
    body: {
      name: (company ?? person.name).slice(0, 300),
      kind: company ? 'organization' : 'household',
      ownerId: person.ownerId,
      website: person.website ?? (domain ? `https://${domain}` : null),
      city: person.city ?? null,
      country: person.country ?? null,
      custom: person.custom ?? {},
      ...(company ? {} : { saleType: 'consumer' as const }),
    },
  });
  return (made as { id: string }).id;
}
