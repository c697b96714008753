import { sql } from 'kysely';
import { dayOf } from '../../platform/days.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { Phase, Position } from '../../relationship/vocabulary.ts';
import { asksOf, toAskOf } from './asking.api.ts';
import type { circleContract, Influencer } from './contract.ts';
import { edgesById } from './edges.api.ts';
import { longestChain, type Edge } from './money.ts';
import { creditsOf, influencersOf, namesOf, readNetwork, type Network } from './network.api.ts';
import { suggestionsPage } from './suggestions.api.ts';

type Own = 'readCircle' | 'drawCircle' | 'listInfluencers' | 'listCountedSales' | 'readAccountCircle';

export const readingHandlers: Pick<Handlers<typeof circleContract>, Own> = {
  async readCircle(call) {
    const network = await readNetwork(call);
    const chain = longestChain(network.edges);
    const names = await namesOf(call, chain);
    const { rows } = await sql<{ thank: number; suggestions: number }>`
      select (select count(*)::int from influence where deleted_at is null and thanked_at is null) as thank,
        (select count(*)::int from influence_suggestion where state = 'open') as suggestions`.execute(call.db);
    return {
      sourced: sumOf(network, 'sourced'),
      influenced: sumOf(network, 'influenced'),
      edges: network.edges.length,
      longestChain: chain.map((id) => ({ id, name: names.get(id)?.name ?? '…' })),
      toThank: rows[0]!.thank,
      suggestions: rows[0]!.suggestions,
      basis: network.basis,
    };
  },

  async drawCircle(call, { query: { most } }) {
    const network = await readNetwork(call);
    const chosen = mostValuable(network, most);
    const ids = [...chosen];
    const [names, standing] = [await namesOf(call, ids), await standingOf(call, ids)];
    const brought = Map.groupBy(network.edges, (edge) => edge.from);
    return {
      nodes: ids.map((id) => {
        const worth = network.values.get(id);
        const known = names.get(id);
        return {
          id,
          kind: known?.kind ?? ('account' as const),
          name: known?.name ?? '…',
          phase: standing.get(id)?.phase ?? null,
          position: standing.get(id)?.position ?? null,
          value: round(worth ? worth.direct + worth.chain : 0),
          brought: (brought.get(id) ?? []).length,
        };
      }),
      edges: network.edges
        .filter((edge) => chosen.has(edge.from) && chosen.has(edge.to))
        .map((edge) => ({
          id: edge.id,
          from: edge.from,
          to: edge.to,
          kind: edge.kind,
          on: dayOf(edge.at),
        })),
      nodesInAll: new Set(network.edges.flatMap((edge) => [edge.from, edge.to])).size,
      currency: network.basis.currency,
    };
  },

  async listInfluencers(call, { query: { cursor, limit } }) {
    const network = await readNetwork(call);
    const { items, next } = slice(influencersOf(network), cursor, limit);
    const names = await namesOf(
      call,
      items.map((row) => row.id),
    );
    const credits = creditsOf(network);
    return { items: items.map(({ id }) => influencer(network, credits, id, names.get(id))), next };
  },

  async listCountedSales(call, { query: { cursor, limit, counts, from } }) {
    const network = await readNetwork(call);
    const amounts = new Map(network.sales.map((sale) => [sale.id, sale]));
    const wanted = network.counted
      .filter((each) => each.counts === counts && (!from || each.shares.some((share) => share.from === from)))
      .map((each) => ({ ...each, id: each.saleId, at: amounts.get(each.saleId)!.closedAt?.getTime() ?? 0 }))
      .toSorted((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
    const { items, next } = slice(wanted, cursor, limit);
    const edges = await edgesById(
      call,
      items.flatMap((each) => each.shares.map((share) => share.edgeId)),
    );
    const sales = await salesById(
      call,
      items.map((each) => each.id),
    );
    return {
      items: items.flatMap((each) => {
        const sale = sales.get(each.id);
        if (!sale) return [];
        return [
          {
            ...sale,
            edges: each.shares.flatMap(({ edgeId, share }) => {
              const edge = edges.get(edgeId);
              if (!edge) return [];
              const { id, kind, happenedOn, evidence } = edge;
              return [{ id, kind, happenedOn, evidence, share, from: edge.fromAccount ?? edge.fromContact! }];
            }),
          },
        ];
      }),
      next,
    };
  },

  async readAccountCircle(call, { params: { id } }) {
    const seen = await call.db.selectFrom('account').select('id').where('id', '=', id).executeTakeFirst();
    if (!seen) throw notFound('account');
    const network = await readNetwork(call, id);
    const distances = distancesFrom(id, network.edges);
    const below = network.edges.filter((edge) => distances.has(edge.from)).slice(0, mostBelow);
    const broughtBy = network.edges.filter((edge) => edge.to === id);
    const records = await edgesById(
      call,
      [...below, ...broughtBy].map((edge) => edge.id),
    );
    return {
      worth: network.edges.length > 0 ? influencer(network, creditsOf(network), id, undefined) : null,
      basis: network.basis,
      broughtBy: broughtBy.flatMap((edge) => records.get(edge.id) ?? []),
      brought: below.flatMap((edge) => {
        const influence = records.get(edge.id);
        return influence
          ? [
              {
                distance: distances.get(edge.from)! + 1,
                influence,
                revenue: round(network.revenueOf.get(edge.to) ?? 0),
              },
            ]
          : [];
      }),
      asking: (await toAskOf(call, [id]))[0] ?? null,
      asks: (await asksOf(call, { account: id, limit: 20 })).items,
      suggestions: (await suggestionsPage(call, { account: id, state: 'open', limit: 20 })).items,
    };
  },
};

/** Edges shown below one account; its worth counts all of them. */
const mostBelow = 500;

function sumOf({ counted, sales }: Network, counts: 'sourced' | 'influenced'): { amount: number; sales: number } {
  const those = new Set(counted.filter((each) => each.counts === counts).map((each) => each.saleId));
  const amount = sales.reduce((sum, sale) => sum + (those.has(sale.id) ? sale.amount : 0), 0);
  return { amount: round(amount), sales: those.size };
}

/** The most valuable influencers with everybody at the other ends of their edges, until there are `most`. */
function mostValuable(network: Network, most: number): Set<string> {
  const edgesFrom = Map.groupBy(network.edges, (edge) => edge.from);
  const chosen = new Set<string>();
  for (const { id } of influencersOf(network)) {
    for (const node of [id, ...(edgesFrom.get(id) ?? []).map((edge) => edge.to)]) {
      if (chosen.size >= most) return chosen;
      chosen.add(node);
    }
  }
  return chosen;
}

function influencer(
  network: Network,
  credits: ReadonlyMap<string, { sourced: number; influenced: number }>,
  id: string,
  named: { kind: 'account' | 'contact'; name: string } | undefined,
): Influencer {
  const worth = network.values.get(id);
  const credit = credits.get(id);
  return {
    id,
    kind: named?.kind ?? 'account',
    name: named?.name ?? '…',
    ownValue: round(worth?.ownValue ?? 0),
    direct: round(worth?.direct ?? 0),
    chain: round(worth?.chain ?? 0),
    brought: worth?.brought ?? 0,
    sourced: round(credit?.sourced ?? 0),
    influenced: round(credit?.influenced ?? 0),
  };
}

/** How many edges away each node is from where it begins; only those that can be reached. */
function distancesFrom(start: string, edges: readonly Edge[]): Map<string, number> {
  const out = Map.groupBy(edges, (edge) => edge.from);
  const distances = new Map([[start, 0]]);
  for (const [node, distance] of distances)
    for (const { to } of out.get(node) ?? []) if (!distances.has(to)) distances.set(to, distance + 1);
  return distances;
}

async function standingOf(
  call: Call,
  ids: readonly string[],
): Promise<Map<string, { phase: Phase; position: Position }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; phase: Phase; position: Position }>`
    select account_id as id, phase, position from relationship where account_id = any (${ids}::uuid[])`.execute(
    call.db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

async function salesById(call: Call, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never>();
  const { rows } = await sql<{
    id: string;
    name: string;
    account_id: string;
    account: string;
    amount: number;
    closedOn: string;
  }>`
    select o.id, o.name, o.account_id, a.name as account, o.amount::float8 as amount, o.closed_on as "closedOn"
    from opportunity o join account a on a.workspace_id = o.workspace_id and a.id = o.account_id where o.id = any (${ids}::uuid[])`.execute(
    call.db,
  );
  return new Map(
    rows.map(({ account_id, account, ...sale }) => [sale.id, { ...sale, account: { id: account_id, name: account } }]),
  );
}

/** A page of what was computed: the mark is the id after which it goes on. */
function slice<R extends { id: string }>(
  rows: readonly R[],
  cursor: string | undefined,
  limit: number,
): { items: R[]; next: string | null } {
  const from = cursor === undefined ? 0 : rows.findIndex((row) => row.id === cursor) + 1;
  if (cursor !== undefined && from === 0)
    throw new Problem(
      400,
      'bad_cursor',
      'This page mark is damaged or no longer there. Start again from the first page.',
    );
  const items = rows.slice(from, from + limit);
  return { items, next: from + limit < rows.length ? (items.at(-1)?.id ?? null) : null };
}

const round = (amount: number): number => Math.round(amount * 100) / 100;
