import { sql } from 'kysely';
import type { Handlers } from '../platform/serve.ts';
import type { peopleContract } from './contract.ts';
import { compareAccounts, comparePeople, companyKey, personKey, type Likeness } from './duplicates.ts';
import { searchFragment } from './keys.ts';
import { storedPhone, websiteDomain } from './reach.ts';
import { workspaceCountry } from './workspace.api.ts';

/** How many records that share a word, a number or an address are compared. */
const compared = 60;
const shown = 5;
/** From here on a person should look. */
const worthALook = 0.6;

export const similarHandlers: Pick<Handlers<typeof peopleContract>, 'findSimilar'> = {
  async findSimilar(call, { body }) {
    const phone = body.phone ? storedPhone(body.phone, await workspaceCountry(call)) : undefined;
    const fragments = [
      longestWord(body.kind === 'account' ? companyKey(body.name) : personKey(body.name)),
      phone && searchFragment(phone),
      body.email && searchFragment(body.email),
    ].filter((each): each is string => (each?.length ?? 0) >= 3);

    if (body.kind === 'account') {
      const domain = body.website ? (websiteDomain(body.website) ?? undefined) : undefined;
      const { rows } = await sql<{
        id: string;
        name: string;
        domain: string | null;
        phone: string | null;
        city: string | null;
      }>`
        select id, name, domain, phone, city from account where deleted_at is null and id in (
          select id from account where domain = ${domain ?? null} and deleted_at is null union
          select unnest(accounts_holding(fragment, null, null, false, ${compared})) from unnest(${fragments}::text[]) fragment)`.execute(
        call.db,
      );
      const draft = {
        name: body.name,
        ...(domain ? { domain } : {}),
        ...(phone ? { phone } : {}),
        ...(body.city ? { city: body.city } : {}),
      };
      return {
        items: likeliest(rows, (row) =>
          compareAccounts(draft, {
            name: row.name,
            ...(row.domain ? { domain: row.domain } : {}),
            ...(row.phone ? { phone: row.phone } : {}),
            ...(row.city ? { city: row.city } : {}),
          }),
        ),
      };
    }

    if (!call.who.may('contact:read')) return { items: [] };
    const { rows } = await sql<{ id: string; name: string; emails: string[]; phones: string[] }>`
      select id, name, emails, phones from contact where deleted_at is null and id in (
        select unnest(contacts_holding(fragment, null, null, false, ${compared})) from unnest(${fragments}::text[]) fragment)`.execute(
      call.db,
    );
    const draft = {
      name: body.name,
      emails: body.email ? [body.email.toLowerCase()] : [],
      phones: phone ? [phone] : [],
    };
    return { items: likeliest(rows, (row) => comparePeople(draft, row)) };
  },
};

function likeliest<R extends { id: string; name: string }>(rows: readonly R[], compare: (row: R) => Likeness) {
  return rows
    .map((row) => ({ id: row.id, name: row.name, ...compare(row) }))
    .filter((each) => each.score >= worthALook)
    .sort((a, b) => b.score - a.score)
    .slice(0, shown);
}

/** The word that says most: long words are rare. */
const longestWord = (key: string): string =>
  key.split(' ').reduce((longest, word) => (word.length > longest.length ? word : longest), '');
