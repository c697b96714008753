import { describe, expect, it } from 'vitest';

import { drawExponential, seededRandom } from '../statistics/randomness.ts';
import { itOnRealData, rowsOf } from '../statistics/realData.testing.ts';
import { chanceToWinWithin, closingHazard, type SaleHistory } from './closingHazard.ts';
import { accuracyOf, forecastMonth } from './forecast.ts';
import { forecastSeries } from './seriesForecast.ts';

const day = 86_400_000;
const month = (number: number, year = 2026) => new Date(Date.UTC(year, number - 1, 1));

/** A steady business: `perDay` sales a day, each won at rate `winning` and lost at rate `losing` per day. */
function steadySales(days: number, perDay: number, winning: number, losing: number, seed: number): SaleHistory[] {
  const random = seededRandom(seed);
  const end = month(1).getTime() + days * day;
  return Array.from({ length: Math.round(days * perDay) }, (_, i) => {
    const openedOn = new Date(month(1).getTime() + (i / perDay) * day);
    const closes = openedOn.getTime() + drawExponential(random, winning + losing) * day;
    const won = random() < winning / (winning + losing);
    return closes < end
      ? { openedOn, closedOn: new Date(closes), won, amount: 100 }
      : { openedOn, closedOn: null, won: false, amount: 100 };
  });
}

