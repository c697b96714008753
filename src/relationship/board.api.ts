import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { accountConditions } from '../people/filter-sql.ts';
import type { AccountFilter } from '../people/filter.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { together } from '../platform/together.ts';
import type { relationshipContract } from './contract.ts';
import type { Phase, Position } from './vocabulary.ts';

type Own = 'board' | 'map';

/** An alarm runs: a relationship that needs a person. */
export const inTrouble = sql<SqlBool>`(relationship.account_id in (select running.account_id from alarm running where running.ended_at is null))`;

export const boardHandlers: Pick<Handlers<typeof relationshipContract>, Own> = {
  board: (call, { query }) => boards(sameFor(call, query), () => countBoard(call, query)),
  map: (call, { query }) => maps(sameFor(call, query), () => drawMap(call, query)),
};

/** All who see the same accounts get the same answer. */
const sameFor = ({ who: { workspaceId, scope } }: Call, query: object) =>
  JSON.stringify([workspaceId, scope.sees.includes('account') || scope.members, query]);
const boards = together<Awaited<ReturnType<typeof countBoard>>>();
const maps = together<Awaited<ReturnType<typeof drawMap>>>();

async function countBoard(call: Call, query: AccountFilter) {
  const { rows } = await sql<{ phase: Phase; position: Position; accounts: number; revenue: string; alarms: number }>`
    select phase, position, sum(accounts)::int as accounts, sum(revenue)::numeric(20, 2)::text as revenue, 0 as alarms
    from ${await counted(call, query)} group by 1, 2 having sum(accounts) > 0 order by 1, 2`.execute(call.db);
  // Alarms are few: they are looked up, not counted among a million.
  const { from, where } = await filteredAccounts(call, query);
  const { rows: alarmed } = await sql<{ phase: Phase; position: Position; alarms: number }>`
    select relationship.phase, relationship.position, count(*)::int as alarms from ${from} where ${where} and ${inTrouble} group by 1, 2`.execute(
    call.db,
  );
  for (const row of rows)
    row.alarms = alarmed.find((each) => each.phase === row.phase && each.position === row.position)?.alarms ?? 0;
  const total = rows.reduce((sum, r) => sum + Math.round(Number(r.revenue) * 100), 0);
  return {
    cells: rows,
    accounts: rows.reduce((sum, r) => sum + r.accounts, 0),
    revenue: (total / 100).toFixed(2),
    currency: await currencyOf(call),
  };
}

async function drawMap(call: Call, query: AccountFilter & { most: number }) {
  const { from, where } = await filteredAccounts(call, query);
  const { rows: dots } = await sql<Dot>`
    select relationship.account_id as id, named.name, relationship.phase, relationship.position, relationship.along, relationship.trust, relationship.interest, relationship.probability,
      relationship.revenue::float8 as revenue, relationship.potential::float8 as potential, ${inTrouble} as alarm, ${tenth} as tenth
    from (select relationship.* from ${from} where ${where} order by relationship.revenue_order desc, relationship.account_id desc limit ${query.most}) as relationship
    join account as named on named.workspace_id = relationship.workspace_id and named.id = relationship.account_id`.execute(
    call.db,
  );
  if (dots.length < query.most)
    return {
      dots: dots.map(({ tenth: _tenth, ...dot }) => dot),
      groups: [],
      accounts: dots.length,
      currency: await currencyOf(call),
    };
  // Beyond the largest, honest groups: every account is in one, none is left out.
  const { rows: groups } = await sql<Group>`
    select phase, position, tenth, sum(accounts)::int as accounts, sum(revenue)::float8 as revenue, (sum(trust) / 1000.0 / sum(accounts))::float8 as trust, (sum(interest) / 1000.0 / sum(accounts))::float8 as interest
    from ${await counted(call, query)} group by 1, 2, 3 having sum(accounts) > 0`.execute(call.db);
  const rest = withoutShown(groups, dots);
  return {
    dots: dots.map(({ tenth: _tenth, ...dot }) => dot),
    groups: rest.map(({ tenth, ...group }) => ({ ...group, along: (tenth + 0.5) / 10 })),
    accounts: rest.reduce((sum, g) => sum + g.accounts, dots.length),
    currency: await currencyOf(call),
  };
}

