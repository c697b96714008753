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
