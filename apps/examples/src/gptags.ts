/**
 * A Gaussian process whose parameters are tagged where they stand: the loss has no arguments, and learning needs no list of
 * what is learned. Then what the process knows between its observations and beyond them.
 */
import { matern } from "@wengert/special";
import {
  add,
  addDiagonal,
  cholesky,
  choleskySolve,
  div,
  generator,
  matmul,
  minimize,
  mul,
  mvnLogDensity,
  neg,
  pairwiseSquaredDistance,
  param,
  paramsOf,
  positive,
  sin,
  square,
  squeeze,
  sub,
  sum,
  type Tensor,
  tensor,
  triangularSolve,
} from "wengert";

class Matern {
  readonly variance = param(1, positive());
  readonly length = param(1, positive());

  at(a: Tensor, b: Tensor): Tensor {
    return mul(this.variance, matern(div(pairwiseSquaredDistance(a, b), square(this.length)), 2.5));
  }
}

const model = { kernel: new Matern(), noise: param(0.1, positive()) };
const x = tensor(Array.from({ length: 24 }, (_, i) => [i / 4]));
const y = add(squeeze(sin(x)), generator(1).normal(0, 0.1, [24]));
const covariance = (): Tensor => addDiagonal(model.kernel.at(x, x), model.noise);

export const { value, success } = minimize(() => neg(mvnLogDensity(y, 0, covariance())), paramsOf(model));
console.log(`negative log likelihood ${value.toFixed(4)} of`, model);

const l = cholesky(covariance());
const between = tensor([[1.6], [3.1], [9]]);
const cross = model.kernel.at(x, between);
export const mean = matmul(choleskySolve(l, y), cross);
export const variance = sub(model.kernel.variance, sum(square(triangularSolve(l, cross)), { axis: 0 }));
for (const [i, place] of between.data.entries()) {
  console.log(`at ${place}: ${mean.data[i].toFixed(3)} ± ${(2 * Math.sqrt(variance.data[i])).toFixed(3)}`);
}
