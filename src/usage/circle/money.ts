import { attribution, referralValues, type Customer, type Influence, type ReferralValue } from '../influence.ts';

/** The money of the circle: what others brought, counted once, and never added to what a customer buys. */

/** Kinds that bring a customer; a reference or a review only helps a sale that is open. */
export const bringing: readonly Influence['kind'][] = ['referral', 'champion moved', 'partner introduction'];

/** An edge as it is stored: `from` is an account, or a person without one. */
export interface Edge extends Influence {
  id: string;
  wouldHaveCome: 'yes' | 'no' | null;
}

export interface WonSale {
  id: string;
  account: string;
  amount: number;
  openedAt: Date;
  closedAt: Date | null;
}

/** One won sale, how it counts, and by whom: shares sum to one. */
export interface Counted {
  saleId: string;
  counts: 'sourced' | 'influenced';
  shares: { from: string; edgeId: string; share: number }[];
}

/**
 * How each won sale counts: sourced by those who brought the customer before it was opened, or influenced by a reference or
 * review while it was open; never both. O(sales + edges).
 */
export function countSales(sales: readonly WonSale[], edges: readonly Edge[]): Counted[] {
  const edgesTo = Map.groupBy(edges, (edge) => edge.to);
  return sales.flatMap((sale): Counted[] => {
    const toAccount = edgesTo.get(sale.account) ?? [];
    const counts = attribution(toAccount, sale);
    if (counts === 'none') return [];
    const who = toAccount.filter((edge) =>
      counts === 'sourced'
        ? bringing.includes(edge.kind) && edge.at <= sale.openedAt
        : !bringing.includes(edge.kind) && attribution([edge], sale) === 'influenced',
    );
    const total = who.reduce((sum, edge) => sum + (edge.weight ?? 1), 0);
    const shares = who.map((edge) => ({ from: edge.from, edgeId: edge.id, share: (edge.weight ?? 1) / total }));
    return [{ saleId: sale.id, counts, shares }];
  });
}

export interface ValueRules {
  /** Margin as a share of revenue; 1 where nobody has said it, so that revenue stands for it. */
  marginShare: number;
  acquisitionCost: number;
  /** P(would not have come) of whom nobody asked. */
  wouldNotHaveCome: number;
}

/**
 * Referral value of everybody in the circle (customer referral value, see influence.ts). `revenueOf`: what each account bought
 * so far. Who has bought nothing has cost nothing to win, and counts nothing.
 */
export function circleValues(
  edges: readonly Edge[],
  revenueOf: ReadonlyMap<string, number>,
  rules: ValueRules,
): Map<string, ReferralValue> {
  const brought = edges.filter((edge) => bringing.includes(edge.kind));
  const answered = answersOf(brought);
  const customers = new Map<string, Customer>();
  for (const node of new Set(edges.flatMap((edge) => [edge.from, edge.to]))) {
    const revenue = revenueOf.get(node) ?? 0;
    customers.set(node, {
      margin: revenue * rules.marginShare,
      savedAcquisitionCost: revenue > 0 ? rules.acquisitionCost : 0,
      wouldNotHaveCome: answered.get(node),
    });
  }
  return referralValues(customers, brought, rules.wouldNotHaveCome);
}

/** What each customer said: certainly not without them 1, anyway 0; several answers are averaged. */
function answersOf(edges: readonly Edge[]): Map<string, number> {
  const said = Map.groupBy(
    edges.filter((edge) => edge.wouldHaveCome !== null),
    (edge) => edge.to,
  );
  return new Map(
    [...said].map(([to, answers]) => [
      to,
      answers.filter((edge) => edge.wouldHaveCome === 'no').length / answers.length,
    ]),
  );
}

/** The longest chain of bringing, from the first who brought somebody to the last who came. O(edges). */
export function longestChain(edges: readonly Edge[]): string[] {
  const out = Map.groupBy(
    edges.filter((edge) => bringing.includes(edge.kind)),
    (edge) => edge.from,
  );
  const order: string[] = [];
  const seen = new Set<string>();
  // Children before parents, without recursion: a chain may be long.
  for (const start of out.keys()) {
    const stack: [string, boolean][] = [[start, false]];
    while (stack.length > 0) {
      const [node, done] = stack.pop()!;
      if (done) order.push(node);
      else if (!seen.has(node)) {
        seen.add(node);
        stack.push([node, true], ...(out.get(node) ?? []).map((edge): [string, boolean] => [edge.to, false]));
      }
    }
  }
  const length = new Map<string, number>();
  const next = new Map<string, string>();
  let first: string | undefined;
  for (const node of order) {
    for (const { to } of out.get(node) ?? [])
      if ((length.get(to) ?? 1) >= (length.get(node) ?? 1)) {
        length.set(node, (length.get(to) ?? 1) + 1);
        next.set(node, to);
      }
    if (first === undefined || (length.get(node) ?? 1) > (length.get(first) ?? 1)) first = node;
  }
  const chain: string[] = [];
  for (let node = first; node !== undefined; node = next.get(node)) chain.push(node);
  return chain;
}
