import { add, jacobian, mul, pad, sin, slice, sparsityOf, square, type Tensor, tensor } from "wengert";
import { byHand } from "../peers/hand.ts";
import { wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import { absent, type Workload } from "../workload.ts";

/** yᵢ = xᵢ₋₁ sin xᵢ + xᵢ₊₁², with 0 beyond the ends. */
function band(x: Tensor): Tensor {
  const wide = pad(x, [[1, 1]]);
  return add(mul(slice(wide, [0], [x.size]), sin(x)), square(slice(wide, [2], [x.size + 2])));
}

export const banded: Workload = {
  name: "banded",
  title: "Banded Jacobian",
  what: "The elements of the Jacobian of yᵢ = xᵢ₋₁ sin xᵢ + xᵢ₊₁², by three columns at once; its pattern is known.",
  sizes: { tiny: [4], quick: [100, 10_000], full: [100, 1000, 10_000] },
  label: (n) => `n = ${n}`,
  rate: { unit: "ns per row", of: (n, seconds) => (seconds * 1e9) / n },
  cannot: absent(
    ["ml-matrix", "scikit-learn", "tensorflow.js wasm", "jax-js jit", "NumPy/SciPy by hand", "PyTorch"],
    "it has no sparse Jacobians",
  ),
  contenders: (n) => {
    const x = uniform(n, 1);
    // The pattern at one small size says what it is at all: the neighbours.
    const small = sparsityOf(band)(tensor(uniform(Math.min(n, 8), 1)));
    const offsets = [...new Set(small.rows.map((row, k) => small.columns[k] - row))].sort((a, b) => a - b);
    const at = Array.from({ length: n }, (_, i) => offsets.map((d) => [i, i + d] as const))
      .flat()
      .filter(([, j]) => j >= 0 && j < n);
    const sparsity = {
      shape: [n, n] as const,
      rows: Int32Array.from(at, ([i]) => i),
      columns: Int32Array.from(at, ([, j]) => j),
    };
    const J = jacobian(band, { sparsity });
    const X = tensor(x);
    return [byHand(() => elements(x)), wengert({ run: () => J(X), numbers: ({ values }) => values.data })];
  },
};

/** The same by hand, row by row. */
function elements(x: Float64Array): Float64Array {
  const out: number[] = [];
  const n = x.length;
  for (let i = 0; i < n; i++) {
    if (i > 0) out.push(Math.sin(x[i]));
    out.push(i > 0 ? x[i - 1] * Math.cos(x[i]) : 0);
    if (i < n - 1) out.push(2 * x[i + 1]);
  }
  return Float64Array.from(out);
}
