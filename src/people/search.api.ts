import { sql, type RawBuilder } from 'kysely';
import type { Handlers } from '../platform/serve.ts';
import type { peopleContract } from './contract.ts';
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
    const key = nameKey(text);
    const fragment = searchFragment(text);
    const part = (kind: Found['kind'], found: RawBuilder<unknown>) =>
      sql`select ${sql.lit(kind)} as kind, * from ${found}`;
    const { rows } = await sql<Found>`${sql.join(
      [
        part('account', sql`accounts_shown(${key}, ${fragment}, ${shown})`),
        ...(call.who.may('contact:read') ? [part('contact', sql`contacts_shown(${key}, ${fragment}, ${shown})`)] : []),
        ...(call.who.may('opportunity:read')
          ? [part('opportunity', sql`opportunities_shown(${key}, ${shown - 1})`)]
          : []),
      ],
      sql` union all `,
    )}`.execute(call.db);
    const of = (kind: Found['kind']) => rows.filter((row) => row.kind === kind);
    return {
      accounts: of('account').map(({ id, name, hint }) => ({ id, name, hint })),
      contacts: of('contact').map(({ id, name, hint }) => ({ id, name, hint })),
      opportunities: of('opportunity').map(({ id, name, hint, accountId }) => ({ id, name, hint, accountId })),
    };
  },
};
