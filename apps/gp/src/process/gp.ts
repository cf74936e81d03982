import {
  add,
  adjoint,
  cholesky,
  choleskyInverse,
  choleskySolve,
  diagonal,
  dot,
  log,
  matmul,
  mean,
  mul,
  outer,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  triangularSolve,
  type Value,
} from "wengert";
import type { Kernel } from "./kernels.ts";
import { Pairs, type Places } from "./pairs.ts";
import { symmetric } from "./triangle.ts";

/**
 * The negative logarithm of the marginal likelihood of y ~ N(0, K), with its own adjoint: value and pullback share the
 * Cholesky factor, and the inverse is only formed when the pullback asks for it.
 *
 *     f = ½ yᵀα + Σ log Lᵢᵢ + ½ n log 2π,   K = LLᵀ,   α = K⁻¹y
 *     K̄ = ½ f̄ (K⁻¹ − ααᵀ),   ȳ = f̄ α
 *
 * Source: Rasmussen & Williams, Gaussian Processes for Machine Learning (2006), equations 2.30 and 5.9.
 *
 * @param covariance - [n, n], symmetric positive definite
 * @param y - [n], with mean 0
 * @throws {NotPositiveDefiniteError} when K is not positive definite
 */
export const negativeLogLikelihood: (covariance: Value, y: Value) => Tensor = adjoint(
  (covariance: Tensor, y: Tensor) => {
    const l = cholesky(covariance);
    const alpha = choleskySolve(l, y);
    const normalizer = (y.size / 2) * Math.log(2 * Math.PI);
    const value = add(mul(0.5, dot(y, alpha)), add(sum(log(diagonal(l))), normalizer));
    return [
      value,
      (fbar) => [() => mul(mul(0.5, fbar), sub(choleskyInverse(l), outer(alpha, alpha))), () => mul(fbar, alpha)],
    ];
  },
);

/** What a process is fitted to: places, and observations there less their mean. */
export interface Sample {
  readonly x: Places;
  readonly y: Tensor;
  readonly mean: number;
}

/** Takes the mean out of observations. */
export function sampleOf(x: Places, y: Float64Array): Sample {
  const average = mean(tensor(y)).item();
  return { x, y: sub(tensor(y), average), mean: average };
}

/** What is expected of new observations, one by one. */
export interface Prediction {
  readonly x: Places;
  readonly mean: Float64Array;
  /** Of the observation: its noise included. */
  readonly std: Float64Array;
}

/**
 * What a process that has seen a sample predicts at other places z; one factorization serves all of them.
 *
 *     mean = K(z, x) α,   variance = K(z, z) − Σ v²,   v = L⁻¹ K(x, z)
 *
 * Source: Rasmussen & Williams, algorithm 2.1; K(z, z) here contains the noise.
 *
 * @param kernel, theta - the covariance, and parameters for it
 */
export function posterior<Theta>(kernel: Kernel<Theta>, theta: Theta, sample: Sample): (z: Places) => Prediction {
  const l = cholesky(symmetric(kernel(theta, Pairs.within(sample.x))));
  const alpha = choleskySolve(l, sample.y);
  return (z) => {
    const cross = kernel(theta, Pairs.between(sample.x, z));
    const explained = sum(square(triangularSolve(l, cross)), { axis: 0 });
    const variance = sub(kernel(theta, Pairs.selves(sample.x, z)), explained);
    return {
      x: z,
      mean: add(sample.mean, matmul(alpha, cross)).data,
      // Rounding may leave a variance of 0 just below it.
      std: variance.data.map((value) => Math.sqrt(Math.max(0, value))),
    };
  };
}
