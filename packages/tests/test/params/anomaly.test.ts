/* A NaN that reaches a gradient or an optimizer is explained: the operation, and the line of this file. */
import { add, div, log, mul, sqrt, square, sub, type Tensor, tensor, type Value } from "@wengert/core";
import { adam, leastSquares, minimize, minimizeAsync, minimizeSteps } from "@wengert/optim";
import { type Constraint, Grads, gradient, param, paramsOf, withGradient } from "@wengert/params";
import { describe, expect, test } from "vitest";

const here = /anomaly\.test\.ts:\d+/;

describe("gradients by tags", () => {
  test("a NaN gradient of a finite value", () => {
    const x = param(0);
    const [value, grads] = withGradient(() => square(sqrt(x)), paramsOf(x));
    expect([value, grads.get(x)]).toEqual([0, Number.NaN]);
    const anomaly = grads.anomaly();
    expect([anomaly?.name, anomaly?.op, anomaly?.what]).toEqual(["AnomalyError", "sqrt", "the derivative of"]);
    expect(anomaly?.message).toMatch(here);
  });

  test("a NaN value", () => {
    const x = param(-1);
    const [value, grads] = withGradient(() => add(x, log(x)), paramsOf(x));
    expect(value).toBeNaN();
    expect([grads.anomaly()?.op, grads.anomaly()?.what]).toEqual(["log", "the value of"]);
    expect(gradient(() => log(x), paramsOf(x)).anomaly()?.op).toBe("log");
  });

  test("at the values that the parameters had, also of what is made of the gradient", () => {
    const x = param(0);
    const params = paramsOf(x);
    const grads = gradient(() => square(sqrt(x)), params).scale(2);
    params.assign(Float64Array.of(4));
    expect(grads.anomaly()?.op).toBe("sqrt");
    expect(gradient(() => square(sqrt(x)), params).anomaly()).toBeUndefined();
  });

  test("none where NaN comes with the data, where the gradient is infinite, and where nobody can run it again", () => {
    const x = param(0);
    const params = paramsOf(x);
    expect(gradient(() => mul(x, Number.NaN), params).anomaly()).toBeUndefined();
    const infinite = gradient(() => sqrt(x), params);
    expect([infinite.get(x), infinite.anomaly()]).toEqual([Number.POSITIVE_INFINITY, undefined]);
    expect(new Grads(params, [Number.NaN]).anomaly()).toBeUndefined();
  });

  test("a NaN that a constraint makes", () => {
    const rooted: Constraint = {
      forward: (raw) => sqrt(raw),
      inverse: (value) => square(value),
      logDet: () => tensor(0),
    };
    const x = param(0, { constraint: rooted });
    const [, grads] = withGradient(() => square(x), paramsOf(x));
    expect(grads.get(x)).toBeNaN();
    expect(grads.anomaly()?.op).toBe("sqrt");
  });
});

describe("optimizers", () => {
  const wrong: Readonly<Record<string, (x: Value) => Tensor>> = {
    sqrt: (x) => square(sqrt(x)),
    log: (x) => log(sub(x, 1)),
    div: (x) => div(x, x),
  };
  for (const [op, f] of Object.entries(wrong)) {
    test.each(["lbfgs", "bfgs", "cg", "newton-cg", "trust-ncg", adam(0.1)] as const)(`${op} by %s`, (method) => {
      const result = minimize((x) => f(x), 0, { method });
      expect(result.status).toBe("nonFinite");
      expect(result.message).toContain(`${op} is NaN`);
      expect(result.message).toMatch(here);
    });

    test(`${op} of tags, with pauses, step by step`, async () => {
      const x = param(0);
      for (const result of [
        minimize(() => f(x), paramsOf(x)),
        await minimizeAsync(() => f(x), paramsOf(x)),
        minimizeSteps(() => f(x), paramsOf(x)).next().value as { status: string; message: string },
      ]) {
        expect(result.status).toBe("nonFinite");
        expect(result.message).toContain(`${op} is NaN`);
        expect(result.message).toMatch(here);
      }
    });
  }

  test.each(["lm", "trf", "dogleg"] as const)("least squares by %s", (method) => {
    const jacobian = leastSquares((x) => sub(square(sqrt(x)), tensor([1, 2])), 0, { method });
    // By forward mode it is square that meets the infinite derivative of sqrt.
    expect([jacobian.status, jacobian.message]).toEqual(["nonFinite", expect.stringContaining("square is NaN")]);
    const value = leastSquares((x) => sub(log(x), tensor([1, 2])), -1, { method });
    expect([value.status, value.message]).toEqual(["nonFinite", expect.stringContaining("log is NaN")]);
    expect(value.message).toMatch(here);
  });

  test("a NaN after some steps", () => {
    const steep = (x: Tensor): Tensor => sub(sqrt(x), mul(4, sub(0, x)));
    const result = minimize(steep, 1, { method: adam(0.3) });
    expect(result.status).toBe("nonFinite");
    expect(result.message).toContain("sqrt is NaN");
  });
});
