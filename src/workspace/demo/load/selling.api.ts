import { sql } from 'kysely';
import { insertRows } from '../../../platform/database.ts';
import { periodOf, quarterOf, weekOf, type Span } from '../../../selling/team/period.ts';
import { demoKey } from '../keys.ts';
import { dayText } from '../story/calendar.ts';
import { capacities, earlierQuarters, goals, rules, sharesOfMonths, shareOfYear, territories } from '../story/force.ts';
import { forecastsOf, mondayOf } from '../story/forecasts.ts';
import { pastOf } from '../story/pipelineHistory.ts';
import type { DemoLoad } from './load.ts';

/** Writes what the demo's sales were before, and what its sellers said of them; all of it goes with sales and people. */
export async function addSelling(load: DemoLoad): Promise<void> {
  const { call, demo, ids, people } = load;
  const ours = { workspace_id: call.who.workspaceId };
  const now = call.now.getTime();
  const { calls, snapshots, adjustments } = forecastsOf(demo, now);
  const monday = (week: string) => new Date(mondayOf(week));
  const said = (week: string) =>
    week === weekOf(dayText(now)) ? new Date(Math.max(mondayOf(week), now - 2 * 3_600_000)) : monday(week);
  // The past of a sale is written by the database alone, and calls by whoever makes them: only the owner of the tables may write them here.
  await sql`reset role`.execute(call.db);
  await insertRows(
    call.db,
    'opportunity_past',
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
  await insertRows(
    call.db,
    'forecast_call',
    calls.map((each) => ({
      ...ours,
      id: call.newId(),
      member_id: people.get(each.member),
      period: each.period,
      week: each.week,
      committed: each.committed,
      best_case: each.bestCase,
      pipeline: each.pipeline,
      comment: each.comment,
      version: 1,
      at: said(each.week),
    })),
    // Who has signed in since stays when the demo goes, and what they said stays with them.
    'on conflict do nothing',
  );
  await insertRows(
    call.db,
    'forecast_adjustment',
    adjustments.map((each) => ({
      ...ours,
      id: call.newId(),
      member_id: people.get(each.member),
      leader_id: people.get(each.leader),
      period: each.period,
      week: each.week,
      committed: each.committed,
      best_case: each.bestCase,
      reason: each.reason,
      version: 1,
      at: said(each.week),
    })),
    // Who has signed in since stays when the demo goes, and what they said stays with them.
    'on conflict do nothing',
  );
  await insertRows(
    call.db,
    'forecast_snapshot',
    snapshots.map((each) => ({
      ...ours,
      member_id: people.get(each.member),
      period: each.period,
      week: each.week,
      won: each.won,
      open_in_period: each.open,
      weighted: each.weighted,
      committed: each.call?.committed ?? null,
      best_case: each.call?.bestCase ?? null,
      pipeline: each.call?.pipeline ?? null,
      adjusted: each.adjusted,
      taken_at: monday(each.week),
    })),
    'on conflict do nothing',
  );
  await sql`set local role perennial_app`.execute(call.db);
  await addForce(load);
}

/** Territories, capacity, goals of this quarter and those before, and the rules by which what has no owner is given away. */
async function addForce(load: DemoLoad): Promise<void> {
  const { call, people, marks } = load;
  const ours = { workspace_id: call.who.workspaceId };
  const kept = { version: 1, created_at: call.now, updated_at: call.now };
  const teams = await call.db.selectFrom('team').select(['id', 'name']).execute();
  const teamId = (name: string) => teams.find((team) => team.name === name)?.id ?? null;
  const ids = new Map(territories.map((territory) => [territory.name, call.newId()]));
  await insertRows(
    call.db,
    'territory',
    territories.map((territory) => ({
      ...ours,
      ...kept,
      id: ids.get(territory.name),
      name: territory.name,
      parent_id: territory.within ? ids.get(territory.within) : null,
      rule: territory.rule,
      team_id: teamId(territory.team),
    })),
    'on conflict do nothing',
  );
  for (const [name, id] of ids) marks.push({ key: demoKey(`territory/${name}`), kind: 'territory', record_id: id });
  await insertRows(
    call.db,
    'seller_capacity',
    capacities.map((each) => ({
      ...ours,
      member_id: people.get(each.member),
      seller_type: each.type,
      open_sales: each.open,
      version: 1,
      updated_at: call.now,
    })),
    'on conflict do nothing',
  );
  const today = dayText(call.now.getTime());
  const scopeId = (goal: (typeof goals)[number]) =>
    goal.scope === 'team' ? teamId(goal.of) : goal.scope === 'territory' ? ids.get(goal.of) : people.get(goal.of);
  const goalOf = (goal: (typeof goals)[number], span: Span, period: string, amount: number) => ({
    ...ours,
    ...kept,
    id: call.newId(),
    scope: goal.scope,
    scope_id: scopeId(goal),
    span,
    period,
    sale_type: goal.saleType ?? null,
    offering: goal.offering ?? null,
    amount: Math.round(amount / 10_000) * 10_000,
  });
  const quarter = quarterOf(today);
  const rows = [
    ...[{ later: 0, share: 1 }, ...earlierQuarters].flatMap(({ later, share }) =>
      goals.map((goal) => goalOf(goal, 'quarter', quarterOf(today, later), goal.amount * share)),
    ),
    ...goals
      .filter((goal) => goal.scope === 'team' && goal.saleType === undefined)
      .flatMap((goal) => [
        goalOf(goal, 'year', periodOf('year', today), goal.amount * shareOfYear),
        ...sharesOfMonths.map((share, nth) =>
          goalOf(goal, 'month', periodOf('month', quarter, nth), goal.amount * share),
        ),
      ]),
  ];
  await insertRows(call.db, 'sales_goal', rows, 'on conflict do nothing');
  for (const [i, row] of rows.entries())
    marks.push({ key: demoKey(`goal/${i}`), kind: 'sales_goal', record_id: row.id });
  for (const [place, rule] of rules.entries()) {
    const id = call.newId();
    await call.db
      .insertInto('assignment_rule')
      .values({
        ...ours,
        ...kept,
        id,
        name: rule.name,
        place,
        what: rule.what,
        sale_type: rule.saleType,
        method: rule.method,
        arrives: true,
        member_ids: rule.members.map((member) => people.get(member)!),
      })
      .execute();
    marks.push({ key: demoKey(`assignment rule/${rule.key}`), kind: 'assignment_rule', record_id: id });
    if (rule.key === 'fit') await addGiven(load, { id, name: rule.name });
  }
  call.enqueue('count-territories', { workspaceId: call.who.workspaceId });
}

/** The newest open sale of each hunter was given to them by fit, on the day on which it came. */
async function addGiven(
  { call, demo, ids, people, marks }: DemoLoad,
  rule: { id: string; name: string },
): Promise<void> {
  for (const [i, member] of ['dario', 'lucia', 'henrik'].entries()) {
    const theirs = demo.sales
      .filter((sale) => sale.owner === member && sale.outcome === 'open')
      .toSorted((a, b) => b.createdAt - a.createdAt);
    const sale = theirs[0];
    const subjectId = sale && ids.opportunity.get(sale.key);
    if (!sale || !subjectId) continue;
    const id = call.newId();
    const why = {
      method: 'fit',
      openSales: theirs.length - 1,
      capacity: capacities.find((each) => each.member === member)?.open ?? 12,
      fit: [0.68, 0.81, 0.55][i]!,
      profile: 'consultative',
      territory: null,
      full: [],
      among: 3,
    };
    await call.db
      .insertInto('assignment')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        rule_id: rule.id,
        rule_name: rule.name,
        what: 'opportunity',
        subject_id: subjectId,
        subject_name: sale.name,
        member_id: people.get(member)!,
        why: JSON.stringify(why),
        at: new Date(sale.createdAt),
      })
      .execute();
    marks.push({ key: demoKey(`assignment/${member}`), kind: 'assignment', record_id: id });
  }
}
