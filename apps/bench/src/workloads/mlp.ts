import { compile } from "@wengert/graph";
import { add, grad, matmul, mean, mul, square, sub, type Tensor, tanh, tensor } from "wengert";
import { type Layer, step } from "../byhand/mlp.ts";
import { joined } from "../peers/contender.ts";
import { byHand } from "../peers/hand.ts";
import { type JaxArray, jaxJs } from "../peers/jax.ts";
import { type Input, python } from "../peers/python.ts";
import { tensorflow } from "../peers/tfjs.ts";
import { wengertWithBlas } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import type { Contender, Workload } from "../workload.ts";

const rate = 0.01;

export const mlp: Workload = network("mlp", "Small network", [32, 64, 64, 10], 128);

export const tinyMlp: Workload = network("mlp-tiny", "Tiny network", [16, 32, 32, 1], 32);

/** @param widths - of four layers, the input among them */
function network(name: string, title: string, widths: readonly number[], batch: number): Workload {
  return {
    name,
    title,
    what:
      `One step of gradient descent on the mean squared error of a network with layers of ${widths.slice(0, 3).join(", ")} ` +
      `and ${widths[3]}, tanh between them, on a batch of n.`,
    sizes: { tiny: [3], quick: [batch], full: [batch] },
    label: (n) => `n = ${n}`,
    cannot: {
      "ml-matrix": "it has no derivatives, and by hand this is TypeScript by hand",
      "scikit-learn": "its networks step inside of their own loop",
    },
    contenders: (n) => contenders(widths, n),
  };
}

function contenders(widths: readonly number[], n: number): readonly Contender[] {
  const x = uniform(n * widths[0], 1);
  const y = uniform(n * widths[3], 2);
  const layers = widths.slice(1).map((outputs, k): Layer => {
    const inputs = widths[k];
    const w = uniform(inputs * outputs, 3 + k).map((value) => value / Math.sqrt(inputs));
    return { inputs, outputs, w, b: uniform(outputs, 10 + k) };
  });
  const inputs: Record<string, Input> = {
    x: { data: x, shape: [n, widths[0]] },
    y: { data: y, shape: [n, widths[3]] },
  };
  for (const [k, { inputs: rows, outputs, w, b }] of layers.entries()) {
    inputs[`w${k}`] = { data: w, shape: [rows, outputs] };
    inputs[`b${k}`] = { data: b, shape: [outputs] };
  }
  const numbers = (ps: Tensor[]): ArrayLike<number> => joined(ps.map((p) => p.data));
  const [eager, compiled] = stepsInWengert(layers, x, y, n);
  return [
    byHand(() => joined(step(layers, x, y, n, rate))),
    ...wengertWithBlas({ run: eager, numbers }),
    ...wengertWithBlas({ run: compiled, numbers }, {}, ", compiled"),
    jaxJs("jit", ({ grad, jit, numpy: np }) => {
      const parameters = layers.flatMap(({ w, b, inputs, outputs }) => [
        np.array(w).reshape([inputs, outputs]),
        np.array(b),
      ]);
      const [xs, ys] = [np.array(x).reshape([n, widths[0]]), np.array(y).reshape([n, widths[3]])];
      const loss = (ps: JaxArray[], x: JaxArray, y: JaxArray): JaxArray => {
        let h = x;
        for (let k = 0; k < ps.length; k += 2) {
          const z = np.matmul(h, ps[k]).add(ps[k + 1]);
          h = k + 2 < ps.length ? np.tanh(z) : z;
        }
        return np.mean(np.square(h.sub(y)));
      };
      const f = jit((ps: JaxArray[], x: JaxArray, y: JaxArray) => {
        const bars = grad(loss)(
          ps.map((p) => p.ref),
          x,
          y,
        );
        return ps.map((p, k) => p.sub(bars[k].mul(rate)));
      });
      return () =>
        f(
          parameters.map((p) => p.ref),
          xs.ref,
          ys.ref,
        );
    }),
    tensorflow("wasm", (tf) => {
      const f32 = (data: Float64Array, ...shape: number[]) => tf.tensor(Float32Array.from(data), shape);
      const parameters = layers.flatMap(({ w, b, inputs, outputs }) => [f32(w, inputs, outputs), f32(b, outputs)]);
      const [xs, ys] = [f32(x, n, widths[0]), f32(y, n, widths[3])];
      const gradients = tf.grads((...ps) => {
        let h = xs;
        for (let k = 0; k < ps.length; k += 2) {
          const z = tf.add(tf.matMul(h, ps[k]), ps[k + 1]);
          h = k + 2 < ps.length ? tf.tanh(z) : z;
        }
        return tf.mean(tf.square(tf.sub(h, ys)));
      });
      return () => gradients(parameters).map((bar, k) => tf.sub(parameters[k], tf.mul(rate, bar)));
    }),
    python("NumPy/SciPy by hand", "mlp", inputs),
    python("PyTorch", "mlp", inputs),
  ];
}

/** A step from these parameters, eager and compiled. */
function stepsInWengert(
  layers: readonly Layer[],
  x: Float64Array,
  y: Float64Array,
  n: number,
): readonly (() => Tensor[])[] {
  const parameters = layers.flatMap(({ w, b, inputs, outputs }) => [tensor(w, [inputs, outputs]), tensor(b)]);
  const [X, Y] = [tensor(x, [n, layers[0].inputs]), tensor(y, [n, layers[layers.length - 1].outputs])];
  const gradient = grad((ps: Tensor[]) => {
    let h = X;
    for (let k = 0; k < ps.length; k += 2) {
      const z = add(matmul(h, ps[k]), ps[k + 1]);
      h = k + 2 < ps.length ? tanh(z) : z;
    }
    return mean(square(sub(h, Y)));
  });
  const step = (ps: Tensor[]): Tensor[] => gradient(ps).map((bar, k) => sub(ps[k], mul(rate, bar)));
  return [step, compile(step)].map((f) => () => f(parameters));
}
