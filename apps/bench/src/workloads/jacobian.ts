import { jacobian as jacobianOf, matvec, sin, type Tensor, tanh, tensor } from "wengert";
import { byHand } from "../peers/hand.ts";
import { type JaxArray, jaxJs, jaxMatvec } from "../peers/jax.ts";
import { python } from "../peers/python.ts";
import { wengertWithBlas } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import type { Workload } from "../workload.ts";

export const jacobian: Workload = {
  name: "jacobian",
  title: "Jacobian",
  what: "The n×n Jacobian of tanh(A sin x): diag(1 − y²) A diag(cos x).",
  sizes: { tiny: [4], quick: [100], full: [100] },
  label: (n) => `n = ${n}`,
  cannot: {
    "ml-matrix": "it has no derivatives, and by hand this is TypeScript by hand",
    "tensorflow.js": "it has no Jacobians",
    "scikit-learn": "it has no derivatives of users' functions",
  },
  contenders: (n) => {
    const a = uniform(n * n, 1).map((value) => value / Math.sqrt(n));
    const x = uniform(n, 2);
    const inputs = { a: { data: a, shape: [n, n] }, x: { data: x, shape: [n] } };
    const [A, X] = [tensor(a, [n, n]), tensor(x)];
    const j = jacobianOf((x: Tensor) => tanh(matvec(A, sin(x))));
    return [
      byHand(() => jacobianByHand(n, a, x)),
      ...wengertWithBlas({ run: () => j(X), numbers: (j) => j.data }),
      ...(["eager", "jit"] as const).map((how) =>
        jaxJs(how, (jax) => {
          const { jacrev, jit, numpy: np } = jax;
          const [matrix, point] = [np.array(a).reshape([n, n]), np.array(x)];
          const f = jacrev((x: JaxArray) => np.tanh(jaxMatvec(jax, matrix.ref, np.sin(x))));
          const compiled = how === "jit" ? jit(f) : f;
          return () => compiled(point.ref);
        }),
      ),
      python("NumPy/SciPy by hand", "jacobian", inputs),
      python("PyTorch", "jacobian", inputs),
    ];
  },
};

function jacobianByHand(n: number, a: Float64Array, x: Float64Array): Float64Array {
  const out = new Float64Array(n * n);
  const [sines, cosines] = [x.map(Math.sin), x.map(Math.cos)];
  for (let i = 0, row = 0; i < n; i++, row += n) {
    let z = 0;
    for (let k = 0; k < n; k++) z += a[row + k] * sines[k];
    const slope = 1 - Math.tanh(z) ** 2;
    for (let k = 0; k < n; k++) out[row + k] = slope * a[row + k] * cosines[k];
  }
  return out;
}
