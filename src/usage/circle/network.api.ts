import { sql } from 'kysely';
import { daysAfter } from '../../platform/days.ts';
import type { Call } from '../../platform/serve.ts';
import { settingsOf } from '../../workspace/settings.ts';
import { learntWouldNotHaveCome, type Influence, type ReferralValue } from '../influence.ts';
import type { Basis } from './contract.ts';
import { bringing, circleValues, countSales, type Counted, type Edge, type WonSale } from './money.ts';

/** The circle as far as the person sees it, read in a fixed number of queries whatever its size. */
export interface Network {
  edges: Edge[];
  revenueOf: Map<string, number>;
  sales: WonSale[];
  counted: Counted[];
  values: Map<string, ReferralValue>;
  basis: Basis;
}

/** Larger circles are cut at the oldest edges. */
const mostEdges = 100_000;

/** Everything, or (`below`) only what decides the worth of one account: all that it brought, at any distance. */
export async function readNetwork(call: Call, below?: string): Promise<Network> {
  const within = below
    ? sql`and i.to_account_id in (with recursive reach(node) as (
        select ${below}::uuid union
        select n.to_account_id from reach r join influence n on n.workspace_id = ${call.who.workspaceId} and n.deleted_at is null and coalesce(n.from_account_id, n.from_contact_id) = r.node
      ) select node from reach)`
    : sql``;
  const { rows } = await sql<{
    id: string;
    from: string;
    to: string;
    kind: Influence['kind'];
    on: string;
    weight: string;
    would: 'yes' | 'no' | null;
  }>`select i.id, coalesce(i.from_account_id, i.from_contact_id) as from, i.to_account_id as to, i.kind, i.happened_on as on, i.weight, i.would_have_come as would
    from influence i where i.deleted_at is null ${within} order by i.happened_on desc, i.id desc limit ${mostEdges}`.execute(
    call.db,
  );
  const edges = rows.map((row): Edge => ({
    id: row.id,
    from: row.from,
    to: row.to,
    kind: row.kind,
    at: new Date(row.on),
    weight: Number(row.weight),
    wouldHaveCome: row.would,
  }));
  const nodes = [...new Set([...(below ? [below] : []), ...edges.flatMap((edge) => [edge.from, edge.to])])];
  const [basis, revenueOf, sales] = [await basisOf(call), await revenues(call, nodes), await wonSales(call, edges)];
  return {
    edges,
    revenueOf,
    sales,
    counted: countSales(sales, edges),
    values: circleValues(edges, revenueOf, {
      marginShare: (basis.marginPercent ?? 100) / 100,
      acquisitionCost: basis.acquisitionCost,
      wouldNotHaveCome: basis.wouldNotHaveCome,
    }),
    basis,
  };
}

/** What each account bought so far, won sales and orders, in the workspace's currency. */
async function revenues(call: Call, accounts: readonly string[]): Promise<Map<string, number>> {
  if (accounts.length === 0) return new Map();
  const { rows } = await sql<{ id: string; amount: number }>`
    select account_id as id, sum(amount)::float8 as amount from (
      select o.account_id, o.amount from opportunity o join workspace w on w.workspace_id = o.workspace_id and w.currency = o.currency
        where o.account_id = any (${accounts}::uuid[]) and o.outcome = 'won' and o.deleted_at is null and o.amount is not null
      union all
      select c.account_id, c.amount from customer_order c join workspace w on w.workspace_id = c.workspace_id and w.currency = c.currency
        where c.account_id = any (${accounts}::uuid[]) and c.part_of_id is null and c.opportunity_id is null and c.deleted_at is null and c.amount is not null
    ) bought group by account_id`.execute(call.db);
  return new Map(rows.map((row) => [row.id, row.amount]));
}

