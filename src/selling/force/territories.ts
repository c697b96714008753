/** Where customers belong: pure rules over the tree of territories. */

export type TerritoryRule = {
  countries?: string[] | undefined;
  cities?: string[] | undefined;
  industries?: string[] | undefined;
  tags?: string[] | undefined;
  segmentIds?: string[] | undefined;
  minEmployees?: number | undefined;
  maxEmployees?: number | undefined;
  accountIds?: string[] | undefined;
};
export type Territory = { id: string; name: string; parentId: string | null; rule: TerritoryRule };
export type Placed = {
  id: string;
  country: string | null;
  city: string | null;
  industry: string | null;
  tags: readonly string[];
  employees: number | null;
  segmentIds: readonly string[];
};

/** A rule that says nothing holds nothing by itself: such a territory is the sum of its children. */
export const saysSomething = (rule: TerritoryRule): boolean =>
  Object.values(rule).some((part) => (Array.isArray(part) ? part.length > 0 : part !== undefined));

/** In the order in which they are asked: the deepest first, then by name. */
export function inOrder(territories: readonly Territory[]): Territory[] {
  const depth = (of: Territory): number => {
    let steps = 0;
    const passed = new Set<string>();
    for (
      let at: Territory | undefined = of;
      at && !passed.has(at.id);
      at = territories.find((each) => each.id === at.parentId)
    ) {
      passed.add(at.id);
      steps += 1;
    }
    return steps;
  };
  return territories
    .filter(({ rule }) => saysSomething(rule))
    .toSorted((a, b) => depth(b) - depth(a) || (a.name < b.name ? -1 : 1));
}

/** The territory to which an account belongs, or null: a single account that is named belongs where it is named, whatever else it meets. */
export function territoryOf(account: Placed, territories: readonly Territory[]): Territory | null {
  const ordered = inOrder(territories);
  return (
    ordered.find(({ rule }) => rule.accountIds?.includes(account.id)) ??
    ordered.find(({ rule }) => meets(account, rule)) ??
    null
  );
}

/** Every part that the rule speaks of must hold; within a part one of its values. Words are compared without regard to case. */
function meets(account: Placed, rule: TerritoryRule): boolean {
  const { accountIds: _, ...parts } = rule;
  if (!saysSomething(parts)) return false;
  const among = (values: readonly string[] | undefined, own: readonly (string | null)[]) =>
    !values?.length ||
    own.some((each) => each !== null && values.some((value) => value.toLowerCase() === each.toLowerCase()));
  return (
    among(rule.countries, [account.country]) &&
    among(rule.cities, [account.city]) &&
    among(rule.industries, [account.industry]) &&
    among(rule.tags, account.tags) &&
    among(rule.segmentIds, account.segmentIds) &&
    (rule.minEmployees === undefined || (account.employees !== null && account.employees >= rule.minEmployees)) &&
    (rule.maxEmployees === undefined || (account.employees !== null && account.employees <= rule.maxEmployees))
  );
}

/** Sums of a tree: what lies in a node itself, and together with all below it. */
export function rolledUp<S extends Record<string, number>>(
  nodes: readonly { id: string; parentId: string | null }[],
  own: ReadonlyMap<string, S>,
  nothing: S,
): Map<string, S> {
  const together = new Map<string, S>();
  const sum = (id: string, trail: readonly string[]): S => {
    const known = together.get(id);
    if (known) return known;
    const parts = [
      own.get(id) ?? nothing,
      ...nodes
        .filter((node) => node.parentId === id && !trail.includes(node.id))
        .map((node) => sum(node.id, [...trail, id])),
    ];
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same keys with sums as values
    const total = Object.fromEntries(
      Object.keys(nothing).map((key) => [key, parts.reduce((all, part) => all + part[key]!, 0)]),
    ) as S;
    together.set(id, total);
    return total;
  };
  for (const { id } of nodes) sum(id, []);
  return together;
}

/** A territory and all that lie below it. */
export function withBelow(id: string, nodes: readonly { id: string; parentId: string | null }[]): string[] {
  const found = [id];
  for (const each of found)
    for (const node of nodes) if (node.parentId === each && !found.includes(node.id)) found.push(node.id);
  return found;
}

/** A territory and all in which it lies. */
export function withAbove(id: string, nodes: readonly { id: string; parentId: string | null }[]): string[] {
  const chain: string[] = [];
  for (
    let at: string | null = id;
    at !== null && !chain.includes(at);
    at = nodes.find((each) => each.id === at)?.parentId ?? null
  )
    chain.push(at);
  return chain;
}
