/*
 * What callbacks, histories and printed results show: the same fields for every method, numbers that can be plotted, short texts.
 */
import { inspect } from "node:util";
import { type Tensor, tensor } from "@wengert/array";
import { add, mul, square, stack, sub, sum } from "@wengert/ops";
import { param, paramsOf, positive } from "@wengert/params";
import { describe, expect, it } from "vitest";
import {
  adam,
  type Iteration,
  type LeastSquaresMethod,
  leastSquares,
  type MethodName,
  minimize,
  multiStart,
  type Progress,
} from "../src/index.ts";

type Point = { x: Tensor; y: Tensor };
const rosenbrock = ({ x, y }: Point): Tensor => add(square(sub(1, x)), mul(100, square(sub(y, square(x)))));
const residual = ({ x, y }: Point): Tensor => stack([sub(1, x), mul(10, sub(y, square(x)))]);
const start = { x: -1.2, y: 1 };

const methods: readonly MethodName[] = ["lbfgs", "lbfgsb", "bfgs", "cg", "newton-cg", "trust-ncg", "nelder-mead"];
const fits: readonly LeastSquaresMethod[] = ["lm", "trf", "dogleg"];
type Seen = {
  readonly seen: readonly Iteration<object>[];
  readonly history: readonly Progress[];
  readonly text: string;
};

function watched(
  run: (options: { onIteration: (i: Iteration<object>) => void; history: true; maxIterations: 25 }) => object,
): Seen {
  const seen: Iteration<object>[] = [];
  const result = run({ onIteration: (iteration) => void seen.push(iteration), history: true, maxIterations: 25 });
  return { seen, history: (result as { history: Progress[] }).history, text: String(result) };
}

const rows: readonly (readonly [string, () => Seen])[] = [
  ...methods.map((method) => [method, () => watched((o) => minimize(rosenbrock, start, { ...o, method }))] as const),
  ["a transformation", () => watched((o) => minimize(rosenbrock, start, { ...o, method: adam(0.1) }))],
  ...fits.map((method) => [method, () => watched((o) => leastSquares(residual, start, { ...o, method }))] as const),
];
const fields = [
  "iteration",
  "value",
  "best",
  "gradientNorm",
  "violation",
  "stepNorm",
  "evaluations",
  "gradientEvaluations",
];

describe.each(rows)("the history of %s", (_, run) => {
  const { seen, history, text } = run();

  it("is a table of finite numbers, the start first", () => {
    expect(history.map(({ iteration }) => iteration)).toEqual(history.map((_, i) => i));
    for (const entry of history) {
      expect(Object.keys(entry).sort()).toEqual([...fields].sort());
      for (const value of Object.values(entry)) expect(Number.isFinite(value)).toBe(true);
    }
    expect(history[0].stepNorm).toBe(0);
    // Nelder and Mead's first simplex may have a lower corner than the start.
    expect(history[0].best).toBeLessThanOrEqual(history[0].value);
    expect(history[1].stepNorm).toBeGreaterThan(0);
    for (const [i, { best, evaluations }] of history.slice(1).entries()) {
      expect(best).toBeLessThanOrEqual(history[i].best);
      expect(evaluations).toBeGreaterThan(history[i].evaluations);
    }
  });

  it("is what the callback sees, with the parameters and a state", () => {
    expect(seen.length).toBe(history.length - 1);
    for (const [i, iteration] of seen.entries()) {
      expect(Object.keys(iteration).sort()).toEqual([...fields, "params", "state"].sort());
      expect(iteration).toMatchObject({ ...history[i + 1] });
      expect(Object.keys(iteration.params)).toEqual(["x", "y"]);
    }
  });

  it("does not get in the way of a short text", () => {
    expect(text.split("\n").length).toBeLessThan(8);
    expect(text).toMatch(/^(minimize|leastSquares): \w+ \(/);
    expect(text).toMatch(/^x +-?\d/m);
  });
});

describe("a printed result", () => {
  it("is short in Node, and a plain object to programs", () => {
    const result = minimize((w: Tensor) => sum(square(sub(w, 3))), tensor(new Float64Array(1000)));
    expect(inspect(result)).toBe(String(result));
    expect(inspect(result)).toContain("3.00000, 3.00000, 3.00000, 3.00000, 3.00000, 3.00000, …");
    expect(Object.keys(result)).not.toContain("toString");
    expect(structuredClone({ ...result, params: 0, gradient: 0 })).toMatchObject({ status: "converged" });
  });

  it("shows tags within their constraints, as they were then", () => {
    const model = { scale: param(2, { constraint: positive() }), w: param(tensor([1, 2])) };
    const loss = (): Tensor => add(square(sub(model.scale, 5)), sum(square(model.w)));
    const result = minimize(loss, paramsOf(model));
    const text = String(result);
    expect(text).toMatch(/^scale +5\.00000$/m);
    minimize(() => square(sub(model.scale, 1)), paramsOf(model.scale));
    expect(String(result)).toBe(text);
  });

  it("has a table of the constraints", () => {
    const result = minimize((x: Tensor) => sum(square(x)), tensor([1, 2]), {
      constraints: [{ name: "whole", of: (x) => sum(x), equals: 4 }],
    });
    expect(String(result)).toMatch(
      /^constraints, which hold to .* of their sizes\n +value +multiplier\nwhole +4\.0+ +4\.0+$/m,
    );
  });

  it("of several starts names the minima", async () => {
    const result = await multiStart((x: Tensor) => square(sub(square(x), 1)), 0.5, {
      starts: 6,
      bounds: { lower: -2, upper: 2 },
    });
    expect(String(result)).toMatch(/^multiStart: converged/);
    expect(String(result)).toMatch(/2 distinct minima: \S+ \(\d of 6\), \S+ \(\d of 6\)/);
  });
});

describe("a time limit", () => {
  const slow = (p: Point): Tensor => {
    const until = performance.now() + 2;
    while (performance.now() < until);
    return rosenbrock(p);
  };

  it("ends a run with the best point so far", () => {
    const result = minimize(slow, start, { method: adam(1e-4), timeLimit: 20, maxIterations: 1e6 });
    expect(result).toMatchObject({ status: "timeLimit", success: false });
    expect(result.message).toMatch(/stopped by the time limit after \d+ iterations/);
    expect(result.value).toBeLessThan(24.2);
    expect(minimize(rosenbrock, start, { timeLimit: 0 }).status).toBe("timeLimit");
    expect(leastSquares(residual, start, { timeLimit: 0 })).toMatchObject({ status: "timeLimit", iterations: 0 });
    expect(minimize(rosenbrock, start, { timeLimit: 1e6 }).status).toBe("converged");
    expect(() => minimize(rosenbrock, start, { timeLimit: -1 })).toThrowError(
      /timeLimit must be a number of milliseconds ≥ 0/,
    );
  });
});
