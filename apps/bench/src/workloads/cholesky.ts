import { cholesky as choleskyOp, tensor } from "wengert";
import { cholesky as choleskyByHand } from "../byhand/cholesky.ts";
import { byHand } from "../peers/hand.ts";
import { jaxJs } from "../peers/jax.ts";
import { mlMatrix } from "../peers/mlmatrix.ts";
import { python } from "../peers/python.ts";
import { openBlasDirect, wengertWithBlas } from "../peers/wengert.ts";
import { positiveDefinite } from "../random.ts";
import type { Workload } from "../workload.ts";

export const cholesky: Workload = {
  name: "cholesky",
  title: "Cholesky factorization",
  what: "The lower factor of a positive definite n×n matrix, which is left as it is; zeros above the diagonal.",
  sizes: { tiny: [5], quick: [256], full: [100, 200, 256, 512, 1024, 2000] },
  label: (n) => `n = ${n}`,
  rate: { unit: "GFLOP/s", of: (n, seconds) => n ** 3 / 3 / seconds / 1e9 },
  cannot: { "tensorflow.js": "it has no Cholesky factorization", "scikit-learn": "it factorizes with SciPy" },
  contenders: (n) => {
    const a = positiveDefinite(n, 1);
    const A = tensor(a, [n, n]);
    const inputs = { a: { data: a, shape: [n, n] } };
    return [
      byHand(() => choleskyByHand(n, a)),
      ...wengertWithBlas({ run: () => choleskyOp(A), numbers: (l) => l.data }),
      openBlasDirect((blas) => () => {
        const l = new Float64Array(n * n);
        for (let i = 0; i < n; i++) l.set(a.subarray(i * n, i * n + i + 1), i * n);
        blas.potrf(n, l, 0, n);
        return l;
      }),
      mlMatrix(({ CholeskyDecomposition, Matrix }) => {
        const matrix = Matrix.from1DArray(n, n, [...a]);
        return () => new CholeskyDecomposition(matrix).lowerTriangularMatrix;
      }),
      jaxJs("eager", ({ lax, numpy: np }) => {
        const matrix = np.array(a).reshape([n, n]);
        return () => lax.linalg.cholesky(matrix.ref);
      }),
      python("NumPy/SciPy by hand", "cholesky", inputs),
      python("PyTorch", "cholesky", inputs),
    ];
  },
};
