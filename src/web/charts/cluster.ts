import { phases, type Phase } from '../../relationship/vocabulary.ts';

/** Too many dots to tell apart become rings that say how many they are. Pure. */

export interface Weighted {
  x: number;
  y: number;
  phase: Phase;
  /** How many accounts it stands for. */
  count: number;
}

export interface Cluster {
  x: number;
  y: number;
  count: number;
  /** Accounts per phase, in the order of the phases. */
  byPhase: readonly { phase: Phase; count: number }[];
}

/** Groups items by squares of `cell` pixels; each cluster stands at the mean of its accounts. Nothing is left out. */
export function clustersOf(items: readonly Weighted[], cell: number): Cluster[] {
  const squares = Map.groupBy(items, (item) => `${Math.floor(item.x / cell)} ${Math.floor(item.y / cell)}`);
  return [...squares.values()].map((members) => {
    const count = sum(members, (item) => item.count);
    return {
      x: sum(members, (item) => item.x * item.count) / count,
      y: sum(members, (item) => item.y * item.count) / count,
      count,
      byPhase: phases.map((phase) => ({
        phase,
        count: sum(members, (item) => (item.phase === phase ? item.count : 0)),
      })),
    };
  });
}

function sum(items: readonly Weighted[], of: (item: Weighted) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
