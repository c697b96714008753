import { describe, expect, it } from 'vitest';
import { compute } from './compute.ts';
import type { sumOfSquares } from './compute.testing.ts';

const module = new URL('./compute.testing.ts', import.meta.url);
const types = undefined as unknown as typeof sumOfSquares;

describe('work in a thread of its own', () => {
  it('answers what the function answers, and tells how far it is', async () => {
    const heard: number[] = [];
    expect(
      await compute(types, module, 'sumOfSquares', { to: 1000 }, { onProgress: (share) => heard.push(share) }),
    ).toBe(333_833_500);
    expect(heard.length).toBeGreaterThan(5);
    expect(heard.at(-1)).toBe(1);
    expect(heard.length).toBeLessThan(102);
  });

  it('passes on why an input was refused', async () => {
    await expect(compute(types, module, 'sumOfSquares', { to: -1 })).rejects.toThrow(new RangeError('to is 0 or more'));
  });

  it('ends when it is cancelled', async () => {
    const cancelled = new AbortController();
    const running = compute(
      types,
      module,
      'sumOfSquares',
      { to: Infinity },
      { signal: cancelled.signal, onProgress: () => cancelled.abort() },
    );
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    await expect(compute(types, module, 'sumOfSquares', { to: 1 }, { signal: cancelled.signal })).rejects.toMatchObject(
      { name: 'AbortError' },
    );
  });

  it('says so when there is no such function', async () => {
    await expect(compute(types, module, 'other', { to: 1 })).rejects.toThrow('has no other');
  });
});
