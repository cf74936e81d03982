import { compile } from "@wengert/graph";
import { add, matmul, mul, sin, sum, type Tensor, tensor, type Value, valueAndGrad } from "wengert";
import { contender } from "../peers/contender.ts";
import { byHand } from "../peers/hand.ts";
import { wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import { absent, PEERS, type Workload } from "../workload.ts";

/** So many steps are written down as 1,000 operations, those of the gradient among them. */
const STEPS = 143;

/** So many calls there are until a plan has run: the first writes the function down, the second verifies that, the third makes the code. */
const UNTIL_PLANNED = 3;

type Both = readonly [value: number, gradient: number | Tensor];

function matrix(n: number, seed: number): Tensor {
  return tensor(uniform(n * n, seed), [n, n]);
}

/** The value, and the gradient by back-propagation: ȳ ← Aᵀ ȳ + ȳ cos y, from the last step to the first. */
function byLoops(n: number, a: Float64Array, x: Float64Array): readonly number[] {
  const ys = [x];
  for (let step = 0; step < STEPS; step++) {
    const y = ys[step];
    const next = y.map(Math.sin);
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) next[i * n + j] += a[i * n + k] * y[k * n + j];
    ys.push(next);
  }
  let bar = new Float64Array(x.length).fill(1);
  for (let step = STEPS - 1; step >= 0; step--) {
    const before = bar.map((value, i) => value * Math.cos(ys[step][i]));
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) before[k * n + j] += a[i * n + k] * bar[i * n + j];
    bar = before;
  }
  return [ys[STEPS].reduce((sum, value) => sum + value, 0), ...bar];
}

export const firstCall: Workload = {
  name: "firstcall",
  title: "First call of a compiled function",
  what:
    `Value and gradient of the sum of y after ${STEPS} steps y ← A y + sin y of n×n matrices, or of numbers, which is 1,000 operations: by \`compile\` in its first ` +
    "call, and in the first three, after which the plan has run. Plans of other functions have been made before, and each run is of a function " +
    "that has none.",
  sizes: { tiny: [2], quick: [3], full: [0, 3, 8] },
  label: (n) => (n === 0 ? "numbers" : `${n}×${n}`),
  cannot: absent(PEERS, "the row is about what `compile` costs before it pays"),
  contenders: (n) => {
    const [a, x] = n === 0 ? [tensor(0.4), tensor(0.3)] : [mul(1 / n, matrix(n, 1)), matrix(n, 2)];
    const times: (a: Value, y: Value) => Tensor = n === 0 ? mul : matmul;
    const gradient = valueAndGrad((x: Value) => {
      let y = x;
      for (let k = 0; k < STEPS; k++) y = add(times(a, y), sin(y));
      return n === 0 ? y : sum(y);
    });
    const numbers = ([value, xbar]: Both): readonly number[] => [
      value,
      ...(typeof xbar === "number" ? [xbar] : xbar.data),
    ];
    const after = (calls: number) => (): Both => {
      const planned = compile(gradient);
      for (let k = 1; k < calls; k++) planned(x);
      return planned(x);
    };
    return [
      byHand(() => byLoops(Math.max(n, 1), a.data, x.data)),
      wengert({ run: () => gradient(x), numbers }),
      contender("Wengert, compiled: the first call", () => ({ run: after(1), numbers })),
      contender("Wengert, compiled: the first three", () => ({ run: after(UNTIL_PLANNED), numbers })),
    ];
  },
};
