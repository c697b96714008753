import { expect, it } from 'vitest';
import { pathOf, seriesOf } from './usageSeries.ts';

const on = (n: number) => new Date(Date.parse('2026-01-01') + n * 86_400_000).toISOString().slice(0, 10);

it('compares the last 90 days of each measure with the 90 before', () => {
  const figures = [0, 30, 60, 100, 130, 160].map((n) => ({ measure: 'hours', day: on(n), value: n < 90 ? 10 : 7 }));
  const [hours, starts] = seriesOf([...figures.toReversed(), { measure: 'starts', day: on(5), value: 3 }]);
  expect(hours).toMatchObject({ measure: 'hours', low: 7, high: 10, latest: { day: on(160), value: 7 } });
  expect(hours!.change).toBeCloseTo(-0.3, 10);
  expect(starts).toMatchObject({ change: null });
});

it('draws from zero, so that a small fall looks small', () => {
  const [series] = seriesOf([
    { measure: 'hours', day: on(0), value: 100 },
    { measure: 'hours', day: on(10), value: 90 },
  ]);
  expect(pathOf(series!, 106, 56)).toMatchObject({ d: 'M3.0 3.0L103.0 8.0', end: { x: 103 } });
  expect(pathOf(seriesOf([{ measure: 'hours', day: on(0), value: 0 }])[0]!, 106, 56).end).toEqual({ x: 3, y: 53 });
});
