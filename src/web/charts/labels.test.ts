import { expect, test } from 'vitest';
import { apart, placeMarks } from './labels.ts';

test('the words trust and interest never lie on each other at the end of their lines', () => {
  expect(apart([100, 104], 14)).toEqual([95, 109]);
  expect(apart([104, 100], 14)).toEqual([109, 95]);
  expect(apart([100, 140], 14)).toEqual([100, 140]);
});

test('a close just before the handoff is named on its left, the handoff on its right', () => {
  const [close, handoff] = placeMarks(
    [
      { x: 300, label: 'Close' },
      { x: 318, label: 'Handoff accepted' },
    ],
    0,
    800,
  );
  expect(close).toMatchObject({ side: 'left', row: 0 });
  expect(handoff).toMatchObject({ side: 'right', row: 0 });
});

test('a third mark in the same place goes one line lower', () => {
  const rows = placeMarks(
    [300, 304, 308].map((x) => ({ x, label: 'Handoff accepted' })),
    0,
    800,
  );
  expect(rows.some((mark) => mark.row === 1)).toBe(true);
});

test('where there is no room left, a mark stands without its word instead of on another one', () => {
  const placed = placeMarks(
    Array.from({ length: 12 }, (_, i) => ({ x: 100 + i, label: 'Handoff' })),
    0,
    220,
  );
  expect(placed).toHaveLength(12);
  const spots = placed.filter((mark) => mark.label !== '').map((mark) => `${mark.side} ${mark.row}`);
  expect(new Set(spots).size).toBe(spots.length);
});
