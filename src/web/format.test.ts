import { expect, test } from 'vitest';
import { createFormat } from './format.ts';

const format = createFormat({ locale: 'en-GB', timeZone: 'Europe/Berlin' });
const now = '2026-06-11T08:00:00Z';

test('a loss has a real minus sign and a gain a plus, to one decimal', () => {
  expect(format.signed(-6.1)).toBe('−6.1');
  expect(format.signed(2.94)).toBe('+2.9');
  expect(format.signed(-0.04)).toBe('0.0');
  expect(format.number(-1234.5, 1)).toBe('−1,234.5');
});

test('money is short in lists and exact where it is agreed', () => {
  expect(format.moneyShort(1_840_000, 'EUR')).toBe('€1.84m');
  expect(format.moneyShort(530_000, 'EUR')).toBe('€530k');
  expect(format.money(1_840_000, 'EUR')).toBe('€1,840,000');
  expect(format.money(12.5, 'EUR')).toBe('€12.50');
  expect(format.money(-12.5, 'EUR')).toBe('−€12.50');
});

test('a day near today is said in words, a later one by weekday, an old one with its year', () => {
  expect(format.day('2026-06-11T20:00:00Z', now)).toBe('Today');
  expect(format.day('2026-06-11T22:30:00Z', now)).toBe('Tomorrow');
  expect(format.day('2026-06-17', now)).toBe('Wed 17 Jun');
  expect(format.day('2026-02-24', now)).toBe('24 Feb');
  expect(format.day('2025-02-24', now)).toBe('24 Feb 2025');
  expect(format.dated('2026-06-11', now)).toBe('11 Jun');
  expect(format.dated('2017-12-31', now)).toBe('31 Dec 2017');
});

test('how long ago is said in the largest fitting unit', () => {
  expect(format.relative('2026-06-11T07:57:00Z', now)).toBe('3 minutes ago');
  expect(format.relative('2026-06-13T08:00:00Z', now)).toBe('in 2 days');
});

test('shares, sizes and lengths carry their unit', () => {
  expect(format.percent(0.84)).toBe('84\u202f%');
  expect(format.bytes(1_400_000)).toBe('1.4\u202fMB');
  expect(format.duration(40_000)).toBe('40 secs');
  expect(format.duration(4_800_000)).toBe('1 hr 20 mins');
});
