import type { LevelPoint } from './types.ts';

/** Reading a curve: smoothing for the eye, and where one slope ends and the next begins. Pure. */

export interface DrawnPoint {
  at: number;
  trust: number;
  interest: number;
}

/** Daily levels smoothed for reading: a Gaussian of about five days. The ends keep their true level. */
export function smoothed(points: readonly LevelPoint[], days = 5): DrawnPoint[] {
  const raw = points.map((point) => ({ at: Date.parse(point.at), trust: point.trust, interest: point.interest }));
  const reach = Math.ceil(days);
  const sigma = days / 2.355;
  return raw.map((point, i) => {
    // Near an end the window shrinks on both sides alike, so that it never leans.
    const span = Math.min(reach, i, raw.length - 1 - i);
    let weights = 0;
    let trust = 0;
    let interest = 0;
    for (let k = -span; k <= span; k += 1) {
      const near = raw[i + k]!;
      const weight = Math.exp(-(k * k) / (2 * sigma * sigma));
      weights += weight;
      trust += weight * near.trust;
      interest += weight * near.interest;
    }
    return { at: point.at, trust: trust / weights, interest: interest / weights };
  });
}

export interface Slope {
  from: number;
  to: number;
}

/**
 * The rises and falls of the curve as a person sees them: stretches between turning points of the mean of both lines,
 * where a turn counts when the mean comes back by at least `turn` points. They cover the curve without gaps.
 */
export function slopesOf(points: readonly DrawnPoint[], turn = 7): Slope[] {
  const mean = (i: number) => (points[i]!.trust + points[i]!.interest) / 2;
  if (points.length < 2) return [];
  const turns = [0];
  let high = 0;
  let low = 0;
  let going: 'up' | 'down' | undefined;
  for (let i = 1; i < points.length; i += 1) {
    if (mean(i) > mean(high)) high = i;
    if (mean(i) < mean(low)) low = i;
    if (going !== 'down' && mean(high) - mean(i) >= turn) {
      if (high > 0) turns.push(high);
      going = 'down';
      low = i;
    } else if (going !== 'up' && mean(i) - mean(low) >= turn) {
      if (low > 0 && going === 'down') turns.push(low);
      going = 'up';
      high = i;
    }
    if (going === 'up') low = i;
    else if (going === 'down') high = i;
  }
  const ends = [...turns.filter((i) => i < points.length - 1), points.length - 1];
  return ends.slice(1).map((end, i) => ({ from: points[ends[i]!]!.at, to: points[end]!.at }));
}

/** The level at a moment, linearly between days. */
export function levelAt(points: readonly DrawnPoint[], at: number): DrawnPoint | undefined {
  const next = points.findIndex((point) => point.at >= at);
  const after = points[next];
  const before = points[next - 1];
  if (after === undefined) return points.at(-1);
  if (before === undefined) return after;
  const share = (at - before.at) / (after.at - before.at);
  return {
    at,
    trust: before.trust + share * (after.trust - before.trust),
    interest: before.interest + share * (after.interest - before.interest),
  };
}
