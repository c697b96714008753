import { sql } from 'kysely';
import type { Unrated } from '../../offerings/unrated.ts';
import { leftOut, leftOutOf, leftOutOfGroups, worthIn, type Worth } from '../../offerings/worth-sql.ts';
import { dayOf } from '../../platform/days.ts';
import { sellerProfiles, type SellerProfile } from '../../purchase/alignment.ts';
import { alongIndexes } from '../../platform/database.ts';
import { changesBetween } from '../../platform/events.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { saleTypes, type SaleType } from '../../relationship/vocabulary.ts';
import { endOf, quarterOf } from '../team/period.ts';
import type { forceContract } from './contract.ts';
import type { ForceOverview, Lifecycle, Seller } from './records.ts';
import { seesManySales } from '../../purchase/seen-sql.ts';
import { everBoughtByType, fewestInASum, figuresOf, isHidden } from '../figures-sql.ts';
import { goalsOfQuarter } from '../goals-sql.ts';
import { mixOf } from './mix.ts';
import { rolledUp } from './territories.ts';

type Own = 'readForce' | 'readLifecycle' | 'setCapacity' | 'setForceRule';

const usual = { capacity: 12, openCases: 25, sellerType: 'direct', hourlyCost: '60.00', minutesEach: 20 } as const;
const day = 86_400_000;

export const overviewHandlers: Pick<Handlers<typeof forceContract>, Own> = {
  async readForce(call, { query }) {
    const period = quarterOf(query.period ?? dayOf(call.now));
    const until = endOf(period);
    const worth = await worthIn(call.db, call.now);
    const people = peopleCompared(call);
    const pipeline = await openByType(call, period, until, worth);
    const { rows: sums } = await sql<{ won: number; unrated: Unrated; goal: number | null }>`
      with goals as (select scope, scope_id, amount from ${goalsOfQuarter(period)} g where scope in ('team', 'member') and sale_type is null and offering is null),
        teams as (select scope_id, amount from goals where scope = 'team')
      select won.amount as won, won.unrated,
        coalesce((select sum(g.amount)::float8 from teams g where not exists (select from team t join teams above on above.scope_id = t.parent_id where t.workspace_id = app_workspace() and t.id = g.scope_id)),
          (select g.amount::float8 from goals g where ${people !== null} and g.scope = 'member' and g.scope_id = ${call.who.memberId})) as goal
      from (select coalesce(sum(${worth.onDayOf('o', 'closed_on')}), 0)::float8 as amount, ${leftOut(worth.lacked('o', 'closed_on'))} as unrated
        from opportunity o where o.outcome = 'won' and o.deleted_at is null and o.closed_on >= ${period}::date and o.closed_on < ${until}::date and ${soldBy(people)}) won`.execute(
      call.db,
    );
    const rule = await ruleOf(call);
    const figures = await figuresOf(call);
    const sellers = await sellersOf(call);
    const capacity = people === null ? await capacityOfAll(call) : capacityOf(sellers, figures);
    const cost = await costOf(call, worth, rule);
    return {
      currency: worth.currency,
      period,
      until,
      people,
      unrated: {
        won: sums[0]!.unrated,
        mix: leftOutOf(pipeline.map((each) => each.unrated)),
        cost: leftOutOf(cost.map((each) => each.unrated)),
      },
      won: sums[0]!.won,
      goal: sums[0]!.goal,
      mix: mixOf(
        pipeline,
        capacity.flatMap((each) => (each.profile ? [{ profile: each.profile, capacity: each.capacity }] : [])),
      ),
      unknownCapacity: capacity.find((each) => each.profile === null)?.capacity ?? 0,
      figures,
      sellers: figures === 'individual' ? sellers : sellers.filter((seller) => seller.memberId === call.who.memberId),
      teams: await teamsOf(call, sellers, figures),
      coverage: await coverageOf(call),
      cost: cost.map(({ unrated: _unrated, ...row }) => row),
      rule,
    };
  },

  /** Every sale and order that customers ever made: looked at when it is asked for, apart from the page. */
  async readLifecycle(call) {
    const worth = await worthIn(call.db, call.now);
    if (seesManySales(call)) await alongIndexes(call.db);
    const { rows } = await sql<Lifecycle>`
      with bought as (${everBoughtByType(call, worth, sql`r.alive`)})
      select b.sale_type as "saleType", count(*)::int as customers, coalesce(sum(b.revenue), 0)::float8 as revenue,
        avg((${dayOf(call.now)}::date - b.first_on) / 365.25)::float8 as years, count(v.value)::int as "valued", coalesce(sum(v.value), 0)::float8 as "toCome", ${leftOutOfGroups('b')} as unrated
      from bought b left join customer_value v on v.workspace_id = app_workspace() and v.account_id = b.account_id group by 1`.execute(
      call.db,
    );
    return { currency: worth.currency, items: rows };
  },

  async setCapacity(call, { params, body }) {
    const member = await call.db
      .selectFrom('member')
      .select(['id', 'name'])
      .where('id', '=', params.id)
      .executeTakeFirst();
    if (!member) throw notFound('colleague');
    const before = await call.db
      .selectFrom('seller_capacity')
      .select(['seller_type as sellerType', 'open_sales as capacity', 'open_cases as openCases'])
      .where('member_id', '=', params.id)
      .executeTakeFirst();
    const values = {
      seller_type: body.sellerType,
      open_sales: body.capacity,
      ...(body.openCases === undefined ? {} : { open_cases: body.openCases }),
      updated_at: call.now,
    };
    await call.db
      .insertInto('seller_capacity')
      .values({ workspace_id: call.who.workspaceId, member_id: params.id, ...values })
      .onConflict((on) =>
        on.columns(['workspace_id', 'member_id']).doUpdateSet({ ...values, version: sql`seller_capacity.version + 1` }),
      )
      .execute();
    await call.record(
      'force.capacity set',
      { kind: 'member', id: params.id },
      {
        name: member.name,
        ...((await isHidden(call, params.id))
          ? {}
          : {
              ...body,
              changes: changesBetween<object>(before ?? { sellerType: null, capacity: null, openCases: null }, body),
            }),
      },
    );
    return { done: true };
  },

  async setForceRule(call, { body }) {
    const before = await ruleOf(call);
    const bySellerType = JSON.stringify(body.bySellerType ?? before.bySellerType);
    await sql`insert into force_rule (workspace_id, hourly_cost, by_seller_type, minutes_each, updated_at) values (${call.who.workspaceId}, ${body.hourlyCost}, ${bySellerType}::jsonb, ${body.minutesEach}, ${call.now})
      on conflict (workspace_id) do update set hourly_cost = excluded.hourly_cost, by_seller_type = excluded.by_seller_type, minutes_each = excluded.minutes_each, updated_at = excluded.updated_at, version = force_rule.version + 1`.execute(
      call.db,
    );
    await call.record(
      'force.cost set',
      { kind: 'workspace', id: call.who.workspaceId },
      { changes: changesBetween<object>(before, body) },
    );
    return { done: true };
  },
};

