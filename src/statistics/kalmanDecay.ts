/** A count that forgets: every event counts 1 when it happens and half as much one half-life later. */

/** The count after `elapsed` more time (same unit as `halfLife`). */
export function decay(count: number, elapsed: number, halfLife: number): number {
  return count * 2 ** (-elapsed / halfLife);
}

/** The even rate (events per time unit) at which a count would settle where it is. */
export function rateOf(count: number, halfLife: number): number {
  return (count * Math.LN2) / halfLife;
}
