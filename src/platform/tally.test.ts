import { expect, it } from 'vitest';
import { Problem } from './problem.ts';
import { tally } from './tally.ts';

it('lets so many through within a minute, then says how long to wait, and forgets afterwards; one address does not pay for another', () => {
  const looking = tally(2, 60);
  const waits = (address: string, seconds: number) => {
    try {
      looking(address, new Date(Date.UTC(2026, 5, 11, 9, 0, seconds)));
      return 0;
    } catch (error) {
      return (error as Problem).more?.['wait'];
    }
  };
  expect([waits('192.0.2.1', 0), waits('192.0.2.1', 1)]).toEqual([0, 0]);
  expect(waits('192.0.2.1', 20)).toBe(40);
  expect(waits('192.0.2.2', 20)).toBe(0);
  expect(waits('192.0.2.1', 60)).toBe(0);
});

it('counts a subscriber with many IPv6 addresses as one', () => {
  const looking = tally(1, 60);
  const now = new Date(Date.UTC(2026, 5, 11, 9));
  looking('2001:db8::1', now);
  expect(() => looking('2001:db8:0:0:5::2', now)).toThrow(Problem);
  expect(() => looking('2001:db8:0:1::1', now)).not.toThrow();
});
