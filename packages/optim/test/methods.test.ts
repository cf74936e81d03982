import { ArgumentError, type Tensor, tensor, WengertError } from "@wengert/array";
import { adjoint, type Value } from "@wengert/core";
import { add, exp, greater, less, log, mul, square, sub, sum } from "@wengert/ops";
import { param, paramsOf } from "@wengert/params";
import { TreeMismatchError } from "@wengert/tree";
import { describe, expect, it } from "vitest";
import { adam, type MethodName, type MinimizeState, minimize, minimizeSteps } from "../src/index.ts";
import { functions } from "./functions.ts";

const methods: MethodName[] = ["lbfgs", "lbfgsb", "bfgs", "cg", "newton-cg", "trust-ncg", "nelder-mead"];
const withGradients = methods.filter((method) => method !== "nelder-mead");

describe.each(methods)("method %s", (method) => {
  it.each(functions)("finds the minimum of $name", ({ f, start, least }) => {
    const slow = method === "cg" ? { maxIterations: 20_000 } : {};
    const result = minimize((x: Tensor) => f(x), tensor(start), {
      method,
      tolerance: method === "nelder-mead" ? 1e-9 : 1e-6,
      ...slow,
    });
    expect(result.message).toMatch(/./);
    expect(result).toMatchObject({ success: true, status: "converged" });
    expect(result.value - least).toBeLessThan(method === "nelder-mead" ? 1e-8 : 1e-7);
    expect(result.evaluations).toBeGreaterThanOrEqual(result.iterations);
    expect(result.gradientEvaluations).toBe(method === "nelder-mead" ? 0 : result.evaluations);
    if (!method.endsWith("ncg") && method !== "newton-cg") expect(result.hessianEvaluations).toBe(0);
    else expect(result.hessianEvaluations).toBeGreaterThan(0);
  });

  it("has the same result for a ParamSet as for a tree", () => {
    const f = (a: Value, b: Value): Tensor => add(square(sub(1, a)), mul(100, square(sub(b, square(a)))));
    const model = { a: param(-1.2), b: param(1) };
    const [tree, set] = [
      minimize((p: { a: Tensor; b: Tensor }) => f(p.a, p.b), { a: -1.2, b: 1 }, { method }),
      minimize(() => f(model.a, model.b), paramsOf(model), { method }),
    ];
    expect(set.value).toBe(tree.value);
    expect(set.iterations).toBe(tree.iterations);
    expect([model.a.value, model.b.value]).toEqual([tree.params.a, tree.params.b]);
  });

  it("steps back from where the objective is not finite, and returns the best point", () => {
    // x - log x, with a wall on the left.
    for (const start of [0.9, 20]) {
      const { params, success } = minimize((x) => sub(x, log(x)), start, { method });
      expect(success).toBe(true);
      expect(params).toBeCloseTo(1, 3);
    }
    class NotPositiveDefiniteError extends Error {
      override name = "NotPositiveDefiniteError";
    }
    let failures = 0;
    const throwing = (x: Tensor): Tensor => {
      if (greater(x, 0).item()) return sub(x, log(x));
      failures++;
      throw new NotPositiveDefiniteError("pivot 3");
    };
    const result = minimize(throwing, 20, { method });
    expect(result.success).toBe(true);
    expect(result.params).toBeCloseTo(1, 3);
    if (method !== "nelder-mead" && method !== "trust-ncg") expect(failures).toBeGreaterThan(0);
  });

  it("ends at once at a minimum, and where nothing is finite", () => {
    const calm = minimize((x) => square(x), 0, { method, tolerance: 1e-8 });
    expect(calm).toMatchObject({ status: "converged", params: 0 });
    // Without a gradient, only a small simplex shows a minimum.
    if (method !== "nelder-mead") expect(calm.iterations).toBe(0);
    const lost = minimize((x) => log(sub(x, 5)), 1, { method });
    expect(lost).toMatchObject({ status: "nonFinite", success: false, iterations: 0, params: 1 });
  });

  it("can be cut short, with the best point so far", () => {
    const f = (x: Tensor): Tensor => functions[0].f(x);
    const start = tensor(functions[0].start);
    const few = minimize(f, start, { method, maxIterations: 3, history: true });
    expect(few).toMatchObject({ status: "maxIterations", success: false, iterations: 3 });
    expect(few.value).toBe(Math.min(...few.history.map(({ value }) => value)));
    const cheap = minimize(f, start, { method, maxEvaluations: 5 });
    expect(cheap.status).toBe("maxEvaluations");
    expect(cheap.evaluations).toBeGreaterThanOrEqual(5);
    expect(cheap.evaluations).toBeLessThan(30);
  });

  it("resumes from a saved state to the same end bit for bit", () => {
    const f = (x: Tensor): Tensor => functions[1].f(x);
    const start = tensor(functions[1].start);
    const whole = minimize(f, start, { method });
    const saved: string[] = [];
    for (const { state } of minimizeSteps(f, start, { method })) saved.push(JSON.stringify(state));
    // The last of them is at the end already.
    for (const text of [saved[3], saved[saved.length - 1]]) {
      const resume: MinimizeState = JSON.parse(text);
      expect(minimize(f, start, { method, resume })).toEqual(whole);
    }
    const resume: MinimizeState = JSON.parse(saved[saved.length - 1]);
    expect(minimize(f, start, { method, resume, tolerance: 0 }).evaluations).toBeGreaterThan(whole.evaluations);
  });
});

