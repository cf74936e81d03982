/**
 * Bayesian logistic regression by Laplace's approximation: does an O-ring of a space shuttle fail in the cold? The 23 flights
 * before Challenger, which started at 31 °F. A prediction that averages over what is unknown is less sure than the best fit.
 *
 * Data: Dalal, Fowlkes and Hoadley 1989. The best fit without a prior is 15.04 − 0.2322 t.
 */
import { normalCdf } from "@wengert/special";
import {
  add,
  div,
  dot,
  laplace,
  matvec,
  minimize,
  mul,
  sigmoid,
  softplus,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  tensor,
} from "wengert";

const fahrenheit = [66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58];
const failed = tensor([0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1]);
const cold = tensor(fahrenheit.map((t) => (65 - t) / 10));

/** Minus the log posterior of an intercept at 65 °F and a slope by 10 °F below, normal beforehand with deviation 5. */
function loss(w: { intercept: Tensor; slope: Tensor }): Tensor {
  const z = add(w.intercept, mul(w.slope, cold));
  const prior = div(add(square(w.intercept), square(w.slope)), 2 * 5 ** 2);
  return add(sum(sub(softplus(z), mul(failed, z))), prior);
}

export const best = minimize(loss, { intercept: 0, slope: 0 }).params;
export const posterior = laplace(loss, best);
console.log(
  "weights",
  best,
  "with errors",
  posterior.standardErrors,
  `log evidence ${posterior.logEvidence.toFixed(3)}`,
);

/** At 31 °F: logits are normal, and σ averaged over them is close to that of a smaller logit (MacKay 1992). */
const features = stack([1, (65 - 31) / 10]);
const z = dot(features, tensor([best.intercept, best.slope]));
const spread = dot(features, matvec(posterior.covariance, features));
export const plugIn = sigmoid(z).item();
export const averaged = sigmoid(div(z, sqrt(add(1, mul(Math.PI / 8, spread))))).item();
export const colderIsWorse = normalCdf(best.slope / posterior.standardErrors.slope).item();
console.log(`failure at 31 °F: ${plugIn.toFixed(4)} by the best weights, ${averaged.toFixed(4)} averaged over all`);
console.log(`cold does harm with a probability of ${colderIsWorse.toFixed(3)}`);
