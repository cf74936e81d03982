import type { Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import { nonDifferentiable, resolve, type Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { batchOf, orderOf, positionOf } from "../batch/batch.ts";
import { SingularMatrixError } from "../errors.ts";
import { times } from "../lapack/dense.ts";
import { intoUnit, largestEntry, scaleBy } from "../lapack/scaling.ts";
import { mT } from "../parts/symmetric.ts";
import { sylvesterRule } from "../solve/sylvester.ts";
import { noRealResult, rootOfQuasi } from "../spectral/quasiroot.ts";
import { outOfBasis, roundingOf, type Schur, schurOf } from "../spectral/schur.ts";
import { eachOf } from "./frechet.ts";

const SQRTM = { op: "sqrtm" } as const;

/** Refuses a root of a matrix that is singular but for rounding: of that, the root of an eigenvalue is nothing but rounding. */
const refuseSingular: (x: Value) => void = /* @__PURE__ */ nonDifferentiable((x: Tensor): void => {
  for (const [b, { n, re, im }] of schurOf("sqrtm", "a", x).entries()) {
    const sizes = Array.from(re, (value, i) => Math.hypot(value, im[i]));
    const limit = Math.sqrt(8 * Number.EPSILON * n) * Math.max(...sizes);
    const index = sizes.findIndex((size) => size <= limit);
    if (index < 0) continue;
    const batch = positionOf(b, batchOf(x));
    throw new SingularMatrixError(
      `sqrtm: a of shape ${showShape(x.shape)} is singular${batch.length === 0 ? "" : ` at batch position [${batch.join(", ")}]`}, ` +
        `but for rounding: its square root has the eigenvalue ${sizes[index]}, and no derivative. Add a little to the ` +
        "diagonal with addDiagonal.",
      "sqrtm",
      { index, batch },
    );
  }
});

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

const rootRule: (a: Value) => Tensor = /* @__PURE__ */ rule({
  name: "sqrtm",
  impl: (a: Tensor): Tensor => {
    const forms = schurOf("sqrtm", "a", a);
    return eachOf(a, (n, start) => rootOf(forms[start / (n * n)], a.data.subarray(start, start + n * n)));
  },
  jvp: ([da], _xs, x) => {
    if (da === undefined) return undefined;
    refuseSingular(x);
    return sylvesterRule(x, x, da, SQRTM);
  },
  vjp: (xbar, _xs, x) => {
    refuseSingular(x);
    const across = mT(x);
    return [sylvesterRule(across, across, xbar, SQRTM)];
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
  const matrix = resolve(a, "sqrtm");
  orderOf("sqrtm", "a", matrix);
  return rootRule(matrix);
}