/** Whose sales, goals and capacity are compared: a leader's people, a seller alone; null: everybody's. Sales that one sees because of a customer belong to none of these. */
function peopleCompared(call: Call): string[] | null {
  const { memberId, scope } = call.who;
  return scope.sees.includes('forecast') ? null : [...new Set([memberId, ...scope.members])];
}

const soldBy = (people: readonly string[] | null) =>
  people === null ? sql`true` : sql`o.owner_id = any (${people}::uuid[])`;

type ByProfile = { profile: SellerProfile | null; capacity: number }[];

async function capacityOfAll(call: Call): Promise<ByProfile> {
  return (await sql<ByProfile[number]>`select profile, capacity from capacity_by_profile()`.execute(call.db)).rows;
}

/** The same of some people. Of fewer than a sum needs nothing is said, but to the one whose own it is. */
function capacityOf(sellers: readonly Seller[], figures: 'individual' | 'aggregate'): ByProfile {
  if (figures === 'aggregate' && sellers.length > 1 && sellers.length < fewestInASum) return [];
  const sums = new Map<SellerProfile | null, number>();
  const add = (profile: SellerProfile | null, capacity: number) =>
    sums.set(profile, (sums.get(profile) ?? 0) + capacity);
  for (const { capacity, fits } of sellers) {
    const parts = Object.values(sellerProfiles).flatMap((profile) =>
      fits[profile] === undefined ? [] : [[profile, fits[profile]] as const],
    );
    if (parts.length === 0) add(null, capacity);
    for (const [profile, part] of parts) add(profile, capacity * part);
  }
  return [...sums].map(([profile, capacity]) => ({ profile, capacity }));
}

