import { add, mul, sin, type Tensor, tanh, tensor } from "wengert";
import { byHand } from "../peers/hand.ts";
import { python } from "../peers/python.ts";
import { wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import { absent, type Workload } from "../workload.ts";

const noPeer = "measured for exp and gemm; the functions here are compared with NumPy and PyTorch";

/** A function of two vectors, element by element. */
interface Job {
  readonly name: string;
  readonly title: string;
  readonly what: string;
  hand(x: number, y: number): number;
  ours(x: Tensor, y: Tensor): Tensor;
}

function overVectors({ name, title, what, hand, ours }: Job): Workload {
  return {
    name,
    title,
    what,
    sizes: { tiny: [7], quick: [1e6], full: [1e6] },
    label: (n) => `n = ${n}`,
    rate: { unit: "ns each", of: (n, seconds) => (seconds * 1e9) / n },
    cannot: absent(["scikit-learn", "ml-matrix", "jax-js eager", "tensorflow.js wasm"], noPeer),
    contenders: (n) => {
      const [x, y] = [uniform(n, 1).map((value) => 3 * value), uniform(n, 2)];
      const [X, Y] = [tensor(x), tensor(y)];
      const inputs = { x: { data: x, shape: [n] }, y: { data: y, shape: [n] } };
      return [
        byHand(() => {
          const z = new Float64Array(n);
          for (let i = 0; i < n; i++) z[i] = hand(x[i], y[i]);
          return z;
        }),
        wengert({ run: () => ours(X, Y), numbers: (z) => z.data }),
        python("NumPy/SciPy by hand", "elementwise", inputs, name),
        python("PyTorch", "elementwise", inputs, name),
      ];
    },
  };
}

/** Functions of whole vectors, the result allocated. */
export const elementwise: readonly Workload[] = [
  overVectors({
    name: "sin",
    title: "Sines",
    what: "Of n numbers between −3 and 3, the result allocated.",
    hand: Math.sin,
    ours: (x) => sin(x),
  }),
  overVectors({
    name: "tanh",
    title: "Hyperbolic tangents",
    what: "Of n numbers between −3 and 3, the result allocated.",
    hand: Math.tanh,
    ours: (x) => tanh(x),
  }),
  overVectors({
    name: "add",
    title: "Sums of two vectors",
    what: "x + y, the result allocated.",
    hand: (x, y) => x + y,
    ours: add,
  }),
  overVectors({
    name: "mul",
    title: "Products of two vectors",
    what: "x·y, element by element, the result allocated.",
    hand: (x, y) => x * y,
    ours: mul,
  }),
];
