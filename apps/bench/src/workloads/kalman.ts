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
import { wengert } from "../peers/wengert.ts";
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
    "operations on matrices. By hand: the value alone.",
  sizes: { tiny: [3], quick: [500], full: [100, 500] },
  label: (n) => `${n} steps`,
  cannot: absent(PEERS, "the row is about what small operations cost"),
  contenders: (n) => {
    const y = uniform(2 * n, 1);
    const p = { a: tensor(a, [4, 4]), q: -2, r: -1 };
    const gradient = valueAndGrad(likelihoodOf(y));
    return [
      byHand(() => [filtered({ a, q: Math.exp(p.q), r: Math.exp(p.r), y })]),
      wengert({ run: () => gradient(p), numbers: ([value]) => [value] }),
    ];
  },
};

interface System {
  readonly a: Tensor;
  readonly q: Value;
  readonly r: Value;
}

function likelihoodOf(y: Float64Array): (system: System) => Tensor {
  const values = Array.from({ length: y.length / 2 }, (_, t) => tensor(y.subarray(2 * t, 2 * t + 2)));
  return ({ a, q, r }) => {
    const [moving, noise] = [mul(exp(q), eye(4)), mul(exp(r), eye(2))];
    const [back, from] = [transpose(a), transpose(observed)];
    let [x, p, total]: [Tensor, Tensor, Value] = [zeros([4]), eye(4), 0];
    for (const value of values) {
      x = matvec(a, x);
      p = add(matmul(matmul(a, p), back), moving);
      const seen = matmul(observed, p);
      const s = add(matmul(seen, from), noise);
      const gain = transpose(solve(s, seen));
      const surprise = sub(value, matvec(observed, x));
      total = add(total, add(dot(surprise, solve(s, surprise)), logdet(s)));
      x = add(x, matvec(gain, surprise));
      p = sub(p, matmul(gain, seen));
    }
    return total as Tensor;
  };
}
