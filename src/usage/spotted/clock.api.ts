import { type Connected, sameRecord } from '../../platform/database.ts';
import { wholeWorkspace } from '../../platform/database.ts';
import { notify } from '../../platform/notify.ts';
import { systemCall, type Call, type Serving } from '../../platform/serve.ts';
import { noticeOf } from './notes.api.ts';
import { found } from './read.api.ts';

/** How many notes are looked at in one transaction. */
const batch = 100;

/** Tells whoever has not answered in time, and their leader, once. Asks the index, so that answered notes cost nothing. */
export async function tellOverdue(
  database: Connected,
  serving: Serving,
  kinds: readonly string[],
  signal?: AbortSignal,
): Promise<number> {
  let told = 0;
  while (!signal?.aborted) {
    const due = await database.asOwner((tx) =>
      tx
        .selectFrom('spotted')
        .select(['workspace_id', 'id'])
        .where('state', '=', 'noted')
        .where('overdue_told_at', 'is', null)
        .where('answer_due_at', '<', serving.clock())
        .orderBy('answer_due_at')
        .limit(batch)
        .execute(),
    );
    if (due.length === 0) break;
    for (const [workspaceId, notes] of Map.groupBy(due, (note) => note.workspace_id))
      await systemCall(serving, wholeWorkspace(workspaceId, kinds), async (call) => {
        for (const { id } of notes) await tellOne(call, id);
      });
    told += due.length;
  }
  return told;
}

async function tellOne(call: Call, id: string): Promise<void> {
  const note = await found(call, id);
  const leader = await call.db
    .selectFrom('member as m')
    .innerJoin('team as t', (on) => sameRecord(on, 't', 'm.team_id'))
    .select('t.leader_id')
    .where('m.id', '=', note.recipientId ?? note.originatorId)
    .executeTakeFirst();
  await call.db.updateTable('spotted').set({ overdue_told_at: call.now }).where('id', '=', id).execute();
  await notify(call, [note.recipientId], noticeOf(note, 'spotted.overdue'));
  if (leader?.leader_id !== note.recipientId)
    await notify(call, [leader?.leader_id], noticeOf(note, 'spotted.overdue in team'));
}
