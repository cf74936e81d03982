import { ArgumentError, kernels, type Tensor } from "@wengert/array";
import { expectOptions, fromData, showShape, sizeOf } from "@wengert/array/author";
import { div, equal, expandDims, mul, where } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";
import { batchOf, orderOf } from "../batch/batch.ts";
import { NotPositiveDefiniteError } from "../errors.ts";
import { addDiagonal, trace } from "../parts/diagonal.ts";
import { cholesky } from "./cholesky.ts";
import { factored } from "./choleskyfactor.ts";

/** Options of `choleskyJittered`. */
export interface JitterOptions {
  /** The largest multiple of the mean diagonal entry that is tried, a power of ten. Default 1e-4. */
  readonly max?: number;
}

/** A Cholesky factor, and what was added to the diagonal. */
export interface JitteredCholesky {
  /** `[..., n, n]`: L with L Lᵀ = K + jitter I. */
  readonly l: Tensor;
  /** What was added to the diagonal: a scalar, or [...], one for each matrix; 0 where nothing had to be. */
  readonly jitter: Tensor;
}

// A smaller part of the diagonal would be lost to rounding when it is added.
const LEAST = -16;

/**
 * The Cholesky factor of a covariance that is positive definite but for rounding: with the least power of ten times its mean
 * diagonal entry added to the diagonal that works, or with nothing where that does.
 *
 *     L Lᵀ = K + c m I,   m = tr(K)/n,   jitter = c m
 *
 * Which power it is counts as a constant; the mean diagonal moves with K.
 *
 * @param K - [..., n, n], symmetric; only its lower triangle is read
 * @returns `{l, jitter}`
 * @throws {NotPositiveDefiniteError} when the largest multiple is not enough
 * @throws {ShapeError} when K is not square
 * @throws {ArgumentError} when max is not a positive number
 * @example
 * import { tensor } from "@wengert/array";
 * import { choleskyJittered } from "@wengert/linalg";
 *
 * const { l, jitter } = choleskyJittered(tensor([[1, 1], [1, 1]]));
 * jitter.item(); // => 1e-15
 * l.shape; // => [2, 2]
 */
export function choleskyJittered(K: Value, options: JitterOptions = {}): JitteredCholesky {
  expectOptions("choleskyJittered", options, ["max"]);
  const { max = 1e-4 } = options;
  const matrix = resolve(K, "choleskyJittered");
  if (!(max > 0 && Number.isFinite(max))) {
    throw new ArgumentError(`choleskyJittered: max is ${max}, but must be a positive number.`, "choleskyJittered");
  }
  orderOf("choleskyJittered", "K", matrix);
  const n = Math.max(1, matrix.shape[matrix.ndim - 1]);
  const multiples = leastMultiples(matrix, { max });
  const jitter = where(equal(multiples, 0), 0, mul(multiples, div(trace(matrix), n)));
  return { l: cholesky(addDiagonal(matrix, expandDims(jitter, -1))), jitter };
}

/** For each matrix the least multiple of its mean diagonal entry that works: 0, or a power of ten. */
const leastMultiples: (a: Value, o: { readonly max: number }) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "choleskyJittered",
  impl: (matrix: Tensor, { max }: { readonly max: number }): Tensor => {
    const [batch, n] = [batchOf(matrix), matrix.shape[matrix.ndim - 1]];
    const out = new Float64Array(sizeOf(batch));
    for (let b = 0; b < out.length && n > 0; b++) {
      const a = matrix.data.subarray(b * n * n, (b + 1) * n * n);
      const mean = a.reduce((total, value, at) => (at % (n + 1) === 0 ? total + value : total), 0) / n;
      const most = Math.floor(Math.log10(max * (1 + Number.EPSILON)));
      let power = LEAST;
      for (out[b] = 0; !works(n, a, out[b] * mean); power++) {
        // No multiple helps: the error describes the matrix as it was given.
        if (power > most || !(mean > 0)) throw tooLittle(matrix, max);
        out[b] = 10 ** power;
      }
    }
    return fromData(out, batch);
  },
});

function works(n: number, a: Float64Array, jitter: number): boolean {
  const l = a.map((value, at) => (at % (n + 1) === 0 ? value + jitter : value));
  if (kernels().potrf(n, l, 0, n) > 0) return false;
  for (let i = 0; i < n; i++) if (!Number.isFinite(l[i * (n + 1)])) return false;
  return true;
}

/** The error of the factorization without jitter, and that the jitter did not help. */
function tooLittle(matrix: Tensor, max: number): unknown {
  try {
    factored("choleskyJittered", "K", matrix);
  } catch (error) {
    if (!(error instanceof NotPositiveDefiniteError)) return error;
    const { op, index, value, batch } = error;
    if (!Number.isFinite(value)) return error;
    const message =
      `choleskyJittered: K of shape ${showShape(matrix.shape)} is not positive definite, not even with ${max} times its mean ` +
      `diagonal entry added: pivot ${index} (counted from 0) is ${value} without. Allow more with {max}, or look for ` +
      "entries that are wrong.";
    return new NotPositiveDefiniteError(message, op, { index, value, batch });
  }
  return undefined;
}
