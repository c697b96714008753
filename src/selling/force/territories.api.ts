import { sql } from 'kysely';
import { worthIn } from '../../offerings/worth-sql.ts';
import { changesBetween } from '../../platform/events.ts';
import { conflict, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { wouldCircle } from '../../workspace/teamTree.ts';
import type { forceContract } from './contract.ts';
import type { TerritoryRecord } from './records.ts';
import { rolledUp, type Territory, type TerritoryRule } from './territories.ts';
import { placeOf } from './territories-sql.ts';

type Own = 'listTerritories' | 'createTerritory' | 'changeTerritory' | 'removeTerritory';
type Standing = NonNullable<TerritoryRecord['standing']>;

/** Rules look at every account: what lies where is counted in the background when a rule changes, and every night. */
export const countJob = 'count-territories';

export const territoryHandlers: Pick<Handlers<typeof forceContract>, Own> = {
  async listTerritories(call) {
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    const items = await territoriesOf(call);
    return { items, currency };
  },

  async createTerritory(call, { body }) {
    await mustBeThere(call, body);
    const id = call.newId();
    await call.db
      .insertInto('territory')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        name: body.name,
        parent_id: body.parentId,
        team_id: body.teamId,
        rule: JSON.stringify(body.rule),
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    return changedTerritory(call, id, 'force.territory added', { name: body.name });
  },

  async changeTerritory(call, { params, body }) {
    const all = await territoriesOf(call);
    const before = all.find((each) => each.id === params.id);
    if (!before) throw notFound('territory');
    await mustBeThere(call, body);
    if (body.parentId && wouldCircle(all, params.id, body.parentId))
      throw conflict('circle', 'A territory cannot lie within itself or within one of its own.');
    const next = { ...before, ...Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) };
    const changed = await call.db
      .updateTable('territory')
      .set({
        name: next.name,
        parent_id: next.parentId,
        team_id: next.teamId,
        rule: JSON.stringify(next.rule),
        version: call.version + 1,
        updated_at: call.now,
      })
      .where('id', '=', params.id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(before);
    return changedTerritory(call, params.id, 'force.territory changed', {
      name: next.name,
      changes: changesBetween<object>(before, body),
    });
  },

  async removeTerritory(call, { params }) {
    const before = (await territoriesOf(call)).find((each) => each.id === params.id);
    if (!before) throw notFound('territory');
    await call.db
      .updateTable('territory')
      .set({ parent_id: before.parentId })
      .where('parent_id', '=', params.id)
      .execute();
    await sql`delete from sales_goal where scope = 'territory' and scope_id = ${params.id}`.execute(call.db);
    await call.db.deleteFrom('territory').where('id', '=', params.id).execute();
    call.enqueue(countJob, { workspaceId: call.who.workspaceId });
    await call.record('force.territory removed', { kind: 'territory', id: params.id }, { name: before.name });
    return { done: true };
  },
};

/** The tree without what lies in it. */
export async function plainTerritories(call: Call): Promise<Territory[]> {
  const { rows } =
    await sql<Territory>`select id, name, parent_id as "parentId", rule from territory order by name limit 2000`.execute(
      call.db,
    );
  return rows;
}

async function changedTerritory(
  call: Call,
  id: string,
  event: string,
  detail: Record<string, unknown>,
): Promise<TerritoryRecord> {
  call.enqueue(countJob, { workspaceId: call.who.workspaceId });
  await call.record(event, { kind: 'territory', id }, detail);
  return (await territoriesOf(call)).find((each) => each.id === id)!;
}

async function mustBeThere(
  call: Call,
  {
    parentId,
    teamId,
    rule,
  }: { parentId?: string | null | undefined; teamId?: string | null | undefined; rule?: TerritoryRule | undefined },
): Promise<void> {
  await mustBeSeen(call.db, {
    accountIds: ['account', ...(rule?.accountIds ?? [])],
    segmentIds: ['segment', ...(rule?.segmentIds ?? [])],
  });
  if (parentId && !(await call.db.selectFrom('territory').select('id').where('id', '=', parentId).executeTakeFirst()))
    throw invalid([{ path: 'parentId', message: 'There is no such territory' }]);
  if (teamId && !(await call.db.selectFrom('team').select('id').where('id', '=', teamId).executeTakeFirst()))
    throw invalid([{ path: 'teamId', message: 'There is no such team' }]);
}

export async function territoriesOf(call: Call): Promise<TerritoryRecord[]> {
  const { rows } = await sql<
    {
      id: string;
      name: string;
      parentId: string | null;
      teamId: string | null;
      teamName: string | null;
      rule: TerritoryRule;
      version: number;
      countedAt: string | null;
    } & { [K in keyof Standing]: Standing[K] | null }
  >`
    select t.id, t.name, t.parent_id as "parentId", t.team_id as "teamId", w.name as "teamName", t.rule, t.version, s.counted_at as "countedAt", s.accounts, s.customers, s.revenue::float8 as revenue, s.potential::float8 as potential,
      s.without_owner as "withoutOwner", s.without_step as "withoutStep", s.open_sales as "openSales", s.open_amount::float8 as "openAmount"
    from territory t left join territory_standing s on s.workspace_id = t.workspace_id and s.territory_id = t.id left join team w on w.workspace_id = t.workspace_id and w.id = t.team_id order by t.name limit 2000`.execute(
    call.db,
  );
  const counted = rows.filter((row) => row.accounts !== null);
  const sums = rolledUp(rows, new Map(counted.map((row) => [row.id, standingOf(row as unknown as Standing)])), nothing);
  const newest = counted[0]?.countedAt ?? null;
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    parentId: row.parentId,
    teamId: row.teamId,
    teamName: row.teamName,
    rule: row.rule,
    version: row.version,
    standing: newest === null ? null : sums.get(row.id)!,
    countedAt: row.countedAt ?? newest,
  }));
}

const nothing: Standing = {
  accounts: 0,
  customers: 0,
  revenue: 0,
  potential: 0,
  withoutOwner: 0,
  withoutStep: 0,
  openSales: 0,
  openAmount: 0,
};
const standingOf = (row: Standing): Standing =>
  Object.fromEntries(Object.keys(nothing).map((key) => [key, row[key as keyof Standing]])) as Standing;

/** The job: one look at every account, each in the first territory whose rule it meets. */
export async function countTerritories(call: Call): Promise<void> {
  const rows = await plainTerritories(call);
  await sql`delete from territory_standing`.execute(call.db);
  const worth = await worthIn(call.db, call.now);
  if (rows.length === 0) return;
  await sql`
    insert into territory_standing (workspace_id, territory_id, accounts, customers, revenue, potential, without_owner, without_step, open_sales, open_amount, counted_at)
    select app_workspace(), p.territory_id, count(*), count(*) filter (where r.phase in ('ownership', 'usage')), coalesce(sum(r.revenue), 0), coalesce(sum(r.potential), 0),
      count(*) filter (where p.owner_id is null), count(*) filter (where r.next_step_due_at is null), coalesce(sum(o.n), 0), coalesce(sum(o.amount), 0), ${call.now}
    from (select a.id, a.owner_id, ${placeOf(rows)} as territory_id from account a where a.workspace_id = app_workspace() and a.deleted_at is null) p
    left join relationship r on r.workspace_id = app_workspace() and r.account_id = p.id
    left join (select account_id, count(*) as n, sum(${worth.today('sale')}) as amount from opportunity sale where workspace_id = app_workspace() and outcome = 'open' and deleted_at is null group by 1) o on o.account_id = p.id
    where p.territory_id is not null group by p.territory_id`.execute(call.db);
}
