/**
 * A mixture of normal distributions by maximum likelihood. Constraints keep the shares a distribution, the means in order (or
 * they could change places), and the deviations positive; the optimizer sees none of them.
 */
import {
  add,
  concat,
  div,
  expandDims,
  generator,
  log,
  logsumexp,
  minimize,
  mul,
  neg,
  ordered,
  param,
  paramsOf,
  positive,
  simplex,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from "wengert";

const random = generator(7);
const sample = concat([random.normal(-2, 0.5, [300]), random.normal(1, 1, [500]), random.normal(5, 0.3, [200])], 0);

export const model = {
  shares: param(tensor([1 / 3, 1 / 3, 1 / 3]), simplex()),
  means: param(tensor([-3, 0, 3]), ordered()),
  deviations: param(tensor([1, 1, 1]), positive()),
};

/** log Σₖ πₖ N(xᵢ | μₖ, σₖ²), a row for each observation and a column for each part. */
function logDensity(x: Tensor): Tensor {
  const z = div(sub(expandDims(x, 1), model.means), model.deviations);
  const parts = sub(add(log(model.shares), mul(-0.5, square(z))), log(model.deviations));
  return sub(logsumexp(parts, { axis: 1 }), 0.5 * Math.log(2 * Math.PI));
}

export const { value, iterations, success } = minimize(() => neg(sum(logDensity(sample))), paramsOf(model));
console.log(`negative log likelihood ${value.toFixed(2)} after ${iterations} iterations`);
for (const [name, { value }] of Object.entries(model)) {
  console.log(name.padEnd(10), Array.from(value.data, (one) => one.toFixed(3)).join("  "));
}