/** What is to be decided in the quarter, by type. */
async function openByType(call: Call, period: string, until: string, worth: Worth) {
  // What should have closed before counts for this quarter, in which it still can.
  const from = period > quarterOf(dayOf(call.now)) ? period : '0001-01-01';
  const { rows } = await sql<{ saleType: SaleType; sales: number; amount: number; unrated: Unrated }>`
    select o.sale_type as "saleType", count(*)::int as sales, coalesce(sum(${worth.today('o')}), 0)::float8 as amount, ${leftOut(worth.lacked('o', null))} as unrated
    from opportunity o where o.outcome = 'open' and o.deleted_at is null and o.expected_close_on >= ${from}::date and o.expected_close_on < ${until}::date and ${soldBy(peopleCompared(call))} group by 1`.execute(
    call.db,
  );
  return rows;
}

async function sellersOf(call: Call): Promise<Seller[]> {
  const { memberId, scope } = call.who;
  const { rows } = await sql<Seller>`
    with these as (select m.id, m.name, m.team_id from member m where m.disabled_at is null and m.role in ('seller', 'account manager', 'team leader') and m.business_role is distinct from 'service'
        and (${scope.sees.includes('forecast')} or m.id = any (${[...new Set([memberId, ...scope.members])]}::uuid[])) order by m.name limit 500),
      open as (select o.owner_id, count(*)::int as n from opportunity o where o.outcome = 'open' and o.deleted_at is null and o.owner_id in (select id from these) group by 1),
      looked as (select c.owner_id, sum(c.accounts)::int as n from relationship_count c where c.owner_id in (select id from these) group by 1)
    select w.id as "memberId", w.name, w.team_id as "teamId", t.name as "teamName", coalesce(c.seller_type, ${usual.sellerType}) as "sellerType", coalesce(c.open_sales, ${usual.capacity}) as capacity, coalesce(c.open_cases, ${usual.openCases}) as "openCases",
      coalesce(open.n, 0) as "openSales", coalesce(looked.n, 0) as accounts,
      (select p.profile from seller_profile p where p.workspace_id = app_workspace() and p.member_id = w.id order by p.score desc limit 1) as best,
      coalesce((select jsonb_object_agg(p.profile, p.score * p.score / p.whole) from (select profile, score, sum(score * score) over () as whole from seller_profile where member_id = w.id) p where p.whole > 0), '{}') as fits
    from these w left join team t on t.workspace_id = app_workspace() and t.id = w.team_id left join seller_capacity c on c.workspace_id = app_workspace() and c.member_id = w.id
    left join open on open.owner_id = w.id left join looked on looked.owner_id = w.id order by t.name nulls last, w.name`.execute(
    call.db,
  );
  return rows;
}

type Team = ForceOverview['teams'][number];
const none = {
  people: 0,
  capacity: 0,
  openSales: 0,
  accounts: 0,
  direct: 0,
  distributor: 0,
  'in-house': 0,
  outside: 0,
};

/** The organization as a tree: each team counts all below it. Sums of fewer than three people are kept where single figures are. */
async function teamsOf(call: Call, sellers: readonly Seller[], figures: 'individual' | 'aggregate'): Promise<Team[]> {
  const { rows } = await sql<Pick<Team, 'id' | 'name' | 'parentId' | 'leaderName'>>`
    select t.id, t.name, t.parent_id as "parentId", m.name as "leaderName" from team t left join member m on m.workspace_id = t.workspace_id and m.id = t.leader_id order by t.name limit 1000`.execute(
    call.db,
  );
  const own = new Map<string, typeof none>();
  for (const { teamId, capacity, openSales, accounts, sellerType } of sellers) {
    if (teamId === null) continue;
    const sum = own.get(teamId) ?? none;
    own.set(teamId, {
      ...sum,
      people: sum.people + 1,
      capacity: sum.capacity + capacity,
      openSales: sum.openSales + openSales,
      accounts: sum.accounts + accounts,
      [sellerType]: sum[sellerType] + 1,
    });
  }
  const sums = rolledUp(rows, own, none);
  // Who sees only some people sees the teams in which these are.
  const all = call.who.scope.sees.includes('forecast');
  return rows
    .filter((row) => all || sums.get(row.id)!.people > 0)
    .map((row) => {
      const { people, capacity, openSales, accounts, ...types } = sums.get(row.id)!;
      const load = figures === 'aggregate' && people < fewestInASum ? null : { capacity, openSales, accounts };
      return { ...row, people, types, load };
    });
}

