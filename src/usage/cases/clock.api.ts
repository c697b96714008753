import { sql } from 'kysely';
import { wholeWorkspace, type Connected } from '../../platform/database.ts';
import { systemCall, type Serving } from '../../platform/serve.ts';
import { kinds } from '../../workspace/roles.ts';
import { nextDue } from './clocks.ts';
import { clocksOf, subjectOf } from './store.api.ts';

const batch = 200;

/**
 * Notes promises that ran out. It asks the index for what fell due and is not noted yet, so that its cost follows what is due, not how
 * many cases there are. What is noted once is not due again until the case's clock is set anew.
 */
export async function noteBroken(database: Connected, serving: Serving, signal?: AbortSignal): Promise<number> {
  let noted = 0;
  while (!signal?.aborted) {
    const now = serving.clock();
    const due = await database.asOwner((tx) =>
      tx
        .selectFrom('service_case')
        .select(['workspace_id', 'id'])
        .where('due_at', '<=', now)
        .where('deleted_at', 'is', null)
        .where('state', '=', 'open')
        .where(sql<boolean>`(breached_at is null or breached_at < due_at)`)
        .orderBy('due_at')
        .limit(batch)
        .execute(),
    );
    if (due.length === 0) break;
    for (const [workspaceId, cases] of Map.groupBy(due, (each) => each.workspace_id)) {
      await systemCall(
        serving,
        wholeWorkspace(workspaceId, kinds),
        async (call) => {
          const rows = await call.db
            .selectFrom('service_case')
            .selectAll()
            .where(
              'id',
              'in',
              cases.map((each) => each.id),
            )
            .forUpdate()
            .execute();
          for (const row of rows) {
            const broken = nextDue(clocksOf(row), row.state);
            // Kept due times follow the clocks; one that does not is set right, or it would be found again and again.
            if (!broken || broken.at > now.getTime()) {
              await call.db
                .updateTable('service_case')
                .set({ due_at: broken ? new Date(broken.at) : null })
                .where('id', '=', row.id)
                .execute();
              continue;
            }
            await call.db
              .updateTable('service_case')
              .set({ breached: broken.clock, breached_at: now })
              .where('id', '=', row.id)
              .execute();
            await call.record('case.breached', subjectOf(row), {
              subject: row.subject,
              clock: broken.clock,
              severity: row.severity,
            });
          }
        },
        { seconds: 60 },
      );
    }
    noted += due.length;
  }
  return noted;
}
