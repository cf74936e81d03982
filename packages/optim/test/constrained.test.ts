import { type Tensor, tensor } from "@wengert/array";
import { add, any, div, exp, less, log, mul, prod, slice, sqrt, square, sub, sum } from "@wengert/ops";
import { param, paramsOf, positive } from "@wengert/params";
import { describe, expect, it } from "vitest";
import { type MinimizeState, minimize, minimizeSteps } from "../src/index.ts";

const methods = ["sqp", "auglag"] as const;
const distanceTo = (p: readonly number[]) => (x: Tensor) => sum(square(sub(x, tensor([...p]))));
const first = (x: Tensor): Tensor => sum(slice(x, [0], [1]));

describe.each(methods)("%s", (method) => {
  it("has multipliers that are the derivative of the minimum with respect to the limits", () => {
    const least = (limit: number) =>
      minimize(distanceTo([3, 4]), tensor([0.1, 0.2]), {
        method,
        constraints: [{ of: (x) => sum(square(x)), atMost: limit }],
      });
    const h = 1e-3;
    const slope = (least(1 + h).value - least(1 - h).value) / (2 * h);
    const { constraints, success } = least(1);
    expect(success).toBe(true);
    expect(constraints[0].multiplier.item()).toBeCloseTo(slope, 4);
    expect(slope).toBeLessThan(0);
    expect(constraints[0].value.item()).toBeCloseTo(1, 7);
  });

  it("takes trees, Tensors of values, and limits on both sides", () => {
    const start = { shares: tensor([0.2, 0.3, 0.5]), scale: 1, label: "a" };
    const { params, success, constraints, violation } = minimize(
      (p) => add(sum(mul(tensor([3, 2, 1]), square(p.shares))), square(sub(p.scale, 3))),
      start,
      {
        method,
        constraints: [
          { name: "whole", of: (p) => sum(p.shares), equals: 1, linear: true },
          { name: "range", of: (p) => mul(p.scale, p.shares), atLeast: 0.1, atMost: tensor([0.5, 0.9, 0.9]) },
        ],
      },
    );
    expect(success).toBe(true);
    expect(violation).toBeLessThanOrEqual(1e-8);
    expect(params.label).toBe("a");
    expect(sum(params.shares).item()).toBeCloseTo(1, 7);
    expect(constraints.map(({ name }) => name)).toEqual(["whole", "range"]);
    expect(constraints[1].value.shape).toEqual([3]);
    expect(Math.max(...constraints[1].value.data)).toBeLessThanOrEqual(0.9 + 1e-6);
  });

  it("takes a ParamSet, with constraints on the values of its tags", () => {
    const model = { a: param(1, { constraint: positive() }), b: param(2) };
    const { success, constraints } = minimize(
      () => add(square(sub(model.a, 3)), square(sub(model.b, 4))),
      paramsOf(model),
      { method, constraints: [{ of: () => add(model.a, model.b), atMost: 5 }] },
    );
    expect(success).toBe(true);
    expect(model.a.value).toBeCloseTo(2, 5);
    expect(model.b.value).toBeCloseTo(3, 5);
    expect(constraints[0].multiplier.item()).toBeCloseTo(-2, 4);
  });

  it.each([1, 1e9, 1e-9])("names the constraint that cannot be satisfied, in units of %d", (k) => {
    const { success, status, message, violation } = minimize(distanceTo([3, 4]), tensor([0.5, 0.2]), {
      method,
      constraints: [
        { name: "inside", of: (x) => mul(k, sum(square(x))), atMost: k },
        { name: "right of 2", of: first, atLeast: 2 },
      ],
    });
    expect(success).toBe(false);
    expect(status).toBe("infeasible");
    expect(message).toMatch(/"inside"|"right of 2"/);
    expect(violation).toBeGreaterThan(0.1);
  });

  it("never evaluates outside of closed bounds, at which the minimum may be", () => {
    let outside = 0;
    const { params, success } = minimize(
      (x) => {
        outside += any(less(x, 0)).item();
        return add(sum(sqrt(add(x, 1e-3))), sum(x));
      },
      tensor([0.5, 2]),
      { method, bounds: { lower: 0, upper: 4 }, constraints: [{ of: (x) => sum(x), atLeast: 1 }] },
    );
    expect(outside).toBe(0);
    expect(success).toBe(true);
    expect(Math.min(...params.data)).toBe(0);
    expect(sum(params).item()).toBeCloseTo(1, 6);
  });

  it("copes with a bound and constraints that say the same, twice", () => {
    const { params, success } = minimize(distanceTo([-1, 2]), tensor([1, 1]), {
      method,
      bounds: { lower: 0 },
      constraints: [
        { of: first, atLeast: 0 },
        { of: (x) => mul(1e6, first(x)), atLeast: 0 },
        { of: (x) => sum(x), equals: 1 },
        { of: (x) => mul(-2, sum(x)), equals: -2 },
      ],
    });
    expect(success).toBe(true);
    expect([...params.data].map((x) => x.toFixed(5))).toEqual(["0.00000", "1.00000"]);
  });

  it("resumes to the same result bit for bit", () => {
    const problem = (x: Tensor): Tensor => add(sum(exp(x)), sum(square(square(x))));
    const options = { method, constraints: [{ of: (x: Tensor) => prod(x), atLeast: 2 }] };
    const whole = minimize(problem, tensor([1, 3]), options);
    let saved: string | undefined;
    for (const { iteration, state } of minimizeSteps(problem, tensor([1, 3]), options)) {
      if (iteration === 3) saved = JSON.stringify(state);
    }
    const resumed = minimize(problem, tensor([1, 3]), {
      ...options,
      resume: JSON.parse(saved as string) as MinimizeState,
    });
    expect([...resumed.params.data]).toEqual([...whole.params.data]);
    expect(resumed.evaluations).toBe(whole.evaluations);
    expect([...resumed.constraints[0].multiplier.data]).toEqual([...whole.constraints[0].multiplier.data]);
  });

  it("shortens steps to the domain of objective and constraints", () => {
    const { success, value } = minimize((x) => sub(sum(x), sum(log(x))), tensor([5, 5]), {
      method,
      constraints: [{ of: (x) => sum(log(sub(x, 0.5))), equals: 0 }],
    });
    expect(success).toBe(true);
    expect(Number.isFinite(value)).toBe(true);
  });

  it("says in which constraint a NaN at the start is", () => {
    const { status, message } = minimize(distanceTo([1, 1]), tensor([-1, 1]), {
      method,
      constraints: [{ name: "logs", of: (x) => log(x), atLeast: 0 }],
    });
    expect(status).toBe("nonFinite");
    expect(message).toContain('"logs"');
    expect(message).toContain("log");
  });

  it.each([1, 1e-9, 1e9])(
    "leaves a saddle at which symmetry keeps the gradient from leading away, in units of %d",
    (unit) => {
      const [x, y] = [(p: Tensor) => div(slice(p, [0], [1]), unit), (p: Tensor) => div(slice(p, [1], [2]), unit)];
      const { success, value, violation, params } = minimize(
        (p) => sum(sub(square(x(p)), square(y(p)))),
        tensor([unit, 0]),
        { method, constraints: [{ of: (p) => add(square(x(p)), square(y(p))), atMost: 4 }] },
      );
      expect(success).toBe(true);
      expect(value).toBeCloseTo(-4, 6);
      expect(violation).toBeLessThanOrEqual(1e-8);
      expect(Math.abs(params.data[1] / unit)).toBeCloseTo(2, 6);
    },
  );

  it("works without constraints, and where the objective is constant", () => {
    expect(minimize(distanceTo([1, 2]), tensor([5, 5]), { method }).value).toBeLessThan(1e-10);
    expect(minimize((x) => mul(0, sum(x)), tensor([3, 0.5]), { method }).status).toBe("constant");
    const feasible = minimize(() => tensor(7), tensor([3, 0.5]), {
      method,
      constraints: [{ of: (x) => sum(square(x)), equals: 1 }],
    });
    expect(feasible.success).toBe(true);
    expect(feasible.violation).toBeLessThanOrEqual(1e-8);
  });

  it("keeps the evaluation limit, stops when told to, and reports history", () => {
    const options = { method, constraints: [{ of: (x: Tensor) => prod(x), atLeast: 2 }] };
    const limited = minimize(distanceTo([9, -9]), tensor([1, 3]), { ...options, maxEvaluations: 4 });
    expect(limited.evaluations).toBeLessThanOrEqual(4);
    expect(limited.status).toBe("maxEvaluations");
    const stopped = minimize(distanceTo([9, -9]), tensor([1, 3]), {
      ...options,
      history: true,
      onIteration: ({ iteration }) => iteration < 2,
    });
    expect(stopped.status).toBe("stopped");
    expect(stopped.history.map(({ iteration }) => iteration)).toEqual([0, 1, 2]);
  });

  it.each([1e-3, 1e-12])("reports violations, and holds limits to %d of their size", (feasibilityTolerance) => {
    const violations: number[] = [];
    const { success, violation, history } = minimize(distanceTo([2, 3]), tensor([1, 1]), {
      method,
      feasibilityTolerance,
      constraints: [{ of: (x) => mul(1e6, sum(square(x))), equals: 1e6 }],
      history: true,
      onIteration: (progress) => violations.push(progress.violation),
    });
    expect(success).toBe(true);
    expect(violation).toBeLessThanOrEqual(feasibilityTolerance);
    expect(violations).toEqual(history.slice(1).map((entry) => entry.violation));
    expect(violations.at(-1)).toBeCloseTo(violation, 12);
    // At the start the sum is twice what it should be.
    expect(history[0].violation).toBeGreaterThan(0.1);
    const loose = minimize(distanceTo([2, 3]), tensor([1, 1]), {
      method,
      feasibilityTolerance: 1e-2,
      constraints: [{ of: (x) => sum(square(x)), equals: 1 }],
    });
    expect(loose.evaluations).toBeLessThanOrEqual(history.at(-1)?.evaluations as number);
  });

  it("refuses a function that is said to be linear and is not", () => {
    const curved = { name: "curved", of: (x: Tensor) => sum(square(x)), atMost: 1, linear: true };
    expect(() => minimize(distanceTo([3, 4]), tensor([0.1, 0.2]), { method, constraints: [curved] })).toThrow(
      /"curved" is said to be linear/,
    );
  });
});

