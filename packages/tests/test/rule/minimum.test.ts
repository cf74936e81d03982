/* What a minimization gives is differentiated by a rule; every other way says so, at first and second order. */

import { vmap } from "@wengert/batch";
import { checkGrads } from "@wengert/check";
import {
  adjoint,
  FirstOrderOnlyError,
  grad,
  mul,
  neg,
  pow,
  pushforward,
  rule,
  stopGradient,
  sub,
  type Tensor,
  TracedValueError,
  tensor,
  type Value,
} from "@wengert/core";
import { derivative, hessian, jvp } from "@wengert/forward";
import { compile, scan } from "@wengert/graph";
import { add, div, floor, square, sum } from "@wengert/ops";
import { leastSquares, minimize } from "@wengert/optim";
import { describe, expect, test } from "vitest";

// f = (x − θ)² + x⁴/4, so that 2 (x − θ) + x³ = 0 at the minimum: dx/dθ = 2/(2 + 3x²).
const f = (x: Tensor, theta: Tensor) => add(square(sub(x, theta)), div(pow(x, 4), 4));
const solve = (theta: Tensor) => minimize((x) => f(x, theta), 1, { tolerance: 1e-12 }).params;
const slope = (x: Tensor) => div(2, add(2, mul(3, square(x))));

describe("the minimum", () => {
  test("refuses to be differentiated by running it, and names the way", () => {
    for (const use of [
      () => grad(solve as never)(2),
      () => derivative(solve)(2),
      () => grad((theta) => leastSquares((x: Tensor) => sub(x, theta), 1).params)(2),
    ]) {
      expect(use).toThrow(TracedValueError);
      expect(use).toThrow(/rule\(\{ name, impl, vjp \}\)/);
    }
  });

  test("as a rule has every derivative", () => {
    const minimum = rule({
      name: "minimum",
      impl: (theta: Tensor) => tensor(solve(theta)),
      vjp: (ybar, _xs, x) => [mul(ybar, slope(x))],
    });
    checkGrads((theta: Tensor) => minimum(theta), [tensor(2)], { order: 2 });
    const x = minimum(2).item();
    const once = 2 / (2 + 3 * x ** 2);
    expect(grad(minimum)(2)).toBeCloseTo(once, 9);
    // d²x/dθ² = −12 x/(2 + 3x²)² · dx/dθ
    expect(hessian(minimum)(2).item()).toBeCloseTo((-12 * x * once) / (2 + 3 * x ** 2) ** 2, 8);
  });

  test("as a rule runs for each of many values, in compiled programs and in loops", () => {
    const at = tensor([1, 2, 3]);
    const fit = (theta: Tensor) => leastSquares((x: Tensor) => sub(x, mul(2, theta)), 1).params;
    const ways = {
      rule: rule({
        name: "minimum",
        impl: (theta: Tensor) => tensor(solve(theta)),
        vjp: (ybar, _xs, x) => [mul(ybar, slope(x))],
      }),
      adjoint: adjoint((theta) => {
        const x = tensor(solve(theta));
        return [x, (ybar) => [mul(ybar, slope(x))]];
      }),
      fit: rule({ name: "fit", impl: (theta: Tensor) => tensor(fit(theta)), vjp: (ybar) => [mul(ybar, 2)] }),
    };
    for (const minimum of Object.values(ways)) {
      const each = [1, 2, 3].map((theta) => minimum(theta).item());
      const slopes = [1, 2, 3].map((theta) => grad(minimum)(theta));
      expect(vmap(minimum)(at).toArray()).toEqual(each);
      expect(vmap(grad(minimum) as never)(at)).toMatchObject({ shape: [3] });
      expect(grad((theta: Tensor) => sum(vmap(minimum)(theta)))(at).toArray()).toEqual(slopes);
      const compiled = compile(grad(minimum) as unknown as (theta: Value) => number);
      expect([1, 2, 3].map((theta) => compiled(theta))).toEqual(slopes);
      const last = (theta: Value) => scan((c: Tensor) => [minimum(c), null] as const, theta, null, { length: 2 })[0];
      expect(grad(last as never)(2)).toBeCloseTo(grad(minimum)(2) * grad(minimum)(minimum(2).item()), 12);
    }
  });

  test("as an adjoint with stopGradient has a first derivative, and refuses the second", () => {
    const minimum = adjoint((theta) => {
      const x = tensor(solve(stopGradient(theta)));
      return [x, (ybar) => [mul(ybar, slope(x))]];
    });
    const x = minimum(2).item();
    expect(grad(minimum)(2)).toBeCloseTo(2 / (2 + 3 * x ** 2), 9);
    expect(derivative(minimum)(2).item()).toBeCloseTo(2 / (2 + 3 * x ** 2), 9);
    for (const second of [
      () => hessian(minimum)(2),
      () => grad((theta) => grad(minimum)(theta))(2),
      () => derivative((theta) => derivative(minimum)(theta))(2),
      () => grad((theta) => derivative(minimum)(theta))(2),
      () => hessian((theta) => square(minimum(theta)))(2),
    ]) {
      expect(second).toThrow(FirstOrderOnlyError);
      expect(second).toThrow(/the value does not follow the arguments.*rule\(/);
    }
  });

  test("as a pushforward likewise", () => {
    const minimum = pushforward((theta) => {
      const x = tensor(solve(stopGradient(theta)));
      return [x, (dtheta) => mul(dtheta, slope(x))];
    });
    const [, dx] = jvp(minimum, [2], [1]);
    expect(grad(minimum)(2)).toBeCloseTo(dx.item(), 12);
    expect(() => hessian(minimum)(2)).toThrow(FirstOrderOnlyError);
    expect(() => derivative((theta) => derivative(minimum)(theta))(2)).toThrow(FirstOrderOnlyError);
  });
});

describe("a custom rule differentiated again", () => {
  test("may have a value that follows its arguments in part, or a derivative that is nothing", () => {
    const part = adjoint((x) => [add(square(x), floor(x)), (ybar) => [mul(ybar, mul(2, x))]]);
    expect(hessian(part)(1.5).item()).toBe(2);
    const nothing = adjoint((x) => [floor(x), () => [null]]);
    expect(hessian((x) => add(square(x), nothing(x)))(1.5).item()).toBe(2);
    const negated = adjoint((x) => [neg(x), (ybar) => [neg(ybar)]]);
    expect(hessian((x) => sum(pow(negated(x), 3)))(2).item()).toBe(-12);
    const both = adjoint((x: Tensor) => [
      { follows: square(x), not: floor(x) },
      (bar: { follows: Tensor; not: Tensor }) => [mul(bar.follows, mul(2, x))],
    ]);
    expect(hessian((x) => both(x).follows)(1.5).item()).toBe(2);
  });

  test("is refused though only one of its arguments is followed", () => {
    const product = adjoint((x: Tensor, y: Tensor) => [
      mul(stopGradient(x), y.item()),
      (bar: Tensor) => [mul(bar, y), mul(bar, x)],
    ]);
    const slope = (x: Tensor): Tensor => grad((z: Tensor) => product(z, 3))(x) as never;
    expect(slope(tensor(2)).item()).toBe(3);
    expect(() => grad(slope)(2)).toThrow(FirstOrderOnlyError);
  });
});
