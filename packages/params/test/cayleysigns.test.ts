/* The signs of an orthogonal matrix with which its Cayley transform stays small. */
import { type Tensor, tensor } from "@wengert/array";
import { addDiagonal, eigh, matmul, qr, solve } from "@wengert/linalg";
import { neg, transpose } from "@wengert/ops";
import { expect, test } from "vitest";
import { signatureAt } from "../src/constraints/cayleysigns.ts";

/** A random orthogonal matrix, the same for the same seed. */
function orthogonal(n: number, seed: number): Tensor {
  let state = seed;
  const draw = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return qr(tensor(Float64Array.from({ length: n * n }, draw), [n, n])).q;
}

/** The largest element of (I + QS)⁻¹ (I − QS). */
function largest({ data }: Tensor, signs: readonly number[]): number {
  const n = signs.length;
  const rotation = tensor(
    data.map((value, at) => value * signs[at % n]),
    [n, n],
  );
  return Math.max(...solve(addDiagonal(rotation, 1), addDiagonal(neg(rotation), 1)).data.map(Math.abs));
}

test.each([1, 2, 3, 7, 30, 60])("no element is greater than 2, of order %i", (n) => {
  for (let seed = 1; seed <= 12; seed++) {
    const Q = orthogonal(n, seed);
    const signs = signatureAt(Q.data, n);
    expect(signs.every((sign) => Math.abs(sign) === 1)).toBe(true);
    expect(largest(Q, signs)).toBeLessThanOrEqual(2);
  }
});

/**
 * An orthogonal matrix with elements of its Cayley transform A as large as elimination lets pass. It takes the sign + where
 * det(I + A) of the rows and columns from k on is at most twice that from k + 1 on: a row v before A makes that 1 + vᵀ(I + AᵀA)⁻¹v.
 */
function steep(n: number): Tensor {
  let rows: number[][] = [[0]];
  while (rows.length < n) {
    const A = tensor(rows);
    const { values, vectors } = eigh(matmul(transpose(A), A));
    const k = rows.length;
    const size = 0.99 * Math.sqrt(1 + values.data[k - 1]);
    const v = Array.from({ length: k }, (_, i) => size * vectors.data[i * k + k - 1]);
    rows = [[0, ...v], ...rows.map((row, i) => [-v[i], ...row])];
  }
  const A = tensor(rows);
  return solve(addDiagonal(A, 1), addDiagonal(neg(A), 1));
}

test.each([6, 8, 12])("signs are turned over where elimination leaves a greater one, of order %i", (n) => {
  const Q = steep(n);
  expect(largest(Q, new Array<number>(n).fill(1))).toBeGreaterThan(2);
  expect(largest(Q, signatureAt(Q.data, n))).toBeLessThanOrEqual(2);
});