describe("constraints", () => {
  const f = (x: Tensor): Tensor => sum(square(x));
  const start = tensor([1, 2]);
  const attempt = (constraints: unknown) => () => minimize(f, start, { constraints: constraints as never });

  it("are what feasibilityTolerance is for", () => {
    expect(() => minimize(distanceTo([1]), tensor([0]), { feasibilityTolerance: 1e-3 })).toThrow(/there are none/);
    const constraints = [{ of: first, atLeast: 0 }];
    expect(() => minimize(distanceTo([1]), tensor([0]), { constraints, feasibilityTolerance: 0 })).toThrow(
      /feasibilityTolerance must be a number > 0/,
    );
  });

  it("choose sqp by default", () => {
    expect(minimize(f, start, { constraints: [{ of: (x) => sum(x), equals: 1 }] }).value).toBeCloseTo(0.5, 8);
  });

  it("are refused by methods that do not support them", () => {
    const constraints = [{ of: (x: Tensor) => sum(x), equals: 1 }];
    expect(() => minimize(f, start, { method: "bfgs", constraints })).toThrow(/"sqp" and "auglag" do/);
  });

  it.each([
    ["an object", { of: f, equals: 1 }, /must be an array/],
    ["no function", [{ equals: 1 }], /no function "of"/],
    ["no limit", [{ of: f }], /no limit/],
    ["two kinds of limits", [{ of: f, equals: 1, atLeast: 0 }], /equals and another limit/],
    ["limits the wrong way round", [{ of: f, atLeast: 2, atMost: 1 }], /atLeast 2 above atMost 1/],
    ["NaN", [{ of: f, atLeast: Number.NaN }], /must be a number/],
    ["a limit of another shape", [{ of: f, atLeast: tensor([1, 2]) }], /shape/],
    ["SciPy's dictionaries", [{ type: "ineq", fun: f }], /atLeast: 0/],
    ["SciPy's LinearConstraint", [{ A: [[1, 2]], lb: 0, ub: 1 }], /matvec/],
    ["an unknown key", [{ of: f, equal: 1 }], /equals/],
  ])("%s: refused with the remedy", (_, constraints, message) => {
    expect(attempt(constraints)).toThrow(message);
  });

  it("give quotients of the same problem the same multipliers in any units", () => {
    const run = (k: number) =>
      minimize((x) => mul(1e15, distanceTo([3, 4])(x)), tensor([1, 1]), {
        constraints: [{ of: (x) => div(sum(square(x)), k), atMost: 1 / k }],
      });
    const [one, other] = [run(1), run(1e9)].map(({ constraints }) => constraints[0].multiplier.item());
    expect(other / one / 1e9).toBeCloseTo(1, 6);
  });
});
