import { kernels, type Tensor } from "@wengert/array";
import { fromData, sizeOf } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constantWithAttributes, residual } from "@wengert/rule/library";
import { batchOf } from "../batch/batch.ts";
import type { Caller } from "../batch/caller.ts";
import { deferred } from "../batch/deferred.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { gesvd } from "../lapack/gesvd.ts";
import { noConvergence } from "./eigh.ts";

/*
 * The singular value decomposition of a matrix, as functions of it hold it.
 */

export type Decomposed = { readonly u: Tensor; readonly s: Tensor; readonly vt: Tensor };

/** The thin decomposition. */
export const heldSvd: (a: Value, caller: Caller) => Decomposed = /* @__PURE__ */ constantWithAttributes({
  name: "svd",
  impl: (a: Tensor, caller: Caller): Decomposed => decompose(caller, a, true),
});

/** The singular values alone. */
export const heldSingularValues: (a: Value, caller: Caller) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "svdvals",
  impl: (a: Tensor, caller: Caller): Tensor => decompose(caller, a, false).s,
});

/** Their vectors, computed when the first derivative needs them. */
export const heldSingularVectors: (a: Value) => { readonly u: Tensor; readonly vt: Tensor } = /* @__PURE__ */ residual({
  name: "singularVectors",
  impl: (a: Tensor) => {
    const [[m, n], lead] = [a.shape.slice(-2), batchOf(a)];
    const k = Math.min(m, n);
    let found: Decomposed | undefined;
    const both = (): Decomposed => {
      found ??= decompose({ op: "svdvals", name: "a" }, a, true);
      return found;
    };
    return { u: deferred([...lead, m, k], () => both().u.data), vt: deferred([...lead, k, n], () => both().vt.data) };
  },
});

/** Without `vectors`, u and vt are empty. */
function decompose({ op, name }: Caller, a: Tensor, vectors: boolean): Decomposed {
  refuseNonFinite(op, name, a);
  const [m, n] = a.shape.slice(-2);
  const [k, lead] = [Math.min(m, n), batchOf(a)];
  const count = sizeOf(lead);
  const s = new Float64Array(count * k);
  const [u, vt] = [new Float64Array(vectors ? count * m * k : 0), new Float64Array(vectors ? count * k * n : 0)];
  const kernel = kernels().gesvd ?? gesvd;
  for (let b = 0; b < count && k > 0; b++) {
    const own = a.data.slice(b * m * n, (b + 1) * m * n);
    const failed = kernel(vectors, m, n, own, 0, n, s, b * k, u, b * m * k, k, vt, b * k * n, n);
    if (failed > 0) throw noConvergence(op);
  }
  return { s: fromData(s, [...lead, k]), u: fromData(u, [...lead, m, k]), vt: fromData(vt, [...lead, k, n]) };
}
