// Learn a Gaussian process, and forecast
import { add, addDiagonal, cholesky, choleskySolve, cos, describe, div, exp, linspace } from "wengert";
import { matvec, minimize, mT, mul, mvnLogDensity, neg, pairwiseSquaredDistance } from "wengert";
import { param, paramsOf, positive, reshape, sqrt, square, sub, sum } from "wengert";
import { type Tensor, tensor, triangularSolve } from "wengert";

const y = tensor([-0.2, 0.6, 0.4, -0.6, 0.6, 1.7, 0.5, -0.5, 0.4, 1.2, -0.2, -0.9, -0.3, 0.1, -0.7, -2]);
const times = linspace(0, 3.75, 16);
const X = reshape(times, [16, 1]);

const free = (value: number) => param(value, { constraint: positive() });
const model = {
  slow: { variance: free(1), length: free(2) },
  season: { variance: free(1), length: free(1) },
  noise: free(0.1),
};

function covariance(x: Tensor, z: Tensor): Tensor {
  const squared = pairwiseSquaredDistance(x, z);
  const slow = exp(div(squared, mul(-2, square(model.slow.length))));
  const season = exp(div(sub(cos(mul(2 * Math.PI, sqrt(squared))), 1), square(model.season.length)));
  return add(mul(model.slow.variance, slow), mul(model.season.variance, season));
}
const observed = () => addDiagonal(covariance(X, X), model.noise);
const loss = () => neg(mvnLogDensity(y, 0, observed()));

const result = minimize(loss, paramsOf(model), { history: true });
console.log(result);
console.log(describe(model));
show(covariance(X, X), "the learned covariance of the observations");

// The forecast: mean and two standard deviations.
const at = linspace(0, 5, 160);
const Z = reshape(at, [160, 1]);
const L = cholesky(observed());
const cross = covariance(X, Z);
const mean = matvec(mT(cross), choleskySolve(L, y));
const prior = add(model.noise, add(model.slow.variance, model.season.variance));
const two = mul(2, sqrt(sub(prior, sum(square(triangularSolve(L, cross)), { axis: 0 }))));
plot(at, { mean, "mean + 2 sd": add(mean, two), "mean − 2 sd": sub(mean, two) });
plot(times, { "observations (points)": y });
