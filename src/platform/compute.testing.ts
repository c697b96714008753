/** What compute.test.ts runs in a thread. */
export function sumOfSquares({ to }: { to: number }, report: (share: number) => void): number {
  if (to < 0) throw new RangeError('to is 0 or more');
  let sum = 0;
  for (let n = 1; n <= to; n++) {
    sum += n * n;
    if (to === Infinity && n % 1e6 === 0) report((n / 1e6) * 0.01);
    else if (n % 10 === 0 && to !== Infinity) report(n / to);
  }
  return sum;
}

/** Counts until its thread is ended, where all can see it. */
export function countOn({ counter }: { counter: Int32Array }, report: (share: number) => void): void {
  for (;;) {
    const counted = Atomics.add(counter, 0, 1);
    if (counted % 1_000_000 === 0) report(counted / (counted + 1_000_000_000));
  }
}
