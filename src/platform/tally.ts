import { networkOf } from './network.ts';
import { Problem } from './problem.ts';

/**
 * How often an address may do something on a page without sign-in: counted in this process's memory, which forgets by itself.
 * Secrets are too long to be guessed; this keeps one visitor from taking the place of all others.
 */
export function tally(most: number, seconds: number): (address: string, now: Date) => void {
  let since = 0;
  let counts = new Map<string, number>();
  return (address, now) => {
    const at = now.getTime();
    if (at < since || at - since >= seconds * 1000) {
      since = at;
      counts = new Map();
    }
    const key = networkOf(address);
    const count = (counts.get(key) ?? 0) + 1;
    // Whoever comes from ever new addresses may not fill the memory.
    if (count === 1 && counts.size >= 50_000) counts = new Map();
    counts.set(key, count);
    if (count <= most) return;
    const wait = Math.max(1, Math.ceil((since + seconds * 1000 - at) / 1000));
    throw new Problem(
      429,
      'too_many_attempts',
      `Too many requests from your network. Try again in ${wait} seconds.`,
      { wait },
      { 'retry-after': String(wait) },
    );
  };
}
