import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { expectArray, expectFlag, expectOptions, showShape } from "@wengert/array/author";
import { abs, div, equal, expandDims, max, min, mul, notEqual, reshape, sum, transpose, where } from "@wengert/ops";
import { axisOf } from "@wengert/ops/author";
import { resolve, type Value } from "@wengert/rule";
import { checkMatrix, orderOf } from "../batch/batch.ts";
import { inverseFor } from "../factor/lufactors.ts";
import { singularValues } from "../spectral/svdvals.ts";
import { type Axis, euclideanNorm } from "./euclidean.ts";
import { powerNorm } from "./pnorm.ts";

/** Which norm, and over which axes. */
export interface NormOptions {
  /**
   * Of a vector: any number, ±Infinity too. Of a matrix: "fro", "nuc", 1, −1, 2, −2, Infinity, −Infinity. By default the
   * Euclidean norm, of a matrix too.
   */
  readonly ord?: number | "fro" | "nuc";
  /** One axis for vectors, two for matrices (rows, columns); by default all of x, whatever its shape if `ord` is not given. */
  readonly axis?: number | readonly [number, number];
  /** Keep the axes of the vectors or matrices with length 1. Default false. */
  readonly keepDims?: boolean;
}

const NORM = { op: "norm", name: "x" } as const;
const COND = { op: "cond", name: "a" } as const;
const LAST: Axis = { axis: -1, keepDims: true };

/** Norms of vectors along the last axis, which stays. */
function vectorNorm(x: Tensor, ord: number | "fro" | "nuc" | undefined): Tensor {
  if (ord === undefined || ord === 2) return euclideanNorm(x, LAST);
  if (typeof ord !== "number") throw unknownOrder(ord, "vector", "a number");
  const sizes = abs(x);
  if (ord === Number.POSITIVE_INFINITY) return max(sizes, LAST);
  if (ord === Number.NEGATIVE_INFINITY) return min(sizes, LAST);
  if (ord === 0) return sum(notEqual(x, 0), LAST);
  if (ord === 1) return sum(sizes, LAST);
  return powerNorm(x, ord);
}

/** Norms of matrices in the last two axes, which stay. */
function matrixNorm(x: Tensor, ord: number | "fro" | "nuc" | undefined): Tensor {
  switch (ord) {
    case undefined:
    case "fro":
      return expandDims(
        euclideanNorm(reshape(x, [...x.shape.slice(0, -2), x.shape[x.ndim - 2] * x.shape[x.ndim - 1]]), LAST),
        -1,
      );
    case "nuc":
      return expandDims(sum(singularValues(x, NORM, "all"), LAST), -1);
    case 2:
      return expandDims(max(singularValues(x, NORM, "largest"), LAST), -1);
    case -2:
      return expandDims(min(singularValues(x, NORM, "smallest"), LAST), -1);
    case 1:
    case -1:
    case Number.POSITIVE_INFINITY:
    case Number.NEGATIVE_INFINITY: {
      const [along, across] = Math.abs(ord) === 1 ? [-2, -1] : [-1, -2];
      const sums = sum(abs(x), { axis: along, keepDims: true });
      return (ord > 0 ? max : min)(sums, { axis: across, keepDims: true });
    }
    default:
      throw unknownOrder(ord, "matrix", '"fro", "nuc", 1, -1, 2, -2, Infinity or -Infinity');
  }
}

function unknownOrder(ord: number | string, what: string, known: string): ArgumentError {
  return new ArgumentError(`norm: there is no norm of order ${ord} of a ${what}. Give ${known}.`, "norm");
}

