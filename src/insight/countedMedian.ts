/** A value with how many have it. */
export interface Counted {
  value: number;
  times: number;
}

/** The median of all of them; the mean of the two in the middle where there is none, and null of nothing. */
export function medianOf(counted: readonly Counted[]): number | null {
  const sorted = counted.toSorted((a, b) => a.value - b.value);
  const all = sorted.reduce((sum, { times }) => sum + times, 0);
  const at = (place: number) => sorted.find(({ times }) => (place -= times) < 0)!.value;
  return all === 0 ? null : (at(Math.floor((all - 1) / 2)) + at(Math.floor(all / 2))) / 2;
}
