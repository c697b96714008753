import { timeScale, type TimeScale } from './time.ts';

/** Where the parts of the relationship curve lie, in pixels from the top left. */
export interface Plot {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Middle of the lane of promises. */
  lane: number;
  /** Baseline of the month names. */
  months: number;
  /** Where the lens begins to open. */
  lens: number;
  time: TimeScale;
  /** Height of a level from 0 to 100. */
  y: (level: number) => number;
  phone: boolean;
}

export const ribbonHeight = 17;
export const ribbonGap = 3;

/** The layout for a width, with time running from `from` to `until` (milliseconds). */
export function plotFor(width: number, from: number, until: number): Plot {
  const phone = width < 560;
  const left = phone ? 24 : 30;
  const right = width - (phone ? 52 : 68);
  const top = 2 * ribbonHeight + ribbonGap + 22;
  const bottom = top + (phone ? 190 : 274);
  return {
    width,
    height: bottom + (phone ? 46 : 66),
    left,
    right,
    top,
    bottom,
    lane: bottom + 14,
    months: bottom + 38,
    lens: bottom + 44,
    time: timeScale(from, until, left, right),
    y: (level) => bottom - (Math.min(100, Math.max(0, level)) / 100) * (bottom - top),
    phone,
  };
}

/** An SVG path through points, in order. */
export function pathOf(points: readonly (readonly [x: number, y: number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}
