import { sql } from 'kysely';
import { accountMatchKey, contactMatchKey } from '../../../people/duplicates.ts';
import type { Connected } from '../../../platform/database.ts';

const batch = 5000;

/** Records that came without the key by which names are matched (the demo company, a bulk load) get it before an import looks for them. */
export async function fillMatchKeys(database: Connected, workspaceId: string): Promise<void> {
  for (const [table, keyOf] of [
    ['account', accountMatchKey],
    ['contact', contactMatchKey],
  ] as const)
    for (;;) {
      const filled = await database.asOwner(async (tx) => {
        const rows = await tx
          .selectFrom(table)
          .select(['id', 'name'])
          .where('workspace_id', '=', workspaceId)
          .where('match_key', '=', '')
          .limit(batch)
          .execute();
        // A name of nothing but signs has no key; a space keeps it from being asked for again.
        const keys = rows.map(({ id, name }) => ({ id, key: keyOf(name) || ' ' }));
        await sql`update ${sql.table(table)} t set match_key = n.key from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as n(id uuid, key text)
          where t.workspace_id = ${workspaceId} and t.id = n.id`.execute(tx);
        return rows.length;
      });
      if (filled < batch) break;
    }
}
