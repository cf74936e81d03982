import type { Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import { nonDifferentiable, resolve, type Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { batchOf, orderOf, positionOf } from "../batch/batch.ts";
import { SingularMatrixError } from "../errors.ts";
import { mT } from "../parts/symmetric.ts";
import { sylvesterRule } from "../solve/sylvester.ts";
import { rootOfQuasi } from "../spectral/quasitriangular.ts";
import { outOfBasis, schurOf } from "../spectral/schur.ts";
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

const rootRule: (a: Value) => Tensor = /* @__PURE__ */ rule({
  name: "sqrtm",
  impl: (a: Tensor): Tensor => {
    const forms = schurOf("sqrtm", "a", a);
    return eachOf(a, (n, start) => {
      const form = forms[start / (n * n)];
      return outOfBasis(form, rootOfQuasi("sqrtm", n, form.t));
    });
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
 * @throws {SingularMatrixError} for the derivative of a singular matrix, and for a value where 0 is a repeated eigenvalue
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
