/** Small continuous-time Markov chains, moved by any number of hours without a matrix exponential at run time. */

/**
 * powers[digit][n - 1] is the transition matrix (row-major, size × size) of n · 16^digit hours, n from 1 to 15: a time
 * is taken one hexadecimal digit at a time, so that a month costs three small products.
 */
export interface Chain {
  size: number;
  powers: Float64Array[][];
}

const hoursPerDay = 24;
const base = 16;
/** 16^6 hours are 1,900 years. */
const digits = 6;

function multiply(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += left[i * size + k]! * right[k * size + j]!;
      product[i * size + j] = sum;
    }
  }
  return product;
}

/** The transition matrix of one hour. */
function hourly(rates: readonly (readonly number[])[]): Float64Array {
  const size = rates.length;
  const generator = Float64Array.from(
    rates.flatMap((row, i) => {
      const leaving = row.reduce((sum, rate, j) => (i === j ? sum : sum + rate), 0);
      return row.map((rate, j) => (i === j ? -leaving : rate) / hoursPerDay);
    }),
  );
  // An hour's rates are small, so eight terms of the exponential series are exact to the last bit.
  let term = generator.map((_, cell) => (cell % (size + 1) === 0 ? 1 : 0));
  const hour = term.slice();
  for (let n = 1; n <= 8; n++) {
    term = multiply(term, generator, size).map((value) => value / n);
    term.forEach((value, cell) => (hour[cell]! += value));
  }
  return hour;
}

/**
 * Prepare a chain from its rates per day.
 * @param rates row-major size × size, rates[i][j] ≥ 0 for i ≠ j; the diagonal is ignored (a row's rates leave it)
 */
export function chain(rates: readonly (readonly number[])[]): Chain {
  const size = rates.length;
  const powers: Float64Array[][] = [];
  let one = hourly(rates);
  for (let digit = 0; digit < digits; digit++) {
    const places = [one];
    while (places.length < base - 1) places.push(multiply(places.at(-1)!, one, size));
    powers.push(places);
    one = multiply(places.at(-1)!, one, size);
  }
  return { size, powers };
}

/** The distribution after `days` (≥ 0, taken to the whole hour); `start` has `size` entries that sum to 1. */
export function afterDays(moves: Chain, start: readonly number[], days: number): number[] {
  const { size, powers } = moves;
  let hours = Math.min(Math.floor(days * hoursPerDay + 1e-9), base ** digits - 1);
  let from = start.slice();
  for (let digit = 0; hours > 0; digit++, hours = Math.floor(hours / base)) {
    const place = hours % base;
    if (place === 0) continue;
    const power = powers[digit]![place - 1]!;
    const to: number[] = [];
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += from[i]! * power[i * size + j]!;
      to.push(sum);
    }
    from = to;
  }
  return from;
}
