import { hessian as hessianOf, matvec, softplus, sum, type Tensor, tensor } from "wengert";
import { transposedTimes } from "../byhand/dense.ts";
import { byHand } from "../peers/hand.ts";
import { type JaxArray, jaxJs, jaxMatvec } from "../peers/jax.ts";
import { python } from "../peers/python.ts";
import { wengertWithBlas } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import type { Workload } from "../workload.ts";

const rows = 200;

export const hessian: Workload = {
  name: "hessian",
  title: "Hessian",
  what: "The Hessian of Σ log(1 + exp(Ax)) by n parameters, A with 200 rows: Aᵀ diag(σ(1 − σ)) A.",
  sizes: { tiny: [4], quick: [50], full: [50] },
  label: (n) => `n = ${n}`,
  cannot: {
    "ml-matrix": "it has no derivatives, and by hand this is TypeScript by hand",
    "tensorflow.js": "it has no Hessians",
    "scikit-learn": "it has no derivatives of users' functions",
  },
  contenders: (n) => {
    const a = uniform(rows * n, 1);
    const x = uniform(n, 2);
    const inputs = { a: { data: a, shape: [rows, n] }, x: { data: x, shape: [n] } };
    const [A, X] = [tensor(a, [rows, n]), tensor(x)];
    const h = hessianOf((x: Tensor) => sum(softplus(matvec(A, x))));
    return [
      byHand(() => hessianByHand(n, a, x)),
      ...wengertWithBlas({ run: () => h(X), numbers: (h) => h.data }),
      ...(["eager", "jit"] as const).map((how) =>
        jaxJs(how, (jax) => {
          const { hessian, jit, nn, numpy: np } = jax;
          const [matrix, point] = [np.array(a).reshape([rows, n]), np.array(x)];
          const f = hessian((x: JaxArray) => np.sum(nn.softplus(jaxMatvec(jax, matrix.ref, x))));
          const compiled = how === "jit" ? jit(f) : f;
          return () => compiled(point.ref);
        }),
      ),
      python("NumPy/SciPy by hand", "hessian", inputs),
      python("PyTorch", "hessian", inputs),
    ];
  },
};

function hessianByHand(n: number, a: Float64Array, x: Float64Array): Float64Array {
  const weighted = new Float64Array(rows * n);
  for (let i = 0; i < rows; i++) {
    let margin = 0;
    for (let k = 0; k < n; k++) margin += a[i * n + k] * x[k];
    const sigma = 1 / (1 + Math.exp(-margin));
    for (let k = 0; k < n; k++) weighted[i * n + k] = sigma * (1 - sigma) * a[i * n + k];
  }
  return transposedTimes(n, n, rows, a, weighted);
}
