import { normalQuantile } from './normal.ts';

/** Uniform draws in [0, 1), reproducible from a seed. */
export type Random = () => number;

/** The small fast counting generator sfc32 (passes PractRand), its state spread from one integer by splitmix32. */
export function seededRandom(seed: number): Random {
  let spread = seed | 0;
  const splitmix = () => {
    spread = (spread + 0x9e3779b9) | 0;
    let z = spread;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) next();
  return next;
}

/** A whole number in [0, below). */
export function drawInteger(random: Random, below: number): number {
  return Math.floor(random() * below);
}

export function drawNormal(random: Random): number {
  return normalQuantile((Math.floor(random() * 4_294_967_296) + 0.5) / 4_294_967_296);
}

/** Exponential waiting time with mean 1 / rate. */
export function drawExponential(random: Random, rate: number): number {
  return -Math.log1p(-random()) / rate;
}

/** Gamma with the given shape and rate (mean shape / rate). Source: Marsaglia & Tsang 2000. */
export function drawGamma(random: Random, shape: number, rate: number): number {
  if (shape < 1) return drawGamma(random, shape + 1, rate) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = drawNormal(random);
    const v = (1 + c * z) ** 3;
    if (v > 0 && Math.log1p(-random()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return (d * v) / rate;
  }
}

export function drawBeta(random: Random, a: number, b: number): number {
  const x = drawGamma(random, a, 1);
  return x / (x + drawGamma(random, b, 1));
}

/** A shuffled copy (Fisher–Yates). */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = drawInteger(random, i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
