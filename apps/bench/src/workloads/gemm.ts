import { matmul, tensor } from "wengert";
import { gemm as gemmByHand } from "../byhand/gemm.ts";
import { byHand } from "../peers/hand.ts";
import { jaxJs } from "../peers/jax.ts";
import { mlMatrix } from "../peers/mlmatrix.ts";
import { python } from "../peers/python.ts";
import { tensorflow } from "../peers/tfjs.ts";
import { openBlasDirect, wengertWithBlas } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import type { Contender, Workload } from "../workload.ts";

export const gemm: Workload = {
  name: "gemm",
  title: "Matrix product",
  what: "A·B of two n×n matrices, the result allocated.",
  sizes: { tiny: [5], quick: [256], full: [100, 200, 256, 512, 1024, 2000] },
  label: (n) => `n = ${n}`,
  rate: { unit: "GFLOP/s", of: (n, seconds) => (2 * n ** 3) / seconds / 1e9 },
  cannot: { "scikit-learn": "it multiplies with NumPy" },
  contenders: (n) => {
    const [a, b] = [uniform(n * n, 1), uniform(n * n, 2)];
    const [A, B] = [tensor(a, [n, n]), tensor(b, [n, n])];
    const inputs = { a: { data: a, shape: [n, n] }, b: { data: b, shape: [n, n] } };
    const contenders: Contender[] = [
      byHand(() => gemmByHand(n, n, n, a, b)),
      ...wengertWithBlas({ run: () => matmul(A, B), numbers: (c) => c.data }),
      openBlasDirect((blas) => () => {
        const c = new Float64Array(n * n);
        blas.gemm(false, false, n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
        return c;
      }),
      mlMatrix(({ Matrix }) => {
        const [left, right] = [a, b].map((data) => Matrix.from1DArray(n, n, [...data]));
        return () => left.mmul(right);
      }),
      jaxJs("eager", ({ numpy: np }) => {
        const [left, right] = [a, b].map((data) => np.array(data).reshape([n, n]));
        return () => np.matmul(left.ref, right.ref);
      }),
      tensorflow("wasm", (tf) => {
        const [left, right] = [a, b].map((data) => tf.tensor2d(Float32Array.from(data), [n, n]));
        return () => tf.matMul(left, right);
      }),
      python("NumPy/SciPy by hand", "gemm", inputs),
      python("PyTorch", "gemm", inputs),
    ];
    return contenders;
  },
};
