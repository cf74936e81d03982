/*
 * A standard deviation has a kink where all elements are equal, as a length has at 0: its first derivative is 0 there by convention, and
 * a second one does not exist. It is NaN in every mode, and no plausible number.
 */

import { vmap } from "@wengert/batch";
import { grad, jacrev, log, mul, nanStd, square, std, sum, type Tensor, tensor, variance } from "@wengert/core";
import { hessian, hvp, jacfwd } from "@wengert/forward";
import { compile } from "@wengert/graph";
import { describe, expect, test } from "vitest";

type F = (x: Tensor) => Tensor;

const equal = tensor([3, 3]);
const NANS = [
  [Number.NaN, Number.NaN],
  [Number.NaN, Number.NaN],
];

const second: Record<string, (f: F) => (x: Tensor) => Tensor> = {
  hessian: (f) => (x) => hessian(f)(x) as Tensor,
  "jacrev(grad)": (f) => (x) => jacrev(grad(f))(x) as Tensor,
  "jacfwd(grad)": (f) => (x) => jacfwd(grad(f))(x) as Tensor,
  "jacfwd(jacfwd)": (f) => (x) => jacfwd(jacfwd(f) as F)(x) as Tensor,
  "jacrev(jacfwd)": (f) => (x) => jacrev(jacfwd(f) as F)(x) as Tensor,
  "compiled hessian": (f) => compile((x: Tensor) => hessian(f)(x) as Tensor) as F,
};

const deviations: Record<string, F> = {
  std: (x) => std(x),
  nanStd: (x) => nanStd(x),
  "std, ddof": (x) => std(x, { ddof: 1 }),
};

describe.each(Object.entries(deviations))("%s of equal elements", (_name, f) => {
  test("is 0, with the derivative 0", () => {
    expect(f(equal).item()).toBe(0);
    expect(grad(f)(equal).toArray()).toEqual([0, 0]);
    expect((jacfwd(f)(equal) as Tensor).toArray()).toEqual([0, 0]);
  });

  test.each(Object.entries(second))("has no second derivative: %s", (_way, of) => {
    expect(of(f)(equal).toArray()).toEqual(NANS);
    expect(of((x) => square(f(x)))(equal).toArray()).toEqual(NANS);
  });

  test("has none along a direction, and its logarithm no first one", () => {
    expect(hvp(f)(equal, tensor([1, 0])).toArray()).toEqual(NANS[0]);
    expect(grad((x: Tensor) => log(f(x)))(equal).toArray()).toEqual(NANS[0]);
  });
});

test("the variance has a second derivative there, and a deviation where elements differ", () => {
  expect((hessian((x: Tensor) => variance(x))(equal) as Tensor).toArray()).toEqual([
    [0.5, -0.5],
    [-0.5, 0.5],
  ]);
  const apart = tensor([1, 2.5]);
  for (const f of Object.values(deviations).slice(0, 2)) {
    const got = (hessian((x: Tensor) => square(f(x)))(apart) as Tensor).data;
    for (const [i, value] of [0.5, -0.5, -0.5, 0.5].entries())
      expect(Math.abs(got[i] - value)).toBeLessThan(1e-14 * Math.abs(value));
  }
});

test("a row of equal elements takes nothing from the others", () => {
  const rows = tensor([
    [1, 3],
    [2, 2],
  ]);
  const h = hessian((x: Tensor) => sum(std(x, { axis: 1 })))(rows) as Tensor;
  const own = hessian((x: Tensor) => std(x))(tensor([1, 3])) as Tensor;
  expect([h.data[0], h.data[1], h.data[4], h.data[5]]).toEqual([...own.data]);
  const each = vmap((x: Tensor) => hessian((x: Tensor) => std(x))(x) as Tensor)(rows) as Tensor;
  expect([...each.data]).toEqual([...own.data, ...NANS.flat()]);
});

test("one element alone does not vary, so nothing is a kink", () => {
  const one =
    (f: F): F =>
    (x) =>
      sum(mul(x, f(x)));
  for (const f of [std, nanStd] as readonly F[]) {
    expect((hessian((x: Tensor) => f(x))(tensor([2])) as Tensor).toArray()).toEqual([[0]]);
    expect((hessian(one(f))(tensor([2])) as Tensor).toArray()).toEqual([[0]]);
  }
  expect(nanStd(tensor([2, Number.NaN])).item()).toBe(0);
  expect((hessian((x: Tensor) => nanStd(x))(tensor([2, Number.NaN])) as Tensor).toArray()).toEqual([
    [0, 0],
    [0, 0],
  ]);
});
