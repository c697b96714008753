import { describe, expect, it, test } from 'vitest';
import { apart, bundled, placeMarks, placeNames } from './labels.ts';

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

test('a year of orders seen from ten years away is one band with their number, and a close beside it stays a mark', () => {
  const orders = Array.from({ length: 40 }, (_, i) => ({ x: 100 + i * 1.5, label: i % 4 === 0 ? 'Lost' : 'Close' }));
  const [band, mark] = bundled([{ x: 300, label: 'Go-live' }, ...orders]);
  expect(band).toEqual({
    from: 100,
    to: 158.5,
    words: new Map([
      ['Lost', 10],
      ['Close', 30],
    ]),
  });
  expect(mark).toEqual({ from: 300, to: 300, words: new Map([['Go-live', 1]]) });
  expect(bundled([100, 103, 106].map((x) => ({ x, label: 'Close' })))).toHaveLength(3);
});

describe('names beside dots', () => {
  const dot = (x: number, y: number, width = 60) => ({ x, y, size: 4, width });
  it('stand to the right; where that is taken, on another side', () => {
    expect(placeNames([dot(100, 0)], 14, 400)).toEqual([{ x: 108, y: -7 }]);
    const [first, second] = placeNames([dot(100, 0), dot(150, 4)], 14, 400);
    // The second dot stands in the way of the first name: it goes to the left.
    expect(first).toEqual({ x: 32, y: -7 });
    expect(second).toEqual({ x: 158, y: -3 });
  });
  it('are not cut off by the sides of the picture', () => {
    expect(placeNames([dot(390, 50), dot(10, 50)], 14, 400)).toEqual([
      { x: 322, y: 43 },
      { x: 18, y: 43 },
    ]);
  });
  it('are left out where there is no room at all', () => {
    const crowd = Array.from({ length: 30 }, (_, i) => dot((i % 6) * 10, Math.floor(i / 6) * 10));
    const placed = placeNames(crowd, 14, 120);
    expect(placed.filter((place) => place === null).length).toBeGreaterThan(10);
    const boxes = placed.filter((place) => place !== null);
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1)) expect(Math.abs(a.x - b.x) >= 60 || Math.abs(a.y - b.y) >= 14).toBe(true);
  });
});
