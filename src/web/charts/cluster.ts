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

/** So many dots in one square lie on each other even when they are moved apart. */
const crowd = 40;

/** What stands alone enough to be a dot of its own, and what lies in a crowd. Pure. */
export function crowdsIn<Item extends { x: number; y: number }>(items: readonly Item[], cell: number): { alone: Item[]; crowded: Item[] } {
  const squares = [...Map.groupBy(items, (item) => squareOf(item, cell)).values()];
  const heaps = squares.filter((members) => members.length > crowd);
  const centres = heaps.map((members) => ({
    x: sum(members, (item) => item.x) / members.length,
    y: sum(members, (item) => item.y) / members.length,
  }));
  const within = new Set(heaps.flat());
  // The edge of a square may cut through a heap: what is beside its middle belongs to it.
  for (const item of centres.length > 0 ? items : [])
    if (centres.some((centre) => Math.hypot(centre.x - item.x, centre.y - item.y) <= cell / 2)) within.add(item);
  return { alone: items.filter((item) => !within.has(item)), crowded: items.filter((item) => within.has(item)) };
}

const squareOf = (item: { x: number; y: number }, cell: number) => `${Math.floor(item.x / cell)} ${Math.floor(item.y / cell)}`;

/** Groups items by squares of `cell` pixels; each cluster stands at the mean of its accounts. Nothing is left out. */
export function clustersOf(items: readonly Weighted[], cell: number): Cluster[] {
  const squares = Map.groupBy(items, (item) => squareOf(item, cell));
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

/** Rings that would lie on each other become one, at the mean of their accounts; the fullest ones first. */
export function joined(clusters: readonly Cluster[], reach: number): Cluster[] {
  const kept: Cluster[] = [];
  for (const one of clusters.toSorted((a, b) => b.count - a.count)) {
    const i = kept.findIndex((other) => Math.hypot(other.x - one.x, other.y - one.y) < reach);
    const other = kept[i];
    if (other === undefined) kept.push(one);
    else kept[i] = together(other, one);
  }
  return kept;
}

function together(a: Cluster, b: Cluster): Cluster {
  const count = a.count + b.count;
  return {
    x: (a.x * a.count + b.x * b.count) / count,
    y: (a.y * a.count + b.y * b.count) / count,
    count,
    byPhase: a.byPhase.map(({ phase, count: own }, i) => ({ phase, count: own + b.byPhase[i]!.count })),
  };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
