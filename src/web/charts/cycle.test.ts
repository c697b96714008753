import { expect, test } from 'vitest';
import { phases } from '../../relationship/vocabulary.ts';
import { byPhase, clustersOf, crowdsIn, joined, spanOf } from './cluster.ts';
import { spread } from './spread.ts';
import type { CycleDot, CycleGroup } from './types.ts';

const crowd = Array.from({ length: 160 }, (_, i) => ({
  x: 100 + ((i * 37) % 150),
  y: 100 + ((i * 53) % 110),
  r: 2 + (i % 4),
}));

test('accounts that feel the same are drawn beside each other, none far from its true place', () => {
  const placed = spread(crowd);
  expect(overlap(placed)).toBeLessThan(overlap(crowd) / 2);
  for (const [i, disc] of placed.entries())
    expect(Math.hypot(disc.x - crowd[i]!.x, disc.y - crowd[i]!.y)).toBeLessThanOrEqual(12 + 1e-9);
});

test('the same accounts give the same picture', () => {
  expect(spread(crowd)).toEqual(spread(crowd));
});

test('two accounts in exactly the same place both become visible', () => {
  const [a, b] = spread([
    { x: 10, y: 10, r: 4 },
    { x: 10, y: 10, r: 4 },
  ]);
  expect(Math.hypot(a!.x - b!.x, a!.y - b!.y)).toBeGreaterThan(7);
});

test('clusters together hold every account, phase by phase', () => {
  const items = crowd.map((disc, i) => ({ ...disc, count: 1 + (i % 2), of: group({ phase: phases[i % 4]! }) }));
  const clusters = clustersOf(items, 26);
  expect(clusters.length).toBeLessThan(items.length);
  expect(clusters.reduce((sum, cluster) => sum + cluster.count, 0)).toBe(240);
  for (const [k, phase] of phases.entries())
    expect(
      clusters.reduce((sum, cluster) => sum + byPhase(cluster)[k]!.count, 0),
      phase,
    ).toBe(40 * (1 + (k % 2)));
});

test('a crowd in one spot becomes one ring that counts all of them, and who stands apart stays a dot', () => {
  const heap = Array.from({ length: 90 }, (_, i) => ({
    x: 30 + (i % 10),
    y: 200,
    count: 1,
    of: group({ phase: phases[i % 4]! }),
  }));
  const apart = [{ x: 300, y: 50, count: 1, of: group({}) }];
  const { alone, crowded } = crowdsIn([...heap, ...apart], 34);
  expect(alone).toEqual(apart);
  const rings = joined(clustersOf(crowded, 34), 34);
  expect(rings).toHaveLength(1);
  expect(rings[0]!.count).toBe(90);
  expect(byPhase(rings[0]!).reduce((sum, { count }) => sum + count, 0)).toBe(90);
});

test('a ring opens as the list of its accounts: position, phases, place in the zone, and levels where they are known', () => {
  const at = { x: 30, y: 200, count: 1 };
  const [ring] = clustersOf(
    [
      { ...at, of: dot({ progress: 0.051, trust: 21.6, interest: 20, phase: 'purchase' }) },
      { ...at, of: dot({ progress: 0.3, trust: 24, interest: 18.2 }) },
    ],
    34,
  );
  expect(spanOf(ring!)).toEqual({
    position: 'skepticism',
    phases: ['shopping', 'purchase'],
    along: [0.05, 0.3],
    trust: [21, 24],
    interest: [18, 20],
  });
  const [summed] = clustersOf([{ ...at, count: 900, of: group({ progress: 0.35 }) }], 34);
  expect(spanOf(summed!)).toEqual({ position: 'skepticism', phases: ['shopping'], along: [0.3, 0.4] });
});

test('accounts of two positions are never in one ring, since they are not in one list', () => {
  const at = { x: 30, y: 200, count: 50 };
  const rings = joined(
    clustersOf(
      [
        { ...at, of: group({}) },
        { ...at, of: group({ position: 'peak' }) },
      ],
      34,
    ),
    34,
  );
  expect(rings.map((ring) => ring.count)).toEqual([50, 50]);
});

const group = (given: Partial<CycleGroup>): CycleGroup => ({
  phase: 'shopping',
  position: 'skepticism',
  progress: 0.05,
  level: 20,
  count: 1,
  ...given,
});
const dot = (given: Partial<CycleDot>): CycleDot => ({
  id: 'a',
  name: 'A',
  phase: 'shopping',
  position: 'skepticism',
  progress: 0.05,
  level: 20,
  trust: 20,
  interest: 20,
  revenue: null,
  ...given,
});

function overlap(discs: readonly { x: number; y: number; r: number }[]): number {
  let covered = 0;
  for (const [i, a] of discs.entries())
    for (const b of discs.slice(i + 1)) covered += Math.max(0, a.r + b.r - Math.hypot(a.x - b.x, a.y - b.y));
  return covered;
}
