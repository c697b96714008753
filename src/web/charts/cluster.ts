import { phases, type Phase } from '../../relationship/vocabulary.ts';

/** Too many dots to tell apart become rings that say how many they are. Pure. */

export interface Cluster<Item> {
  x: number;
  y: number;
  items: readonly Item[];
  /** Items per phase, in the order of the phases. */
  byPhase: readonly { phase: Phase; count: number }[];
}

/** Groups items by squares of `cell` pixels; each cluster stands at the mean of its items. Nothing is left out. */
export function clustersOf<Item extends { x: number; y: number; phase: Phase }>(
  items: readonly Item[],
  cell: number,
): Cluster<Item>[] {
  const squares = Map.groupBy(items, (item) => `${Math.floor(item.x / cell)} ${Math.floor(item.y / cell)}`);
  return [...squares.values()].map((members) => ({
    x: members.reduce((sum, item) => sum + item.x, 0) / members.length,
    y: members.reduce((sum, item) => sum + item.y, 0) / members.length,
    items: members,
    byPhase: phases.map((phase) => ({ phase, count: members.filter((item) => item.phase === phase).length })),
  }));
}
