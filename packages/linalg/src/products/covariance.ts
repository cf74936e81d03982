import { eye, ShapeError, type Tensor } from "@wengert/array";
import { expectFlag, expectOptions, fromData } from "@wengert/array/author";
import { add, div, mean, nanMask, reshape, std, sub, where } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { constant } from "@wengert/rule/library";
import { mT } from "../parts/transpose.ts";
import { matmul } from "./matmul.ts";

/** How observations stand. */
export interface CorrelationOptions {
  /** Whether rows are variables and columns observations, or the other way round. Default true. */
  readonly rowVar?: boolean;
}

/** How observations stand, and what is taken off their number. */
export interface CovarianceOptions extends CorrelationOptions {
  /** Delta degrees of freedom: the divisor is n − ddof. Default 1, for the unbiased estimate. */
  readonly ddof?: number;
}

/** Variables in rows, of which a vector is one. */
function variables(op: string, x: Value, { rowVar = true }: CorrelationOptions): Tensor {
  expectFlag(op, "rowVar", rowVar);
  const given = resolve(x, op);
  if (given.ndim === 0) throw new ShapeError(`${op}: a scalar is no set of observations.`, op);
  if (given.ndim === 1) return reshape(given, [1, given.size]);
  return rowVar ? given : mT(given);
}

/** A scalar for a vector. */
function shapedAs(op: string, x: Value, c: Tensor): Tensor {
  return resolve(x, op).ndim === 1 ? reshape(c, []) : c;
}

/**
 * The covariance matrix of variables, Σ (xᵢ − mean)(xⱼ − mean)/(n − ddof) over n observations. For a vector its variance.
 *
 * Unlike `variance` it has a ddof of 1 by default, as in NumPy.
 *
 * @param x - [..., variables, n], or with `rowVar: false` [..., n, variables]; or [n]
 * @returns [..., variables, variables], symmetric; or a scalar
 * @throws {ShapeError} for a scalar
 * @example
 * import { tensor } from "@wengert/array";
 * import { cov } from "@wengert/linalg";
 *
 * cov(tensor([[1, 2, 3], [6, 4, 2]])).toArray(); // => [[1, -2], [-2, 4]]
 */
export function cov(x: Value, options: CovarianceOptions = {}): Tensor {
  expectOptions("cov", options, ["rowVar", "ddof"]);
  const rows = variables("cov", x, options);
  const apart = sub(rows, mean(rows, { axis: -1, keepDims: true }));
  const { ddof = 1 } = options;
  return shapedAs("cov", x, div(matmul(apart, mT(apart)), Math.max(0, rows.shape[rows.ndim - 1] - ddof)));
}

/**
 * The correlation matrix of variables: the covariance of each two, divided by their standard deviations. NaN for a variable that does
 * not vary.
 *
 * Computed of standardised variables, so that no unit is too large or too small. The diagonal is 1 and depends on nothing.
 *
 * @param x - [..., variables, n], or with `rowVar: false` [..., n, variables]; or [n]
 * @returns [..., variables, variables], symmetric, within [−1, 1]; or a scalar
 * @throws {ShapeError} for a scalar
 * @example
 * import { tensor } from "@wengert/array";
 * import { corrcoef } from "@wengert/linalg";
 *
 * corrcoef(tensor([[1, 2, 3], [6, 4, 2]])).toArray(); // => [[1, -1], [-1, 1]]
 */
export function corrcoef(x: Value, options: CorrelationOptions = {}): Tensor {
  expectOptions("corrcoef", options, ["rowVar"]);
  const rows = variables("corrcoef", x, options);
  const [count, n] = rows.shape.slice(-2);
  const apart = sub(rows, mean(rows, { axis: -1, keepDims: true }));
  const standard = div(apart, std(rows, { axis: -1, keepDims: true }));
  const products = div(matmul(standard, mT(standard)), n);
  const inside = add(products, excess(products));
  return shapedAs("corrcoef", x, where(eye(count), where(nanMask(products), products, 1), inside));
}

/** What rounding has put beyond ±1, to be added. */
const excess: (c: Value) => Tensor = /* @__PURE__ */ constant({
  name: "excess",
  impl: (c: Tensor): Tensor =>
    fromData(
      c.data.map((one) => Math.max(-1, Math.min(1, one)) - one),
      c.shape,
    ),
});
