import type { Tensor } from "@wengert/array";
import { expectNoMore, fromData, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { constant, residual, rule } from "@wengert/rule/library";
import { batchOf, orderOf, positionOf } from "../batch/batch.ts";
import { deferred } from "../batch/deferred.ts";
import { SingularMatrixError } from "../errors.ts";
import { times } from "../lapack/dense.ts";
import { intoUnit, largestEntry, scaleBy } from "../lapack/scaling.ts";
import { asked } from "../parts/asked.ts";
import { mT } from "../parts/transpose.ts";
import { solveSylvester } from "../solve/sylvester.ts";
import { noRealResult, rootOfQuasi } from "../spectral/quasiroot.ts";
import { type HeldSchur, heldSchur, outOfBasis, roundingOf, type Schur, schurOf } from "../spectral/schur.ts";
import { eachOf } from "./frechet.ts";

// The square of the root is A but for this part of its largest entry, or no root is given.
const RIGHT = 2 ** -30;

/** √A by its Schur form, scaled by 4ᵏ, so that √A is scaled by 2ᵏ. What is 0 but for rounding may come out negative: it is 0. */
function rootOf(form: Schur, a: Float64Array): Float64Array {
  const { n, re, im } = form;
  const [t, rounding] = [form.t.slice(), roundingOf(form)];
  for (let i = 0; i < n; i++) {
    if (im[i] !== 0 || re[i] >= 0) continue;
    if (-re[i] > rounding[i]) throw noRealResult("sqrtm", re[i]);
    t[i * (n + 1)] = 0;
  }
  let e = intoUnit(t);
  if (e % 2 !== 0) {
    scaleBy(t, 1);
    e++;
  }
  const x = outOfBasis(form, rootOfQuasi("sqrtm", n, t, n * Number.EPSILON * largestEntry(t)));
  const scaled = a.slice();
  scaleBy(scaled, e);
  const error = largestEntry(times(n, x, x).map((value, at) => value - scaled[at]));
  if (!(error <= RIGHT * largestEntry(scaled))) throw noRoot();
  scaleBy(x, -e / 2);
  return x;
}

function noRoot(): SingularMatrixError {
  return new SingularMatrixError(
    "sqrtm: the matrix is singular but for rounding, and so close to one without a square root that the root has no right digits. " +
      "Add a little to the diagonal with addDiagonal.",
    "sqrtm",
    { index: 0, batch: [] },
  );
}

const heldRoot: (a: Value) => Tensor = /* @__PURE__ */ constant({
  name: "sqrtm",
  impl: (a: Tensor): Tensor => {
    const forms = schurOf("sqrtm", "a", a);
    return eachOf(a, (n, start) => rootOf(forms[start / (n * n)], a.data.subarray(start, start + n * n)));
  },
});

/** The Schur form of a root, computed when the first derivative needs it. */
const heldForm: (x: Value) => HeldSchur = /* @__PURE__ */ residual({
  name: "schur",
  impl: (x: Tensor): HeldSchur => {
    let found: HeldSchur | undefined;
    const form = (): HeldSchur => {
      found ??= heldSchur(x, { op: "sqrtm", name: "a" });
      return found;
    };
    return { t: deferred(x.shape, () => form().t.data), z: deferred(x.shape, () => form().z.data) };
  },
});

/** Refuses the root of a matrix that is singular but for rounding: then its smallest eigenvalue is the root of a rounding error. */
const regular: (t: Value) => Tensor = /* @__PURE__ */ constant({
  name: "sqrtm",
  impl: (t: Tensor): Tensor => {
    const n = t.shape[t.ndim - 1];
    for (let start = 0; start < t.size; start += n * n) {
      const sizes = eigenvalueSizes(n, t.data.subarray(start, start + n * n));
      const limit = Math.sqrt(8 * Number.EPSILON * n) * Math.max(...sizes);
      const index = sizes.findIndex((size) => size <= limit);
      if (index < 0) continue;
      const batch = positionOf(start / (n * n), batchOf(t));
      throw new SingularMatrixError(
        `sqrtm: a of shape ${showShape(t.shape)} is singular${batch.length === 0 ? "" : ` at batch position [${batch.join(", ")}]`}, ` +
          `but for rounding: its square root has the eigenvalue ${sizes[index]}, and no derivative. Add a little to the ` +
          "diagonal with addDiagonal.",
        "sqrtm",
        { index, batch },
      );
    }
    return fromData(t.data, t.shape);
  },
});

/** |λ| of a quasi upper triangular matrix: of a block, the root of its determinant. */
function eigenvalueSizes(n: number, t: Float64Array): number[] {
  const sizes: number[] = [];
  while (sizes.length < n) {
    const at = sizes.length * (n + 1);
    if (sizes.length === n - 1 || t[at + n] === 0) sizes.push(Math.abs(t[at]));
    else {
      const size = Math.sqrt(Math.abs(t[at] * t[at + n + 1] - t[at + 1] * t[at + n]));
      sizes.push(size, size);
    }
  }
  return sizes;
}

const rootRule: (a: Value, x: Value, t: Value, z: Value) => Tensor = /* @__PURE__ */ rule({
  name: "sqrtm",
  held: [1, 2, 3],
  impl: (_a: Tensor, x: Tensor, _t: Tensor, _z: Tensor): Tensor => x,
  jvp: ([da], [, , t, z], x) => {
    if (da === undefined) return undefined;
    const form = { t: regular(asked(t, [da])), z };
    const root = asked(x, [da]);
    return solveSylvester(root, root, da, form, form, "sqrtm");
  },
  // Xᵀ Ā + Ā Xᵀ = X̄, transposed.
  vjp: (xbar, [, , t, z], x) => {
    const form = { t: regular(asked(t, [xbar])), z };
    const root = asked(x, [xbar]);
    return [() => mT(solveSylvester(root, root, mT(xbar), form, form, "sqrtm")), null, null, null];
  },
});

/**
 * The principal square root of a matrix: of all X with X X = A, the one whose eigenvalues have positive real parts. By the
 * real Schur form.
 *
 *     X dX + dX X = dA,   Xᵀ Ā + Ā Xᵀ = X̄
 *
 * Sources: Higham, "Computing real square roots of a real matrix", Linear Algebra Appl. 88/89, 1987; Deadman, Higham and
 * Ralha, "Blocked Schur algorithms for computing the matrix square root", 2013.
 *
 * @param a - [..., n, n]
 * @returns [..., n, n]
 * @throws {NoRealResultError} for a negative eigenvalue
 * @throws {SingularMatrixError} for the derivative of a singular matrix, and for a value where 0 is a repeated eigenvalue that
 *   has too few eigenvectors, so that no root exists; of zeros the root is zeros
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { sqrtm } from "@wengert/linalg";
 *
 * sqrtm(tensor([[4, 5], [0, 9]])).toArray(); // => [[2, 1], [0, 3]]
 */
export function sqrtm(a: Value): Tensor {
  expectNoMore("sqrtm", arguments[1]);
  const matrix = resolve(a, "sqrtm");
  orderOf("sqrtm", "a", matrix);
  const x = heldRoot(matrix);
  const { t, z } = heldForm(x);
  return rootRule(matrix, x, t, z);
}
