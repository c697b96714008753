import { numericGradient, type Objective } from './differences.ts';
import { dot, multiplyVector, type Vector } from './linearAlgebra.ts';
import type { Minimum } from './nelderMead.ts';

/**
 * Minimum of a smooth `f` near `start`, with the analytic gradient when given, else central differences. A value that is
 * not a number counts as infinitely bad, so a step outside the domain is shortened. Converged when no element of the
 * gradient exceeds `tolerance` · max(1, |f|), or when no step can lower f any more at a gradient within 100 times that.
 * Source: Nocedal & Wright 2006, algorithm 6.1, with backtracking and the curvature condition guarded by skipping.
 */
export function bfgs(
  f: Objective,
  start: Vector,
  options: { gradient?: (x: Vector) => number[]; tolerance?: number; maxIterations?: number } = {},
): Minimum {
  const { gradient = (x: Vector) => numericGradient(f, x), tolerance = 1e-8, maxIterations = 500 } = options;
  const value = (x: Vector) => {
    const result = f(x);
    return Number.isNaN(result) ? Number.POSITIVE_INFINITY : result;
  };
  let x = [...start];
  let fx = value(x);
  let g = gradient(x);
  let inverse = identity(x.length);
  const isFlat = (factor: number) => Math.max(...g.map(Math.abs)) <= factor * tolerance * Math.max(1, Math.abs(fx));
  for (let iterations = 0; iterations < maxIterations; iterations++) {
    if (isFlat(1)) return { x, value: fx, iterations, converged: true };
    let direction = multiplyVector(inverse, g).map((d) => -d);
    if (!(dot(direction, g) < 0)) {
      inverse = identity(x.length);
      direction = g.map((d) => -d);
    }
    const next = lineSearch(value, x, fx, g, direction);
    if (!next) return { x, value: fx, iterations, converged: isFlat(100) };
    const nextGradient = gradient(next.x);
    inverse = updated(
      inverse,
      next.x.map((v, i) => v - x[i]!),
      nextGradient.map((v, i) => v - g[i]!),
    );
    x = next.x;
    fx = next.value;
    g = nextGradient;
  }
  return { x, value: fx, iterations: maxIterations, converged: isFlat(1) };
}

function lineSearch(f: Objective, x: Vector, fx: number, gradient: Vector, direction: Vector) {
  const slope = dot(direction, gradient);
  // A first step along a raw gradient can be wild: never move a parameter by more than 2 at once.
  let step = Math.min(1, 2 / Math.max(...direction.map(Math.abs)));
  for (let halvings = 0; halvings < 50; halvings++) {
    const candidate = x.map((v, i) => v + step * direction[i]!);
    const value = f(candidate);
    if (value < fx && value <= fx + 1e-4 * step * slope) return { x: candidate, value };
    step /= 2;
  }
  return null;
}

/** The BFGS update of the inverse Hessian: (I − ρsyᵀ) H (I − ρysᵀ) + ρssᵀ. */
function updated(inverse: number[][], s: Vector, y: Vector): number[][] {
  const curvature = dot(s, y);
  if (curvature <= 1e-12 * Math.sqrt(dot(s, s) * dot(y, y))) return inverse;
  const hy = multiplyVector(inverse, y);
  const factor = (1 + dot(y, hy) / curvature) / curvature;
  return inverse.map((row, i) =>
    row.map((h, j) => h + factor * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / curvature),
  );
}

const identity = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
