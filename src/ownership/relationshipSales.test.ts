import { expect, test } from 'vitest';
import { notNow } from './relationshipSales.ts';

const fine = { phase: 'ownership', trust: 60, alarm: false, overduePromises: 0, inUse: true };

test('a transition fits from the first day, an addition once something is in use', () => {
  expect(notNow('transition', { ...fine, inUse: false, trust: 30 })).toEqual([]);
  expect(notNow('incremental', { ...fine, inUse: false })).toEqual(['nothing in use yet']);
  expect(notNow('incremental', fine)).toEqual([]);
});

test('nobody sells into an alarm or over a broken word', () => {
  expect(notNow('transition', { ...fine, alarm: true, overduePromises: 2 })).toEqual([
    'alarm running',
    'promise overdue',
  ]);
  expect(notNow('incremental', { ...fine, phase: 'shopping', trust: 20 })).toEqual([
    'not in ownership',
    'trust is low',
  ]);
});
