import { compile } from "@wengert/graph";
import { add, grad, mul, sin, type Tensor } from "wengert";
import { byHand } from "../peers/hand.ts";
import { type JaxArray, jaxJs, jaxScalar } from "../peers/jax.ts";
import { python } from "../peers/python.ts";
import { tensorflow } from "../peers/tfjs.ts";
import { compiled, wengert } from "../peers/wengert.ts";
import type { Contender, Workload } from "../workload.ts";

const start = { a: 0.9, b: 0.3 };

interface Parameters {
  readonly a: Tensor;
  readonly b: Tensor;
}

export const scalar: Workload = {
  name: "scalar",
  title: "Scalar tape",
  what:
    "The gradient by a and b of n scalar operations, y ← sin y, y ← y·a, y ← y + b in turn, from y = a: recorded and " +
    "walked back.",
  sizes: { tiny: [7], quick: [1000], full: [100, 1000, 10_000] },
  label: (n) => `${n} operations`,
  rate: { unit: "ns per operation", of: (n, seconds) => (seconds * 1e9) / n },
  cannot: {
    "ml-matrix": "it has no derivatives, and nothing for scalars",
    "NumPy/SciPy": "scalar by scalar, the loop would measure Python",
    "scikit-learn": "it has no derivatives of users' functions",
  },
  contenders: (n) => [
    byHand(() => gradientByHand(n, start.a, start.b)),
    wengert({
      run: () => grad((p: Parameters) => chain(n, p))(start),
      numbers: ({ a, b }) => [a, b],
    }),
    compiledChain(n),
    ...(["eager", "jit"] as const).map((how) =>
      jaxJs(how, (jax) => {
        const { grad, jit, numpy: np } = jax;
        const gradient = grad(
          (a: JaxArray, b: JaxArray) => {
            let y = a.ref;
            for (let i = 0; i < n; i++) y = i % 3 === 0 ? np.sin(y) : i % 3 === 1 ? y.mul(a.ref) : y.add(b.ref);
            a.dispose();
            b.dispose();
            return y;
          },
          { argnums: [0, 1] },
        );
        const compiled = how === "jit" ? jit(gradient) : gradient;
        return () => compiled(jaxScalar(jax, start.a), jaxScalar(jax, start.b));
      }),
    ),
    tensorflow("cpu", (tf) => {
      const gradients = tf.grads((a, b) => {
        let y = a;
        for (let i = 0; i < n; i++) y = i % 3 === 0 ? tf.sin(y) : i % 3 === 1 ? tf.mul(y, a) : tf.add(y, b);
        return y;
      });
      return () => gradients([tf.scalar(start.a), tf.scalar(start.b)]);
    }),
    python("PyTorch", "scalar", {
      start: { data: Float64Array.of(start.a, start.b), shape: [2] },
      steps: { data: new Float64Array(n), shape: [n] },
    }),
  ],
};

function compiledChain(n: number): Contender {
  const gradient = compile(grad((p: Parameters) => chain(n, p)));
  return compiled({ run: () => gradient(start), numbers: ({ a, b }) => [a, b] });
}

function chain(n: number, { a, b }: Parameters): Tensor {
  let y = a;
  for (let i = 0; i < n; i++) y = i % 3 === 0 ? sin(y) : i % 3 === 1 ? mul(y, a) : add(y, b);
  return y;
}

function gradientByHand(n: number, a: number, b: number): readonly [number, number] {
  const values = new Float64Array(n + 1);
  values[0] = a;
  for (let i = 0; i < n; i++) {
    const y = values[i];
    values[i + 1] = i % 3 === 0 ? Math.sin(y) : i % 3 === 1 ? y * a : y + b;
  }
  let [abar, bbar, ybar] = [0, 0, 1];
  for (let i = n - 1; i >= 0; i--) {
    const y = values[i];
    if (i % 3 === 0) ybar *= Math.cos(y);
    else if (i % 3 === 1) {
      abar += ybar * y;
      ybar *= a;
    } else bbar += ybar;
  }
  return [abar + ybar, bbar];
}
