import type { Tensor } from "@wengert/array";
import { expectFunction, fromData } from "@wengert/array/author";
import { abs, add, greaterEqual, lessEqual, mul, sign, sub, where } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { concrete, isTraced } from "@wengert/trace";
import { checkMatrix, eachMatrix } from "../batch/batch.ts";
import { RepeatedValuesError } from "../errors.ts";
import { window } from "../parts/block.ts";
import { mT } from "../parts/symmetric.ts";
import { singularOf } from "../spectral/svd.ts";
import type { Elementwise } from "./elementwisederivative.ts";
import { matrixFunction } from "./matrixfunction.ts";

/**
 * A function of the singular values of a matrix, with its vectors kept: U diag(f(s)) Vᵀ. So the polar factor is that of
 * f = 1, and a shrinkage that of max(s − t, 0).
 *
 * The symmetric matrix [0 A; Aᵀ 0] has the eigenvalues ±s, and 0 for the rest, and the odd function sign(x) f(|x|) of it is
 * [0 F; Fᵀ 0]. So F has the derivatives of `matrixFunction`, exact for repeated singular values and for pairs of them. A
 * singular value 0 contributes nothing; where f(0) is not 0 it jumps, and has no derivative.
 *
 * Source: Hawkins and Ben-Israel, "On generalized matrix functions", Linear and Multilinear Algebra 1, 1973.
 *
 * @param a - [..., m, n]
 * @param f - a function of one number that is not negative, written in ops
 * @returns [..., m, n]
 * @throws {RepeatedValuesError} for a derivative where a singular value vanishes and f(0) does not
 * @throws {NoRealResultError} where f, or a derivative of it that is needed, is not finite
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { singularFunction } from "@wengert/linalg";
 *
 * singularFunction(tensor([[0, -3], [2, 0]]), () => 1).toArray(); // => [[0, -1], [1, 0]]
 */
export function singularFunction(a: Value, f: Elementwise): Tensor {
  expectFunction("singularFunction", "f", f);
  const matrix = resolve(a, "singularFunction");
  checkMatrix("singularFunction", "a", matrix);
  return eachMatrix(matrix, (one) => ofOne(one, f));
}

function ofOne(a: Tensor, f: Elementwise): Tensor {
  const [m, n] = a.shape;
  const order = m + n;
  const whole = add(window(a, order, order, 0, -m), window(mT(a), order, order, -m, 0));
  const odd = jumps(f) ? withoutZero(a, f) : extended(f);
  return window(matrixFunction(whole, odd), m, n, 0, m);
}

function jumps(f: Elementwise): boolean {
  const zero = fromData(new Float64Array(1), [1]);
  return concrete(resolve(f(zero), "singularFunction")).data[0] !== 0;
}

/** The odd function that f is on one side, smooth at 0 if that is. */
function extended(f: Elementwise): Elementwise {
  return (x) => {
    const side = sub(mul(2, greaterEqual(x, 0)), 1);
    return mul(side, f(mul(side, x)));
  };
}

/** The odd function that f is away from 0, and 0 there. */
function withoutZero(a: Tensor, f: Elementwise): Elementwise {
  const { s } = singularOf("singularFunction", concrete(a));
  const limit = 8 * Number.EPSILON * (a.shape[0] + a.shape[1]) * (s.data[0] ?? 0);
  const last = s.data.findIndex((value) => value <= limit);
  if (last >= 0 && isTraced(a)) {
    throw new RepeatedValuesError(
      `singularFunction: singular value ${last} (counted from 0) is ${s.data[last]}, which is zero but for rounding. There a ` +
        "function that is not 0 at 0 has no derivative.",
      "singularFunction",
    );
  }
  return (x) => {
    const zero = lessEqual(abs(x), limit);
    return where(zero, 0, mul(sign(x), f(where(zero, 1, abs(x)))));
  };
}