describe('the forecast on 8,800 real opportunities', () => {
  itOnRealData(
    ['maven_crm/sales_pipeline.csv', 'maven_crm/products.csv'],
    'misses by no more than the three-month mean was measured to, and all benchmarks are shown',
    (...[pipeline, products]) => {
      const priceByProduct = new Map(rowsOf(products!).map((row) => [row['product']!, Number(row['sales_price'])]));
      const sales = rowsOf(pipeline)
        .filter((row) => row['engage_date'])
        .map((row): SaleHistory => {
          const product = row['product'] === 'GTXPro' ? 'GTX Pro' : row['product']!;
          const won = row['deal_stage'] === 'Won';
          return {
            openedOn: new Date(row['engage_date']!),
            closedOn: row['close_date'] ? new Date(row['close_date']) : null,
            won,
            amount: won ? Number(row['close_value']) : priceByProduct.get(product)!,
          };
        });
      const { past } = forecastMonth(sales, month(1, 2018), month(3, 2017));
      const lastEight = past.slice(-8);
      expect(lastEight.map((row) => row.month.getUTCMonth() + 1)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
      const { errors, beatsNaive } = accuracyOf(lastEight);
      expect(errors.blend).toBeLessThanOrEqual(0.226);
      expect(errors['weighted pipeline']).toBeCloseTo(2.11, 1);
      // Counting the empty month before the records began, the naive mean misses by .226; leaving it out, by less than we do.
      expect(errors['three-month mean']).toBeCloseTo(0.188, 2);
      expect(beatsNaive).toBe(false);
      const withEmptyMonth = lastEight.map((row, i) =>
        i === 0 ? { ...row, 'three-month mean': (row['three-month mean'] * 2) / 3 } : row,
      );
      expect(accuracyOf(withEmptyMonth).errors['three-month mean']).toBeCloseTo(0.226, 3);
      const raw = lastEight.map((row) => ({ ...row, hazard: row.fromOpenSales + row.fromNewBusiness }));
      expect(accuracyOf(raw).errors.hazard).toBeLessThan(0.27);
    },
  );
});

describe('how fast sales are won', () => {
  it('hazards recover the rates that made the sales', () => {
    const hazard = closingHazard(steadySales(720, 5, 0.02, 0.01, 4), new Date(month(1).getTime() + 700 * day));
    for (const bin of [0, 1, 2, 3]) {
      expect(hazard.winning[bin]).toBeCloseTo(0.02, 2);
      expect(hazard.losing[bin]).toBeCloseTo(0.01, 2);
    }
    expect(chanceToWinWithin(hazard, 0, 1e6)).toBeCloseTo(2 / 3, 1);
    expect(chanceToWinWithin(hazard, 15, 30)).toBeCloseTo((2 / 3) * (1 - Math.exp(-0.9)), 1);
  });

  it('the chance is right by hand where every age is alike', () => {
    const hazard = { binDays: 10, winning: [0.02, 0.02, 0.02], losing: [0.02, 0.02, 0.02] };
    expect(chanceToWinWithin(hazard, 7, 25)).toBeCloseTo(0.5 * (1 - Math.exp(-1)), 12);
    expect(chanceToWinWithin(hazard, 500, 25)).toBeCloseTo(0.5 * (1 - Math.exp(-1)), 12);
    expect(chanceToWinWithin(closingHazard([], month(1)), 0, 30)).toBe(0);
  });
});

describe('the forecast of a month', () => {
  const sales = steadySales(720, 4, 0.02, 0.01, 7);
  const forecast = forecastMonth(sales, month(10, 2027), month(1));

  it('knows nothing of what came after', () => {
    const before = sales.map((sale) =>
      sale.closedOn && sale.closedOn >= month(10, 2027) ? { ...sale, closedOn: null, won: false } : sale,
    );
    const knownThen = before.filter((sale) => sale.openedOn < month(10, 2027));
    expect(forecastMonth(knownThen, month(10, 2027), month(1))).toEqual(forecast);
  });

  it('of a steady business is close to what it brings every month, open sales and new business together', () => {
    const monthly = 4 * 31 * 100 * (2 / 3);
    expect(Math.abs(forecast.blend / monthly - 1)).toBeLessThan(0.15);
    expect(forecast.fromNewBusiness).toBeGreaterThan(0.1 * monthly);
    expect(forecast.fromOpenSales).toBeGreaterThan(0.4 * monthly);
    const { errors } = accuracyOf(forecast.past.slice(-12));
    expect(errors.blend).toBeLessThan(0.2);
    expect(errors['weighted pipeline']).toBeGreaterThan(errors.blend);
  });

  it('is the same when sales of the same days are added up first', () => {
    const wholeDay = (date: Date) => new Date(Math.floor(date.getTime() / day) * day);
    const sales = steadySales(400, 6, 0.02, 0.01, 11).map((sale) => ({
      ...sale,
      openedOn: wholeDay(sale.openedOn),
      closedOn: sale.closedOn && wholeDay(sale.closedOn),
    }));
    const sameDays = Map.groupBy(sales, ({ openedOn, closedOn, won }) => JSON.stringify([openedOn, closedOn, won]));
    const added = [...sameDays.values()].map((of): SaleHistory => ({
      ...of[0]!,
      sales: of.length,
      amount: of.length * 100,
    }));
    expect(added.length).toBeLessThan(sales.length);
    const [one, other] = [forecastMonth(sales, month(13), month(1)), forecastMonth(added, month(13), month(1))];
    expect(other.blend).toBeCloseTo(one.blend, 6);
    expect(other['weighted pipeline']).toBeCloseTo(one['weighted pipeline'], 6);
    expect(other.past.at(-1)!.hazard).toBeCloseTo(one.past.at(-1)!.hazard, 6);
  });

  it('has an interval from its own past errors, whose past coverage is printed', () => {
    const { coverage, months } = accuracyOf(forecast.past);
    expect(months).toBe(20);
    expect(coverage.n).toBe(16);
    expect(coverage.share).toBeGreaterThan(0.6);
    expect(forecast.interval!.low).toBeLessThan(forecast.blend);
    expect(forecastMonth(sales, month(3), month(1)).interval).toBeNull();
  });

  it('without any history is nothing, and says nothing about its errors', () => {
    const empty = forecastMonth([], month(3), month(3));
    expect(empty).toMatchObject({ blend: 0, interval: null, past: [] });
    expect(accuracyOf([]).coverage).toEqual({ share: null, n: 0 });
  });
});

describe('without a pipeline', () => {
  it('two years of months are smoothed with their seasons, fewer are averaged', () => {
    const season = [90, 95, 120, 100, 98, 125, 92, 96, 130, 100, 99, 150];
    const years = [...season, ...season.map((v) => v * 1.1), ...season.map((v) => v * 1.21)];
    const { method, values } = forecastSeries(years, 12);
    expect(method).toBe('seasonal smoothing');
    expect(values[11]! / values[0]!).toBeCloseTo(150 / 90, 1);
    expect(forecastSeries([10, 20, 30, 40], 2)).toEqual({ method: 'three-month mean', values: [30, 30] });
    expect(forecastSeries([], 1).values).toEqual([0]);
    expect(forecastSeries([...years.slice(1), 0], 1).method).toBe('seasonal smoothing');
  });
});
