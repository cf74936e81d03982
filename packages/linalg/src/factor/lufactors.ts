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

/** A = P L U; or Aᵀ = P L U, which negative pivots tell. */
export interface LuFactors {
  /** [..., m, n]: L below the diagonal, without its ones, and U on and above it. */
  readonly lu: Tensor;
  /** [..., min(m, n)]: with which row each step exchanged its own, see `Kernels.getrf`; −1 − i for column i. */
  readonly pivots: Tensor;
}

/** The factors of plain matrices [..., m, n]; a zero pivot is no error here. */
export function luFactored(op: string, name: string, a: Tensor, solves: boolean = false): LuFactors {
  refuseNonFinite(op, name, a);
  const m = a.shape[a.ndim - 2];
  const n = a.shape[a.ndim - 1];
  const k = Math.min(m, n);
  const lead = a.ndim === 2 ? ALONE : a.shape.slice(0, -2);
  const count = sizeOf(lead) * k;
  const lu = copied(elementsOf(a));
  const steps = count > FEW ? new Int32Array(count) : few;
  const { getrf, getrfOfTranspose } = kernels();
  const pivots = new Float64Array(count);
  for (let b = 0; b * k < count; b++) {
    const turned = solves && getrfOfTranspose?.(n, lu, b * m * n, n, steps, b * k) !== undefined;
    if (!turned) getrf(m, n, lu, b * m * n, n, steps, b * k);
    for (let i = b * k; i < (b + 1) * k; i++) pivots[i] = turned ? -1 - steps[i] : steps[i];
  }
  return { lu: fromData(lu, a.shape), pivots: fromData(pivots, [...lead, k]) };
}

const ALONE: readonly number[] = [];

/** So many pivots are handed to kernels in the same memory each time. */
const FEW = 64;
const few = /* @__PURE__ */ new Int32Array(FEW);

/** Pivots as kernels read them, until the next call. */
export function stepsOf(pivots: Tensor): Int32Array {
  const elements = elementsOf(pivots);
  const steps = elements.length > FEW ? new Int32Array(elements.length) : few;
  for (let i = 0; i < elements.length; i++) steps[i] = elements[i] < 0 ? -1 - elements[i] : elements[i];
  return steps;
}

/** Whether the factors with these pivots are those of the transpose. */
export function ofTranspose(pivots: Tensor): boolean {
  return elementsOf(pivots)[0] < 0;
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
    impl: (a: Tensor, { op, name, solves }: Caller): { readonly lu: Tensor; readonly pivots: Tensor } => {
      orderOf(op, name, a);
      return luFactored(op, name, a, solves);
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
  const [kernel, steps, one] = [kernels().getrs ?? getrs, stepsOf(pivots), identity(n)];
  for (let start = 0; start < out.length; start += n * n) {
    out.set(one, start);
    kernel(false, n, n, elementsOf(lu), start, n, steps, start / n, out, start, n);
  }
  return out;
}

/** @throws {SingularMatrixError} for a pivot that is exactly 0 */
export function refuseZeroPivot(lu: Tensor, { op, name }: Caller): void {
  const n = lu.shape[lu.ndim - 1];
  const elements = elementsOf(lu);
  for (let start = 0; start < elements.length; start += n * n) {
    for (let i = 0; i < n; i++) {
      if (elements[start + i * (n + 1)] !== 0) continue;
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