describe("saved states", () => {
  it("work for transformations", () => {
    const options = { method: adam(0.05), maxIterations: 40 };
    const start = { a: 2, b: tensor([1, -1]), c: [0.5, -0] };
    const f = (p: { a: Tensor; b: Tensor; c: Tensor[] }): Tensor =>
      add(add(square(p.a), sum(square(p.b))), add(square(p.c[0]), square(sub(p.c[1], 1))));
    const whole = minimize(f, start, options);
    const states: string[] = [];
    for (const { state } of minimizeSteps(f, start, options)) states.push(JSON.stringify(state));
    expect(minimize(f, start, { ...options, resume: JSON.parse(states[20]) })).toEqual(whole);
  });

  it("are refused for another method or another start", () => {
    const [{ state }] = minimizeSteps((x) => square(sub(x, 1)), 3);
    expect(() => minimize((x) => square(x), 3, { resume: state, method: "cg" })).toThrowError(
      /method "lbfgs", not of "cg"/,
    );
    expect(() => minimize((x: Tensor) => sum(square(x)), tensor([1, 2]), { resume: state })).toThrowError(
      /of 1 numbers.*has 2/,
    );
    for (const resume of [5, {}, { version: 2 }]) {
      expect(() => minimize((x) => square(x), 3, { resume: resume as never })).toThrowError(ArgumentError);
    }
  });

  it("are not changed by going on", () => {
    for (const method of methods) {
      const steps = minimizeSteps((x: Tensor) => functions[0].f(x), tensor(functions[0].start), { method });
      steps.next();
      const { state } = steps.next().value as { state: MinimizeState };
      const before = JSON.stringify(state);
      steps.next();
      steps.next();
      expect(JSON.stringify(state)).toBe(before);
    }
  });
});

describe.each(withGradients)("method %s", (method) => {
  it("finds a wrong gradient out", () => {
    const wrong = adjoint((x: Tensor) => [square(x), (g) => [mul(g, mul(-2, x))]]);
    const { status, message, value } = minimize((x) => wrong(x), 1.5, { method });
    expect(status).toBe(method === "trust-ncg" ? "trustRegion" : "lineSearch");
    expect(message).toMatch(/checkGrads/);
    expect(value).toBe(2.25);
  });
});

