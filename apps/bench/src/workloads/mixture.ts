import {
  expandDims,
  logsumexp,
  matmul,
  mean,
  mul,
  neg,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  take,
  tensor,
  valueAndGrad,
} from "wengert";
import { mixtureGradient } from "../byhand/mixture.ts";
import { contender, joined } from "../peers/contender.ts";
import { byHand } from "../peers/hand.ts";
import { wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import { absent, type Workload } from "../workload.ts";

const [count, d] = [10, 5];
const noPeer = "the two ways to write it are compared with each other";

/** The parameters, as tensors. */
interface Parameters {
  readonly means: Tensor;
  readonly factors: Tensor;
  readonly weights: Tensor;
}

/** The mean of −log Σₖ exp(wₖ − qₖ/2), from the squares q [n, K]. */
function loss(squares: Tensor, weights: Tensor): Tensor {
  return neg(mean(logsumexp(sub(weights, mul(0.5, squares)), { axis: -1 })));
}

/** All components at once: rows [n, K, 1, d] times matrices [K, d, d]. */
const broadcast =
  (x: Tensor) =>
  ({ means, factors, weights }: Parameters): Tensor => {
    const rows = expandDims(sub(expandDims(x, 1), means), -2);
    return loss(sum(square(matmul(rows, factors)), { axis: [-2, -1] }), weights);
  };

/** One component after the other: [n, d] times [d, d]. */
const stacked =
  (x: Tensor) =>
  ({ means, factors, weights }: Parameters): Tensor => {
    const squares = Array.from({ length: count }, (_, k) =>
      sum(square(matmul(sub(x, take(means, k, 0)), take(factors, k, 0))), { axis: -1 }),
    );
    return loss(stack(squares, -1), weights);
  };

export const mixture: Workload = {
  name: "mixture",
  title: "Mixture of Gaussians",
  what: `The likelihood of n points under ${count} Gaussians in ${d} dimensions, and its gradient: written by broadcasting, and as a stack of components.`,
  sizes: { tiny: [4], quick: [2500], full: [2500] },
  label: (n) => `n = ${n}`,
  cannot: absent(
    ["scikit-learn", "ml-matrix", "jax-js jit", "tensorflow.js wasm", "NumPy/SciPy by hand", "PyTorch"],
    noPeer,
  ),
  contenders: (n) => {
    const x = uniform(n * d, 1);
    const means = uniform(count * d, 2);
    const factors = uniform(count * d * d, 3).map((value, i) => value + ((i % (d * d)) % (d + 1) === 0 ? 2 : 0));
    const weights = uniform(count, 4);
    const X = tensor(x, [n, d]);
    const start = {
      means: tensor(means, [count, d]),
      factors: tensor(factors, [count, d, d]),
      weights: tensor(weights),
    };
    const task = (f: (p: Parameters) => Tensor) => {
      const gradient = valueAndGrad(f);
      return {
        run: () => gradient(start),
        numbers: ([value, bar]: readonly [number, Parameters]) =>
          joined([[value], bar.means.data, bar.factors.data, bar.weights.data]),
      };
    };
    return [
      byHand(() => mixtureGradient(n, count, d, x, { means, factors, weights })),
      wengert(task(broadcast(X))),
      contender("Wengert, stacked", () => task(stacked(X))),
    ];
  },
};
