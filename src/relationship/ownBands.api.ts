import { sql } from 'kysely';
import type { Call, Reaction } from '../platform/serve.ts';
import { historyOf, type HistoryRow } from './account.api.ts';
import { series } from './chart.ts';
import { millisecondsPerDay } from './cycle.ts';
import { modelInUse } from './calibration/inUse.api.ts';
import type { Model } from './model.ts';
import { ownBand, type Lived } from './ownBands.ts';
import { saleTypes } from './vocabulary.ts';

const every = 5;
/** The newest so many are enough to learn from. */
const most = 150;

export const bandJob = 'expected-bands';

/** A whole company has come in: its bands need not wait for the night. */
export const learnBandsSoon: Reaction = async (call) => call.enqueue(bandJob, { workspaceId: call.who.workspaceId });

/** Learns the expected bands of a workspace from its own accounts that came to realized value. Runs at night. */
export async function learnBands(call: Call): Promise<void> {
  const model = await modelInUse(call.db);
  for (const saleType of saleTypes) {
    const { rows } =
      await sql<HistoryRow>`select h.* from (select r.account_id from relationship r where r.alive and r.sale_type = ${saleType} and r.position = 'realized' and r.closed_at is not null
        order by r.closed_at desc limit ${most}) one cross join lateral account_history(one.account_id) h`.execute(
        call.db,
      );
    const accounts: Lived[] = [];
    for (const row of rows) {
      accounts.push(...lived(row, call.now.getTime(), model));
      // Others get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (const line of ['trust', 'interest'] as const) {
      const own = ownBand(saleType, line, accounts);
      if (own)
        await sql`insert into expected_band (workspace_id, sale_type, line, n, knots, learnt_at) values (${call.who.workspaceId}, ${saleType}, ${line}, ${own.n}, ${JSON.stringify(own.knots)}::jsonb, ${call.now})
          on conflict (workspace_id, sale_type, line) do update set n = excluded.n, knots = excluded.knots, learnt_at = excluded.learnt_at`.execute(
          call.db,
        );
      else
        await call.db.deleteFrom('expected_band').where('sale_type', '=', saleType).where('line', '=', line).execute();
    }
  }
}

function lived(row: HistoryRow, now: number, model: Model): Lived[] {
  const history = historyOf(row, now, Infinity, model);
  if (!history) return [];
  const { folded, at, stored } = history;
  const course = {
    saleType: stored.sale_type,
    standing: stored.standing,
    startedAt: folded.steps[0]?.effect.at ?? folded.state.startedAt,
    closes: folded.steps.filter((step) => step.effect.kind === 'close won').map((step) => step.effect.at),
  };
  // One walk through the ledger, looked at every few days.
  const views = series(folded, at, course.startedAt, now, every);
  const nearest = (moment: number) =>
    views[
      Math.min(views.length - 1, Math.max(0, Math.round((moment - course.startedAt) / (every * millisecondsPerDay))))
    ]!;
  return [{ course, until: now, level: (line, moment) => nearest(moment)[line].value }];
}
