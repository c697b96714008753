import { wholeWorkspace } from '../../platform/database.ts';
import { systemCall, type Reaction, type Serving } from '../../platform/serve.ts';
import { lookAgain } from '../../relationship/ledger.api.ts';
import type { OwnershipRules } from '../rules.ts';
import { lookAtAccounts } from './assess.api.ts';
import { worthJob } from './jobs.ts';

/** How many customers are looked at in one transaction. */
const batch = 200;

/** What a contact costs or saves was said anew: the threshold of every customer is another one. */
export const lookAtAllSoon: Reaction = async (call, event) => {
  const changes = (event.detail['changes'] ?? {}) as { ownership?: [OwnershipRules, OwnershipRules] };
  if (!changes.ownership) return;
  const [before, after] = changes.ownership;
  if (before.contactCost !== after.contactCost || before.savePercent !== after.savePercent)
    call.enqueue(worthJob, { workspaceId: call.who.workspaceId });
};

/** Every customer with today's threshold: the forecast date first, since the alarm goes by it. Answers how many were looked at. */
export async function lookAtAll(
  serving: Serving,
  kinds: readonly string[],
  workspaceId: string,
  signal?: AbortSignal,
): Promise<number> {
  let looked = 0;
  for (let after: string | null = null; !signal?.aborted;) {
    const from: string | null = after;
    const ids: string[] = await systemCall(
      serving,
      wholeWorkspace(workspaceId, kinds),
      async (call) => {
        const rows = await call.db
          .selectFrom('alarm_watch as w')
          .innerJoin('relationship as r', (on) =>
            on.onRef('r.workspace_id', '=', 'w.workspace_id').onRef('r.account_id', '=', 'w.account_id'),
          )
          .select('w.account_id')
          .where('r.alive', '=', true)
          .$if(from !== null, (q) => q.where('w.account_id', '>', from!))
          .orderBy('w.account_id')
          .limit(batch)
          .execute();
        const accounts = rows.map((row) => row.account_id);
        await lookAgain(call, accounts);
        await lookAtAccounts(call, accounts);
        return accounts;
      },
      { seconds: 60 },
    );
    looked += ids.length;
    if (ids.length < batch) break;
    after = ids.at(-1)!;
  }
  return looked;
}
