import { expect, test } from 'vitest';
import { evenLines, scrollToLine, seenLines, unevenLines } from './window.ts';

test('of a million rows only a screenful is drawn, and the last one can be reached', () => {
  const lines = evenLines(1_000_000, 47);
  const start = seenLines(lines, 0, 800);
  expect(start.from).toBe(0);
  expect(start.to).toBeLessThan(40);
  const end = seenLines(lines, start.height - 800, 800);
  expect(end.to).toBe(1_000_000);
  expect(end.to - end.from).toBeLessThan(40);
  // The last row ends where the box ends.
  expect(end.shift + (end.to - end.from) * 47).toBeCloseTo(start.height, 0);
});

test('a short list is drawn whole, unscaled', () => {
  const seen = seenLines(evenLines(5, 47), 0, 800);
  expect(seen).toEqual({ from: 0, to: 5, shift: 0, height: 235 });
});

test('rows under group headings stand where the heights before them add up', () => {
  const lines = unevenLines([27, 47, 47, 27, 47]);
  expect(lines.top(4)).toBe(148);
  expect(lines.height).toBe(195);
  expect(seenLines(lines, 100, 40, 0)).toMatchObject({ from: 2, to: 4 });
});

test('moving to a row scrolls just far enough, and not at all when it is in view', () => {
  const lines = evenLines(100, 50);
  expect(scrollToLine(lines, 3, 0, 400, 30)).toBeUndefined();
  expect(scrollToLine(lines, 10, 0, 400, 30)).toBe(180);
  expect(scrollToLine(lines, 2, 500, 400, 30)).toBe(100);
});

test('in a million rows, moving to a row really shows it', () => {
  const lines = evenLines(1_000_000, 47);
  const to = scrollToLine(lines, 777_777, 0, 800, 0)!;
  const seen = seenLines(lines, to, 800, 0);
  expect(seen.from).toBeLessThanOrEqual(777_777);
  expect(seen.to).toBeGreaterThan(777_777);
});
