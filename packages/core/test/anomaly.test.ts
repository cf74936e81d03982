import { detectAnomaly, div, grad, log, mul, sqrt, sub, type Tensor } from "@wengert/core";
import { describe, expect, test } from "vitest";

describe("detectAnomaly", () => {
  test("names the op and the line that made the first NaN of a value", () => {
    const f = (x: Tensor): Tensor => mul(2, sqrt(sub(x, 1)));
    expect(grad(f)(0)).toBeNaN();
    expect(() => detectAnomaly(() => grad(f)(0))).toThrow(/^sqrt: the value.*anomaly\.test\.ts/s);
  });

  test("and of a gradient", () => {
    const f = (x: Tensor): Tensor => div(mul(x, 0), sqrt(mul(x, x)));
    const g = (x: Tensor): Tensor => sqrt(mul(sqrt(x), sqrt(x)));
    expect(() => detectAnomaly(() => grad(f)(0))).toThrow(/div/);
    expect(grad(g)(0)).toBeNaN();
    expect(() => detectAnomaly(() => grad(g)(0))).toThrow(/the derivative of.*anomaly\.test\.ts/s);
  });

  test("leaves the rest alone", () => {
    expect(detectAnomaly(() => grad((x) => log(x))(2))).toBe(0.5);
    expect(log(-1).item()).toBeNaN();
  });
});
