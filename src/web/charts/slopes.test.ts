import { expect, test } from 'vitest';
import { levelAt, slopesOf, smoothed } from './slopes.ts';
import { dayLength, monthTicks, timeScale } from './time.ts';

const start = Date.UTC(2025, 0, 1);

test('a rise, a fall and a recovery are three slopes that meet at the turning points', () => {
  const slopes = slopesOf(curve([20, 80], [80, 25], [25, 70]));
  expect(slopes).toHaveLength(3);
  expect(days(slopes[0]!.to)).toBeCloseTo(50, -1);
  expect(days(slopes[1]!.to)).toBeCloseTo(100, -1);
  expect(slopes[0]!.to).toBe(slopes[1]!.from);
  expect(slopes[1]!.to).toBe(slopes[2]!.from);
});

test('a relationship that only fades is one slope', () => {
  expect(slopesOf(curve([70, 30]))).toEqual([{ from: start, to: start + 50 * dayLength }]);
});

test('a wobble of a few points is not a turn', () => {
  const wobbling = curve([40, 60], [60, 57], [57, 80]);
  expect(slopesOf(wobbling)).toHaveLength(1);
});

test('smoothing keeps the first and the last level and does not lean', () => {
  const levels = Array.from({ length: 60 }, (_, i) => ({
    at: new Date(start + i * dayLength).toISOString(),
    trust: i < 30 ? 40 : 60,
    interest: 50,
  }));
  const drawn = smoothed(levels);
  expect(drawn[0]!.trust).toBe(40);
  expect(drawn.at(-1)!.trust).toBe(60);
  expect((drawn[29]!.trust + drawn[30]!.trust) / 2).toBeCloseTo(50, 6);
  expect(drawn.every((point) => Math.abs(point.interest - 50) < 1e-9)).toBe(true);
});

test('between two days the level is on the line between them', () => {
  const points = curve([20, 70]);
  expect(levelAt(points, start + 10.5 * dayLength)!.trust).toBeCloseTo(30.5, 6);
  expect(levelAt(points, start - dayLength)!.trust).toBe(20);
});

test('month labels thin out until they have room', () => {
  const to = Date.UTC(2026, 6, 1);
  expect(monthTicks(timeScale(start, to, 0, 900), 70)).toHaveLength(10);
  expect(monthTicks(timeScale(start, to, 0, 300), 70).length).toBeLessThanOrEqual(4);
});

/** 50 days per leg, both lines alike. */
function curve(...legs: [number, number][]) {
  const levels = legs.flatMap(([a, b], leg) =>
    Array.from({ length: leg === 0 ? 51 : 50 }, (_, i) => a + ((b - a) * (leg === 0 ? i : i + 1)) / 50),
  );
  return levels.map((level, i) => ({ at: start + i * dayLength, trust: level, interest: level }));
}

function days(at: number): number {
  return (at - start) / dayLength;
}
