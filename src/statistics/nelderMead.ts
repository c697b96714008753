import type { Objective } from './differences.ts';
import type { Vector } from './linearAlgebra.ts';

export type Minimum = { x: number[]; value: number; iterations: number; converged: boolean };

type Vertex = { x: number[]; value: number };

/**
 * Minimum of `f` near `start` without derivatives. A value that is not a number counts as infinitely bad.
 * Converged when both the simplex and its values are within `tolerance`. Source: Nelder & Mead 1965 with the adaptive
 * coefficients of Gao & Han 2012, which keep it working above a few parameters.
 */
export function nelderMead(
  f: Objective,
  start: Vector,
  options: { step?: number; tolerance?: number; maxIterations?: number } = {},
): Minimum {
  const { step = 0.25, tolerance = 1e-10, maxIterations = 400 * start.length } = options;
  const n = start.length;
  const expansion = 1 + 2 / n;
  const contraction = 0.75 - 1 / (2 * n);
  const shrink = n === 1 ? 0.5 : 1 - 1 / n;
  const at = (x: number[]): Vertex => {
    const value = f(x);
    return { x, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  let simplex = [at([...start]), ...start.map((_, i) => at(start.map((v, j) => (i === j ? v + step : v))))];
  let iterations = 0;
  for (; iterations < maxIterations; iterations++) {
    simplex.sort((a, b) => a.value - b.value);
    const best = simplex[0]!;
    const worst = simplex[n]!;
    if (isSmall(simplex, tolerance)) return { ...best, iterations, converged: true };
    const centre = start.map((_, j) => simplex.slice(0, n).reduce((sum, vertex) => sum + vertex.x[j]!, 0) / n);
    const along = (factor: number) => at(centre.map((c, j) => c + factor * (c - worst.x[j]!)));
    const reflected = along(1);
    if (reflected.value < best.value) {
      const expanded = along(expansion);
      simplex[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < simplex[n - 1]!.value) {
      simplex[n] = reflected;
    } else {
      const contracted = along(reflected.value < worst.value ? contraction : -contraction);
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[n] = contracted;
      else
        simplex = simplex.map((v, i) => (i === 0 ? v : at(v.x.map((c, j) => best.x[j]! + shrink * (c - best.x[j]!)))));
    }
  }
  simplex.sort((a, b) => a.value - b.value);
  return { ...simplex[0]!, iterations, converged: false };
}

function isSmall(simplex: readonly Vertex[], tolerance: number): boolean {
  const best = simplex[0]!;
  return simplex.every(
    (vertex) =>
      Math.abs(vertex.value - best.value) <= tolerance * (1 + Math.abs(best.value)) &&
      vertex.x.every((c, j) => Math.abs(c - best.x[j]!) <= Math.sqrt(tolerance) * (1 + Math.abs(best.x[j]!))),
  );
}
