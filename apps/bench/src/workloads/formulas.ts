import {
  add,
  addDiagonal,
  dot,
  exp,
  grad,
  log,
  logdet,
  math,
  mul,
  neg,
  pairwiseSquaredDistance,
  sin,
  solve,
  type Tensor,
  tensor,
  type Value,
} from "wengert";
import { likelihood } from "../byhand/likelihood.ts";
import type { Task } from "../job.ts";
import { contender } from "../peers/contender.ts";
import { byHand } from "../peers/hand.ts";
import { wengert } from "../peers/wengert.ts";
import { uniform } from "../random.ts";
import type { Contender, Workload } from "../workload.ts";

/** n steps of x ← x·sin(x)/2 + e^(−x·y), seven operations each, of numbers. */
function calls(n: number, x: Value, y: Value): Value {
  let z = x;
  for (let i = 0; i < n; i++) z = add(mul(mul(0.5, z), sin(z)), exp(neg(mul(z, y))));
  return z;
}

function formulas(n: number, x: Value, y: Value): Value {
  let z = x;
  for (let i = 0; i < n; i++) z = math`0.5 * ${z} * sin(${z}) + exp(-(${z} * ${y}))`;
  return z;
}

const scalars: Pick<Workload, "sizes" | "label" | "rate"> = {
  sizes: { tiny: [3], quick: [1, 100], full: [1, 10, 100, 1000] },
  label: (n) => `${n} formulas`,
  rate: { unit: "ns per operation", of: (n, seconds) => (seconds * 1e9) / (7 * n) },
};

/** The same without a library, and its derivative by x. */
function plainly(n: number, x: number, y: number): readonly [z: number, slope: number] {
  let [z, dz] = [x, 1];
  for (let i = 0; i < n; i++) {
    const e = Math.exp(-z * y);
    dz *= 0.5 * (Math.sin(z) + z * Math.cos(z)) - y * e;
    z = 0.5 * z * Math.sin(z) + e;
  }
  return [z, dz];
}

/** The calls, and the same as formulas. */
function both<T>(called: Task<T>, written: Task<T>): readonly Contender[] {
  return [wengert(called), contender("Wengert, formulas", () => written)];
}

export const formulaValue: Workload = {
  ...scalars,
  name: "formulas",
  title: "Formulas of numbers",
  what: "A chain of formulas of seven operations on numbers, as calls and as template literals; no derivative.",
  contenders: (n) => {
    const numbers = (y: Value): number[] => [(y as Tensor).item()];
    return [
      byHand(() => plainly(n, 1.1, 0.3).slice(0, 1)),
      ...both({ run: () => calls(n, 1.1, 0.3), numbers }, { run: () => formulas(n, 1.1, 0.3), numbers }),
    ];
  },
};

export const formulaGradient: Workload = {
  ...scalars,
  name: "formulas-gradient",
  title: "The gradient of formulas of numbers",
  what: "The gradient of the same chain.",
  contenders: (n) => {
    const gradients = [calls, formulas].map((f) => grad((x: Tensor, y: Tensor) => f(n, x, y)));
    const [called, written] = gradients.map((gradient) => ({
      run: () => gradient(tensor(1.1), tensor(0.3)),
      numbers: (bar: Tensor) => [bar.item()],
    }));
    return [byHand(() => plainly(n, 1.1, 0.3).slice(1)), ...both(called, written)];
  },
};

export const formulaMatrices: Workload = {
  name: "formulas-matrices",
  title: "Formulas of matrices",
  what: "The covariance and the negative log likelihood of a Gaussian process of n points, as calls and as template literals.",
  sizes: { tiny: [4], quick: [10, 100], full: [10, 30, 100, 300] },
  label: (n) => `n = ${n}`,
  contenders: (n) => {
    const [x, y] = [uniform(n, 1), uniform(n, 2)];
    const [variance, precision, noise] = [0.8, 2.2, 0.14];
    const theta = Float64Array.of(-0.5 * Math.log(precision), Math.log(variance), Math.log(noise));
    const squared = pairwiseSquaredDistance(tensor(x, [n, 1]));
    const Y = tensor(y);
    const called = (): Tensor => {
      const K = addDiagonal(mul(variance, exp(mul(mul(-0.5, precision), squared))), noise);
      return add(add(dot(mul(0.5, Y), solve(K, Y)), mul(0.5, logdet(K))), mul(0.5 * n, log(2 * Math.PI)));
    };
    const written = (): Tensor => {
      const K = math`${variance} * exp(-0.5 * ${precision} * ${squared}) + ${noise} * I(${n})`;
      return math`0.5 * ${Y}' * ${K} \ ${Y} + 0.5 * logdet(${K}) + ${0.5 * n} * log(2 * pi)`;
    };
    const numbers = (value: Tensor): number[] => [value.item()];
    return [
      byHand(() => likelihood({ n, d: 1, x, y, theta }, false)),
      ...both({ run: called, numbers }, { run: written, numbers }),
    ];
  },
};
