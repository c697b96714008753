/** Small continuous-time Markov chains, moved by any number of hours without a matrix exponential at run time. */

/** powers[k] is the transition matrix (row-major, size × size) of 2^k hours. */
export interface Chain {
  size: number;
  powers: number[][];
}

const hoursPerDay = 24;
/** 2^22 hours are 478 years. */
const doublings = 22;

function multiply(left: readonly number[], right: readonly number[], size: number): number[] {
  return Array.from({ length: size * size }, (_, cell) => {
    const row = Math.floor(cell / size);
    let sum = 0;
    for (let k = 0; k < size; k++) sum += left[row * size + k]! * right[k * size + (cell % size)]!;
    return sum;
  });
}

/**
 * Prepare a chain from its rates per day.
 * @param rates row-major size × size, rates[i][j] ≥ 0 for i ≠ j; the diagonal is ignored (a row's rates leave it)
 */
export function chain(rates: readonly (readonly number[])[]): Chain {
  const size = rates.length;
  const generator = rates.flatMap((row, i) => {
    const leaving = row.reduce((sum, rate, j) => (i === j ? sum : sum + rate), 0);
    return row.map((rate, j) => (i === j ? -leaving : rate) / hoursPerDay);
  });
  const identity: number[] = generator.map((_, cell) => (cell % (size + 1) === 0 ? 1 : 0));
  // An hour's rates are small, so eight terms of the exponential series are exact to the last bit.
  let hour = identity;
  let term = identity;
  for (let n = 1; n <= 8; n++) {
    term = multiply(term, generator, size).map((value) => value / n);
    hour = hour.map((value, cell) => value + term[cell]!);
  }
  const powers = [hour];
  for (let k = 1; k <= doublings; k++) powers.push(multiply(powers[k - 1]!, powers[k - 1]!, size));
  return { size, powers };
}

/** The distribution after `days` (≥ 0, taken to the whole hour); `start` has `size` entries that sum to 1. */
export function afterDays(moves: Chain, start: readonly number[], days: number): number[] {
  const { size, powers } = moves;
  let hours = Math.min(Math.floor(days * hoursPerDay + 1e-9), 2 ** (doublings + 1) - 1);
  let from = start.slice();
  for (let k = 0; hours > 0; k++, hours = Math.floor(hours / 2)) {
    if (hours % 2 === 0) continue;
    const power = powers[k]!;
    const to = Array.from<number>({ length: size }).fill(0);
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) to[j]! += from[i]! * power[i * size + j]!;
    from = to;
  }
  return from;
}
