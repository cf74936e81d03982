import type { Tensor } from "@wengert/array";
import { expectFunction, expectNoMore, fromData, sizeOf } from "@wengert/array/author";
import { abs, add, greaterEqual, lessEqual, mul, reshape, sub, where } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { constantWithAttributes, rule } from "@wengert/rule/library";
import { batchOf, checkMatrix } from "../batch/batch.ts";
import { RepeatedValuesError } from "../errors.ts";
import { block } from "../parts/block.ts";
import { mT } from "../parts/transpose.ts";
import { heldSingularValues } from "../spectral/singularvalues.ts";
import type { Elementwise } from "./divideddifferences.ts";
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
  expectNoMore("singularFunction", arguments[2]);
  expectFunction("singularFunction", "f", f);
  const matrix = resolve(a, "singularFunction");
  checkMatrix("singularFunction", "a", matrix);
  const [m, n] = matrix.shape.slice(-2);
  const order = m + n;
  const s = heldSingularValues(matrix, { op: "singularFunction", name: "a" });
  const limit = zeroLimit(s, f(fromData(new Float64Array(1), [1])), { order });
  const own = smooth(matrix, s, limit);
  const whole = add(block(own, order, order, 0, -m), block(mT(own), order, order, -m, 0));
  return block(matrixFunction(whole, oddExtension(f, limit, batchOf(matrix))), m, n, 0, m);
}

/** The odd function that is f for positive numbers, and 0 where |x| is within the limit. */
function oddExtension(f: Elementwise, limit: Tensor, batch: readonly number[]): Elementwise {
  return (x) => {
    const own = reshape(limit, [...batch, ...new Array<number>(x.ndim - batch.length).fill(1)]);
    const zero = lessEqual(abs(x), own);
    const side = sub(mul(2, greaterEqual(x, 0)), 1);
    return where(zero, 0, mul(side, f(where(zero, 1, mul(side, x)))));
  };
}

/**
 * Up to what size values count as zero, [...]. A function that is 0 at 0 is smooth there: then there is no such size, and this
 * is −1.
 */
const zeroLimit: (s: Value, atZero: Value, o: { readonly order: number }) => Tensor =
  /* @__PURE__ */ constantWithAttributes({
    name: "singularFunction",
    impl: (s: Tensor, atZero: Tensor, { order }: { readonly order: number }): Tensor => {
      const k = s.shape[s.ndim - 1];
      const lead = s.shape.slice(0, -1);
      const rounding = 8 * Number.EPSILON * order;
      const limits = Float64Array.from({ length: k === 0 ? 0 : s.size / k }, (_, b) =>
        atZero.data[b % atZero.size] === 0 ? -1 : rounding * s.data[b * k],
      );
      return fromData(k === 0 ? new Float64Array(sizeOf(lead)) : limits, lead);
    },
  });

/** A itself. Where a singular value counts as zero, its derivative throws. */
const smooth: (a: Value, s: Value, limit: Value) => Tensor = /* @__PURE__ */ rule({
  name: "singularFunction",
  held: [1, 2],
  impl: (a: Tensor, _s: Tensor, _limit: Tensor): Tensor => a,
  jvp: ([da], [, s, limit]) => (da === undefined ? undefined : smoothTangent(da, s, limit)),
  vjp: (ybar, [, s, limit]) => [smoothTangent(ybar, s, limit), null, null],
  batch: "leading",
});

const smoothTangent: (da: Value, s: Value, limit: Value) => Tensor = /* @__PURE__ */ rule({
  name: "singularFunction",
  held: [1, 2],
  impl: (da: Tensor, s: Tensor, limit: Tensor): Tensor => {
    const k = s.shape[s.ndim - 1];
    const at = s.data.findIndex((value, i) => value <= limit.data[Math.floor(i / k) % limit.size]);
    if (at < 0) return da;
    throw new RepeatedValuesError(
      `singularFunction: singular value ${at % k} (counted from 0) is ${s.data[at]}, which is zero but for rounding. There a ` +
        "function that is not 0 at 0 has no derivative.",
      "singularFunction",
    );
  },
  jvp: ([dda], [, s, limit]) => (dda === undefined ? undefined : smoothTangent(dda, s, limit)),
  vjp: (ybar, [, s, limit]) => [smoothTangent(ybar, s, limit), null, null],
  batch: "leading",
});
