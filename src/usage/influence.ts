/**
 * The circle of influence: who brought whom. Edges go from the one who influenced to the one who came; they form no cycle.
 * Source of the value: Kumar, Petersen & Leone 2010 (customer referral value).
 */

export const influenceKinds = ['referral', 'reference', 'review', 'champion moved', 'partner introduction'] as const;
export type InfluenceKind = (typeof influenceKinds)[number];

/** `weight` is this influencer's share against the others who brought the same customer; equal when left out. */
export type Influence = { from: string; to: string; kind: InfluenceKind; at: Date; weight?: number };

export type EdgeRefusal = 'to itself' | 'already known' | 'would close a circle';

/** Why this edge cannot be added, or null. O(edges). */
export function edgeRefusal(
  edges: readonly Influence[],
  candidate: Pick<Influence, 'from' | 'to' | 'kind'>,
): EdgeRefusal | null {
  if (candidate.from === candidate.to) return 'to itself';
  if (edges.some((e) => e.from === candidate.from && e.to === candidate.to && e.kind === candidate.kind))
    return 'already known';
  const out = edgesBy(edges, 'from');
  const seen = new Set<string>();
  const open = [candidate.to];
  while (open.length > 0) {
    const node = open.pop()!;
    if (node === candidate.from) return 'would close a circle';
    if (seen.has(node)) continue;
    seen.add(node);
    for (const edge of out.get(node) ?? []) open.push(edge.to);
  }
  return null;
}

export type Customer = {
  /** Margin from this customer's own purchases, discounted as the lifetime value is. */
  margin: number;
  /** What it would have cost to win this customer without the influencer. */
  savedAcquisitionCost: number;
  /** P(would not have come otherwise); the workspace's learnt share when left out. */
  wouldNotHaveCome?: number;
};

/** Own and influenced value stand side by side and are never one total: the influenced money is somebody's own already. */
export type ReferralValue = {
  ownValue: number;
  /** Of those whom this customer brought. */
  direct: number;
  /** Of those whom these brought in turn, at any distance. */
  chain: number;
  brought: number;
};

/**
 * Referral value of every customer. One who would not have come otherwise counts margin and saved acquisition cost, one
 * who would have come anyway only the saved cost; several influencers share one customer by weight. O(customers + edges).
 * Throws a RangeError when the edges contain a circle.
 */
export function referralValues(
  customersById: ReadonlyMap<string, Customer>,
  edges: readonly Influence[],
  wouldNotHaveCome = 0.5,
): Map<string, ReferralValue> {
  const out = edgesBy(edges, 'from');
  const shareOf = shares(edges);
  const values = new Map<string, ReferralValue>();
  for (const id of influencersLast(customersById.keys(), edges)) {
    const value: ReferralValue = { ownValue: customersById.get(id)?.margin ?? 0, direct: 0, chain: 0, brought: 0 };
    for (const edge of out.get(id) ?? []) {
      const share = shareOf(edge);
      const brought = customersById.get(edge.to);
      const below = values.get(edge.to)!;
      const certainty = brought?.wouldNotHaveCome ?? wouldNotHaveCome;
      if (brought) value.direct += share * (certainty * brought.margin + brought.savedAcquisitionCost);
      // What the brought one brought in turn would be missing only if that one had not come.
      value.chain += share * certainty * (below.direct + below.chain);
      value.brought += 1;
    }
    values.set(id, value);
  }
  return values;
}

/** Every node after all those it influenced. */
function influencersLast(ids: Iterable<string>, edges: readonly Influence[]): string[] {
  const pending = new Map<string, number>();
  for (const id of ids) pending.set(id, 0);
  for (const { from, to } of edges) {
    pending.set(from, (pending.get(from) ?? 0) + 1);
    if (!pending.has(to)) pending.set(to, 0);
  }
  const incoming = edgesBy(edges, 'to');
  const order = [...pending.keys()].filter((id) => pending.get(id) === 0);
  for (let i = 0; i < order.length; i++) {
    for (const { from } of incoming.get(order[i]!) ?? []) {
      const left = pending.get(from)! - 1;
      pending.set(from, left);
      if (left === 0) order.push(from);
    }
  }
  if (order.length < pending.size) throw new RangeError('The edges of influence contain a circle');
  return order;
}

function shares(edges: readonly Influence[]): (edge: Influence) => number {
  const totals = new Map<string, number>();
  for (const { to, weight = 1 } of edges) totals.set(to, (totals.get(to) ?? 0) + weight);
  return ({ to, weight = 1 }) => weight / totals.get(to)!;
}

/**
 * P(would not have come), learnt from new customers' answers to "would you have come without them?". Starts at one half
 * with the weight of ten answers (Beta(5, 5)), so the first few hardly move it.
 */
export function learntWouldNotHaveCome(answers: { no: number; yes: number }): number {
  return (5 + answers.no) / (10 + answers.no + answers.yes);
}

/**
 * How influence counts for one sale: sourced, when a referral, introduction or moved champion came before the opportunity;
 * influenced, when a reference or review happened while it was open; never both, so that nothing is added up twice.
 */
export function attribution(
  edges: readonly Influence[],
  sale: { account: string; openedAt: Date; closedAt: Date | null },
): 'sourced' | 'influenced' | 'none' {
  const toAccount = edges.filter((edge) => edge.to === sale.account);
  const isProof = (edge: Influence) => edge.kind === 'reference' || edge.kind === 'review';
  if (toAccount.some((edge) => !isProof(edge) && edge.at <= sale.openedAt)) return 'sourced';
  const during = (edge: Influence) => edge.at >= sale.openedAt && (sale.closedAt === null || edge.at <= sale.closedAt);
  return toAccount.some((edge) => isProof(edge) && during(edge)) ? 'influenced' : 'none';
}

function edgesBy(edges: readonly Influence[], end: 'from' | 'to'): Map<string, Influence[]> {
  const grouped = new Map<string, Influence[]>();
  for (const edge of edges) {
    const known = grouped.get(edge[end]);
    if (known) known.push(edge);
    else grouped.set(edge[end], [edge]);
  }
  return grouped;
}
