import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constant } from "@wengert/rule/library";
import { match } from "../../batch/batch.ts";
import { clustersOf, needsFrame } from "./clusters.ts";
import { openColumns, transposed, turnColumns } from "./turning.ts";

/*
 * The vectors of values that count as one may be turned within the space that they span. When A moves along S, the values
 * leave each other along the vectors that make S diagonal there (Rellich): in this frame values and cotangents have ordinary
 * derivatives, and nothing is divided by a gap of zero.
 *
 * Source: Kato, "Perturbation Theory for Linear Operators", 1995, chapter II.
 */

/** Vectors [..., n, n], in the columns, turned within clusters of values [..., n], so that Vᵀ S V is diagonal there, ascending. */
export const symmetricFrame: (values: Value, vectors: Value, s: Value) => Tensor = /* @__PURE__ */ constant({
  name: "eigenvectors",
  impl: (values: Tensor, vectors: Tensor, s: Tensor): Tensor => {
    const n = vectors.shape[vectors.ndim - 1];
    const { batch, count, starts } = match("eigh", vectors, s);
    const out = new Float64Array(count * n * n);
    for (let b = 0; b < count && n > 0; b++) {
      const [at, from] = starts.map((start) => start[b]);
      const own = out.subarray(b * n * n, (b + 1) * n * n);
      own.set(vectors.data.subarray(at, at + n * n));
      const clusters = clustersOf(values.data.subarray(at / n, at / n + n), { order: n, singular: false });
      const direction = { rows: n, columns: n, data: s.data.subarray(from, from + n * n) };
      for (const { from, to } of clusters.filter(needsFrame)) turnColumns(n, [from, to], own, own, direction);
    }
    return fromData(out, [...batch, n, n]);
  },
});

/** The frames of singular vectors, u [..., m, k] and vt [..., k, n], for singular values [..., k] that count as one or as zero. */
export const singularFrame: (
  s: Value,
  u: Value,
  vt: Value,
  direction: Value,
) => { readonly u: Tensor; readonly vt: Tensor } = /* @__PURE__ */ constant({
  name: "singularVectors",
  impl: (s: Tensor, u: Tensor, vt: Tensor, direction: Tensor) => {
    const [[m, k], n] = [u.shape.slice(-2), vt.shape[vt.ndim - 1]];
    const { batch, count, starts } = match("svd", u, vt, direction);
    const [us, vts] = [new Float64Array(count * m * k), new Float64Array(count * k * n)];
    for (let b = 0; b < count && k > 0; b++) {
      const [uStart, vStart, from] = starts.map((start) => start[b]);
      const own = us.subarray(b * m * k, (b + 1) * m * k);
      own.set(u.data.subarray(uStart, uStart + m * k));
      const v = transposed(k, n, vt.data.subarray(vStart, vStart + k * n));
      const row = uStart / m;
      const clusters = clustersOf(s.data.subarray(row, row + k), { order: Math.max(m, n), singular: true });
      const e = { rows: m, columns: n, data: direction.data.subarray(from, from + m * n) };
      for (const { from, to, zero } of clusters.filter(needsFrame)) {
        (zero ? openColumns : turnColumns)(k, [from, to], own, v, e);
      }
      vts.set(transposed(n, k, v), b * k * n);
    }
    return { u: fromData(us, [...batch, m, k]), vt: fromData(vts, [...batch, k, n]) };
  },
});
