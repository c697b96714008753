import { expect, test } from 'vitest';
import { expectedBand, templateDays } from './bands.ts';
import { millisecondsPerDay } from './cycle.ts';
import { enough, ownBand, type Lived } from './ownBands.ts';

const start = Date.parse('2024-01-01T00:00:00Z');
const close = start + 100 * millisecondsPerDay;

/** Accounts whose trust is `base` up to the close and 20 more after it. */
const accounts = (count: number, days = 1000): Lived[] =>
  Array.from({ length: count }, (_, i) => ({
    course: { saleType: 'commercial', standing: 'customer', startedAt: start, closes: [close] },
    until: close + days * millisecondsPerDay,
    level: (_line, at) => (at < close ? 30 : 50) + i,
  }));

test('too few successful accounts leave the shipped template as it is', () => {
  expect(ownBand('commercial', 'trust', accounts(enough - 1))).toBeUndefined();
});

test('enough of them are the band themselves: the middle eight tenths, with their number', () => {
  const own = ownBand('commercial', 'trust', accounts(21))!;
  expect(own.n).toBe(21);
  expect(own.knots.map(([day]) => day)).toEqual(templateDays('commercial', 'trust'));
  expect(own.knots.find(([day]) => day === 0)).toEqual([0, 52, 68]);
  expect(own.knots.find(([day]) => day === -60)).toEqual([-60, 32, 48]);
  expect(expectedBand('commercial', 'trust', 0, own.knots)).toEqual({ low: 52, high: 68 });
});

test('days that too few have lived through are left out', () => {
  const own = ownBand('commercial', 'trust', accounts(20, 150))!;
  expect(own.knots.at(-1)![0]).toBe(110);
});
