import { kernels, type Tensor } from "@wengert/array";
import { copied, elementsOf, fromData, showShape, sizeOf } from "@wengert/array/author";
import { mul, neg, sum } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { residual, residualWithAttributes, ruleWithAttributes } from "@wengert/rule/library";
import { orderOf, positionOf } from "../batch/batch.ts";
import type { Caller } from "../batch/caller.ts";
import { deferred } from "../batch/deferred.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { SingularMatrixError } from "../errors.ts";
import { identity } from "../lapack/dense.ts";
import { getrs } from "../lapack/getrs.ts";
import { mT } from "../parts/transpose.ts";
import { product } from "../products/product.ts";
import { allPresent, singleOrder } from "../spelled/cells.ts";
import { requirePivots, spelledLu, spelledLuSolve } from "../spelled/lu.ts";

/*
 * What functions of a general square matrix A hold: its LU factors, and its inverse P. Their derivatives are stated in A, of
 * every order; the factors only say how they are computed.
 */

/** A = P L U. */
export interface LuFactors {
  /** [..., m, n]: L below the diagonal, without its ones, and U on and above it. */
  readonly lu: Tensor;
  /** [..., min(m, n)]: with which row each step exchanged its own, see `Kernels.getrf`. */
  readonly pivots: Tensor;
}

/** The factors of plain matrices [..., m, n]; a zero pivot is no error here. */
export function luFactored(op: string, name: string, a: Tensor): LuFactors {
  refuseNonFinite(op, name, a);
  const [m, n] = a.shape.slice(-2);
  const k = Math.min(m, n);
  const lead = a.shape.slice(0, -2);
  const [lu, steps] = [copied(elementsOf(a)), new Int32Array(sizeOf(lead) * k)];
  const { getrf } = kernels();
  for (let b = 0; b * k < steps.length; b++) getrf(m, n, lu, b * m * n, n, steps, b * k);
  return { lu: fromData(lu, a.shape), pivots: fromData(new Float64Array(steps), [...lead, k]) };
}

/** The factors of square matrices. */
export const heldLu: (a: Value, caller: Caller) => { readonly lu: Tensor; readonly pivots: Tensor } =
  /* @__PURE__ */ residualWithAttributes({
    name: "lu",
    spelling: ([a], arithmetic) => {
      const n = singleOrder(a);
      const found = n === undefined ? undefined : spelledLu(n, a.cells, arithmetic);
      return found && [found.lu, found.pivots].map((cells) => ({ cells, presence: undefined }));
    },
    impl: (a: Tensor, { op, name }: Caller): { readonly lu: Tensor; readonly pivots: Tensor } => {
      orderOf(op, name, a);
      return luFactored(op, name, a);
    },
  });

/** A⁻¹ by the factors of A, computed when the first derivative needs it; of a singular matrix it is not finite. */
export const heldLuInverse: (lu: Value, pivots: Value) => Tensor = /* @__PURE__ */ residual({
  name: "inverse",
  spelling: ([lu, pivots], arithmetic) => {
    const n = singleOrder(lu);
    if (n === undefined) return undefined;
    const one = Array.from(identity(n), (value) => arithmetic.constant(value));
    return allPresent(spelledLuSolve(false, [n, n], lu.cells, pivots.cells, one, arithmetic));
  },
  impl: (lu: Tensor, pivots: Tensor): Tensor => deferred(lu.shape, () => inverseFromLu(lu, pivots)),
});

function inverseFromLu(lu: Tensor, pivots: Tensor): Float64Array {
  const n = lu.shape[lu.ndim - 1];
  const out = new Float64Array(lu.size);
  const [kernel, steps, one] = [kernels().getrs ?? getrs, new Int32Array(elementsOf(pivots)), identity(n)];
  for (let start = 0; start < out.length; start += n * n) {
    out.set(one, start);
    kernel(false, n, n, elementsOf(lu), start, n, steps, start / n, out, start, n);
  }
  return out;
}

/** @throws {SingularMatrixError} for a pivot that is exactly 0 */
export function refuseZeroPivot(lu: Tensor, { op, name }: Caller): void {
  const n = lu.shape[lu.ndim - 1];
  for (let start = 0; start < lu.size; start += n * n) {
    for (let i = 0; i < n; i++) {
      if (elementsOf(lu)[start + i * (n + 1)] !== 0) continue;
      const batch = positionOf(start / (n * n), lu.shape.slice(0, -2));
      const where = batch.length === 0 ? "" : ` at batch position [${batch.join(", ")}]`;
      throw new SingularMatrixError(
        `${op}: ${name} of shape ${showShape(lu.shape)} is singular${where}: pivot ${i} (counted from 0) is 0. Use lstsq ` +
          "or pinv where that is to be allowed, or add a little to the diagonal with addDiagonal.",
        op,
        { index: i, batch },
      );
    }
  }
}

/**
 * The inverse as a function of A.
 *
 *     P = A⁻¹,   dP = −P dA P,   Ā = −Pᵀ P̄ Pᵀ
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param p - `heldLuInverse` of the factors of a
 */
export const luInverse: (a: Value, lu: Value, p: Value, caller: Caller) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "inv",
  held: [1, 2],
  spelling: ([, lu, p], arithmetic) => {
    const n = singleOrder(lu);
    if (n === undefined) return undefined;
    requirePivots(n, lu.cells, arithmetic);
    return allPresent(p.cells);
  },
  impl: (_a: Tensor, lu: Tensor, p: Tensor, caller: Caller): Tensor => {
    refuseZeroPivot(lu, caller);
    return fromData(elementsOf(p), p.shape);
  },
  jvp: ([da], _xs, p) => (da === undefined ? undefined : product(neg(product(p, da)), p)),
  vjp: (pbar, _xs, p) => [
    () => product(neg(product(p, pbar, { transposeA: true })), p, { transposeB: true }),
    null,
    null,
  ],
});

/** The inverse on behalf of an operation. */
export function inverseFor(a: Tensor, caller: Caller): Tensor {
  const { lu, pivots } = heldLu(a, caller);
  return luInverse(a, lu, heldLuInverse(lu, pivots), caller);
}

/** tr(P dA) of each matrix of a batch. */
export function traceOfProduct(p: Tensor, da: Tensor): Tensor {
  return sum(mul(mT(p), da), { axis: [-2, -1] });
}
