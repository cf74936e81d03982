import { ShapeError, type Tensor, tensor, zeros } from "@wengert/array";
import { concat, reshape, take } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { lastOf } from "./lastaxes.ts";

/*
 * The lower triangle of a matrix as a vector, row by row. `k` is the last diagonal that belongs to it: 0 with the main
 * one, −1 without. Both directions only move numbers, so they are linear, and each other's transpose.
 */

/** The positions of the triangle's elements in a matrix of order n. */
function trianglePositions(n: number, k: number): number[] {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: Math.max(0, i + k + 1) }, (_, j) => i * n + j),
  ).flat();
}

/** [..., n, n] → [..., m], the m elements of the lower triangle. */
export function pack(matrix: Tensor, k: number): Tensor {
  const n = lastOf(matrix);
  return take(reshape(matrix, [...matrix.shape.slice(0, -2), n * n]), tensor(trianglePositions(n, k)), -1);
}

/**
 * [..., m] → [..., n, n], zeros outside of the triangle.
 *
 * @throws {ShapeError} when m numbers fill no triangle
 */
export function unpack(op: string, x: Value, k: number): Tensor {
  const vector = resolve(x, op);
  const m = vector.ndim === 0 ? Number.NaN : lastOf(vector);
  // m = n(n + 1)/2 with the diagonal, (n − 1)n/2 without.
  const n = (Math.sqrt(8 * m + 1) - 1) / 2 - k;
  if (!Number.isInteger(n)) {
    const found = vector.ndim === 0 ? "a scalar" : `${m} numbers along the last axis`;
    throw new ShapeError(`${op}: the unconstrained side is ${found}, which fills no triangle of a matrix.`, op);
  }
  const batch = vector.shape.slice(0, -1);
  // What is outside of the triangle comes from one zero behind the vector.
  const from = new Float64Array(n * n).fill(m);
  for (const [position, place] of trianglePositions(n, k).entries()) from[place] = position;
  return reshape(take(concat([vector, zeros([...batch, 1])], -1), tensor(from), -1), [...batch, n, n]);
}