/** Won sales of those to whom an edge leads. */
async function wonSales(call: Call, edges: readonly Edge[]): Promise<WonSale[]> {
  const targets = [...new Set(edges.map((edge) => edge.to))];
  if (targets.length === 0) return [];
  const { rows } = await sql<{ id: string; account: string; amount: number; opened: string; closed: string }>`
    select o.id, o.account_id as account, o.amount::float8 as amount, o.opened_on as opened, o.closed_on as closed
    from opportunity o join workspace w on w.workspace_id = o.workspace_id and w.currency = o.currency
    where o.account_id = any (${targets}::uuid[]) and o.outcome = 'won' and o.deleted_at is null and o.amount is not null`.execute(
    call.db,
  );
  return rows.map((row) => ({
    id: row.id,
    account: row.account,
    amount: row.amount,
    openedAt: new Date(row.opened),
    closedAt: new Date(row.closed),
  }));
}

/** What the worth rests on: said by the workspace, or taken from what is known. */
async function basisOf(call: Call): Promise<Basis> {
  const since = daysAfter(call.now, -365);
  const { rows } = await sql<{
    settings: unknown;
    currency: string;
    cost: number;
    won: number;
    no: number;
    yes: number;
  }>`
    select w.settings, w.currency, spent.cost,
      -- Without a cost there is nothing to divide, and a year's new customers of a large company are many.
      case when spent.cost > 0 then (select count(*)::int from (select 1 from opportunity o where o.outcome = 'won' and o.deleted_at is null and o.kind = 'initial' and o.closed_on >= ${since}::date and o.account_id is not null group by o.account_id) first) else 0 end as won,
      (select count(*)::int from influence where deleted_at is null and would_have_come = 'no') as no,
      (select count(*)::int from influence where deleted_at is null and would_have_come = 'yes') as yes
    from workspace w cross join lateral (select coalesce(sum(c.cost), 0)::float8 as cost from campaign c where c.deleted_at is null and c.starts_on >= ${since}::date) spent`.execute(
    call.db,
  );
  const row = rows[0]!;
  const { circle } = settingsOf(row.settings);
  const fromCampaigns = row.cost > 0 && row.won > 0;
  return {
    currency: row.currency,
    marginPercent: circle.marginPercent,
    acquisitionCost: circle.acquisitionCost ?? (fromCampaigns ? Math.round((row.cost / row.won) * 100) / 100 : 0),
    acquisitionCostFrom: circle.acquisitionCost !== null ? 'said' : fromCampaigns ? 'campaigns' : 'nothing known',
    wouldNotHaveCome: learntWouldNotHaveCome(row),
    answers: { no: row.no, yes: row.yes },
  };
}

/** What each influencer's sales add up to, by how they count. */
export function creditsOf({
  counted,
  sales,
}: Pick<Network, 'counted' | 'sales'>): Map<string, { sourced: number; influenced: number }> {
  const amounts = new Map(sales.map((sale) => [sale.id, sale.amount]));
  const credits = new Map<string, { sourced: number; influenced: number }>();
  for (const { saleId, counts, shares } of counted)
    for (const { from, share } of shares) {
      const credit = credits.get(from) ?? { sourced: 0, influenced: 0 };
      credit[counts] += share * (amounts.get(saleId) ?? 0);
      credits.set(from, credit);
    }
  return credits;
}

/** Those who brought or influenced somebody, the most valuable first; both ends of the order are stable. */
export function influencersOf(network: Network): { id: string; value: number; brought: number }[] {
  const brought = Map.groupBy(network.edges, (edge) => edge.from);
  return [...brought.keys()]
    .map((id) => {
      const worth = network.values.get(id);
      return {
        id,
        value: worth ? worth.direct + worth.chain : 0,
        brought: (brought.get(id) ?? []).filter((edge) => bringing.includes(edge.kind)).length,
      };
    })
    .toSorted((a, b) => b.value - a.value || b.brought - a.brought || (a.id < b.id ? -1 : 1));
}

/** Names of accounts and persons, two queries whatever their number; unknown ones are left out. */
export async function namesOf(
  call: Call,
  ids: readonly string[],
): Promise<Map<string, { kind: 'account' | 'contact'; name: string }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; kind: 'account' | 'contact'; name: string }>`
    select id, 'account' as kind, name from account where id = any (${ids}::uuid[])
    union all select id, 'contact', name from contact where id = any (${ids}::uuid[])`.execute(call.db);
  return new Map(rows.map((row) => [row.id, row]));
}