/**
 * Norms of vectors and matrices, as NumPy's `linalg.norm` has them.
 *
 * Of vectors: (Σ |xᵢ|ᵖ)^(1/p) for ord = p, the largest or smallest |xᵢ| for ±Infinity, the count of xᵢ ≠ 0 for 0. Of matrices:
 * "fro" the Euclidean norm of all entries, "nuc" the sum of singular values, ±2 the largest and smallest of them, ±1 the
 * largest and smallest sum |xᵢⱼ| of a column, ±Infinity that of a row.
 *
 *     y = |x|₂:   dy = x·dx / y,   x̄ = ȳ x / y
 *
 * At x = 0, where a norm has a kink, the derivative is 0 and the second derivative, which does not exist, NaN, that of
 * square(norm(x)) too: `dot(x, x)` is smooth; where several entries are largest (or smallest) they share it. Norms made of singular
 * values throw there for a second derivative: "nuc" where one is 0, ±2 where the largest or smallest is one of several or 0.
 *
 * @param x - [...]
 * @returns x without the axes of the vectors or matrices; a scalar without `axis`
 * @throws {RepeatedValuesError} for second derivatives at kinks of norms made of singular values
 * @throws {NonFiniteMatrixError} when x holds NaN or ±∞, for norms made of singular values
 * @throws {ShapeError} for axes that x has not; without `axis`, for an `ord` when x is neither vector nor matrix
 * @throws {ArgumentError} for an `ord` that does not exist
 * @example
 * import { tensor } from "@wengert/array";
 * import { norm } from "@wengert/linalg";
 *
 * norm(tensor([3, 4])).item(); // => 5
 * norm(tensor([[1, -2], [3, 4]]), { ord: 1 }).item(); // => 6
 */
export function norm(x: Value, options: NormOptions = {}): Tensor {
  expectOptions("norm", options, ["ord", "axis", "keepDims"]);
  const { ord, axis, keepDims = false } = options;
  expectFlag("norm", "keepDims", keepDims);
  const given = resolve(x, "norm");
  if (axis === undefined && ord === undefined) {
    const y = euclideanNorm(reshape(given, [given.size]), LAST);
    return reshape(y, keepDims ? given.shape.map(() => 1) : []);
  }
  const axes = axesOf(given, axis);
  const others = [...given.shape.keys()].filter((one) => !axes.includes(one));
  const y = (axes.length === 1 ? vectorNorm : matrixNorm)(transpose(given, [...others, ...axes]), ord);
  const kept = given.shape.map((length, one) => (axes.includes(one) ? 1 : length));
  return reshape(y, keepDims ? kept : others.map((one) => given.shape[one]));
}

function axesOf(x: Tensor, axis: number | readonly [number, number] | undefined): readonly number[] {
  if (axis === undefined) {
    if (x.ndim === 1 || x.ndim === 2) return [...x.shape.keys()];
    throw new ShapeError(
      `norm: x of shape ${showShape(x.shape)} is neither a vector nor a matrix: say with axis where these are.`,
      "norm",
    );
  }
  if (typeof axis !== "number") expectArray("norm", "axis", axis);
  const axes = (typeof axis === "number" ? [axis] : axis).map((one) => x.ndim + axisOf("norm", x, one));
  if (axes.length <= 2 && axes[0] !== axes[1]) return axes;
  throw new ShapeError(`norm: axis [${axes.join(", ")}]: give one axis, or two different ones.`, "norm");
}

/** Which norm. */
export interface CondOptions {
  /** As in `norm` of a matrix; by default 2. */
  readonly ord?: number | "fro" | "nuc";
}

/**
 * The condition number of a matrix: how much relative errors grow in solving with it.
 *
 *     s₁ / sₖ, the ratio of the largest singular value to the smallest;   for other norms |A| |A⁻¹|
 *
 * @param a - [..., m, n]; square for a norm other than ±2
 * @returns [...]; Infinity where the smallest singular value is 0
 * @throws {SingularMatrixError} for a norm other than ±2 of a matrix without inverse
 * @throws {RepeatedValuesError} for second derivatives where the largest or smallest singular value is one of several, or 0
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} for a matrix without elements, and one that is not square where it must be
 * @example
 * import { tensor } from "@wengert/array";
 * import { cond } from "@wengert/linalg";
 *
 * cond(tensor([[4, 0], [0, 0.5]])).item(); // => 8
 */
export function cond(a: Value, options: CondOptions = {}): Tensor {
  expectOptions("cond", options, ["ord"]);
  const { ord = 2 } = options;
  const matrix = resolve(a, "cond");
  if (Math.abs(Number(ord)) !== 2) {
    orderOf("cond", "a", matrix);
    const [one, other] = [matrix, inverseFor(matrix, COND)].map((x) => norm(x, { ord, axis: [-2, -1] }));
    return mul(one, other);
  }
  checkMatrix("cond", "a", matrix);
  const s = singularValues(matrix, COND, "both ends");
  const [most, least] = [max(s, { axis: -1 }), min(s, { axis: -1 })];
  if (ord === -2) return div(least, most);
  // The zero matrix counts as singular, not as 0/0.
  return div(where(equal(most, 0), 1, most), least);
}
