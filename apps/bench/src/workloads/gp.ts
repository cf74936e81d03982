import { compile } from "@wengert/graph";
import {
  addDiagonal,
  div,
  exp,
  mul,
  mvnLogDensity,
  neg,
  pairwiseSquaredDistance,
  type Tensor,
  tensor,
  type Values,
  valueAndGrad,
} from "wengert";
import { likelihood, type Problem } from "../byhand/likelihood.ts";
import { byHand } from "../peers/hand.ts";
import { type Jax, type JaxArray, jaxJs } from "../peers/jax.ts";
import { type MlMatrix, mlMatrix } from "../peers/mlmatrix.ts";
import { python } from "../peers/python.ts";
import { wengertWithBlas } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import type { Contender, Workload } from "../workload.ts";

const d = 8;

const shared: Pick<Workload, "sizes" | "label"> = {
  sizes: { tiny: [6], quick: [200], full: [200, 500, 1000, 2000] },
  label: (n) => `n = ${n}`,
};

const model =
  "The negative log marginal likelihood of a Gaussian process on n points with d = 8 coordinates: a squared exponential " +
  "with a lengthscale for each, a variance and noise, ten parameters by their logarithms";

const noCholesky = { "tensorflow.js": "it has no Cholesky factorization" };

/** The value alone. */
export const gpValue: Workload = {
  ...shared,
  name: "gp-value",
  title: "Gaussian process, value",
  what: `${model}.`,
  cannot: noCholesky,
  contenders: (n) => {
    const problem = problemOf(n);
    const f = negativeLogLikelihood(problem);
    return [
      byHand(() => likelihood(problem, false)),
      ...wengertWithBlas({ run: () => f(parametersOf(problem)), numbers: (value) => [value.item()] }),
      mlMatrix((ml) => () => likelihoodByMlMatrix(ml, problem, false)),
      jaxJs("eager", (jax) => {
        const inputs = jaxInputs(jax, problem);
        return () => negativeLogLikelihoodInJax(jax, ...inputs());
      }),
      ...inPython(problem, "value"),
    ];
  },
};

/** Value and gradient, and beside them what Wengert takes for the value alone. */
export const gpGradient: Workload = {
  ...shared,
  name: "gp-gradient",
  title: "Gaussian process, value and gradient",
  what: `${model}: with its gradient. The value alone stands beside it for comparison.`,
  cannot: noCholesky,
  contenders: (n) => {
    const problem = problemOf(n);
    const f = negativeLogLikelihood(problem);
    const both = valueAndGrad(f);
    const planned = compile(both);
    const numbers = ([value, { lengthscales, variance, noise }]: readonly [number, Gradients]): readonly number[] => [
      value,
      ...lengthscales.data,
      variance,
      noise,
    ];
    return [
      byHand(() => likelihood(problem, true)),
      ...wengertWithBlas({
        run: () => both(parametersOf(problem)),
        numbers,
      }),
      ...wengertWithBlas({ run: () => planned(parametersOf(problem)), numbers }, {}, ", compiled"),
      ...wengertWithBlas(
        { run: () => f(parametersOf(problem)), numbers: (value) => [value.item()] },
        { compares: 1 },
        ", value alone",
      ),
      mlMatrix((ml) => () => likelihoodByMlMatrix(ml, problem, true)),
      jaxJs("eager", (jax) => {
        const inputs = jaxInputs(jax, problem);
        const f = jax.valueAndGrad((...args: [JaxArray, JaxArray, JaxArray]) =>
          negativeLogLikelihoodInJax(jax, ...args),
        );
        return () => f(...inputs());
      }),
      ...inPython(problem, "gradient"),
    ];
  },
};

function problemOf(n: number): Problem {
  const x = uniform(n * d, 1).map((value) => 2 * value);
  const noise = uniform(n, 2);
  const y = noise.map((value, i) => Math.sin(3 * x[i * d]) + x[i * d + 1] + 0.1 * value);
  const theta = Float64Array.from({ length: d + 2 }, (_, k) => (k < d ? 0.3 + 0.1 * k : k === d ? 0.4 : -2));
  return { n, d, x, y, theta };
}

interface Gradients {
  readonly lengthscales: Tensor;
  readonly variance: number;
  readonly noise: number;
}

type Parameters = Values<{ lengthscales: Tensor; variance: number; noise: number }>;

