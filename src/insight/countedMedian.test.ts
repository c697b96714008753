import { expect, it } from 'vitest';
import { medianOf } from './countedMedian.ts';

it('finds the median of counted values as of all of them in a row', () => {
  expect(medianOf([])).toBeNull();
  expect(medianOf([{ value: 3, times: 1 }])).toBe(3);
  expect(
    medianOf([
      { value: 9, times: 2 },
      { value: 1, times: 1 },
    ]),
  ).toBe(9);
  expect(
    medianOf([
      { value: 9, times: 2 },
      { value: 1, times: 2 },
    ]),
  ).toBe(5);
  expect(
    medianOf([
      { value: 2, times: 1 },
      { value: 10, times: 1 },
      { value: 4, times: 3 },
    ]),
  ).toBe(4);
});
