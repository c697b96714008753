import { expect, test } from 'vitest';
import { playFor } from './plays.ts';

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
