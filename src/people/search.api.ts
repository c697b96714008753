import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Call, Handlers } from '../platform/serve.ts';
import type { peopleContract } from './contract.ts';
import { containing, ownContact, seesAll } from './filter-sql.ts';
import { nameKey, searchFragment } from './keys.ts';

/** How many of each kind the palette shows. */
const shown = 7;

interface Found {
  kind: 'account' | 'contact' | 'opportunity';
  id: string;
  name: string;
  hint: string | null;
  accountId: string | null;
}

export const searchHandlers: Pick<Handlers<typeof peopleContract>, 'search'> = {
  /** Accounts and contacts by any fragment, opportunities by the beginning of their name. Names that begin with it come first. */
  async search(call, { query: { text } }) {
    const fragment = searchFragment(text);
    const key = nameKey(text);
    const begins = (table: string) =>
      sql<SqlBool>`(${sql.ref(`${table}.name_key`)} >= ${key} and ${sql.ref(`${table}.name_key`)} < ${`${key}\u{10ffff}`})`;
    const { members, sees } = call.who.scope;
    const parts = [
      part(
        'account',
        sql`coalesce(account.domain, account.city)`,
        sql`account.id`,
        matches(call, 'account', key, fragment, sql`account.owner_id = any (${members}::uuid[])`),
        begins('account'),
      ),
      ...(call.who.may('contact:read')
        ? [
            part(
              'contact',
              sql`coalesce((select w.name from account w where w.id = contact.account_id), contact.emails[1])`,
              sql`contact.account_id`,
              matches(call, 'contact', key, fragment, ownContact(call.who.scope)),
              begins('contact'),
            ),
          ]
        : []),
      ...(call.who.may('opportunity:read')
        ? [
            part(
              'opportunity',
              sql`(select w.name from account w where w.id = opportunity.account_id)`,
              sql`opportunity.account_id`,
              sql`opportunity where ${begins('opportunity')} and opportunity.deleted_at is null and ${sees.includes('opportunity') ? sql`true` : sql`opportunity.owner_id = any (${members}::uuid[])`}`,
              begins('opportunity'),
            ),
          ]
        : []),
    ];
    const { rows } = await sql<Found>`${sql.join(parts, sql` union all `)}`.execute(call.db);
    const of = (kind: Found['kind']) => rows.filter((row) => row.kind === kind);
    return {
      accounts: of('account').map(({ id, name, hint }) => ({ id, name, hint })),
      contacts: of('contact').map(({ id, name, hint }) => ({ id, name, hint })),
      opportunities: of('opportunity').map(({ id, name, hint, accountId }) => ({ id, name, hint, accountId })),
    };
  },
};

/**
 * For somebody who sees everything: names that begin with the fragment, and where they are too few some records that hold it, each from its index. For
 * somebody who sees their own: all of these are looked through.
 */
function matches(
  call: Call,
  table: 'account' | 'contact',
  key: string,
  fragment: string,
  own: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const name = sql.table(table);
  if (!seesAll(call.who.scope, table))
    return sql`${name} where ${own} and ${containing(table, fragment)} and deleted_at is null`;
  return sql`${name} where id = any ((select ${sql.id(`${table}s_found`)}(${key}, ${fragment}, ${shown}))::uuid[])`;
}

const part = (
  kind: Found['kind'],
  hint: RawBuilder<unknown>,
  accountId: RawBuilder<unknown>,
  from: RawBuilder<unknown>,
  first: RawBuilder<unknown>,
): RawBuilder<unknown> => {
  const column = (name: string) => sql.ref(`${kind}.${name}`);
  return sql`(select ${kind}::text as kind, ${column('id')} as id, ${column('name')} as name, ${hint} as hint, ${accountId} as "accountId" from ${from}
    order by ${first} desc, ${column('name_key')}, ${column('id')} limit ${kind === 'opportunity' ? shown - 1 : shown})`;
};
