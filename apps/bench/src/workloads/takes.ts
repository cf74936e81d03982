import { add, grad, square, type Tensor, take, tensor } from "wengert";
import { byHand } from "../peers/hand.ts";
import { python } from "../peers/python.ts";
import { wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import { absent, type Workload } from "../workload.ts";

/** Σ xᵢ², each element taken by itself. */
function oneByOne(x: Tensor): Tensor {
  const n = x.shape[0];
  let total = square(take(x, 0));
  for (let i = 1; i < n; i++) total = add(total, square(take(x, i)));
  return total;
}

export const takes: Workload = {
  name: "takes",
  title: "Elements one by one",
  what: "The gradient of Σ xᵢ², where each of n elements is taken from the vector by itself.",
  sizes: { tiny: [4], quick: [10_000], full: [10_000, 100_000] },
  label: (n) => `${n} elements`,
  rate: { unit: "ns per element", of: (n, seconds) => (seconds * 1e9) / n },
  cannot: absent(
    [
      "scikit-learn",
      "NumPy/SciPy by hand",
      "ml-matrix",
      "jax-js jit",
      "jax-js eager",
      "tensorflow.js wasm",
      "tensorflow.js cpu",
    ],
    "the row is about what an element costs on a tape; PyTorch stands for the others",
  ),
  contenders: (n) => {
    const x = uniform(n, 1);
    const X = tensor(x);
    const gradient = grad(oneByOne);
    return [
      byHand(() => x.map((value) => 2 * value)),
      wengert({ run: () => gradient(X), numbers: (bar) => bar.data }),
      // Each element it takes costs it a vector of n zeros: 10⁵ of them would take minutes.
      ...(n > 10_000 ? [] : [python("PyTorch", "takes", { x: { data: x, shape: [n] } })]),
    ];
  },
};
