import { ShapeError, type Tensor } from "@wengert/array";
import { broadcastShapes, showShape, sizeOf } from "@wengert/array/author";
import { add, expandDims, mul, reshape, sub } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { batchOf, checkVector, dropAxis, orderOf, sharedBatch } from "../batch/batch.ts";
import { knownFactor, logdetOf, termsOf } from "../factor/definite.ts";

/**
 * log det A of a positive definite matrix, by one Cholesky factorization, which its derivatives use again.
 *
 *     y = 2 Σ log lᵢᵢ,   dy = Σ (A⁻¹)ᵢⱼ dAᵢⱼ,   Ā = ȳ A⁻¹
 *
 * Source: Petersen and Pedersen, "The Matrix Cookbook", 2012, eq. 43.
 *
 * @param a - [..., n, n], symmetric positive definite; only its lower triangle is read
 * @returns [...]
 * @throws {NotPositiveDefiniteError} with the first pivot that is not positive
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { logdet } from "@wengert/linalg";
 *
 * logdet(tensor([[4, 0], [0, 0.25]])).item(); // => 0
 */
export function logdet(a: Value): Tensor {
  const matrix = resolve(a, "logdet");
  return logdetOf(matrix, knownFactor(matrix, { op: "logdet", name: "a" }));
}

/** What a Gaussian likelihood is made of. */
export interface InvQuadLogdet {
  /** yᵀ K⁻¹ y */
  readonly invQuad: Tensor;
  /** log det K */
  readonly logdet: Tensor;
}

/**
 * yᵀ K⁻¹ y and log det K of a positive definite matrix, by one Cholesky factorization, which their derivatives use again.
 * With α = K⁻¹ y:
 *
 *     d(invQuad) = 2 α·dy − αᵀ dK α,   d(logdet) = Σ (K⁻¹)ᵢⱼ dKᵢⱼ
 *     K̄ = logdet‾ K⁻¹ − invQuad‾ α αᵀ,   ȳ = 2 invQuad‾ α
 *
 * The inverse is computed only when the derivative of logdet is asked for.
 *
 * Source: Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, eqs. 5.8 and 5.9.
 *
 * @param K - [..., n, n], symmetric positive definite; only its lower triangle is read
 * @param y - [..., n]; many vectors against one matrix are one problem, and leading axes broadcast
 * @returns invQuad, with the leading axes of both; logdet, with those of K
 * @throws {NotPositiveDefiniteError} with the first pivot that is not positive
 * @throws {ShapeError} when K is not square or y does not fit
 * @example
 * import { tensor } from "@wengert/array";
 * import { invQuadLogdet } from "@wengert/linalg";
 *
 * const { invQuad, logdet } = invQuadLogdet(tensor([[4, 0], [0, 0.25]]), tensor([2, 1]));
 * [invQuad.item(), logdet.item()]; // => [5, 0]
 */
export function invQuadLogdet(K: Value, y: Value): InvQuadLogdet {
  return likelihoodTerms("invQuadLogdet", ["K", "y"], resolve(K, "invQuadLogdet", 0), resolve(y, "invQuadLogdet", 1));
}

function likelihoodTerms(
  op: string,
  [matrixName, vectorName]: readonly [string, string],
  matrix: Tensor,
  vectors: Tensor,
): InvQuadLogdet {
  const n = orderOf(op, matrixName, matrix);
  checkVector(op, vectorName, vectors);
  if (vectors.shape[vectors.ndim - 1] !== n) {
    throw new ShapeError(
      `${op}: ${vectorName} of shape ${showShape(vectors.shape)} does not fit ${matrixName} of shape ` +
        `${showShape(matrix.shape)}: its last axis must have length ${n}.`,
      op,
    );
  }
  sharedBatch(op, [matrix, vectors], [batchOf(matrix), vectors.shape.slice(0, -1)]);
  const l = knownFactor(matrix, { op, name: matrixName });
  if (matrix.ndim > 2) {
    const { invQuad, logdet } = termsOf(matrix, l, expandDims(vectors, -2));
    return { invQuad: dropAxis(invQuad, -1), logdet };
  }
  const lead = vectors.shape.slice(0, -1);
  const { invQuad, logdet } = termsOf(matrix, l, reshape(vectors, [sizeOf(lead), n]));
  return { invQuad: reshape(invQuad, lead), logdet };
}

/**
 * The log-density of a multivariate normal distribution, with one Cholesky factorization.
 *
 *     −½ (rᵀ Σ⁻¹ r + log det Σ + n log 2π),   r = x − mean
 *
 * With α = Σ⁻¹ r, for each density: x̄ = −ȳ α, mean‾ = ȳ α, Σ̄ = ½ ȳ (α αᵀ − Σ⁻¹).
 *
 * @param x - [..., n]; many points under one covariance are one problem, and leading axes broadcast
 * @param mean - [..., n], or a scalar
 * @param cov - Σ, [..., n, n], symmetric positive definite; only its lower triangle is read
 * @returns [...]
 * @throws {NotPositiveDefiniteError} with the first pivot that is not positive
 * @throws {ShapeError} when cov is not square or x − mean does not fit
 * @example
 * import { eye, tensor } from "@wengert/array";
 * import { mvnLogDensity } from "@wengert/linalg";
 *
 * mvnLogDensity(tensor([0, 0]), 0, eye(2)).item(); // => -1.8378770664
 */
export function mvnLogDensity(x: Value, mean: Value, cov: Value): Tensor {
  const matrix = resolve(cov, "mvnLogDensity", 2);
  const [point, centre] = [resolve(x, "mvnLogDensity", 0), resolve(mean, "mvnLogDensity", 1)];
  broadcastShapes("mvnLogDensity", point.shape, centre.shape);
  const { invQuad, logdet } = likelihoodTerms("mvnLogDensity", ["cov", "x − mean"], matrix, sub(point, centre));
  const constant = matrix.shape[matrix.ndim - 1] * Math.log(2 * Math.PI);
  return mul(-0.5, add(invQuad, add(logdet, constant)));
}
