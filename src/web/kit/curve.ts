import type { Position } from '../../relationship/vocabulary.ts';

/**
 * The seed's canonical curve: the mean of trust and interest (0 to 100) along the cycle. x runs from 0 to 5, one unit
 * per position in their order; the sale closes at 1.5. Shape only, for orientation: measured levels are drawn against it.
 */
const knots: readonly (readonly [x: number, y: number])[] = [
  [0, 7],
  [0.28, 9],
  [0.52, 14],
  [0.75, 30],
  [1.05, 58],
  [1.3, 86],
  [1.5, 95],
  [1.68, 88],
  [1.9, 66],
  [2.15, 40],
  [2.38, 17],
  [2.6, 12],
  [2.85, 17],
  [3.1, 27],
  [3.4, 45],
  [3.7, 60],
  [4.05, 69],
  [4.5, 73],
  [5, 75],
];

export const closeAt = 1.5;

/** Where each position's dot stands on the miniature, in the same x. */
const placeOf: Record<Position, number> = {
  skepticism: 0.35,
  peak: 1.5,
  disillusionment: 2.58,
  enlightenment: 3.55,
  realized: 4.6,
};

/** Height of the canonical curve at x in 0..5, by monotone cubic interpolation (Fritsch and Carlson 1980). */
export function canonicalLevel(x: number): number {
  const last = knots.length - 1;
  const at = Math.min(5, Math.max(0, x));
  let i = 0;
  while (i < last - 1 && knots[i + 1]![0] < at) i += 1;
  const [x0, y0] = knots[i]!;
  const [x1, y1] = knots[i + 1]!;
  const width = x1 - x0;
  const s = (at - x0) / width;
  const slope0 = tangent(i) * width;
  const slope1 = tangent(i + 1) * width;
  return (
    y0 * (1 + 2 * s) * (1 - s) ** 2 + slope0 * s * (1 - s) ** 2 + y1 * s ** 2 * (3 - 2 * s) + slope1 * s ** 2 * (s - 1)
  );
}

function tangent(i: number): number {
  const before = secant(i - 1);
  const after = secant(i);
  if (before === undefined || after === undefined) return before ?? after ?? 0;
  return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
}

function secant(i: number): number | undefined {
  const from = knots[i];
  const to = knots[i + 1];
  return from === undefined || to === undefined ? undefined : (to[1] - from[1]) / (to[0] - from[0]);
}

/** SVG path of the canonical curve in a box; x grows to the right, y downward. */
export function canonicalPath(width: number, height: number, pad: number, steps = 30): string {
  return Array.from({ length: steps + 1 }, (_, i) => miniature((i / steps) * 5, width, height, pad))
    .map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join('');
}

/** Where the dot of a position stands in that box. */
export function positionSpot(position: Position, width: number, height: number, pad: number): [number, number] {
  return miniature(placeOf[position], width, height, pad);
}

function miniature(x: number, width: number, height: number, pad: number): [number, number] {
  return [pad + (x / 5) * (width - 2 * pad), height - pad - (canonicalLevel(x) / 100) * (height - 2 * pad)];
}