function parametersOf({ theta }: Problem): { lengthscales: Tensor; variance: number; noise: number } {
  return { lengthscales: tensor(theta.subarray(0, d)), variance: theta[d], noise: theta[d + 1] };
}

/** In ops, as a user would write it: nothing about a Gaussian process is known to the library. */
function negativeLogLikelihood(problem: Problem): (p: Parameters) => Tensor {
  const x = tensor(problem.x, [problem.n, d]);
  const y = tensor(problem.y);
  return ({ lengthscales, variance, noise }) => {
    const distance = pairwiseSquaredDistance(div(x, exp(lengthscales)));
    const smooth = mul(exp(variance), exp(mul(-0.5, distance)));
    return neg(mvnLogDensity(y, 0, addDiagonal(smooth, exp(noise))));
  };
}

function likelihoodByMlMatrix(
  { CholeskyDecomposition, Matrix }: MlMatrix,
  { n, x, y, theta }: Problem,
  withGradient: boolean,
): number[] {
  const scales = theta.subarray(0, d).map((log) => Math.exp(log));
  const [variance, noise] = [Math.exp(theta[d]), Math.exp(theta[d + 1])];
  const squares = (i: number, j: number, k: number): number => ((x[i * d + k] - x[j * d + k]) / scales[k]) ** 2;
  const smooth = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let distance = 0;
      for (let k = 0; k < d; k++) distance += squares(i, j, k);
      smooth.set(i, j, variance * Math.exp(-0.5 * distance));
    }
  }
  const factor = new CholeskyDecomposition(Matrix.add(smooth, Matrix.eye(n).mul(noise)));
  const column = Matrix.columnVector(y);
  const alpha = factor.solve(column);
  const logs = factor.lowerTriangularMatrix.diagonal().reduce((sum, value) => sum + Math.log(value), 0);
  const value = 0.5 * column.dot(alpha) + logs + 0.5 * n * Math.log(2 * Math.PI);
  if (!withGradient) return [value];
  const g = factor.solve(Matrix.eye(n)).sub(alpha.mmul(alpha.transpose())).mul(0.5);
  const weights = Matrix.mul(g, smooth);
  const bars = new Array<number>(d).fill(0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) for (let k = 0; k < d; k++) bars[k] += weights.get(i, j) * squares(i, j, k);
  }
  return [value, ...bars, weights.sum(), noise * g.trace()];
}

/** Makes the arguments anew for each call, which uses them up. */
function jaxInputs({ numpy: np }: Jax, { n, x, y, theta }: Problem): () => [JaxArray, JaxArray, JaxArray] {
  const [xs, ys, thetas] = [np.array(x).reshape([n, d]), np.array(y), np.array(theta)];
  return () => [thetas.ref, xs.ref, ys.ref];
}

function negativeLogLikelihoodInJax({ lax, numpy: np }: Jax, theta: JaxArray, x: JaxArray, y: JaxArray): JaxArray {
  const n = x.shape[0];
  const parameters = np.exp(theta);
  const z = x.div(parameters.ref.slice([0, d]));
  const squares = np.sum(np.square(z.ref), 1);
  const products = np.matmul(z.ref, np.matrixTranspose(z));
  const distance = np.expandDims(squares.ref, 1).add(np.expandDims(squares, 0)).sub(products.mul(2));
  const smooth = np.exp(distance.mul(-0.5)).mul(parameters.ref.slice(d));
  const k = smooth.add(np.eye(n, n, { dtype: np.float64 }).mul(parameters.slice(d + 1)));
  const l = lax.linalg.cholesky(k);
  const white = lax.linalg.triangularSolve(l.ref, np.expandDims(y, 1), { leftSide: true, lower: true });
  const logs = np.sum(np.log(np.diagonal(l)));
  return np
    .sum(np.square(white))
    .mul(0.5)
    .add(logs)
    .add(0.5 * n * Math.log(2 * Math.PI));
}

function inPython({ n, x, y, theta }: Problem, part: "value" | "gradient"): readonly Contender[] {
  const inputs = {
    x: { data: x, shape: [n, d] },
    y: { data: y, shape: [n] },
    theta: { data: theta, shape: [d + 2] },
  };
  return (["NumPy/SciPy by hand", "PyTorch", "scikit-learn"] as const).map((library) =>
    python(library, "gp", inputs, part),
  );
}
