import { describe, expect, it } from 'vitest';
import { cadenceOf } from './cadence.ts';
import { lineTotal, sumOf } from './lineTotal.ts';

const on = (...days: string[]) => days.map((day) => new Date(`${day}T10:00:00Z`));

describe('the rhythm of a relationship sale', () => {
  it('is not claimed from one sale, nor from two of the same day', () => {
    expect(cadenceOf(on('2026-01-05'))).toBeNull();
    expect(cadenceOf(on('2026-01-05', '2026-01-05'))).toBeNull();
  });

  it('is the usual interval, which one forgotten month does not change, and says when the next is due', () => {
    const rhythm = cadenceOf(on('2026-03-02', '2026-01-05', '2026-02-02', '2026-06-01', '2026-03-30'));
    expect(rhythm).toEqual({ days: 28, intervals: 4, nextOn: new Date('2026-06-29T00:00:00Z') });
  });
});

describe('a line of an offer', () => {
  it('is exact to the cent with fractions and discounts', () => {
    expect(lineTotal({ quantity: '3', price: '19.99', discount: 0 })).toBe('59.97');
    expect(lineTotal({ quantity: '1.5', price: '10.01', discount: 0 })).toBe('15.02');
    expect(lineTotal({ quantity: '7', price: '0.10', discount: 33.33 })).toBe('0.47');
    expect(lineTotal({ quantity: '1', price: '-50', discount: 0 })).toBe('-50.00');
  });

  it('adds up where floating point would not', () => {
    expect(sumOf(['0.10', '0.20', '9007199254740993.01'])).toBe('9007199254740993.31');
  });
});