interface Dot {
  id: string;
  name: string;
  phase: Phase;
  position: Position;
  along: number;
  trust: number;
  interest: number;
  probability: number;
  revenue: number;
  potential: number;
  alarm: boolean;
  tenth: number;
}
interface Group {
  phase: Phase;
  position: Position;
  tenth: number;
  accounts: number;
  revenue: number;
  trust: number;
  interest: number;
}

function withoutShown(groups: Group[], dots: readonly Dot[]): Group[] {
  const key = (g: Pick<Group, 'phase' | 'position' | 'tenth'>) => `${g.phase}/${g.position}/${g.tenth}`;
  const byKey = new Map(groups.map((g) => [key(g), { ...g }]));
  for (const dot of dots) {
    const group = byKey.get(key(dot));
    if (!group) continue;
    group.accounts--;
    group.revenue -= dot.revenue;
  }
  return [...byKey.values()].filter((g) => g.accounts > 0);
}

/**
 * What there is to add up for a filter: the counts that are kept where they say enough, else each relationship as a count of one.
 * The counts carry the names of the relationship's columns, so that the same conditions fit both.
 */
async function counted(
  call: Call,
  { most: _most, ...filter }: AccountFilter & { most?: number },
): Promise<RawBuilder<unknown>> {
  if (
    Object.entries(filter).every(
      ([name, wanted]) => kept.has(name) || wanted === undefined || (Array.isArray(wanted) && wanted.length === 0),
    )
  ) {
    const conditions = await accountConditions(call.db, call.who.scope, filter, call.now);
    return sql`relationship_count as relationship where ${sql.join([sql`true`, ...conditions.owner('relationship'), ...conditions.relationship], sql` and `)}`;
  }
  const { from, where } = await filteredAccounts(call, filter);
  await withHelpers(call);
  return sql`(select relationship.phase, relationship.position, ${tenth} as tenth, 1 as accounts, relationship.revenue, relationship.trust * 1000 as trust, relationship.interest * 1000 as interest
    from ${from} where ${where}) as relationship`;
}

/** By what the counts are kept apart. */
const kept: ReadonlySet<string> = new Set<keyof AccountFilter>(['owner', 'phase', 'position', 'saleType']);
/** The tenth of the position's zone in which a relationship stands. */
const tenth = sql<number>`least(9, floor(relationship.along * 10))::int`;

/** The tables and conditions that a filter needs; the account is joined only when the filter speaks of it. */
export async function filteredAccounts(
  call: Call,
  filter: AccountFilter,
): Promise<{ from: RawBuilder<unknown>; where: RawBuilder<SqlBool> }> {
  const conditions = await accountConditions(call.db, call.who.scope, filter, call.now);
  const alive = sql<SqlBool>`relationship.alive`;
  const ofAccount = needsAccount(filter) ? conditions.account : [];
  return {
    from:
      ofAccount.length > 0
        ? sql`relationship join account on account.workspace_id = relationship.workspace_id and account.id = relationship.account_id`
        : sql`relationship`,
    where: sql<SqlBool>`${sql.join([alive, ...conditions.owner('relationship'), ...conditions.relationship, ...ofAccount], sql` and `)}`,
  };
}

const needsAccount = (f: AccountFilter) =>
  Boolean(
    f.text ??
    f.kind?.length ??
    f.industry ??
    f.parent ??
    f.country?.length ??
    f.tag?.length ??
    f.createdFrom ??
    f.createdTo,
  ) ||
  [f.aliveFrom, f.aliveTo, f.valueFrom].some((each) => each !== undefined) ||
  Object.keys(f.custom ?? {}).length > 0;

/** Counting a million relationships is one large question, unlike the many small ones of other requests. */
const withHelpers = (call: Call) => sql`set local max_parallel_workers_per_gather = 2`.execute(call.db);

async function currencyOf(call: Call): Promise<string> {
  return (await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow()).currency;
}