async function coverageOf(call: Call): Promise<ForceOverview['coverage']> {
  const { rows } = await sql<ForceOverview['coverage'][number]>`
    select c.phase, c.position, sum(c.accounts)::int as accounts, coalesce(sum(c.accounts) filter (where c.owner_id is not null), 0)::int as owned, sum(c.with_next_step)::int as stepped, sum(c.revenue)::float8 as revenue
    from relationship_count c group by 1, 2 having sum(c.accounts) > 0`.execute(call.db);
  return rows;
}

/** Contacts are counted by month: whole months from the one in which it was a year ago. */
export const costSince = (now: Date): string => `${dayOf(new Date(now.getTime() - 365 * day)).slice(0, 7)}-01`;

/** A year's contacts and what they cost, beside what was won and what customers of that type bring. */
async function costOf(
  call: Call,
  worth: Worth,
  rule: ForceOverview['rule'],
): Promise<(ForceOverview['cost'][number] & { unrated: Unrated })[]> {
  const since = dayOf(new Date(call.now.getTime() - 365 * day));
  const { rows } = await sql<{
    saleType: SaleType;
    contacts: number;
    timed: number;
    hours: number;
    spent: number;
    further: number;
    won: number;
    wonAmount: number;
    customers: number;
    revenue: number;
    unrated: Unrated | null;
  }>`
    with type (sale_type) as (select unnest(${[...saleTypes]}::text[])),
      -- An hour costs what it does of those who are employed so.
      hours as (select c.sale_type, coalesce(s.seller_type, ${usual.sellerType}) as seller_type, sum(c.contacts)::int as contacts, sum(c.timed)::int as timed, (sum(c.minutes) + (sum(c.contacts) - sum(c.timed)) * ${rule.minutesEach}) / 60.0 as hours
        from contact_count c left join seller_capacity s on s.workspace_id = c.workspace_id and s.member_id = c.member_id where c.month >= ${costSince(call.now)}::date group by 1, 2),
      spent as (select sale_type, sum(contacts)::int as contacts, sum(timed)::int as timed, sum(hours)::float8 as hours, sum(hours * coalesce((${JSON.stringify(rule.bySellerType)}::jsonb ->> seller_type)::numeric, ${rule.hourlyCost}::numeric))::float8 as spent from hours group by 1),
      further as (select sale_type, sum(amount)::float8 as amount from selling_cost where month >= ${costSince(call.now)}::date group by 1),
      won as (select o.sale_type, count(*)::int as n, sum(${worth.onDayOf('o', 'closed_on')}) as amount, ${leftOut(worth.lacked('o', 'closed_on'))} as unrated from opportunity o where o.outcome = 'won' and o.deleted_at is null and o.closed_on >= ${since}::date group by 1),
      bought as (select c.sale_type, sum(c.accounts)::int as n, sum(c.revenue) as revenue from relationship_count c where c.phase in ('ownership', 'usage') group by 1)
    select type.sale_type as "saleType", coalesce(spent.contacts, 0) as contacts, coalesce(spent.timed, 0) as timed, coalesce(spent.hours, 0) as hours, coalesce(spent.spent, 0) as spent, coalesce(further.amount, 0) as further, coalesce(won.n, 0) as won, coalesce(won.amount, 0)::float8 as "wonAmount",
      coalesce(bought.n, 0) as customers, coalesce(bought.revenue, 0)::float8 as revenue, won.unrated
    from type left join spent using (sale_type) left join further using (sale_type) left join won using (sale_type) left join bought using (sale_type)`.execute(
    call.db,
  );
  return rows.map(({ timed, spent, unrated, ...row }) => ({
    ...row,
    unrated: unrated ?? leftOutOf([]),
    timedShare: row.contacts > 0 ? timed / row.contacts : 0,
    cost: spent + row.further,
  }));
}

async function ruleOf(call: Call): Promise<ForceOverview['rule']> {
  const rule = await call.db
    .selectFrom('force_rule')
    .select(['hourly_cost', 'by_seller_type', 'minutes_each'])
    .executeTakeFirst();
  return {
    hourlyCost: rule?.hourly_cost ?? usual.hourlyCost,
    bySellerType: rule?.by_seller_type ?? {},
    minutesEach: rule?.minutes_each ?? usual.minutesEach,
  };
}
