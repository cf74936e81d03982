import type { CheckRuleOptions } from "@wengert/check";
import { type Outputs, type Tensor, tensor } from "@wengert/core";
import { addDiagonal, matmul, mT } from "@wengert/linalg";
import { expect } from "vitest";

/** An operation, its arguments, and how it is checked. */
export type Row = readonly [op: (...args: never[]) => Outputs, args: readonly unknown[], options?: CheckRuleOptions];

/** For each operation the rows that check it. */
export type Table = Readonly<Record<string, readonly Row[]>>;

export const symmetric = { symmetric: [0] } as const;

/** Numbers in (−1, 1) without pattern; but a matrix of them has rank 2. */
export function some(shape: readonly number[], seed: number = 1): Tensor {
  return filled(shape, (i) => Math.sin(12.9898 * (i + 1) + 78.233 * seed));
}

/** Numbers in (−1, 1), independent of each other, so that matrices of them have full rank. */
export function random(shape: readonly number[], seed: number = 1): Tensor {
  let state = (seed * 2654435761) >>> 0;
  return filled(shape, () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 374761393) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 31 - 1;
  });
}

function filled(shape: readonly number[], entry: (i: number) => number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => entry(i)),
    shape,
  );
}

/** Positive definite matrices, well away from singular. */
export function definite(shape: readonly number[], seed: number = 1): Tensor {
  const a = some(shape, seed);
  return addDiagonal(matmul(a, mT(a)), shape[shape.length - 1]);
}

/** Square matrices well away from singular, neither symmetric nor triangular. */
export function regular(shape: readonly number[], seed: number = 1): Tensor {
  return addDiagonal(random(shape, seed), 3);
}

export function close(got: number | Tensor, wanted: number, tolerance: number): void {
  const value = typeof got === "number" ? got : got.item();
  expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)));
}

/** Relative to the largest element. */
export function agree(got: Tensor, wanted: Tensor, tolerance: number): void {
  expect(got.shape).toEqual(wanted.shape);
  const scale = Math.max(...wanted.data.map(Math.abs));
  for (const [i, value] of got.data.entries())
    expect(Math.abs(value - wanted.data[i])).toBeLessThanOrEqual(tolerance * scale);
}
