import type { Tensor } from "@wengert/array";
import { broadcastShapes, expectNoMore } from "@wengert/array/author";
import { add, mul, sub } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { likelihoodTerms } from "./invquadlogdet.ts";

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
  expectNoMore("mvnLogDensity", arguments[3]);
  const matrix = resolve(cov, "mvnLogDensity", 2);
  const [point, centre] = [resolve(x, "mvnLogDensity", 0), resolve(mean, "mvnLogDensity", 1)];
  broadcastShapes("mvnLogDensity", point.shape, centre.shape);
  const { invQuad, logdet } = likelihoodTerms("mvnLogDensity", ["cov", "x − mean"], matrix, sub(point, centre));
  const constant = matrix.shape[matrix.ndim - 1] * Math.log(2 * Math.PI);
  return mul(-0.5, add(invQuad, add(logdet, constant)));
}
