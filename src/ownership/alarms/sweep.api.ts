import { sql } from 'kysely';
import { wholeWorkspace, type Connected, type Tx } from '../../platform/database.ts';
import { tellOfAccounts } from '../../platform/events.ts';
import { systemCall, type Call, type Serving } from '../../platform/serve.ts';
import { lookAtAccounts } from './assess.api.ts';

/** How many customers are looked at in one transaction. */
const batch = 200;
/** Of so many it is told that they were looked at; a page that shows one of more hears of alarms alone. */
const mostTold = 50;

/** The clock of the alarms: asks the index for what is due, so that customers that are not due cost nothing. Answers how many were looked at. */
export async function watchDue(
  database: Connected,
  serving: Serving,
  kinds: readonly string[],
  signal?: AbortSignal,
): Promise<number> {
  let looked = 0;
  while (!signal?.aborted) {
    const due = await database.asOwner((tx) => takeDue(tx, serving.clock()));
    if (due.length === 0) break;
    for (const [workspaceId, accounts] of Map.groupBy(due, (each) => each.workspace_id)) {
      await systemCall(
        serving,
        wholeWorkspace(workspaceId, kinds),
        (call) =>
          lookAtTaken(
            call,
            accounts.map((each) => each.account_id),
          ),
        { seconds: 60 },
      );
    }
    looked += due.length;
  }
  return looked;
}

/**
 * Takes customers that are due: for ten minutes nobody else does, unless something moves them meanwhile; whoever fails to look at them leaves them to the
 * next. In a transaction of its own, so that a touchpoint never waits for a look.
 */
export async function takeDue(tx: Tx, now: Date): Promise<{ workspace_id: string; account_id: string }[]> {
  const { rows } = await sql<{ workspace_id: string; account_id: string }>`
    update alarm_watch w set due_at = ${now}::timestamptz + interval '10 minutes'
    from (select workspace_id, account_id from alarm_watch where due_at <= ${now} order by due_at limit ${batch} for update skip locked) d
    where w.workspace_id = d.workspace_id and w.account_id = d.account_id returning w.workspace_id, w.account_id`.execute(
    tx,
  );
  return rows;
}

async function lookAtTaken(call: Call, ids: readonly string[]): Promise<void> {
  const customers = await lookAtAccounts(call, ids);
  // Who is no customer any more (deleted, or all of its history taken back) is not watched.
  const gone = ids.filter((id) => !customers.has(id));
  if (gone.length > 0)
    await call.db.deleteFrom('alarm_watch').where('account_id', 'in', gone).where('due_at', '>', call.now).execute();
  if (ids.length <= mostTold) tellOfAccounts(call.db, call.who.workspaceId, 'alarm', ids);
}
