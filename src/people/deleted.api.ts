import { conflict } from '../platform/problem.ts';
import type { Call } from '../platform/serve.ts';

/** A record that was merged leads to the one that was kept: restored by itself, it would be there twice and still lead away. */
export async function mustNotLeadOn(call: Call, kind: 'account' | 'contact', id: string): Promise<void> {
  const row = await call.db.selectFrom(kind).select('merged_into_id').where('id', '=', id).executeTakeFirst();
  if (row?.merged_into_id)
    throw conflict('merged', `This ${kind} was merged into another one. Take the merge apart to have both again.`, {
      mergedIntoId: row.merged_into_id,
    });
}
