import { kernels, type Tensor } from "@wengert/array";
import { broadcastShapes, fromData } from "@wengert/array/author";
import { broadcastTo } from "@wengert/ops";

/*
 * How the terms of spectralterms.ts are computed, on plain matrices.
 */

/** Vᵀ E V, or V X Vᵀ, of plain matrices. */
export function turn(v: Tensor, e: Tensor, into: boolean): Tensor {
  const n = v.shape[v.ndim - 1];
  const [half, out] = [new Float64Array(n * n), new Float64Array(e.size)];
  const { gemm } = kernels();
  for (let start = 0; start < e.size; start += n * n) {
    gemm(into, false, n, n, n, 1, v.data, start, n, e.data, start, n, 0, half, 0, n);
    gemm(false, !into, n, n, n, 1, half, 0, n, v.data, start, n, 0, out, start, n);
  }
  return fromData(out, e.shape);
}

type Visit = (b: number, i: number, j: number, at: number, entry: number) => void;

/** Visits every entry of a table of order k, with the product of the entries of the Ẽ along its path from i to j. */
export function walk(n: number, k: number, size: number, es: readonly Tensor[], visit: Visit): void {
  const step = (b: number, i: number, p: number, j: number, at: number, entry: number): void => {
    if (p === k) {
      visit(b, i, j, at, entry);
      return;
    }
    const row = (b * n + j) * n;
    for (let q = 0; q < n; q++) step(b, i, p + 1, q, at * n + q, entry * es[p].data[row + q]);
  };
  for (let at = 0; at * n < size; at++) step(Math.floor(at / n), at % n, 0, at % n, at, 1);
}

interface Aligned {
  readonly batch: readonly number[];
  readonly matrices: readonly Tensor[];
  readonly tables: readonly Tensor[];
}

/** Plain matrices [..., n, n], V first, and tables of order k, all with the leading axes that they have together. */
export function aligned(v: Tensor, es: readonly Tensor[], gs: readonly Tensor[]): Aligned {
  const cores = [v, ...es, ...gs].map((x, at) => x.shape.slice(at <= es.length ? -2 : -(es.length + 1)));
  const leads = [v, ...es, ...gs].map((x, at) => x.shape.slice(0, x.ndim - cores[at].length));
  const batch = broadcastShapes("matrixFunction", ...leads);
  const all = [v, ...es, ...gs].map((x, at) => broadcastTo(x, [...batch, ...cores[at]]));
  return { batch, matrices: all.slice(0, es.length + 1), tables: all.slice(es.length + 1) };
}
