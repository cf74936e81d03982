// The packages in a real browser: the four-point Gaussian process, and a product large enough for the SIMD kernels.
import { expect, test } from "vitest";
import {
  add,
  addDiagonal,
  cholesky,
  choleskySolve,
  diagonal,
  div,
  dot,
  exp,
  gradient,
  log,
  matmul,
  mul,
  neg,
  pairwiseSquaredDistance,
  param,
  paramsOf,
  positive,
  square,
  sum,
  type Tensor,
  tensor,
  type Value,
  type Values,
  valueAndGrad,
} from "wengert";

interface Theta {
  v: number;
  l: number;
  noise: number;
}

const d2: Tensor = pairwiseSquaredDistance(tensor([[0], [0.5], [1.3], [2]]));
const y: Tensor = tensor([0.1, 0.7, -0.3, 0.4]);

/** The negative log marginal likelihood for v, ℓ and noise themselves. */
function likelihood(t: Values<Theta>): Tensor {
  const L = cholesky(addDiagonal(mul(t.v, exp(neg(div(d2, mul(2, square(t.l)))))), t.noise));
  const fit = mul(0.5, dot(y, choleskySolve(L, y)));
  return add(add(fit, sum(log(diagonal(L)))), 2 * Math.log(2 * Math.PI));
}

const theta: Theta = { v: -0.2, l: -0.4, noise: -2 };
const expected: Theta = { v: 0.971421590232911374, l: 0.673259412575610024, noise: -0.0339195767645261067 };

test("value and gradient of a tree", () => {
  expect(typeof document).toBe("object");
  const loss = (t: Values<Theta>): Value => likelihood({ v: exp(t.v), l: exp(t.l), noise: exp(t.noise) });
  const [value, grads] = valueAndGrad(loss)(theta);
  expect(value).toBeCloseTo(4.0899043891933619938, 12);
  for (const key of ["v", "l", "noise"] as const) expect(grads[key]).toBeCloseTo(expected[key], 11);
});

test("gradient by tags, in the logarithms of positive parameters", () => {
  const tag = (x: number) => param(Math.exp(x), { constraint: positive() });
  const model = { v: tag(theta.v), l: tag(theta.l), noise: tag(theta.noise) };
  const grads = gradient(() => likelihood(model), paramsOf(model));
  for (const key of ["v", "l", "noise"] as const) expect(grads.get(model[key])).toBeCloseTo(expected[key], 11);
});

test("a matrix product that the SIMD kernels take", () => {
  const n = 150;
  const a = Float64Array.from({ length: n * n }, (_, i) => Math.sin(i));
  const product = matmul(tensor(a, [n, n]), tensor(a, [n, n])).data;
  for (const [i, j] of [
    [0, 0],
    [3, 149],
    [77, 64],
    [149, 149],
  ]) {
    let inner = 0;
    for (let k = 0; k < n; k++) inner += a[i * n + k] * a[k * n + j];
    expect(product[i * n + j]).toBeCloseTo(inner, 10);
  }
});
