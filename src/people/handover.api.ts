import { sql } from 'kysely';
import type { Call } from '../platform/serve.ts';

/**
 * Lets this transaction give records to a member whose records the person does not see: afterwards they are out of sight, but not
 * before it is done. Which records may be given is decided by row-level security when they are written.
 */
export async function handOver(call: Call, ids: readonly string[], ownerId: string | null): Promise<void> {
  if (call.who.scope.sees.includes('account') || (ownerId !== null && call.who.scope.members.includes(ownerId))) return;
  await sql`select set_config('app.handed', ${`{${ids.join(',')}}`}, true)`.execute(call.db);
}
