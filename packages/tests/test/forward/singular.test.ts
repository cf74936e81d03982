import { tensor } from "@wengert/array";
import { detectAnomaly, grad, jacrev, mul, pow, sqrt, square, sum, type Tensor } from "@wengert/core";
import { diagHessian, forwardDiff, hessian, jacfwd, jacobian } from "@wengert/forward";
import { matvec } from "@wengert/linalg";
import { describe, expect, test } from "vitest";

const x = tensor([0, 1, 4]);
const inf = Number.POSITIVE_INFINITY;

describe("elements of a derivative beside an infinite one", () => {
  test.each(Object.entries({ jacfwd, jacrev, jacobian }))("are 0 where nothing depends: %s", (_name, transform) => {
    expect(transform(sqrt)(x).toArray()).toEqual([
      [inf, 0, 0],
      [0, 0.5, 0],
      [0, 0, 0.25],
    ]);
    expect(transform((x: Tensor) => ({ a: sqrt(x), b: square(x) }), { chunk: 1 })(x).a.toArray()).toEqual([
      [inf, 0, 0],
      [0, 0.5, 0],
      [0, 0, 0.25],
    ]);
  });

  test("are NaN where a computed zero meets it", () => {
    const f = (x: Tensor): Tensor => square(sqrt(x));
    for (const J of [jacfwd(f)(x), jacrev(f)(x)]) {
      expect(J.toArray()).toEqual([
        [Number.NaN, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]);
    }
  });

  test("of a Hessian, of its diagonal, and of a region", () => {
    const f = (x: Tensor): Tensor => sum(pow(x, 1.5));
    expect((hessian(f)(x) as Tensor).toArray()).toEqual([
      [inf, 0, 0],
      [0, 0.75, 0],
      [0, 0, 0.375],
    ]);
    expect((diagHessian(f)(x) as Tensor).toArray()).toEqual([inf, 0.75, 0.375]);
    const region = forwardDiff((x: Tensor) => sqrt(x));
    expect(grad((x: Tensor) => sum(mul(region(x), tensor([1, 1, 1]))))(x).toArray()).toEqual([inf, 0.5, 0.25]);
  });

  test("behind a matrix", () => {
    const A = tensor([
      [1, 0, 0],
      [0, 2, 0],
    ]);
    const f = (x: Tensor): Tensor => matvec(A, sqrt(x));
    const at = tensor([1, 4, 0]);
    expect(jacrev(f)(at)).toEqual(jacfwd(f)(at));
  });

  test("at the second order, whichever modes are combined", () => {
    const f = (x: Tensor): Tensor => sum(pow(x, 1.5));
    const wanted = [
      [inf, 0, 0],
      [0, 0.75, 0],
      [0, 0, 0.375],
    ];
    for (const inner of [grad(f), jacfwd(f), jacrev(f), jacobian(f)]) {
      for (const outer of [jacfwd, jacrev, jacobian]) {
        expect(outer(inner as (x: Tensor) => Tensor)(x).toArray()).toEqual(wanted);
      }
    }
  });

  test("where an infinite cotangent meets a region's derivatives", () => {
    const fourfold = forwardDiff((x: Tensor) => mul(x, 4));
    expect(grad((x: Tensor) => sum(sqrt(fourfold(x))))(x).toArray()).toEqual([inf, 1, 0.5]);
    for (const transform of [jacfwd, jacrev]) {
      const second = transform(grad((x: Tensor) => sum(pow(fourfold(x), 1.5))))(x);
      expect(second.toArray()).toEqual([
        [inf, 0, 0],
        [0, 6, 0],
        [0, 0, 3],
      ]);
    }
  });

  test("are no anomaly", () => {
    for (const transform of [jacfwd, jacrev, jacobian]) {
      expect(detectAnomaly(() => transform(sqrt)(x)).toArray()).toEqual(transform(sqrt)(x).toArray());
    }
    expect(() => detectAnomaly(() => jacfwd((x: Tensor) => square(sqrt(x)))(x))).toThrow(/square/);
  });
});
