/** A count that forgets: every event counts 1 when it happens and half as much one half-life later. */

/** The count after `elapsed` more time (same unit as `halfLife`). */
export function decay(count: number, elapsed: number, halfLife: number): number {
  return count * 2 ** (-elapsed / halfLife);
}

/** The count that events at an even `rate` per time unit settle at; its inverse turns a count into a rate. */
export function steadyCount(rate: number, halfLife: number): number {
  return (rate * halfLife) / Math.LN2;
}
