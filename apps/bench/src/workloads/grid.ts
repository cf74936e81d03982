import { add, max, sum, type Tensor, tensor } from "wengert";
import { byHand } from "../peers/hand.ts";
import { python } from "../peers/python.ts";
import { wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import { absent, type Workload } from "../workload.ts";

const noPeer = "measured for exp and gemm; the rows here are about broadcasts and reductions beside NumPy and PyTorch";

/** A job on an n×n matrix of numbers and a vector of n. */
interface Job {
  readonly name: string;
  readonly title: string;
  readonly what: string;
  hand(a: Float64Array, v: Float64Array, n: number): Float64Array;
  ours(a: Tensor, v: Tensor, n: number): Tensor;
}

function overGrid({ name, title, what, hand, ours }: Job): Workload {
  return {
    name,
    title,
    what,
    sizes: { tiny: [7], quick: [1000], full: [100, 1000] },
    label: (n) => `${n}×${n}`,
    rate: { unit: "ns each", of: (n, seconds) => (seconds * 1e9) / n ** 2 },
    cannot: absent(["scikit-learn", "ml-matrix", "jax-js eager", "tensorflow.js wasm"], noPeer),
    contenders: (n) => {
      const [a, v] = [uniform(n * n, 1), uniform(n, 2)];
      const [A, V] = [tensor(a, [n, n]), tensor(v)];
      const inputs = { a: { data: a, shape: [n, n] }, v: { data: v, shape: [n] } };
      return [
        byHand(() => hand(a, v, n)),
        wengert({ run: () => ours(A, V, n), numbers: (y) => y.data }),
        python("NumPy/SciPy by hand", "grid", inputs, name),
        python("PyTorch", "grid", inputs, name),
      ];
    },
  };
}

/** f(aᵢⱼ, vⱼ) or f(aᵢⱼ, vᵢ) for all elements. */
function each(a: Float64Array, n: number, f: (value: number, i: number, j: number) => number): Float64Array {
  const y = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) y[i * n + j] = f(a[i * n + j], i, j);
  return y;
}

/** Rows (axis 0) or columns folded. */
function fold(a: Float64Array, n: number, axis: number, f: (x: number, y: number) => number): Float64Array {
  const y = new Float64Array(n).map((_, k) => a[axis === 0 ? k : k * n]);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if ((axis === 0 ? i : j) === 0) continue;
      const to = axis === 0 ? j : i;
      y[to] = f(y[to], a[i * n + j]);
    }
  }
  return y;
}

/** Broadcasts and reductions of a matrix. */
export const grid: readonly Workload[] = [
  overGrid({
    name: "add_row",
    title: "A row added to a matrix",
    what: "a + v, v along the last axis.",
    hand: (a, v, n) => each(a, n, (value, _i, j) => value + v[j]),
    ours: (a, v) => add(a, v),
  }),
  overGrid({
    name: "add_column",
    title: "A column added to a matrix",
    what: "a + v, v along the first axis.",
    hand: (a, v, n) => each(a, n, (value, i) => value + v[i]),
    ours: (a, v, n) => add(a, tensor(v.data, [n, 1])),
  }),
  ...[0, 1].flatMap((axis) => [
    overGrid({
      name: `sum_${axis}`,
      title: `Sums over axis ${axis}`,
      what: "Of a matrix, pairwise.",
      hand: (a, _v, n) => fold(a, n, axis, (x, y) => x + y),
      ours: (a) => sum(a, { axis }),
    }),
    overGrid({
      name: `max_${axis}`,
      title: `Maxima over axis ${axis}`,
      what: "Of a matrix.",
      hand: (a, _v, n) => fold(a, n, axis, Math.max),
      ours: (a) => max(a, { axis }),
    }),
  ]),
];
