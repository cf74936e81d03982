import { compile } from "@wengert/graph";
import { grad, mul, sin, sum, tensor } from "wengert";
import { byHand } from "../peers/hand.ts";
import { type JaxArray, jaxJs } from "../peers/jax.ts";
import { python } from "../peers/python.ts";
import { tensorflow } from "../peers/tfjs.ts";
import { compiled, wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import type { Workload } from "../workload.ts";

export const xsinx: Workload = {
  name: "xsinx",
  title: "Σ x·sin x",
  what: "The gradient of Σ xᵢ·sin xᵢ, n numbers: sin x + x·cos x.",
  sizes: { tiny: [4], quick: [10, 10_000], full: [8, 9, 10, 100, 1000, 10_000, 100_000, 1_000_000] },
  label: (n) => `n = ${n}`,
  rate: { unit: "ns per number", of: (n, seconds) => (seconds * 1e9) / n },
  cannot: {
    "ml-matrix": "it has no derivatives, and by hand this is TypeScript by hand",
    "scikit-learn": "it has no derivatives of users' functions",
  },
  contenders: (n) => {
    const x = uniform(n, 1).map((value) => 3 * value);
    const X = tensor(x);
    const inputs = { x: { data: x, shape: [n] } };
    const gradient = grad((x) => sum(mul(x, sin(x))));
    const planned = compile(gradient);
    return [
      byHand(() => {
        const bar = new Float64Array(n);
        for (let i = 0; i < n; i++) bar[i] = Math.sin(x[i]) + x[i] * Math.cos(x[i]);
        return bar;
      }),
      wengert({ run: () => gradient(X), numbers: (bar) => bar.data }),
      compiled({ run: () => planned(X), numbers: (bar) => bar.data }),
      ...(["eager", "jit"] as const).map((how) =>
        jaxJs(how, ({ grad, jit, numpy: np }) => {
          const f = grad((x: JaxArray) => np.sum(x.ref.mul(np.sin(x))));
          const compiled = how === "jit" ? jit(f) : f;
          const array = np.array(x);
          return () => compiled(array.ref);
        }),
      ),
      tensorflow("cpu", (tf) => {
        const f = tf.grad((x) => tf.sum(tf.mul(x, tf.sin(x))));
        const array = tf.tensor1d(Float32Array.from(x));
        return () => f(array);
      }),
      python("NumPy/SciPy by hand", "xsinx", inputs),
      python("PyTorch", "xsinx", inputs),
    ];
  },
};
