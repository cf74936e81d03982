/*
 * Objectives without a minimum: they end with that as the status, and no overflowed parameter is a solution.
 */
import { type Tensor, tensor } from "@wengert/array";
import { add, exp, log, mul, neg, pow, reciprocal, relu, softplus, square, stack, sub, sum } from "@wengert/ops";
import { describe, expect, it } from "vitest";
import { type LeastSquaresMethod, leastSquares, type MethodName, minimize } from "../src/index.ts";

const methods = ["lbfgs", "lbfgsb", "bfgs", "cg", "newton-cg", "trust-ncg", "nelder-mead", "sqp", "auglag"] as const;
const pairs = (f: (x: Tensor, y: Tensor) => Tensor) => (p: { x: Tensor; y: Tensor }) => f(p.x, p.y);

/** Objectives of one variable that fall without end: towards 0, or below any value. */
const falling: Readonly<Record<string, { readonly f: (x: Tensor) => Tensor; readonly start: number }>> = {
  "exp(-x)": { f: (x) => exp(neg(x)), start: 0 },
  "softplus(-x)": { f: (x) => softplus(neg(x)), start: 0 },
  "exp(-x²)": { f: (x) => exp(neg(square(x))), start: 1 },
  "1/x": { f: (x) => reciprocal(x), start: 1 },
  "-log x": { f: (x) => neg(log(x)), start: 1 },
  "1e15·exp(-x/1e9)": { f: (x) => mul(1e15, exp(mul(-1e-9, x))), start: 1e8 },
  "1e-15·exp(-1e9·x)": { f: (x) => mul(1e-15, exp(mul(-1e9, x))), start: 1e-10 },
  "-x": { f: (x) => neg(x), start: 1 },
};

describe.each(methods)("%s", (method) => {
  it.each(Object.entries(falling))("says that %s has no minimum", (_, { f, start }) => {
    const { status, success, message, params } = minimize(f, start, { method, maxEvaluations: 20_000 });
    expect({ status, success }).toEqual({ status: "unbounded", success: false });
    expect(message).toMatch(/falls (towards 0 )?without end/);
    expect(message).not.toContain("check the gradient");
    expect(Number.isFinite(params)).toBe(true);
  });

  it("says so where one of two variables falls", () => {
    const f = pairs((x, y) => add(exp(neg(x)), square(sub(y, 1))));
    const { status, params, value } = minimize(f, { x: 0, y: 0 }, { method });
    // To 16 digits of the first value, which is as far as this method looks.
    if (method === "cg") expect(value).toBeLessThan(1e-14);
    else expect(status).toBe("unbounded");
    expect(params.y).toBeCloseTo(1, 6);
  });

  it("says so of data that a plane separates", () => {
    const f = pairs((x, y) => add(softplus(mul(-2, x)), softplus(neg(add(x, y)))));
    expect(minimize(f, { x: 0, y: 0 }, { method }).status).toBe("unbounded");
  });

  it.each([
    ["(x - 1)²", (x: Tensor) => square(sub(x, 1)), 1],
    ["relu(x)²", (x: Tensor) => square(relu(x)), 0],
    ["(x - 3)⁴", (x: Tensor) => pow(sub(x, 3), 4), 3],
    // Above 0, and far below the start: as steep in relation to the value there as here.
    ["exp(x²)", (x: Tensor) => exp(square(x)), 0],
  ] as const)("finds the minimum of %s", (_, f, at) => {
    const { success, params } = minimize(f, 13, { method, maxIterations: 20_000, maxEvaluations: 20_000 });
    expect(success).toBe(true);
    if (at === 0 && params < 0) expect(f(tensor(params)).item() - f(tensor(0)).item()).toBeLessThan(1e-6);
    else expect(Math.abs(params - at)).toBeLessThan(2e-2);
  });
});

describe.each(["lm", "trf", "dogleg"] as const satisfies readonly LeastSquaresMethod[])("%s", (method) => {
  const { "-x": _, "-log x": __, ...towardsZero } = falling;
  it.each(Object.entries(towardsZero))("says that residuals %s have no minimum", (_, { f, start }) => {
    const { status, success, params } = leastSquares(f, start, { method });
    expect({ status, success }).toEqual({ status: "unbounded", success: false });
    expect(Number.isFinite(params)).toBe(true);
  });

  it("fits exact data", () => {
    const { status, params } = leastSquares((x: Tensor) => stack([sub(x, 1), mul(2, sub(x, 1))], 0), 30, { method });
    expect(status).toMatch(/converged|precision/);
    expect(params).toBeCloseTo(1, 12);
  });
});

describe("bounds", () => {
  it.each(["lbfgsb", "nelder-mead", "sqp", "auglag"] as const satisfies readonly MethodName[])(
    "hold what falls: %s",
    (method) => {
      for (const upper of [100, 200]) {
        const { success, params } = minimize((x) => exp(neg(x)), 0, { method, bounds: { upper } });
        expect(success).toBe(true);
        if (method !== "auglag") expect(params).toBeCloseTo(upper, 6);
      }
    },
  );

  it("are no remedy on the other side", () => {
    expect(minimize((x) => exp(neg(x)), 0, { bounds: { lower: -1 } }).status).toBe("unbounded");
    expect(
      minimize((x: Tensor) => sum(exp(neg(x))), tensor([0, 0]), { bounds: { upper: tensor([5, Infinity]) } }).success,
    ).toBe(true);
  });
});
