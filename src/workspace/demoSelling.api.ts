import { sql } from 'kysely';
import { insertMany } from '../platform/database.ts';
import type { Call } from '../platform/serve.ts';
import { forecastsOf } from './demo/forecasts.ts';
import { pastOf } from './demo/pipelineHistory.ts';
import type { DemoCompany } from './demo/records.ts';
import type { DemoIds } from './demoCustomers.api.ts';

/** Writes what the demo's sales were before, and what its sellers said of them; all of it goes with sales and people. */
export async function addSelling(call: Call, demo: DemoCompany, ids: DemoIds, people: ReadonlyMap<string, string>): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  const now = call.now.getTime();
  const { calls, snapshots, adjustments } = forecastsOf(demo, now);
  const monday = (week: string) => new Date(Date.parse(week) + 9 * 3_600_000);
  // The past of a sale is written by the database alone, and calls by whoever makes them: only the owner of the tables may write them here.
  await sql`reset role`.execute(call.db);
  await insertMany(
    call.db,
    'opportunity_past',
    { workspace_id: 'uuid', opportunity_id: 'uuid', at: 'timestamptz', stage: 'text', outcome: 'text', amount: 'numeric', expected_close_on: 'date', owner_id: 'uuid', deleted: 'boolean', nth: 'integer' },
    pastOf(demo.sales, now).map((past) => ({
      ...ours,
      opportunity_id: ids.opportunity.get(past.sale),
      at: new Date(past.at),
      stage: past.stage,
      outcome: past.outcome,
      amount: past.amount,
      expected_close_on: past.expectedOn,
      owner_id: people.get(demo.sales.find((sale) => sale.key === past.sale)!.owner),
      deleted: false,
      nth: 0,
    })),
    'on conflict do nothing',
  );
  await insertMany(
    call.db,
    'forecast_call',
    { workspace_id: 'uuid', id: 'uuid', member_id: 'uuid', period: 'date', week: 'date', committed: 'numeric', best_case: 'numeric', pipeline: 'numeric', comment: 'text', version: 'integer', at: 'timestamptz' },
    calls.map((each) => ({
      ...ours, id: call.newId(), member_id: people.get(each.member), period: each.period, week: each.week,
      committed: each.committed, best_case: each.bestCase, pipeline: each.pipeline, comment: each.comment, version: 1, at: monday(each.week),
    })),
  );
  await insertMany(
    call.db,
    'forecast_adjustment',
    { workspace_id: 'uuid', id: 'uuid', member_id: 'uuid', leader_id: 'uuid', period: 'date', week: 'date', committed: 'numeric', best_case: 'numeric', reason: 'text', version: 'integer', at: 'timestamptz' },
    adjustments.map((each) => ({
      ...ours, id: call.newId(), member_id: people.get(each.member), leader_id: people.get(each.leader), period: each.period, week: each.week,
      committed: each.committed, best_case: each.bestCase, reason: each.reason, version: 1, at: monday(each.week),
    })),
  );
  await insertMany(
    call.db,
    'forecast_snapshot',
    {
      workspace_id: 'uuid', member_id: 'uuid', period: 'date', week: 'date', won: 'numeric', open_in_period: 'numeric', weighted: 'numeric',
      committed: 'numeric', best_case: 'numeric', pipeline: 'numeric', adjusted: 'numeric', taken_at: 'timestamptz',
    },
    snapshots.map((each) => ({
      ...ours, member_id: people.get(each.member), period: each.period, week: each.week, won: each.won, open_in_period: each.open, weighted: each.weighted,
      committed: each.call?.committed ?? null, best_case: each.call?.bestCase ?? null, pipeline: each.call?.pipeline ?? null, adjusted: each.adjusted, taken_at: monday(each.week),
    })),
  );
  await sql`set local role perennial_app`.execute(call.db);
}
