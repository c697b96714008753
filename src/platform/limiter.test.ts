import { expect, it } from 'vitest';
import { limiter } from './limiter.ts';

it('lets so many through within a window, then says how long to wait, and forgets afterwards; one address does not pay for another', () => {
  const pace = limiter(2, 60);
  const at = (seconds: number) => new Date(Date.UTC(2026, 5, 11, 9, 0, seconds));
  expect([pace.wait('a', at(0)), pace.wait('a', at(1))]).toEqual([0, 0]);
  expect(pace.wait('a', at(20))).toBe(40);
  expect(pace.wait('b', at(20))).toBe(0);
  expect(pace.wait('a', at(60))).toBe(0);
});
