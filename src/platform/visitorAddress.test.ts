import { expect, test } from 'vitest';
import { visitorAddress } from './visitorAddress.ts';

test('without a proxy of ours nobody can claim another address', () => {
  expect(visitorAddress('203.0.113.9', '10.0.0.1', false)).toBe('203.0.113.9');
});

test('behind a proxy of ours the address that it saw counts, not what the visitor wrote before it', () => {
  expect(visitorAddress('127.0.0.1', '198.51.100.7', true)).toBe('198.51.100.7');
  expect(visitorAddress('127.0.0.1', '1.2.3.4, 198.51.100.7', true)).toBe('198.51.100.7');
  expect(visitorAddress('127.0.0.1', null, true)).toBe('127.0.0.1');
  expect(visitorAddress('127.0.0.1', ' ', true)).toBe('127.0.0.1');
});
