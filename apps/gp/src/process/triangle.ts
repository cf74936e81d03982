import { rule, type Tensor, tensor, type Value } from "wengert";

/**
 * The symmetric matrix whose lower triangle is v, row by row.
 *
 *     A_ij = A_ji = v_k,   k = i(i + 1)/2 + j for j ≤ i
 *     jvp   dA = symmetric(dv)
 *     vjp   v̄ = folded(Ā)
 *
 * A covariance is symmetric, so computing one triangle of it, and its derivatives, is half the work.
 *
 * @param v - [n(n + 1)/2]
 * @returns [n, n]
 */
export const symmetric: (v: Value) => Tensor = rule({
  name: "symmetric",
  impl: (v: Tensor): Tensor => {
    const n = Math.round((Math.sqrt(8 * v.size + 1) - 1) / 2);
    const { data } = v;
    const out = new Float64Array(n * n);
    eachPair(n, (i, j, k) => {
      out[i * n + j] = data[k];
      out[j * n + i] = data[k];
    });
    return tensor(out, [n, n]);
  },
  jvp: ([dv]) => dv && symmetric(dv),
  vjp: (abar) => [folded(abar)],
});

/**
 * The transpose of `symmetric`: both triangles of a matrix added up in the lower one, row by row.
 *
 *     v_k = A_ij + A_ji for j < i, A_ii for j = i
 *
 * @param a - [n, n]
 * @returns [n(n + 1)/2]
 */
export const folded: (a: Value) => Tensor = rule({
  name: "folded",
  impl: (a: Tensor): Tensor => {
    const [n] = a.shape;
    const { data } = a;
    const out = new Float64Array((n * (n + 1)) / 2);
    eachPair(n, (i, j, k) => {
      out[k] = i === j ? data[i * n + i] : data[i * n + j] + data[j * n + i];
    });
    return tensor(out);
  },
  jvp: ([da]) => da && folded(da),
  vjp: (vbar) => [symmetric(vbar)],
});

/** Rows and columns of a tile: two of them, one of each triangle, stay in the processor's first cache. */
const tile = 32;

/** The places (i, j) of a lower triangle with their numbers k, tile by tile, so that (j, i) is never far from the last. */
export function eachPair(n: number, visit: (i: number, j: number, k: number) => void): void {
  for (let top = 0; top < n; top += tile) {
    for (let left = 0; left <= top; left += tile) {
      for (let i = top; i < Math.min(top + tile, n); i++) {
        const row = (i * (i + 1)) / 2;
        for (let j = left; j < Math.min(left + tile, i + 1); j++) visit(i, j, row + j);
      }
    }
  }
}
