/**
 * An adjoint of a matrix argument: the negative log likelihood of y ~ N(0, K) with a derivative of its own, which shares the
 * Cholesky factor with the value and forms no inverse until somebody asks for the cotangent of K.
 *
 *     f = ½ yᵀα + Σ log Lᵢᵢ,   K = L Lᵀ,   α = K⁻¹ y,   K̄ = ½ f̄ (K⁻¹ − α αᵀ)
 */
import {
  add,
  addDiagonal,
  adjoint,
  cholesky,
  choleskyInverse,
  choleskySolve,
  diagonal,
  dot,
  exp,
  hessian,
  log,
  mul,
  outer,
  pairwiseSquaredDistance,
  sub,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
} from "wengert";

const nll = adjoint((k: Tensor, y: Tensor) => {
  const l = cholesky(k);
  const alpha = choleskySolve(l, y);
  const value = add(mul(0.5, dot(y, alpha)), sum(log(diagonal(l))));
  return [
    value,
    (fbar) => [() => mul(mul(0.5, fbar), sub(choleskyInverse(l), outer(alpha, alpha))), () => mul(fbar, alpha)],
  ];
});

const x = tensor([[0], [0.5], [1.3], [2]]);
const y = tensor([0.1, 0.7, -0.3, 0.4]);

/** Of log variance, log length and log noise. */
function loss(theta: { v: Tensor; length: Tensor; noise: Tensor }): Tensor {
  const falling = exp(mul(pairwiseSquaredDistance(x), mul(-0.5, exp(mul(-2, theta.length)))));
  return add(nll(addDiagonal(mul(exp(theta.v), falling), exp(theta.noise)), y), 2 * Math.log(2 * Math.PI));
}

const theta = { v: -0.2, length: -0.4, noise: -2 };
export const [value, gradient] = valueAndGrad(loss)(theta);
export const curvature = hessian(loss)(theta).length.length.item();
console.log(`value ${value}`);
console.log("gradient", gradient);
console.log(`second derivative by log length, through the same adjoint: ${curvature}`);
