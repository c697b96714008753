import { wholeWorkspace, type Connected } from '../../platform/database.ts';
import { systemCall, type Serving } from '../../platform/serve.ts';
import { lookAtAccounts } from './assess.api.ts';

/** How many customers are looked at in one transaction. */
const batch = 200;

/** The clock of the alarms: asks the index for what is due, so that customers that are not due cost nothing. Answers how many were looked at. */
export async function watchDue(database: Connected, serving: Serving, kinds: readonly string[], signal?: AbortSignal): Promise<number> {
  let looked = 0;
  while (!signal?.aborted) {
    const due = await database.asOwner((tx) => tx.selectFrom('alarm_watch').select(['workspace_id', 'account_id']).where('due_at', '<=', serving.clock()).orderBy('due_at').limit(batch).execute());
    if (due.length === 0) break;
    for (const [workspaceId, accounts] of Map.groupBy(due, (each) => each.workspace_id)) {
      const ids = accounts.map((each) => each.account_id);
      await systemCall(serving, wholeWorkspace(workspaceId, kinds), async (call) => {
        await lookAtAccounts(call, ids);
        // Who is no customer any more (deleted, or all of its history taken back) is not watched.
        await call.db.deleteFrom('alarm_watch').where('account_id', 'in', ids).where('due_at', '<=', call.now).execute();
      }, { seconds: 60 });
    }
    looked += due.length;
  }
  return looked;
}
