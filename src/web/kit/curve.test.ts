import { expect, test } from 'vitest';
import type { Position } from '../../relationship/vocabulary.ts';
import { canonicalLevel, closeAt, positionSpot } from './curve.ts';

test('the cycle peaks at the close, bottoms in disillusionment and ends higher than it began', () => {
  const levels = Array.from({ length: 501 }, (_, i) => canonicalLevel(i / 100));
  expect(levels.indexOf(Math.max(...levels)) / 100).toBeCloseTo(closeAt, 1);
  const dip = levels.slice(150).indexOf(Math.min(...levels.slice(150))) / 100 + 1.5;
  expect(dip).toBeGreaterThan(2);
  expect(dip).toBeLessThan(3);
  expect(levels.at(-1)).toBeGreaterThan(levels[0]! * 3);
});

test('the curve never leaves the scale and never jumps', () => {
  for (let x = 0; x < 5; x += 0.01) {
    expect(canonicalLevel(x)).toBeGreaterThanOrEqual(0);
    expect(canonicalLevel(x)).toBeLessThanOrEqual(100);
    expect(Math.abs(canonicalLevel(x + 0.01) - canonicalLevel(x))).toBeLessThan(3);
  }
});

test('the dot of the miniature stands highest at the peak of interest', () => {
  expect(height('peak')).toBeLessThan(height('realized'));
  expect(height('realized')).toBeLessThan(height('enlightenment'));
  expect(height('disillusionment')).toBeGreaterThan(height('enlightenment'));
});

function height(position: Position): number {
  return positionSpot(position, 34, 16, 2)[1];
}
