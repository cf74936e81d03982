import { matmul, tensor } from "wengert";
import { times } from "../byhand/dense.ts";
import { byHand } from "../peers/hand.ts";
import { python } from "../peers/python.ts";
import { wengertWithBlas } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import { absent, type Workload } from "../workload.ts";

const count = 1000;
const noPeer = "measured for gemm; many small products are compared with NumPy and PyTorch";

export const manyProducts: Workload = {
  name: "manyproducts",
  title: "Many small products",
  what: `A·B of ${count} pairs of n×n matrices, as one batch, the result allocated.`,
  sizes: { tiny: [3], quick: [4, 16], full: [4, 8, 16, 32] },
  label: (n) => `n = ${n}`,
  rate: { unit: "GFLOP/s", of: (n, seconds) => (2 * count * n ** 3) / seconds / 1e9 },
  cannot: absent(
    ["scikit-learn", "ml-matrix", "jax-js eager", "tensorflow.js wasm", "OpenBLAS, called directly"],
    noPeer,
  ),
  contenders: (n) => {
    const size = n * n;
    const [a, b] = [uniform(count * size, 1), uniform(count * size, 2)];
    const [A, B] = [tensor(a, [count, n, n]), tensor(b, [count, n, n])];
    const inputs = { a: { data: a, shape: [count, n, n] }, b: { data: b, shape: [count, n, n] } };
    return [
      byHand(() => {
        const c = new Float64Array(count * size);
        for (let at = 0; at < c.length; at += size)
          c.set(times(n, n, n, a.subarray(at, at + size), b.subarray(at, at + size)), at);
        return c;
      }),
      ...wengertWithBlas({ run: () => matmul(A, B), numbers: (c) => c.data }),
      python("NumPy/SciPy by hand", "gemm", inputs),
      python("PyTorch", "gemm", inputs),
    ];
  },
};
