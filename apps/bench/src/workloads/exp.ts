import { exp as expOp, tensor } from "wengert";
import { byHand } from "../peers/hand.ts";
import { jaxJs } from "../peers/jax.ts";
import { mlMatrix } from "../peers/mlmatrix.ts";
import { python } from "../peers/python.ts";
import { tensorflow } from "../peers/tfjs.ts";
import { wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import type { Workload } from "../workload.ts";

export const exp: Workload = {
  name: "exp",
  title: "Exponentials",
  what: "eˣ of n numbers between −10 and 10, the result allocated.",
  sizes: { tiny: [7], quick: [1e6], full: [1e6] },
  label: (n) => `n = ${n}`,
  rate: { unit: "ns each", of: (n, seconds) => (seconds * 1e9) / n },
  cannot: { "scikit-learn": "it computes with NumPy" },
  contenders: (n) => {
    const x = uniform(n, 1).map((value) => 10 * value);
    const X = tensor(x);
    const inputs = { x: { data: x, shape: [n] } };
    return [
      byHand(() => {
        const y = new Float64Array(n);
        for (let i = 0; i < n; i++) y[i] = Math.exp(x[i]);
        return y;
      }),
      wengert({ run: () => expOp(X), numbers: (y) => y.data }),
      mlMatrix(({ Matrix }) => {
        const row = Matrix.rowVector(x);
        return () => Matrix.exp(row);
      }),
      jaxJs("eager", ({ numpy: np }) => {
        const array = np.array(x);
        return () => np.exp(array.ref);
      }),
      tensorflow("wasm", (tf) => {
        const array = tf.tensor1d(Float32Array.from(x));
        return () => tf.exp(array);
      }),
      python("NumPy/SciPy by hand", "exp", inputs),
      python("PyTorch", "exp", inputs),
    ];
  },
};
