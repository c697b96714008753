import { expect, test } from 'vitest';
import { momentOf, playFor } from './plays.ts';

const day = 86_400_000;

test('a play counts what happened since the trouble began, step by step', () => {
  const began = 100 * day;
  const happened = [
    { kind: 'call', at: 90 * day },
    { kind: 'promise kept', at: 101 * day },
    { kind: 'call', at: 102 * day },
    { kind: 'service visit', at: 103 * day },
  ];
  expect(playFor('alarm', happened, began)).toEqual({ name: 'repair', of: 4, done: 2 });
  expect(playFor('alarm', [], began).done).toBe(0);
});

test('an open case or an alarm forbids selling, whatever the position', () => {
  expect(momentOf({ group: 'alarm', position: 'realized', why: [] })).toBe('repair');
  expect(momentOf({ group: 'next step', position: 'peak', why: [{ code: 'case open' }] })).toBe('repair');
});

test('a kept promise comes before an offer, and realized value is the moment to ask', () => {
  expect(momentOf({ group: 'promise', position: 'realized', why: [] })).toBe('wait');
  expect(momentOf({ group: 'ask now', position: 'realized', why: [] })).toBe('ask');
  expect(momentOf({ group: 'next step', position: 'skepticism', why: [] })).toBeUndefined();
});
