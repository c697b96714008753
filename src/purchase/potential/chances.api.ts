import { wholeWorkspace } from '../../platform/database.ts';
import { systemCall, type Serving } from '../../platform/serve.ts';
import { keepDerived } from '../store.api.ts';

/** How many sales are weighed in one transaction. */
const batch = 50;

/** After other weights are in use: every open sale's chance to win is kept anew beside it, so that sums and lists agree with its page. */
export async function weighOpenSales(
  serving: Serving,
  workspaceId: string,
  kinds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  while (!signal.aborted) {
    const ids = await systemCall(serving, wholeWorkspace(workspaceId, kinds), async (call) => {
      const rows = await call.db
        .selectFrom('opportunity')
        .select('id')
        .where('outcome', '=', 'open')
        .where('deleted_at', 'is', null)
        .where('id', '>', after)
        .orderBy('id')
        .limit(batch)
        .execute();
      for (const { id } of rows) await keepDerived(call, id);
      return rows.map(({ id }) => id);
    });
    if (ids.length < batch) return;
    after = ids.at(-1)!;
  }
}
