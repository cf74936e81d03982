/*
 * Success needs evidence: what looks like an end and is none, and ends that are neither success nor failure of a method.
 */
import { type Tensor, tensor } from "@wengert/array";
import { add, div, exp, log, mul, neg, sqrt, square, sub, sum } from "@wengert/ops";
import { freeze, param, paramsOf } from "@wengert/params";
import { describe, expect, it } from "vitest";
import { adam, leastSquares, type MethodName, minimize, multiStart } from "../src/index.ts";

const withGradients: readonly MethodName[] = ["lbfgs", "lbfgsb", "bfgs", "cg", "newton-cg", "trust-ncg"];
const methods: readonly MethodName[] = [...withGradients, "nelder-mead"];

describe.each(methods)("%s", (method) => {
  it.each([1e8, 1e16, 1e-8, 1e-16])("finds the minimum of (x/%f - 1)² from 3 times as far", (unit) => {
    const { params, success } = minimize((x) => square(sub(div(x, unit), 1)), 3 * unit, { method });
    expect(success).toBe(true);
    expect(Math.abs(params / unit - 1)).toBeLessThan(1e-6);
  });

  it("says that an objective ignores its parameters", () => {
    const { status, success, message } = minimize((x) => add(mul(0, x), 7), 3, { method });
    expect({ status, success }).toEqual({ status: "constant", success: false });
    expect(message).toMatch(/does not depend/);
  });

  it("says so of one that does not even use them", () => {
    const a = param(2);
    const before = a.value;
    for (const { status, success, message } of [
      minimize(() => 7, 3, { method }),
      minimize(() => square(before), paramsOf({ a }), { method }),
    ]) {
      expect({ status, success }).toEqual({ status: "constant", success: false });
      expect(message).toMatch(method === "nelder-mead" ? /does not depend/ : /uses none of them.*tags themselves/);
    }
  });

  it("says that there is nothing to vary", () => {
    const model = { a: param(1), b: param(tensor([1, 2])) };
    const set = paramsOf(model);
    freeze(model);
    const { status, success } = minimize(() => add(square(model.a), sum(square(model.b))), set, { method });
    expect({ status, success }).toEqual({ status: "noParameters", success: false });
    const empty = minimize((x: Tensor) => sum(x), tensor([], [0]), { method });
    expect(empty.status).toBe("noParameters");
  });

  it("never exceeds the limit of evaluations", () => {
    const rosenbrock = (p: { x: Tensor; y: Tensor }): Tensor =>
      add(square(sub(1, p.x)), mul(100, square(sub(p.y, square(p.x)))));
    for (const maxEvaluations of [1, 2, 3, 7, 20]) {
      const { evaluations, status, value } = minimize(rosenbrock, { x: -1.2, y: 1 }, { method, maxEvaluations });
      expect(evaluations).toBe(maxEvaluations);
      expect(status).toBe("maxEvaluations");
      expect(value).toBeLessThanOrEqual(24.2 + 1e-9);
    }
  });

  it("names the operation of the first NaN", () => {
    const { status, message } = minimize((x) => sub(square(x), sqrt(x)), -1, { method });
    expect(status).toBe("nonFinite");
    expect(message).toMatch(/sqrt/);
    expect(message).toMatch(/evidence\.test\.ts:\d+/);
  });
});

