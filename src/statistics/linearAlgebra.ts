/** Small dense linear algebra (tens of columns); a matrix is an array of rows. */

export type Vector = readonly number[];
export type Matrix = readonly Vector[];

export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export function multiplyVector(matrix: Matrix, vector: Vector): number[] {
  return matrix.map((row) => dot(row, vector));
}

export function multiply(a: Matrix, b: Matrix): number[][] {
  const columns = transpose(b);
  return a.map((row) => columns.map((column) => dot(row, column)));
}

export function transpose(matrix: Matrix): number[][] {
  return (matrix[0] ?? []).map((_, j) => matrix.map((row) => row[j]!));
}

/** vᵀ M v */
export function quadraticForm(matrix: Matrix, vector: Vector): number {
  return dot(vector, multiplyVector(matrix, vector));
}

/** Xᵀ diag(weights) X of the n × p matrix `rows`: p × p, symmetric. Unit weights when left out. */
export function gram(rows: Matrix, weights?: Vector): number[][] {
  const p = rows[0]?.length ?? 0;
  const result = Array.from({ length: p }, () => Array.from({ length: p }, () => 0));
  rows.forEach((row, n) => {
    const weight = weights ? weights[n]! : 1;
    for (let i = 0; i < p; i++) {
      const scaled = weight * row[i]!;
      if (scaled === 0) continue;
      const target = result[i]!;
      for (let j = 0; j <= i; j++) target[j]! += scaled * row[j]!;
    }
  });
  for (let i = 0; i < p; i++) for (let j = i + 1; j < p; j++) result[i]![j] = result[j]![i]!;
  return result;
}

/** Xᵀ v of the n × p matrix `rows` and a vector of n. */
export function transposeMultiplyVector(rows: Matrix, vector: Vector): number[] {
  const result = Array.from({ length: rows[0]?.length ?? 0 }, () => 0);
  rows.forEach((row, n) => {
    const factor = vector[n]!;
    if (factor !== 0) for (let j = 0; j < row.length; j++) result[j]! += factor * row[j]!;
  });
  return result;
}

/**
 * Lower triangle L with L Lᵀ = matrix, or null when the matrix is not positive definite: a pivot below `tolerance`
 * times its own diagonal element counts as zero, so linearly dependent columns are found too.
 */
export function cholesky(matrix: Matrix, tolerance = 1e-12): number[][] | null {
  const lower: number[][] = [];
  for (let i = 0; i < matrix.length; i++) {
    const row = matrix[i]!;
    const current: number[] = [];
    for (let j = 0; j < i; j++) {
      const above = lower[j]!;
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= current[k]! * above[k]!;
      current.push(sum / above[j]!);
    }
    const pivot = row[i]! - dot(current, current);
    if (!(pivot > tolerance * Math.abs(row[i]!)) || !Number.isFinite(pivot)) return null;
    current.push(Math.sqrt(pivot));
    lower.push(current);
  }
  return lower;
}

/** x with L Lᵀ x = b, for the triangle that `cholesky` gave. */
export function solveCholesky(lower: Matrix, b: Vector): number[] {
  const n = lower.length;
  const x = [...b];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}

/** Inverse of a symmetric positive definite matrix, or null when it is not positive definite. */
export function invertPositiveDefinite(matrix: Matrix, tolerance?: number): number[][] | null {
  const lower = cholesky(matrix, tolerance);
  if (!lower) return null;
  const unit = matrix.map((_, column) => matrix.map((_, row) => (row === column ? 1 : 0)));
  return transpose(unit.map((column) => solveCholesky(lower, column)));
}
