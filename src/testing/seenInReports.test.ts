import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, forReport, type Connected, type Scope, type Tx } from '../platform/database.ts';
import { whoByMember } from '../workspace/identity.api.ts';
import { roles } from '../workspace/roles.ts';
import { bringCast } from './cast.ts';
import { layOut } from './specimens.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let database: Connected;
/** Every way to look that a person of the first workspace can have, by who it is. */
const eyes = new Map<string, Scope>();
let elsewhere: Scope;

beforeAll(async () => {
  world = await openWorld();
  database = connect(world.engine);
  const cast = await bringCast(world);
  await layOut(world, cast);
  const { owner, seller, 'account manager': manager, 'team leader': leader } = cast.roles;
  await database.asOwner(async (tx) => {
    // A seller has a customer and a share of a colleague's sale, a leader a team, and an account manager takes over somebody else's customer.
    const team = await tx
      .selectFrom('team')
      .select('id')
      .where('workspace_id', '=', world.workspaces.first)
      .executeTakeFirstOrThrow();
    await tx.updateTable('team').set({ leader_id: leader.memberId }).where('id', '=', team.id).execute();
    await tx
      .updateTable('member')
      .set({ team_id: team.id })
      .where('id', 'in', [seller.memberId, manager.memberId])
      .execute();
    await sql`update account set owner_id = ${seller.memberId} where name like '%Other' or deleted_at is not null`.execute(
      tx,
    );
    await sql`update opportunity set owner_id = null`.execute(tx);
    await sql`update opportunity set account_id = null where name like '%lost sale'`.execute(tx);
    await sql`update handoff set farmer_id = ${manager.memberId}, tied = true`.execute(tx);
    await sql`insert into opportunity_share (workspace_id, opportunity_id, member_id, share) select workspace_id, id, ${seller.memberId}, 40 from opportunity where outcome = 'lost' on conflict do nothing`.execute(
      tx,
    );
  });
  for (const role of roles) eyes.set(role, await scopeOf(world.workspaces.first, cast.roles[role].memberId));
  const some = eyes.get('seller')!;
  eyes.set('whoever has what the owner has, and no more', { ...some, members: [owner.memberId] });
  // Tokens narrow what a role sees: each kind alone that opens more than the accounts of one's own.
  for (const kind of [
    'account',
    'contact',
    'opportunity',
    'touchpoint',
    'case',
    'promise',
    'handoff',
    'alarm',
    'spotted',
  ])
    eyes.set(`a token for every ${kind}`, { ...some, sees: [kind] });
  elsewhere = await scopeOf(world.workspaces.second, cast.stranger.memberId);
});
afterAll(() => world.close());

const scopeOf = async (workspace: string, member: string) => (await whoByMember(database, workspace, member))!.scope;

const protectedTables = (tx: Tx) =>
  sql<{
    name: string;
  }>`select polrelid::regclass::text as name from pg_policy where polname = 'seen' and has_table_privilege('perennial_app', polrelid, 'select') order by 1`
    .execute(tx)
    .then(({ rows }) => rows.map(({ name }) => name));

/** Which rows of each table there are for these eyes, and whether the kind of look was the one that was asked for. */
async function seenBy(scope: Scope, prepare?: (tx: Tx) => Promise<unknown>): Promise<Record<string, string>> {
  const tables = await database.asOwner(protectedTables);
  return database.transact(
    scope,
    async (tx) => {
      await prepare?.(tx);
      const each = tables.map(
        (name) =>
          sql`select ${name} as name, coalesce(string_agg(ctid::text, ' ' order by ctid), '') as rows from ${sql.table(name)}`,
      );
      const { rows } = await sql<{ name: string; rows: string }>`${sql.join(each, sql` union all `)}`.execute(tx);
      const { rows: as } = await sql<{ role: string }>`select current_user as role`.execute(tx);
      expect(as[0]!.role).toBe(scope.report ? 'perennial_report' : 'perennial_app');
      return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
    },
    30,
  );
}

