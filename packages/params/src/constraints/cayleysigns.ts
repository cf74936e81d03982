import { fromData } from "@wengert/array/author";
import { addDiagonal, solve } from "@wengert/linalg";
import { neg } from "@wengert/ops";

/** The largest element of A that is accepted. A bound of 1 can be reached too, but may take many more steps. */
const LARGEST = 2;

/**
 * Signs S for an orthogonal matrix Q such that I + QS is well conditioned: no element of its Cayley transform
 * A = (I + QS)⁻¹ (I − QS) is greater than 2.
 *
 * First, elimination in Q + S = (I + QS)S where each sign is that of the pivot it is added to. So no pivot is smaller than
 * 1, and |det(I + QS)| is at least 1. Then, while some |aᵢⱼ| exceeds 2, signs i and j are turned over: with E the diagonal of
 * those two,
 *
 *     I + QS(I − 2E) = (I + QS) (I − (I − A)E),   det(I − (I − A)E) = aᵢⱼ²
 *
 * so the determinant grows fourfold at least; it cannot exceed 2ⁿ, hence n/2 such steps at most.
 *
 * Source: O'Dorney, "Minimizing the Cayley transform of an orthogonal matrix by multiplying by signature matrices", Linear
 * Algebra and its Applications 448, 2014, for the second part.
 *
 * @param q - n×n, row-major
 */
export function signatureAt(q: Float64Array, n: number): number[] {
  const signs = signsOfPivots(q, n);
  for (let step = 0; step < n; step++) {
    const a = cayleyOf(q, signs, n);
    const at = a.reduce((most, value, i) => (Math.abs(value) > Math.abs(a[most]) ? i : most), 0);
    if (!(Math.abs(a[at]) > LARGEST)) break;
    for (const column of [at % n, Math.floor(at / n)]) signs[column] = -signs[column];
  }
  return signs;
}

function signsOfPivots(q: Float64Array, n: number): number[] {
  const rest = q.slice();
  return Array.from({ length: n }, (_, k) => {
    const sign = rest[k * n + k] < 0 ? -1 : 1;
    const pivot = rest[k * n + k] + sign;
    for (let i = k + 1; i < n; i++) {
      const factor = rest[i * n + k] / pivot;
      for (let j = k + 1; j < n; j++) rest[i * n + j] -= factor * rest[k * n + j];
    }
    return sign;
  });
}

function cayleyOf(q: Float64Array, signs: readonly number[], n: number): Float64Array {
  const rotation = fromData(
    q.map((value, at) => value * signs[at % n]),
    [n, n],
  );
  return solve(addDiagonal(rotation, 1), addDiagonal(neg(rotation), 1)).data;
}

/** The signs that make a rotation C into Q = CS: those on the diagonal of CᵀQ. */
export function signatureOf(q: Float64Array, rotation: Float64Array, n: number): number[] {
  return Array.from({ length: n }, (_, column) => {
    let product = 0;
    for (let at = column; at < n * n; at += n) product += rotation[at] * q[at];
    return product < 0 ? -1 : 1;
  });
}
