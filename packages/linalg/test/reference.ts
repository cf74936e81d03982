import type { Tensor } from "@wengert/array";
import { broadcastShapes, fromData, sizeOf } from "@wengert/array/author";
import { expect } from "vitest";

/** Numbers in (−1, 1) without pattern. */
export function some(shape: readonly number[], seed: number = 1): Tensor {
  return fromData(
    Float64Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed)),
    shape,
  );
}

/** Numbers under a position, in nested loops over a shape. */
export function make(shape: readonly number[], entry: (...index: number[]) => number): Tensor {
  const data = Float64Array.from({ length: sizeOf(shape) }, (_, at) => entry(...unravel(at, shape)));
  return fromData(data, shape);
}

function unravel(at: number, shape: readonly number[]): number[] {
  const index: number[] = [];
  let rest = at;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index.unshift(rest % shape[axis]);
    rest = Math.floor(rest / shape[axis]);
  }
  return index;
}

/** A batch of matrices, from the position in the batch, row and column. */
export function matrices(
  batch: readonly number[],
  rows: number,
  columns: number,
  entry: (lead: readonly number[], i: number, j: number) => number,
): Tensor {
  return make([...batch, rows, columns], (...index) => {
    const [i, j] = index.slice(-2);
    return entry(index.slice(0, -2), i, j);
  });
}

/** The element at a position, where axes of length 1 and missing leading axes are repeated. */
export function at(x: Tensor, index: readonly number[]): number {
  const own = index.slice(index.length - x.ndim);
  return x.data[own.reduce((offset, i, axis) => offset * x.shape[axis] + (x.shape[axis] === 1 ? 0 : i), 0)];
}

/** Batches of matrices multiplied by the definition. */
export function naiveProduct(a: Tensor, b: Tensor): Tensor {
  const batch = broadcastShapes("naiveProduct", a.shape.slice(0, -2), b.shape.slice(0, -2));
  const [m, k, n] = [a.shape[a.ndim - 2], a.shape[a.ndim - 1], b.shape[b.ndim - 1]];
  return matrices(batch, m, n, (lead, i, j) => {
    let total = 0;
    for (let p = 0; p < k; p++) total += at(a, [...lead, i, p]) * at(b, [...lead, p, j]);
    return total;
  });
}

/** Equal shapes, and elements equal relative to the largest. */
export function close(got: Tensor, wanted: Tensor, tolerance: number = 1e-13): void {
  expect(got.shape).toEqual(wanted.shape);
  const scale = wanted.data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const off = got.data.findIndex((value, i) => !(Math.abs(value - wanted.data[i]) <= tolerance * scale));
  if (off >= 0) expect(`element ${off}: ${got.data[off]}`).toBe(`element ${off}: ${wanted.data[off]}`);
}

/** Numbers in (−1, 1), independent of each other, so that matrices of them have full rank; on the diagonal 2 more. */
export function fullRank(shape: readonly number[], seed: number = 1): Tensor {
  let state = (seed * 2654435761) >>> 0;
  const next = (): number => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 31 - 1;
  };
  const [m, n] = shape.slice(-2);
  return fromData(
    Float64Array.from({ length: sizeOf(shape) }, (_, at) => next() + (at % n === Math.floor(at / n) % m ? 2 : 0)),
    shape,
  );
}

/** A batch of identities. */
export function identities(batch: readonly number[], n: number): Tensor {
  return matrices(batch, n, n, (_lead, i, j) => (i === j ? 1 : 0));
}
