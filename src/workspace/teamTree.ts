/** Whether a team would stand below itself if `parentId` became its parent. */
export function wouldCircle(
  teams: readonly { id: string; parentId: string | null }[],
  id: string,
  parentId: string | null,
): boolean {
  const parents = new Map(teams.map((team) => [team.id, team.parentId]));
  const passed = new Set<string>();
  for (let at = parentId; at !== null && !passed.has(at); at = parents.get(at) ?? null) {
    if (at === id) return true;
    passed.add(at);
  }
  return false;
}

/** The teams in the order of a tree, each with how deep it stands; siblings keep their order. */
export function treeOrder<T extends { id: string; parentId: string | null }>(
  teams: readonly T[],
): { team: T; depth: number }[] {
  const known = new Set(teams.map(({ id }) => id));
  const below = (parentId: string | null, depth: number): { team: T; depth: number }[] =>
    teams
      .filter((team) => (team.parentId !== null && known.has(team.parentId) ? team.parentId : null) === parentId)
      .flatMap((team) => [{ team, depth }, ...below(team.id, depth + 1)]);
  return below(null, 0);
}
