import { randomFillSync } from 'node:crypto';

/** A UUIDv7: sorted by time of making, so that new rows land at the end of an index. */
export function newId(now: number = Date.now()): string {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const bytes = pool.subarray(next, (next += 16));
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Asking the system for randomness costs more than all else here: it is asked for many ids at once. */
const pool = Buffer.alloc(16 * 256);
let next = pool.length;
