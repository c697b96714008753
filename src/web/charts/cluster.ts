import { phases, type Phase, type Position } from '../../relationship/vocabulary.ts';
import type { CycleDot, CycleGroup } from './types.ts';

/** Too many dots to tell apart become rings that say how many they are. Pure. */

export interface Weighted {
  x: number;
  y: number;
  /** How many accounts it stands for. */
  count: number;
  of: CycleDot | CycleGroup;
}

export interface Cluster {
  x: number;
  y: number;
  count: number;
  members: readonly Weighted[];
}

/** So many dots in one square lie on each other even when they are moved apart. */
const crowd = 40;

/** What stands alone enough to be a dot of its own, and what lies in a crowd. Pure. */
export function crowdsIn<Item extends { x: number; y: number }>(
  items: readonly Item[],
  cell: number,
): { alone: Item[]; crowded: Item[] } {
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

const squareOf = (item: { x: number; y: number }, cell: number) =>
  `${Math.floor(item.x / cell)} ${Math.floor(item.y / cell)}`;

/** Groups items of one position by squares of `cell` pixels; each cluster stands at the mean of its accounts. Nothing is left out. */
export function clustersOf(items: readonly Weighted[], cell: number): Cluster[] {
  return [...Map.groupBy(items, (item) => `${item.of.position} ${squareOf(item, cell)}`).values()].map(clusterOf);
}

/** Rings of one position that would lie on each other become one, at the mean of their accounts; the fullest ones first. */
export function joined(clusters: readonly Cluster[], reach: number): Cluster[] {
  const kept: Cluster[] = [];
  for (const one of clusters.toSorted((a, b) => b.count - a.count)) {
    const i = kept.findIndex(
      (other) => positionOf(other) === positionOf(one) && Math.hypot(other.x - one.x, other.y - one.y) < reach,
    );
    const other = kept[i];
    if (other === undefined) kept.push(one);
    else kept[i] = clusterOf([...other.members, ...one.members]);
  }
  return kept;
}

function clusterOf(members: readonly Weighted[]): Cluster {
  const count = sum(members, (item) => item.count);
  return {
    x: sum(members, (item) => item.x * item.count) / count,
    y: sum(members, (item) => item.y * item.count) / count,
    count,
    members,
  };
}

export const positionOf = (cluster: Cluster): Position => cluster.members[0]!.of.position;

/** Accounts per phase, in the order of the phases. */
export function byPhase({ members }: Cluster): { phase: Phase; count: number }[] {
  return phases.map((phase) => ({ phase, count: sum(members, (item) => (item.of.phase === phase ? item.count : 0)) }));
}

/** The radius of a ring in pixels; `most` is how many the fullest one holds. */
export const ringRadius = (cluster: Cluster, most: number): number => 4 + 12.5 * Math.sqrt(cluster.count / most);

/** Where the accounts of a ring stand, as a list can be narrowed to it. Shares of the zone 0 to 1, levels 0 to 100. */
export interface Span {
  position: Position;
  phases: readonly Phase[];
  along: readonly [number, number];
  /** Absent where only the mean of a group is known. */
  trust?: readonly [number, number];
  interest?: readonly [number, number];
}

/** The server sums accounts up by tenths of a zone. */
const halfTenth = 0.05;

export function spanOf(cluster: Cluster): Span {
  const dots = cluster.members.flatMap(({ of }) => ('id' in of ? [of] : []));
  const groups = cluster.members.flatMap(({ of }) => ('id' in of ? [] : [of]));
  const along = [
    ...dots.map((dot) => dot.progress),
    ...groups.flatMap((group) => [group.progress - halfTenth, group.progress + halfTenth]),
  ];
  return {
    position: positionOf(cluster),
    phases: byPhase(cluster).flatMap(({ phase, count }) => (count > 0 ? [phase] : [])),
    along: outward(along, 100),
    ...(groups.length === 0 && {
      trust: outward(
        dots.map((dot) => dot.trust),
        1,
      ),
      interest: outward(
        dots.map((dot) => dot.interest),
        1,
      ),
    }),
  };
}

/** The range of numbers, its ends rounded away from each other to parts of `parts`. */
function outward(numbers: readonly number[], parts: number): [number, number] {
  const [least, most] = numbers.reduce(
    ([low, high], each) => [Math.min(low, each), Math.max(high, each)],
    [Infinity, -Infinity],
  );
  return [Math.floor(round(least * parts)) / parts, Math.ceil(round(most * parts)) / parts];
}

/** Without the last digits of binary fractions, which would push an end one part too far. */
const round = (value: number) => Math.round(value * 1e6) / 1e6;

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
