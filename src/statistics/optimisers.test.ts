import { describe, expect, it } from 'vitest';

import { bfgs } from './bfgs.ts';
import { numericGradient, numericHessian } from './differences.ts';
import { cholesky, invertPositiveDefinite, multiply, solveCholesky, type Vector } from './linearAlgebra.ts';
import { nelderMead } from './nelderMead.ts';

const rosenbrock = ([x, y]: Vector) => (1 - x!) ** 2 + 100 * (y! - x! * x!) ** 2;

describe('finding the best parameters', () => {
  it.each([
    ['by steps alone', nelderMead(rosenbrock, [-1.2, 1], { tolerance: 1e-14 })],
    ['by slopes taken numerically', bfgs(rosenbrock, [-1.2, 1])],
    [
      'by slopes given',
      bfgs(rosenbrock, [-1.2, 1], {
        gradient: ([x, y]) => [-2 * (1 - x!) - 400 * x! * (y! - x! * x!), 200 * (y! - x! * x!)],
      }),
    ],
  ])("finds the end of Rosenbrock's valley %s", (_, minimum) => {
    expect(minimum.converged).toBe(true);
    expect(minimum.x[0]).toBeCloseTo(1, 5);
    expect(minimum.x[1]).toBeCloseTo(1, 5);
  });

  it('turns back at the edge of where a function exists', () => {
    const minimum = bfgs(([x]) => x! - Math.log(x!), [8]);
    expect(minimum.x[0]).toBeCloseTo(1, 6);
  });

  it('says so when it did not arrive', () => {
    expect(bfgs(rosenbrock, [-1.2, 1], { maxIterations: 3 }).converged).toBe(false);
    expect(nelderMead(rosenbrock, [-1.2, 1], { maxIterations: 3 }).converged).toBe(false);
  });

  it('differences agree with derivatives worked out by hand', () => {
    const gradient = numericGradient(rosenbrock, [-1.2, 1]);
    expect(gradient[0]).toBeCloseTo(-215.6, 6);
    expect(gradient[1]).toBeCloseTo(-88, 6);
    const hessian = numericHessian(rosenbrock, [-1.2, 1]);
    expect(hessian[0]![0]).toBeCloseTo(1330, 3);
    expect(hessian[0]![1]).toBeCloseTo(480, 3);
    expect(hessian[1]![1]).toBeCloseTo(200, 3);
  });
});

describe('small dense linear algebra', () => {
  const matrix = [
    [4, 2, 0.6],
    [2, 5, 1],
    [0.6, 1, 3],
  ];

  it('an inverse undoes its matrix', () => {
    const unit = multiply(matrix, invertPositiveDefinite(matrix)!);
    unit.forEach((row, i) => row.forEach((value, j) => expect(value).toBeCloseTo(i === j ? 1 : 0, 13)));
  });

  it('solving gives back what was multiplied', () => {
    const x = solveCholesky(cholesky(matrix)!, [8.6, 14, 8.2]);
    const back = matrix.map((row) => row.reduce((sum, value, j) => sum + value * x[j]!, 0));
    expect(back[0]).toBeCloseTo(8.6, 12);
    expect(back[2]).toBeCloseTo(8.2, 12);
  });

  it('a matrix whose columns depend on each other is refused', () => {
    expect(
      cholesky([
        [1, 2],
        [2, 4],
      ]),
    ).toBeNull();
    expect(invertPositiveDefinite([[-1]])).toBeNull();
  });
});
