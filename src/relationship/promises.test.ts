import { expect, test } from 'vitest';
import { pairPromises } from './promises.ts';

const entry = (id: string, at: number, kind: 'promise made' | 'promise kept' | 'promise broken', subject: string) => ({
  id,
  at,
  kind,
  subject,
});

test('a promise that was kept is no longer open', () => {
  const pairs = pairPromises([
    entry('a', 1, 'promise made', 'Coolant report'),
    entry('b', 2, 'promise made', 'Price for pallet loading'),
    entry('c', 5, 'promise kept', 'Coolant report'),
  ]);
  expect(pairs.map((pair) => [pair.made?.id, pair.resolved?.id, pair.state])).toEqual([
    ['b', undefined, 'open'],
    ['a', 'c', 'kept'],
  ]);
});

test('a broken promise without the same words closes the oldest that is open', () => {
  const pairs = pairPromises([
    entry('a', 1, 'promise made', 'Kick-off in week 20'),
    entry('b', 2, 'promise made', 'Training'),
    entry('c', 9, 'promise broken', 'Date not kept'),
  ]);
  expect(pairs.map((pair) => [pair.made?.subject, pair.state])).toEqual([
    ['Training', 'open'],
    ['Kick-off in week 20', 'broken'],
  ]);
});

test('what was broken long before does not close a promise made later', () => {
  const pairs = pairPromises([entry('a', 1, 'promise broken', 'Old date'), entry('b', 5, 'promise made', 'New date')]);
  expect(pairs.map((pair) => pair.state)).toEqual(['open', 'broken']);
});

test('an open promise that is kept by name later is not closed by another one in between', () => {
  const pairs = pairPromises([
    entry('a', 1, 'promise made', 'Report'),
    entry('b', 2, 'promise broken', 'Call back on Monday'),
    entry('c', 3, 'promise kept', 'Report'),
  ]);
  expect(pairs.map((pair) => [pair.made?.id ?? null, pair.state])).toEqual([
    ['a', 'kept'],
    [null, 'broken'],
  ]);
});