describe("bounds", () => {
  const rosenbrock = (p: { x: Tensor; y: Tensor }): Tensor =>
    add(square(sub(1, p.x)), mul(100, square(sub(p.y, square(p.x)))));

  it.each(["lbfgsb", "nelder-mead"] as const)("hold: %s", (method) => {
    let outside = 0;
    const f = (p: { x: Tensor; y: Tensor }): Tensor => {
      outside += greater(p.x, 0.5).item() + less(p.x, -2).item() + greater(p.y, 2).item();
      return rosenbrock(p);
    };
    const bounds = { lower: { x: -2, y: null }, upper: { x: 0.5, y: 2 } };
    const { params, status, value } = minimize(f, { x: -1.2, y: 1 }, { method, bounds });
    expect(status).toBe("converged");
    expect(params.x).toBe(0.5);
    expect(params.y).toBeCloseTo(0.25, 5);
    expect(value).toBeCloseTo(0.25, 9);
    expect(outside).toBe(0);
  });

  it("choose L-BFGS-B, and its criterion is the projected gradient", () => {
    const { params, gradient, message, history } = minimize((x: Tensor) => sum(exp(x)), tensor([1, 2, 3]), {
      bounds: { lower: tensor([0, -1, 0.5]) },
      history: true,
    });
    expect(params.toArray()).toEqual([0, -1, 0.5]);
    expect(gradient.data[2]).toBeCloseTo(Math.exp(0.5), 12);
    expect(message).toMatch(/gradient's largest entry, 0,/);
    expect(history.at(-1)?.gradientNorm).toBe(0);
  });

  it("move a start outside to the boundary, and need not be there on every side", () => {
    const { params } = minimize((x) => square(sub(x, 3)), -10, { bounds: { lower: -1 } });
    expect(params).toBeCloseTo(3, 5);
    expect(minimize((x) => square(sub(x, 3)), 10, { bounds: { lower: 5, upper: 5 } }).params).toBe(5);
    expect(minimize((x) => square(sub(x, 3)), 10, { bounds: {} }).params).toBeCloseTo(3, 5);
  });

  it("bound the unconstrained values of a ParamSet, by path", () => {
    const model = { kernel: { scale: param(2) }, noise: param(1) };
    const f = (): Tensor => add(square(sub(model.kernel.scale, 1)), square(sub(model.noise, 4)));
    minimize(f, paramsOf(model), { bounds: { upper: { "kernel.scale": null, noise: 3 } } });
    expect(model.kernel.scale.value).toBeCloseTo(1, 5);
    expect(model.noise.value).toBe(3);
  });

  it("are refused where they make no sense", () => {
    const start = { a: 1, b: tensor([1, 2]) };
    const f = (p: { a: Tensor; b: Tensor }): Tensor => add(square(p.a), sum(square(p.b)));
    expect(() => minimize(f, start, { bounds: { lower: 2, upper: 1 } })).toThrowError(/"a".*lower bound 2/);
    expect(() => minimize(f, start, { bounds: { lower: Number.NaN } })).toThrowError(ArgumentError);
    expect(() => minimize(f, start, { bounds: { lower: { a: 0, b: tensor([1, 2, 3]) } } })).toThrowError(/"b".*shape/);
    expect(() => minimize(f, start, { bounds: { lower: { a: 0, b: "x" } } })).toThrowError(ArgumentError);
    expect(() => minimize(f, start, { bounds: { lower: { c: 0 } } })).toThrowError(TreeMismatchError);
    expect(() => minimize(f, start, { bounds: { lower: 0 }, method: "bfgs" })).toThrowError(
      /"bfgs" does not support bounds/,
    );
    expect(() => minimize(f, start, { bounds: { lower: 0 }, method: adam(1) })).toThrowError(WengertError);
  });
});

describe("nelder-mead", () => {
  it("needs no derivatives at all", () => {
    const stairs = (x: Tensor): number => Math.floor(1e3 * Math.abs(x.item() - 2));
    const { params, value, gradient } = minimize(stairs, 10, { method: "nelder-mead" });
    expect(value).toBe(0);
    expect(params).toBeCloseTo(2, 2);
    expect(gradient).toBeNaN();
    expect(() => minimize((x) => x, tensor([1, 2]), { method: "nelder-mead" })).toThrowError(
      /shape \[2\], not a scalar/,
    );
  });
});
