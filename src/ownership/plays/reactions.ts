import { sql } from 'kysely';
import type { Reaction } from '../../platform/serve.ts';
import { droppedSteps } from '../../relationship/nextSteps.api.ts';

/** What is left of a play that ended stands on nobody's list any more. */
export const dropRest: Reaction = async (call, event) => {
  const { rows } = await sql<{
    id: string;
  }>`select s.next_step_id as id from play_run_step s where s.run_id = ${event.subject.id}`.execute(call.db);
  if (event.accountId)
    await droppedSteps(
      call,
      event.accountId,
      rows.map((row) => row.id),
    );
};
