import {
  add,
  addDiagonal,
  cholesky,
  dot,
  exp,
  expandDims,
  grad,
  invQuadLogdet,
  matmul,
  matvec,
  mul,
  pairwiseSquaredDistance,
  square,
  sub,
  type Tensor,
  tanh,
  tensor,
  type Value,
  valueAndGrad,
  vmap,
} from "wengert";
import { cholesky as choleskyByHand } from "../byhand/cholesky.ts";
import { likelihood as likelihoodByHand, type Problem } from "../byhand/likelihood.ts";
import { weightGradients } from "../byhand/perexample.ts";
import { contender } from "../peers/contender.ts";
import { byHand } from "../peers/hand.ts";
import { wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import { absent, type Workload } from "../workload.ts";

/*
 * A function of one example, run for many by `vmap`: beside the same in one pass written by hand, and beside a loop.
 */

const cannot = absent(
  ["ml-matrix", "scikit-learn", "NumPy/SciPy by hand", "tensorflow.js wasm", "jax-js jit"],
  "these rows compare vmap with the same library without it",
);

const sizes = { tiny: [3], quick: [1000], full: [100, 1000] } as const;

/** Element b of the first axis. */
function at(x: Tensor, b: number): Tensor {
  const shape = x.shape.slice(1);
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(x.data.subarray(b * size, (b + 1) * size), shape);
}

interface Layers {
  readonly w1: Tensor;
  readonly b1: Tensor;
  readonly w2: Tensor;
  readonly b2: Tensor;
}

/** A network of 16, 32 and 1 units. */
const loss = (p: Layers, x: Tensor, y: Tensor): Tensor =>
  square(sub(add(dot(tanh(add(matmul(x, p.w1), p.b1)), p.w2), p.b2), y));

/** Back-propagation written out for all examples. */
function backPropagated(p: Layers, xs: Tensor, ys: Tensor): Layers {
  const h = tanh(add(matmul(xs, p.w1), p.b1));
  const b2 = mul(2, sub(add(matvec(h, p.w2), p.b2), ys));
  const column = expandDims(b2, 1);
  const b1 = mul(mul(column, p.w2), sub(1, square(h)));
  return { w1: mul(expandDims(xs, 2), expandDims(b1, 1)), b1, w2: mul(column, h), b2 };
}

export const perExample: Workload = {
  name: "perexample",
  title: "Gradients of each example",
  what: "The gradient of each of n examples by the weights of a network of 16, 32 and 1 units.",
  sizes,
  label: (n) => `${n} examples`,
  cannot,
  contenders: (n) => {
    const p: Layers = {
      w1: tensor(uniform(16 * 32, 1), [16, 32]),
      b1: tensor(uniform(32, 2)),
      w2: tensor(uniform(32, 3)),
      b2: tensor(0.5),
    };
    const [xs, ys] = [tensor(uniform(16 * n, 4), [n, 16]), tensor(uniform(n, 5))];
    const numbers = ({ w1 }: Layers): Float64Array => w1.data;
    const many = vmap(grad(loss), { inAxes: [null, 0, 0] }) as unknown as (...args: unknown[]) => Layers;
    const one = grad(loss) as unknown as (...args: unknown[]) => Layers;
    const plain = { w1: p.w1.data, b1: p.b1.data, w2: p.w2.data, b2: p.b2.item() };
    return [
      byHand(() => weightGradients([n, 16, 32], xs.data, ys.data, plain)),
      wengert({ run: () => many(p, xs, ys), numbers }),
      contender("Wengert, one pass by hand", () => ({ run: () => backPropagated(p, xs, ys), numbers })),
      contender("Wengert, a loop", () => ({
        run: () => Array.from({ length: n }, (_, b) => one(p, at(xs, b), at(ys, b))),
        numbers: (all) => Float64Array.from(all.flatMap(({ w1 }) => [...w1.data])),
      })),
    ];
  },
};

/** Positive definite matrices. */
function matrices(count: number, n: number): Tensor {
  const r = uniform(count * n * n, 6);
  const out = new Float64Array(count * n * n);
  for (let b = 0; b < count; b++) {
    const start = b * n * n;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = i === j ? 1 : 0;
        for (let k = 0; k < n; k++) sum += r[start + i * n + k] * r[start + j * n + k];
        out[start + i * n + j] = sum;
      }
  }
  return tensor(out, [count, n, n]);
}

export const manyFactors: Workload = {
  name: "manyfactors",
  title: "Cholesky of many small matrices",
  what: "n matrices 5×5: cholesky of the stack, and vmap of cholesky.",
  sizes,
  label: (n) => `${n} matrices`,
  cannot,
  contenders: (n) => {
    const a = matrices(n, 5);
    const numbers = (l: Tensor): Float64Array => l.data;
    const many = vmap(cholesky);
    const one = (b: number): Float64Array => choleskyByHand(5, a.data.subarray(b * 25, (b + 1) * 25));
    return [
      byHand(() => {
        const out = new Float64Array(n * 25);
        for (let b = 0; b < n; b++) out.set(one(b), b * 25);
        return out;
      }),
      wengert({ run: () => many(a), numbers }),
      contender("Wengert, the stack", () => ({ run: () => cholesky(a), numbers })),
    ];
  },
};

interface Kernel {
  readonly variance: Value;
  readonly precision: Value;
  readonly noise: Value;
}

/** Twice the negative log likelihood of a Gaussian process, but for a constant. */
function likelihood(p: Kernel, x: Tensor, y: Tensor): Tensor {
  const squares = pairwiseSquaredDistance(x);
  const k = mul(exp(p.variance), exp(mul(mul(-0.5, exp(p.precision)), squares)));
  const { invQuad, logdet } = invQuadLogdet(addDiagonal(k, exp(p.noise)), y);
  return add(invQuad, logdet);
}

export const manyProcesses: Workload = {
  name: "manyprocesses",
  title: "Many small Gaussian processes",
  what: "Likelihood and gradient of n processes of 20 points in two dimensions.",
  sizes,
  label: (n) => `${n} processes`,
  cannot,
  contenders: (n) => {
    const p = { variance: 0.1, precision: -0.2, noise: -2 };
    const [xs, ys] = [tensor(uniform(40 * n, 7), [n, 20, 2]), tensor(uniform(20 * n, 8), [n, 20])];
    type Both = readonly [value: number, gradient: typeof p];
    const one = valueAndGrad(likelihood) as unknown as (...args: unknown[]) => Both;
    const many = vmap(one, { inAxes: [null, 0, 0] }) as unknown as (
      ...args: unknown[]
    ) => readonly [value: Tensor, gradient: Kernel];
    const theta = Float64Array.of(-p.precision / 2, -p.precision / 2, p.variance, p.noise);
    const problem = (b: number): Problem => {
      return { n: 20, d: 2, x: at(xs, b).data, y: at(ys, b).data, theta };
    };
    return [
      byHand(() =>
        Float64Array.from(
          { length: n },
          (_, b) => 2 * likelihoodByHand(problem(b), true)[0] - 20 * Math.log(2 * Math.PI),
        ),
      ),
      wengert({ run: () => many(p, xs, ys), numbers: ([value]) => value.data }),
      contender("Wengert, a loop", () => ({
        run: () => Array.from({ length: n }, (_, b) => one(p, at(xs, b), at(ys, b))),
        numbers: (all) => all.map(([value]) => value),
      })),
    ];
  },
};
