import { arange, type Tensor } from "@wengert/array";
import { expectNoMore, fromData } from "@wengert/array/author";
import { addDiagonal, cholesky, diagonal, matmul, mT, tril } from "@wengert/linalg";
import { add, exp, log, mul, sub, sum } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import type { Constraint } from "./constraint.ts";
import { isSquare, lastOf, matricesOf } from "./lastaxes.ts";
import { pack, unpack } from "./packing.ts";

/**
 * Lower triangular matrices with a positive diagonal: factors of covariance matrices. The elements below the diagonal
 * are free, those on it have free logarithms.
 *
 *     Lᵢⱼ = xᵢⱼ for j < i,   Lᵢᵢ = e^xᵢᵢ
 *     log |det| = Σ xᵢᵢ, in the coordinates of the lower triangle
 *
 * A value of shape [..., n, n] has an unconstrained side of shape [..., n(n + 1)/2]: the lower triangle, row by row.
 * Source: the Stan Reference Manual, "Constraint Transforms", Cholesky factors of covariance matrices.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { lowerCholesky, param, paramsOf } from "@wengert/params";
 *
 * const l = param(tensor([[1, 0], [0.5, 1]]), { constraint: lowerCholesky() });
 * paramsOf(l).toVector(); // => [0, 0.5, 0]
 */
export function lowerCholesky(): Constraint {
  expectNoMore("lowerCholesky", arguments[0]);
  return {
    name: "lowerCholesky",
    domain: "lower triangular, with zeros above a positive diagonal",
    accepts: (y) => isSquare(y) && matricesOf(y).every((block) => isFactor(block, lastOf(y))),
    forward: (x) => factorOf("lowerCholesky", x),
    inverse: (y) => logarithmOf(resolve(y, "lowerCholesky")),
    logDet: (x) => sum(diagonal(unpack("lowerCholesky", x, 0))),
  };
}

/**
 * Symmetric positive definite matrices, by the Cholesky factor.
 *
 *     Y = L Lᵀ, with L from `lowerCholesky`
 *     log |det| = Σ ((n − i + 2) xᵢᵢ + log 2), i counted from 1, in the coordinates of the lower triangle
 *
 * A value of shape [..., n, n] has an unconstrained side of shape [..., n(n + 1)/2].
 * Source: the Stan Reference Manual, "Constraint Transforms", covariance matrices.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { param, paramsOf, positiveDefinite } from "@wengert/params";
 *
 * const covariance = param(tensor([[1, 0.5], [0.5, 1.25]]), { constraint: positiveDefinite() });
 * paramsOf(covariance).toVector(); // => [0, 0.5, 0]
 */
export function positiveDefinite(): Constraint {
  expectNoMore("positiveDefinite", arguments[0]);
  return {
    name: "positiveDefinite",
    domain: "symmetric positive definite",
    accepts: (y) => isSquare(y) && matricesOf(y).every((block) => isPositiveDefinite(block, lastOf(y))),
    forward: (x) => {
      const l = factorOf("positiveDefinite", x);
      return matmul(l, mT(l));
    },
    inverse: (y) => logarithmOf(cholesky(y)),
    logDet: (x) => {
      const logs = diagonal(unpack("positiveDefinite", x, 0));
      const n = lastOf(logs);
      return sum(add(mul(sub(n + 1, arange(n)), logs), Math.LN2));
    },
  };
}

function factorOf(op: string, x: Value): Tensor {
  const t = unpack(op, x, 0);
  return addDiagonal(tril(t, -1), exp(diagonal(t)));
}

function logarithmOf(l: Tensor): Tensor {
  return pack(addDiagonal(tril(l, -1), log(diagonal(l))), 0);
}

function isFactor(block: Float64Array, n: number): boolean {
  return block.every((y, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return Number.isFinite(y) && (j < i || (j === i ? y > 0 : y === 0));
  });
}

/** Beyond this, relative to the largest element, two triangles differ by more than rounding. */
const TOLERANCE = 1e-12;

function isPositiveDefinite(block: Float64Array, n: number): boolean {
  const largest = block.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
  const symmetric = block.every((y, at) => {
    return Math.abs(y - block[(at % n) * n + Math.floor(at / n)]) <= TOLERANCE * largest;
  });
  if (!symmetric) return false;
  try {
    cholesky(fromData(block, [n, n]));
    return true;
  } catch {
    return false;
  }
}
