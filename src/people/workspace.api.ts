import type { Call } from '../platform/serve.ts';

/** The country whose phone numbers need no country code. */
export async function workspaceCountry(call: Call): Promise<string | null> {
  const row = await call.db.selectFrom('workspace').select('country').executeTakeFirst();
  return row?.country ?? null;
}