describe.each(withGradients)("%s", (method) => {
  it("says that an objective falls without end", () => {
    for (const f of [(x: Tensor) => neg(square(x)), (x: Tensor) => mul(3, x), (x: Tensor) => neg(exp(x))]) {
      const { status, success } = minimize(f, 1.5, { method });
      expect({ status, success }).toEqual({ status: "unbounded", success: false });
    }
  });

  it("says so of one that falls slowly, and not that its gradient is wrong", () => {
    const { status, message } = minimize((x: Tensor) => neg(log(x)), 1.5, { method, maxIterations: 5000 });
    expect(status).toBe("unbounded");
    expect(message).toMatch(/^the objective falls without end: it has reached -(\d|Infinity)/);
    expect(message).not.toContain("gradient");
  });

  it("does not take a tiny promise for a proof", () => {
    // Counts of an exponential decay: a valley that no single region of all parameters fits.
    const t = tensor([0, 1, 2, 4, 8, 16]);
    const counts = tensor([9.9e5, 8.2e5, 6.8e5, 4.4e5, 2.0e5, 4.1e4]);
    const f = (p: { a: Tensor; k: Tensor }): Tensor => sum(square(sub(mul(p.a, exp(neg(mul(p.k, t)))), counts)));
    const fit = leastSquares((p: { a: Tensor; k: Tensor }) => sub(mul(p.a, exp(neg(mul(p.k, t)))), counts), {
      a: 1e6,
      k: 0.2,
    });
    const { value, success } = minimize(f, { a: 1, k: 1e-3 }, { method, tolerance: 0, maxIterations: 300 });
    // For k → ∞ the objective has another minimum, which fits the first reading only.
    const flat = [...counts.data].slice(1).reduce((rest, y) => rest + y ** 2, 0);
    if (success) expect(Math.min(Math.abs(value / (2 * fit.value) - 1), Math.abs(value / flat - 1))).toBeLessThan(1e-6);
  });

  it("ends with the rounding of the value as the reason, where that is one", () => {
    const { status, success, message } = minimize((x) => add(1e9, square(sub(x, 2))), 5, { method, tolerance: 0 });
    expect(success).toBe(true);
    if (status !== "converged") expect(message).toMatch(/rounding.*gradient's largest entry is/);
  });
});

describe("freezing in the middle", () => {
  it.each([...methods, "adam"] as const)("gives one consistent result: %s", (name) => {
    const method = name === "adam" ? adam(0.1) : name;
    const model = { a: param(-1.2), b: param(1) };
    const loss = (): Tensor => add(square(sub(1, model.a)), mul(100, square(sub(model.b, square(model.a)))));
    const onIteration = ({ iteration }: { iteration: number }): void => void (iteration === 3 && freeze(model.b));
    const { value, status, message } = minimize(loss, paramsOf(model), { method, onIteration, maxIterations: 50 });
    expect(status).toBe("stopped");
    expect(message).toMatch(/frozen or thawed/);
    expect(model.b.value).toBe(1);
    expect(value).toBe(loss().item());
  });
});

describe("other ends", () => {
  it("of fits: constant, not finite", () => {
    expect(leastSquares((x) => add(mul(0, x), 2), 3).status).toBe("constant");
    const { status, message } = leastSquares((x: Tensor) => log(x), -1);
    expect(status).toBe("nonFinite");
    expect(message).toMatch(/log/);
  });

  it("of a transformation: the operation of the first NaN", () => {
    const { status, message } = minimize((x) => add(x, sqrt(x)), 0.6, { method: adam(0.5) });
    expect(status).toBe("nonFinite");
    expect(message).toMatch(/sqrt/);
  });

  it("of several starts: constant", async () => {
    const { status } = await multiStart((x) => add(mul(0, x), 7), 3, { bounds: { lower: 0, upper: 5 }, starts: 3 });
    expect(status).toBe("constant");
  });
});

describe("evidence in the scale of each variable", () => {
  it.each([1, 1e9, 1e-9])("a floor that still falls is no minimum, in units of %f: Meyer's function", (unit) => {
    const y = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872];
    const t = tensor(y.map((_, i) => 45 + 5 * (i + 1)));
    const start = [0.02, 4000, 250].map((b) => b * unit);
    const f = (b: Tensor[]): Tensor => {
      const [height, rate, shift] = b.map((bi) => div(bi, unit));
      return sum(square(sub(mul(height, exp(div(rate, add(t, shift)))), tensor(y))));
    };
    const bounds = { lower: start.map((b) => b / 10), upper: start.map((b) => 10 * b) };
    for (const options of [{ method: "lbfgs" }, { method: "lbfgsb" }, { bounds }] as const) {
      const { success, value } = minimize(f, start, options);
      expect(success).toBe(true);
      expect(Math.abs(value / 87.9458 - 1)).toBeLessThan(1e-3);
    }
  });

  it.each(withGradients.filter((method) => method !== "cg"))(
    "a value of 10⁻¹⁷ of the first one may be large: %s",
    (method) => {
      const f = ([x, y]: Tensor[]): Tensor =>
        add(add(square(sub(x, 1e6)), square(sub(y, 2e-6))), square(sub(mul(x, y), 2)));
      const { success, params } = minimize(f, [1, 1], { method });
      expect(success).toBe(true);
      expect(Math.abs(params[1] / 2e-6 - 1)).toBeLessThan(1e-4);
    },
  );

  it("a variable held by its bound does not count as one that could still move", () => {
    const f = ([x, y]: Tensor[]): Tensor =>
      add(square(sub(mul(1e4, mul(x, y)), 1)), square(sub(add(exp(neg(x)), exp(neg(y))), 1.0001)));
    const { success, params } = minimize(f, [0, 1], { bounds: { lower: [-0.4, 0.6], upper: [1.5, 2.5] } });
    expect(success).toBe(true);
    expect(params[1]).toBe(2.5);
  });
});
