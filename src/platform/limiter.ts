/** Counts per key within a window, in this process: for public pages that are reached by a secret. */
export interface Limiter {
  /** 0 when it may go on, otherwise the seconds to wait. */
  wait(key: string, now: Date): number;
}

export function limiter(most: number, seconds: number): Limiter {
  let windows = new Map<string, { began: number; count: number }>();
  return {
    wait(key, now) {
      const at = now.getTime();
      // What is over is dropped in one go, so that strangers cannot fill the memory.
      if (windows.size > 10_000) windows = new Map([...windows].filter(([, w]) => at - w.began < seconds * 1000));
      const known = windows.get(key);
      if (!known || at - known.began >= seconds * 1000 || at < known.began) {
        windows.set(key, { began: at, count: 1 });
        return 0;
      }
      known.count++;
      return known.count <= most ? 0 : Math.ceil((known.began + seconds * 1000 - at) / 1000);
    },
  };
}
