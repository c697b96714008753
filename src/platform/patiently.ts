import { setTimeout as pause } from 'node:timers/promises';

/** Does work again while it fails for a reason that passes: so many times at most, after a pause in milliseconds that `wait` says for the failures so far. */
export async function patiently<T>(
  work: () => Promise<T>,
  passes: (error: unknown) => boolean,
  times: number,
  wait: (failures: number) => number,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (error) {
      if (failures > times || !passes(error)) throw error;
      await pause(wait(failures));
    }
  }
}
