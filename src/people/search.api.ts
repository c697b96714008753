import { sql } from 'kysely';
import type { Handlers } from '../platform/serve.ts';
import type { peopleContract } from './contract.ts';
import { nameKey, searchFragment } from './keys.ts';

/** How many of each kind the palette shows, and among how many matches names that begin with the fragment are put first. */
const shown = 7;
const looked = 60;

export const searchHandlers: Pick<Handlers<typeof peopleContract>, 'search'> = {
  /** Accounts and contacts by any fragment, opportunities by the beginning of their name. Names that begin with it come first. */
  async search(call, { query: { text } }) {
    const fragment = searchFragment(text);
    const key = nameKey(text);
    const [from, to] = [key, `${key}\u{10ffff}`];
    const { rows } = await sql<{
      kind: 'account' | 'contact' | 'opportunity';
      id: string;
      name: string;
      hint: string | null;
      accountId: string | null;
    }>`
      with a as (
        (select id, name, name_key, coalesce(domain, city) as hint, 0 as rank from account where name_key >= ${from} and name_key < ${to} and deleted_at is null and ${mine(call.who.scope.sees.includes('account'), call.who.scope.members)} order by name_key limit ${shown})
        union all
        (select id, name, name_key, coalesce(domain, city), 1 from account where id in (select search_accounts(${fragment}, ${looked})))
      ), c as (
        (select id, name, name_key, account_id, emails[1] as hint, 0 as rank from contact where name_key >= ${from} and name_key < ${to} and deleted_at is null and ${call.who.may('contact:read')} and ${mine(call.who.scope.sees.includes('contact'), call.who.scope.members)} order by name_key limit ${shown})
        union all
        (select id, name, name_key, account_id, emails[1], 1 from contact where id in (select search_contacts(${fragment}, ${looked})) and ${call.who.may('contact:read')})
      ), o as (
        select id, name, name_key, account_id from opportunity where name_key >= ${from} and name_key < ${to} and deleted_at is null and ${call.who.may('opportunity:read')} and ${mine(call.who.scope.sees.includes('opportunity'), call.who.scope.members)} order by name_key limit ${shown - 1}
      )
      (select 'account' as kind, id, name, hint, id as "accountId" from (select distinct on (id) * from a order by id, rank) one order by rank, name_key limit ${shown})
      union all
      (select 'contact', one.id, one.name, coalesce((select w.name from account w where w.id = one.account_id), one.hint), one.account_id from (select distinct on (id) * from c order by id, rank) one order by rank, name_key limit ${shown})
      union all
      (select 'opportunity', o.id, o.name, (select w.name from account w where w.id = o.account_id), o.account_id from o)`.execute(
      call.db,
    );
    const of = (kind: string) =>
      rows.filter((row) => row.kind === kind).map(({ id, name, hint }) => ({ id, name, hint }));
    return {
      accounts: of('account'),
      contacts: of('contact'),
      opportunities: rows
        .filter((row) => row.kind === 'opportunity')
        .map(({ id, name, hint, accountId }) => ({ id, name, hint, accountId })),
    };
  },
};

/** Names beginning with a fragment are looked for in the order of names: for somebody who sees few, among their own. */
const mine = (all: boolean, members: readonly string[]) => (all ? sql`true` : sql`owner_id = any (${members}::uuid[])`);
