import { positions, type Position } from '../../relationship/vocabulary.ts';
import { canonicalLevel } from '../kit/curve.ts';
import { textWidth } from './labels.ts';
import { spread, type Disc } from './spread.ts';
import type { CycleDot } from './types.ts';

/** Where everything on the cycle map lies. Pure; pixels from the top left. */

export interface MapPlan {
  width: number;
  height: number;
  /** Left end of the first of five equal zones, and the width of one. */
  left: number;
  zone: number;
  y: (level: number) => number;
  /** Pixel of a place on the cycle, 0 to 5. */
  x: (place: number) => number;
  largest: number;
}

/** The gutter at the left is that of the board below; a narrow map has none and names its zones itself. */
export function planMap(width: number, height: number, largest: number): MapPlan {
  const left = width < 820 ? 0 : 128;
  const zone = (width - left) / positions.length;
  const top = 34;
  const bottom = height - (left > 0 ? 20 : 52);
  return {
    width,
    height,
    left,
    zone,
    y: (level) => bottom - (level / 100) * (bottom - top),
    x: (place) => left + place * zone,
    largest,
  };
}

/** Place on the cycle, 0 to 5, of a position and how far through it. */
export function placeOf(position: Position, progress: number): number {
  return positions.indexOf(position) + Math.min(1, Math.max(0, progress));
}

export interface MapDisc extends Disc {
  dot: CycleDot;
}

/** Discs for all dots where they belong, largest first so that small ones stay on top. */
export function discsOf(dots: readonly CycleDot[], plan: MapPlan): MapDisc[] {
  const most = Math.max(1, ...dots.map(sizeOf));
  const ordered = dots.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  return ordered.map((dot) => ({
    dot,
    x: plan.x(placeOf(dot.position, dot.progress)),
    y: plan.y(dot.level),
    r: radiusOf(sizeOf(dot), most, plan.largest),
  }));
}

/** The discs as they are drawn: whole at the ends of the cycle, and moved apart where there are few enough to tell apart. */
export function drawn(discs: readonly MapDisc[], plan: MapPlan, apart: boolean): MapDisc[] {
  const placed = apart ? spread(discs) : discs;
  return discs.map(({ dot }, i) => ({ ...inside(placed[i]!, plan), dot }));
}

/** A disc at the very start or end of the cycle is seen whole. */
function inside(disc: Disc, plan: MapPlan): Disc {
  return { y: disc.y, r: disc.r, x: Math.min(plan.width - disc.r - 1, Math.max(plan.left + disc.r + 1, disc.x)) };
}

/** Area grows with the amount; the smallest dot can still be seen and hit. */
export function radiusOf(amount: number, most: number, largest: number): number {
  return Math.max(Math.min(2.6, largest * 0.3), Math.sqrt(Math.max(0, amount) / most) * largest);
}

export function sizeOf(dot: CycleDot): number {
  return dot.revenue ?? dot.potential ?? 0;
}

/** The canonical curve as points. */
export function canonicalPoints(plan: MapPlan, steps = 120): [number, number][] {
  return Array.from({ length: steps + 1 }, (_, i) => {
    const place = (i / steps) * positions.length;
    return [plan.x(place), plan.y(canonicalLevel(place))];
  });
}

export interface NamedDisc {
  disc: MapDisc;
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
}

/** Names for the largest dots, where they cover neither a larger dot nor another name. */
export function namesFor(discs: readonly MapDisc[], plan: MapPlan, most: number): NamedDisc[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = discs
    .filter((disc) => disc.r > 4)
    .map(({ x, y, r }) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r }));
  const named: NamedDisc[] = [];
  for (const disc of discs.slice(0, most * 3)) {
    if (named.length >= most) break;
    const wide = textWidth(disc.dot.name) + 4;
    const spots: NamedDisc[] = [
      { disc, x: disc.x + disc.r + 5, y: disc.y + 4, anchor: 'start' },
      { disc, x: disc.x - disc.r - 5, y: disc.y + 4, anchor: 'end' },
      { disc, x: disc.x, y: disc.y + disc.r + 14, anchor: 'middle' },
      { disc, x: disc.x, y: disc.y - disc.r - 6, anchor: 'middle' },
    ];
    const spot = spots.find((candidate) => {
      const left = candidate.x - { start: 0, middle: wide / 2, end: wide }[candidate.anchor];
      const box = { left, right: left + wide, top: candidate.y - 11, bottom: candidate.y + 3 };
      const free = taken.every(
        (other) => box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom,
      );
      if (!free || left < plan.left + 2 || left + wide > plan.width - 2 || box.top < 16) return false;
      taken.push(box);
      return true;
    });
    if (spot) named.push(spot);
  }
  return named;
}
