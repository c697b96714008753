import { sql, type RawBuilder } from 'kysely';
import type { Call, Reaction } from '../../platform/serve.ts';
import { giveByRules } from './assigning.api.ts';
import { rulesOf } from './assignment.api.ts';
import { assignables } from './records.ts';

export const arrivalJob = 'assign-arrivals';

/** Something arrived. Whoever brought it may know neither rules nor load, so it is given away behind them, a moment later. */
export const assignSoon: Reaction = async (call, event) => {
  const owned = event.detail['ownerId'];
  // Whoever adds something usually keeps it; an import or a form says nothing of owners here.
  if (typeof owned === 'string') return;
  call.enqueue(arrivalJob, { workspaceId: call.who.workspaceId });
};

const lately = 2 * 86_400_000;
const mostAtOnce = 500;

/** The job: what arrived lately without an owner is given away by the rules that say "at once". Safe to run again. */
export async function assignArrivals(call: Call): Promise<number> {
  const rules = (await rulesOf(call)).filter((rule) => rule.active && rule.arrives);
  let given = 0;
  for (const what of assignables) {
    if (!rules.some((rule) => rule.what === what)) continue;
    const { rows } = await sql<{
      id: string;
    }>`select x.id from ${tables[what]} x where x.workspace_id = app_workspace() and x.owner_id is null and x.deleted_at is null and ${open[what]}
      and x.created_at > ${new Date(call.now.getTime() - lately)} order by x.created_at, x.id limit ${mostAtOnce}`.execute(
      call.db,
    );
    given += (
      await giveByRules(
        call,
        what,
        rows.map((row) => row.id),
        rules,
      )
    ).length;
  }
  return given;
}

type What = (typeof assignables)[number];
const tables: Record<What, RawBuilder<unknown>> = {
  account: sql`account`,
  opportunity: sql`opportunity`,
  case: sql`service_case`,
};
const open: Record<What, RawBuilder<unknown>> = {
  account: sql`true`,
  opportunity: sql`x.outcome = 'open'`,
  case: sql`x.state in ('open', 'waiting')`,
};
