import type { Vector } from "./vector.ts";

/** The inverse of a positive definite matrix, and the logarithm of its determinant. */
export interface Inverted {
  /** n·n */
  readonly inverse: Vector;
  readonly logDet: number;
}

/**
 * Inverts a symmetric matrix by Cholesky's factorization. It is scaled to a diagonal of ones first, so that units do not decide
 * whether it is positive definite.
 *
 * @param matrix - n·n, of which both triangles are read and averaged
 * @returns the index of the first row with which it is not positive definite, beyond rounding, if there is one
 */
export function positiveInverse(matrix: Vector, n: number): Inverted | number {
  const scale = Float64Array.from({ length: n }, (_, i) => Math.sqrt(matrix[i * n + i]));
  const l = new Float64Array(n * n);
  let logDet = 0;
  for (let i = 0; i < n; i++) {
    if (!(scale[i] > 0 && scale[i] < Number.POSITIVE_INFINITY)) return i;
    for (let j = 0; j <= i; j++) {
      let entry = (matrix[i * n + j] / scale[i] / scale[j] + matrix[j * n + i] / scale[i] / scale[j]) / 2;
      for (let k = 0; k < j; k++) entry -= l[i * n + k] * l[j * n + k];
      if (i > j) l[i * n + j] = entry / l[j * n + j];
      else if (entry > n * Number.EPSILON) l[i * n + i] = Math.sqrt(entry);
      else return i;
    }
    logDet += 2 * (Math.log(l[i * n + i]) + Math.log(scale[i]));
  }
  const root = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let entry = i === j ? 1 : 0;
      for (let k = j; k < i; k++) entry -= l[i * n + k] * root[k * n + j];
      root[i * n + j] = entry / l[i * n + i];
    }
  }
  const inverse = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let entry = 0;
      for (let k = Math.max(i, j); k < n; k++) entry += root[k * n + i] * root[k * n + j];
      inverse[i * n + j] = entry / scale[i] / scale[j];
    }
  }
  return { inverse, logDet };
}

/** A matrix from its products with the columns of the identity. */
export function matrixOf(product: (v: Vector) => Vector, n: number): Vector {
  const matrix = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    for (const [i, entry] of product(unit).entries()) matrix[i * n + j] = entry;
  }
  return matrix;
}