describe('what a report sees', () => {
  it('is, in every table, precisely what the person sees', async () => {
    const differs = new Map<string, Set<string>>();
    for (const [who, scope] of eyes) {
      const seen = await seenBy(scope);
      expect(await seenBy(forReport(scope)), who).toEqual(seen);
      for (const [name, rows] of Object.entries(seen)) differs.set(name, (differs.get(name) ?? new Set()).add(rows));
    }
    // The comparison would say nothing of tables that all see alike.
    for (const name of [
      'account',
      'contact',
      'relationship',
      'opportunity',
      'opportunity_stage',
      'first_contact',
      'touchpoint',
      'cycle_step',
      'promise',
      'handoff',
      'alarm',
      'service_case',
      'spotted',
    ])
      expect(differs.get(name)!.size, name).toBeGreaterThan(1);
  });

  it('has nothing of another workspace', async () => {
    const { workspaceId } = elsewhere;
    const others = await database.asOwner(async (tx) => {
      const tables = await protectedTables(tx);
      const each = tables.map(
        (name) =>
          sql`select ${name} as name, coalesce(string_agg(ctid::text, ' ' order by ctid), '') as rows from ${sql.table(name)} where workspace_id = ${workspaceId}`,
      );
      return Object.fromEntries(
        (await sql<{ name: string; rows: string }>`${sql.join(each, sql` union all `)}`.execute(tx)).rows.map((row) => [
          row.name,
          row.rows,
        ]),
      );
    });
    const seen = await seenBy(
      forReport({ ...elsewhere, sees: eyes.get('owner')!.sees, members: eyes.get('team leader')!.members }),
    );
    for (const [name, rows] of Object.entries(seen)) if (rows !== '') expect(others[name], name).toContain(rows);
  });

  it('leads whoever sees neither all sales nor all accounts to precisely their sales', async () => {
    const some = [...eyes.values()].filter(({ sees }) => !sees.includes('opportunity') && !sees.includes('account'));
    const ids = (scope: Scope, from: RawBuilder<unknown>) =>
      database.transact(scope, async (tx) =>
        (await sql<{ id: string }>`select id from ${from} order by id`.execute(tx)).rows.map(({ id }) => id),
      );
    for (const scope of some)
      expect(await ids(forReport(scope), sql`app_seen_sales() seen (id)`)).toEqual(await ids(scope, sql`opportunity`));
    expect(await ids(eyes.get('seller')!, sql`opportunity`)).not.toEqual([]);
  });

  it('includes what this very transaction gives to somebody else', async () => {
    const { rows } = await world.engine.pool.query<{ id: string }>('select id from account');
    const giving = (tx: Tx) =>
      sql`select set_config('app.handed', ${`{${rows.map(({ id }) => id).join(',')}}`}, true)`.execute(tx);
    const seen = await seenBy(eyes.get('account manager')!, giving);
    expect(await seenBy(forReport(eyes.get('account manager')!), giving)).toEqual(seen);
    expect(await seenBy(eyes.get('account manager')!)).not.toEqual(seen);
  });

  it('follows the policy of each table: whoever changes that, calls report_on', async () => {
    const stale = await database.asOwner(async (tx) => {
      const told = () =>
        sql<{
          name: string;
          says: string;
        }>`select polrelid::regclass::text as name, pg_get_expr(polqual, polrelid) as says from pg_policy where polname = 'reported' order by 1`
          .execute(tx)
          .then((answer) => answer.rows);
      const before = await told();
      for (const name of await protectedTables(tx)) await sql`call report_on(${name}::regclass)`.execute(tx);
      const after = await told();
      return after
        .filter(({ name, says }) => before.find((each) => each.name === name)?.says !== says)
        .map(({ name }) => name);
    });
    expect(stale).toEqual([]);
  });

  it('cannot be changed by a report, which may read and ask what requests may', async () => {
    const { rows } = await world.engine.pool.query<{ name: string }>(
      `select relname as name from pg_class where relkind in ('r', 'v', 'm', 'S') and relnamespace = 'public'::regnamespace
        and (has_table_privilege('perennial_report', oid, 'insert, update, delete, truncate') or has_table_privilege('perennial_report', oid, 'select') and not has_table_privilege('perennial_app', oid, 'select'))`,
    );
    expect(rows).toEqual([]);
    const { rows: refused } = await world.engine.pool.query<{ name: string }>(
      `select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype
        and has_function_privilege('perennial_app', oid, 'execute') <> has_function_privilege('perennial_report', oid, 'execute')`,
    );
    expect(refused).toEqual([]);
  });
});
