import { describe, expect, it } from 'vitest';

import { fitHoltWinters, forecastHoltWinters } from './holtWinters.ts';

/** Monthly airline passengers in thousands, 1949–1960 (Box & Jenkins 1976, series G). */
const airPassengers = [
  112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114,
  140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191,
  172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259,
  229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405,
  355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491,
  505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535,
  622, 606, 508, 461, 390, 432,
];

describe('seasonal smoothing', () => {
  it('gives the published parameters and forecast of the airline series', () => {
    const fit = fitHoltWinters(airPassengers, 12, 'multiplicative');
    expect(fit.squaredErrors).toBeCloseTo(16570.78, 1);
    expect(fit.alpha).toBeCloseTo(0.27559, 3);
    expect(fit.beta).toBeCloseTo(0.03269, 3);
    expect(fit.gamma).toBeCloseTo(0.87073, 3);
    const [january, february, march] = forecastHoltWinters(fit, 3);
    expect(january).toBeCloseTo(447.0559, 0);
    expect(february).toBeCloseTo(419.7123, 0);
    expect(march).toBeCloseTo(464.8671, 0);
  });

  it('carries a steady season forward exactly', () => {
    const season = [10, -5, 0, -5];
    const series = Array.from({ length: 20 }, (_, i) => 100 + 2 * i + season[i % 4]!);
    const forecast = forecastHoltWinters(fitHoltWinters(series, 4, 'additive'), 4);
    forecast.forEach((value, h) => expect(value).toBeCloseTo(100 + 2 * (20 + h) + season[h]!, 0));
  });

  it('refuses less than two seasons and seasons that multiply by nothing', () => {
    expect(() => fitHoltWinters([1, 2, 3, 4, 5], 4, 'additive')).toThrow(/two whole seasons/);
    expect(() => fitHoltWinters([1, 2, 0, 4, 5, 6, 7, 8], 4, 'multiplicative')).toThrow(/above zero/);
  });
});
