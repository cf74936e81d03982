import { compile, scan } from "@wengert/graph";
import {
  add,
  dot,
  exp,
  eye,
  logdet,
  matmul,
  matvec,
  mul,
  solve,
  sub,
  type Tensor,
  tensor,
  transpose,
  type Value,
  valueAndGrad,
  zeros,
} from "wengert";
import { filtered } from "../byhand/kalman.ts";
import { byHand } from "../peers/hand.ts";
import { compiled, wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import { absent, PEERS, type Workload } from "../workload.ts";

const a = Float64Array.of(1, 0.1, 0, 0, 0, 0.95, 0.1, 0, 0, 0, 0.9, 0.1, 0, 0.05, 0, 0.8);
const observed = tensor([
  [1, 0, 0, 0],
  [0, 0, 1, 0],
]);

export const kalman: Workload = {
  name: "kalman",
  title: "Kalman filter",
  what:
    "Likelihood of n observations of a system of four states, and its gradient by the matrix of the system and two variances, in " +
    "operations on matrices. By hand: the value alone. Compiled: the steps are a scan.",
  sizes: { tiny: [3], quick: [500], full: [100, 500] },
  label: (n) => `${n} steps`,
  cannot: absent(PEERS, "the row is about what small operations cost"),
  contenders: (n) => {
    const y = uniform(2 * n, 1);
    const p = { a: tensor(a, [4, 4]), q: -2, r: -1 };
    const gradient = valueAndGrad(likelihoodOf(y));
    const plan = compile(valueAndGrad(scannedLikelihoodOf(y)));
    return [
      byHand(() => [filtered({ a, q: Math.exp(p.q), r: Math.exp(p.r), y })]),
      wengert({ run: () => gradient(p), numbers: ([value]) => [value] }),
      compiled({ run: () => plan(p), numbers: ([value]) => [value] }),
    ];
  },
};

interface System {
  readonly a: Tensor;
  readonly q: Value;
  readonly r: Value;
}

/** What is known after an observation: the state, its covariance, and the likelihood so far. */
interface Known {
  readonly x: Tensor;
  readonly p: Tensor;
  readonly total: Value;
}

/** One step of the filter. */
function stepOf({ a, q, r }: System): (known: Known, value: Tensor) => Known {
  const [moving, noise] = [mul(exp(q), eye(4)), mul(exp(r), eye(2))];
  const [back, from] = [transpose(a), transpose(observed)];
  return ({ x, p, total }, value) => {
    const moved = matvec(a, x);
    const spread = add(matmul(matmul(a, p), back), moving);
    const seen = matmul(observed, spread);
    const s = add(matmul(seen, from), noise);
    const gain = transpose(solve(s, seen));
    const surprise = sub(value, matvec(observed, moved));
    return {
      x: add(moved, matvec(gain, surprise)),
      p: sub(spread, matmul(gain, seen)),
      total: add(total, add(dot(surprise, solve(s, surprise)), logdet(s))),
    };
  };
}

const start = { x: zeros([4]), p: eye(4), total: 0 };

function likelihoodOf(y: Float64Array): (system: System) => Tensor {
  const values = Array.from({ length: y.length / 2 }, (_, t) => tensor(y.subarray(2 * t, 2 * t + 2)));
  return (system) => {
    const step = stepOf(system);
    return values.reduce<Known>((known, value) => step(known, value), start).total as Tensor;
  };
}

function scannedLikelihoodOf(y: Float64Array): (system: System) => Tensor {
  const values = tensor(y, [y.length / 2, 2]);
  return (system) => {
    const step = stepOf(system);
    const [{ total }] = scan((known, value) => [step(known, value), null], start, values);
    return total;
  };
}
