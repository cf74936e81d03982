import { compile } from "@wengert/graph";
import { grad, matvec, mean, mul, softplus, sub, type Tensor, tensor } from "wengert";
import { byHand } from "../peers/hand.ts";
import { type JaxArray, jaxJs, jaxMatvec } from "../peers/jax.ts";
import { mlMatrix } from "../peers/mlmatrix.ts";
import { python } from "../peers/python.ts";
import { tensorflow } from "../peers/tfjs.ts";
import { wengertWithBlas } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import type { Workload } from "../workload.ts";

const d = 50;

export const logistic: Workload = {
  name: "logistic",
  title: "Logistic regression",
  what: "The gradient of mean(log(1 + exp(Xw)) − y·Xw) by w: n rows with d = 50 coordinates, y 0 or 1.",
  sizes: { tiny: [12], quick: [10_000], full: [10_000, 100_000] },
  label: (n) => `n = ${n}`,
  contenders: (n) => {
    const x = uniform(n * d, 1);
    const w = uniform(d, 2);
    const y = uniform(n, 3).map((value) => (value > 0 ? 1 : 0));
    const inputs = { x: { data: x, shape: [n, d] }, y: { data: y, shape: [n] }, w: { data: w, shape: [d] } };
    const [X, Y, W] = [tensor(x, [n, d]), tensor(y), tensor(w)];
    const gradient = grad((w: Tensor) => {
      const margins = matvec(X, w);
      return mean(sub(softplus(margins), mul(Y, margins)));
    });
    const planned = compile(gradient);
    return [
      byHand(() => gradientByHand(n, x, y, w)),
      ...wengertWithBlas({ run: () => gradient(W), numbers: (bar) => bar.data }),
      ...wengertWithBlas({ run: () => planned(W), numbers: (bar) => bar.data }, {}, ", compiled"),
      mlMatrix(({ Matrix }) => {
        const matrix = Matrix.from1DArray(n, d, [...x]);
        const transposed = matrix.transpose();
        const weights = Matrix.columnVector(w);
        return () => {
          const residuals = matrix.mmul(weights).to1DArray();
          for (let i = 0; i < n; i++) residuals[i] = (1 / (1 + Math.exp(-residuals[i])) - y[i]) / n;
          return transposed.mmul(Matrix.columnVector(residuals));
        };
      }),
      jaxJs("jit", (jax) => {
        const { grad, jit, nn, numpy: np } = jax;
        const [matrix, labels, weights] = [np.array(x).reshape([n, d]), np.array(y), np.array(w)];
        const f = jit(
          grad((w: JaxArray, matrix: JaxArray, labels: JaxArray) => {
            const margins = jaxMatvec(jax, matrix, w);
            return np.mean(nn.softplus(margins.ref).sub(labels.mul(margins)));
          }),
        );
        return () => f(weights.ref, matrix.ref, labels.ref);
      }),
      tensorflow("wasm", (tf) => {
        const matrix = tf.tensor2d(Float32Array.from(x), [n, d]);
        const labels = tf.tensor2d(Float32Array.from(y), [n, 1]);
        const weights = tf.tensor2d(Float32Array.from(w), [d, 1]);
        const f = tf.grad((w) => {
          const margins = tf.matMul(matrix, w);
          return tf.mean(tf.sub(tf.softplus(margins), tf.mul(labels, margins)));
        });
        return () => f(weights);
      }),
      python("NumPy/SciPy by hand", "logistic", inputs),
      python("PyTorch", "logistic", inputs),
      python("scikit-learn", "logistic", inputs),
    ];
  },
};

/** Xᵀ(σ(Xw) − y)/n, a row at a time. */
function gradientByHand(n: number, x: Float64Array, y: Float64Array, w: Float64Array): Float64Array {
  const bar = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const row = i * d;
    let margin = 0;
    for (let k = 0; k < d; k++) margin += x[row + k] * w[k];
    const residual = (1 / (1 + Math.exp(-margin)) - y[i]) / n;
    for (let k = 0; k < d; k++) bar[k] += residual * x[row + k];
  }
  return bar;
}
