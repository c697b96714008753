import type { Vector } from './linearAlgebra.ts';

export type Objective = (x: Vector) => number;

/** Gradient by central differences; error about 1e-10 relative for a smooth function of unit scale. */
export function numericGradient(f: Objective, x: Vector): number[] {
  return x.map((value, i) => {
    const step = 6e-6 * Math.max(1, Math.abs(value));
    return (f(moved(x, i, step)) - f(moved(x, i, -step))) / (2 * step);
  });
}

/** Hessian by central second differences, p × p and symmetric; error about 1e-6 relative for unit scale. */
export function numericHessian(f: Objective, x: Vector): number[][] {
  const steps = x.map((value) => 3e-4 * Math.max(1, Math.abs(value)));
  const centre = f(x);
  const hessian = x.map(() => x.map(() => 0));
  for (let i = 0; i < x.length; i++) {
    const hi = steps[i]!;
    hessian[i]![i] = (f(moved(x, i, hi)) - 2 * centre + f(moved(x, i, -hi))) / (hi * hi);
    for (let j = 0; j < i; j++) {
      const hj = steps[j]!;
      const up = moved(x, i, hi);
      const down = moved(x, i, -hi);
      const mixed =
        (f(moved(up, j, hj)) - f(moved(up, j, -hj)) - f(moved(down, j, hj)) + f(moved(down, j, -hj))) / (4 * hi * hj);
      hessian[i]![j] = mixed;
      hessian[j]![i] = mixed;
    }
  }
  return hessian;
}

const moved = (x: Vector, index: number, by: number) => x.map((value, i) => (i === index ? value + by : value));
