/*
 * Scales and starts: units of parameters, first radii and simplexes, fits from several starts, and what is continued from JSON.
 */
import { type Tensor, tensor } from "@wengert/array";
import { add, exp, greater, mul, neg, sin, square, stack, sub, sum } from "@wengert/ops";
import { param, paramsOf, positive } from "@wengert/params";
import { describe, expect, it } from "vitest";
import {
  adam,
  type LeastSquaresMethod,
  leastSquares,
  type MethodName,
  type MultiStartState,
  minimize,
  multiStart,
  type StartReport,
} from "../src/index.ts";

type Point = { x: Tensor; y: Tensor };
const rosenbrock = ({ x, y }: Point): Tensor => add(square(sub(1, x)), mul(100, square(sub(y, square(x)))));
const residual = ({ x, y }: Point): Tensor => stack([sub(1, x), mul(10, sub(y, square(x)))]);
const start = { x: -1.2, y: 1 };
/** The same with y in units of 10⁻⁶. */
const uneven = ({ x, y }: Point): Tensor => rosenbrock({ x, y: mul(1e-6, y) });

const methods: readonly MethodName[] = ["lbfgs", "lbfgsb", "bfgs", "cg", "newton-cg", "trust-ncg", "nelder-mead"];
const fits: readonly LeastSquaresMethod[] = ["lm", "trf", "dogleg"];

describe("xScale of minimize", () => {
  it.each(methods)("is a change of units: %s", (method) => {
    const plain = minimize(rosenbrock, start, { method, xScale: 1, maxIterations: 5000 });
    const scaled = minimize(uneven, { x: -1.2, y: 1e6 }, { method, xScale: { x: 1, y: 1e6 }, maxIterations: 5000 });
    expect(scaled.success).toBe(true);
    expect(scaled.iterations).toBe(plain.iterations);
    expect(scaled.params.x).toBeCloseTo(plain.params.x, 9);
    expect(scaled.params.y / 1e6).toBeCloseTo(plain.params.y, 9);
    if (method !== "nelder-mead") expect(scaled.gradient.y * 1e6).toBeCloseTo(plain.gradient.y, 6);
  });

  it("holds for bounds, iterations, tags and inverse Hessians", () => {
    const bounds = { lower: null, upper: { x: 0.5, y: null } };
    const seen: number[] = [];
    const options = { bounds, xScale: { x: 1, y: 1e6 }, inverseHessian: "exact" } as const;
    const result = minimize(
      uneven,
      { x: -1.2, y: 1e6 },
      { ...options, onIteration: ({ params }) => void seen.push(params.y) },
    );
    expect(result.params.x).toBe(0.5);
    expect(result.params.y / 1e6).toBeCloseTo(0.25, 5);
    expect(seen.at(-1)).toBeCloseTo(result.params.y, -3);
    const plain = minimize(rosenbrock, start, { bounds, inverseHessian: "exact" });
    const [scaledInverse, inverse] = [result.inverseHessian, plain.inverseHessian] as [Tensor, Tensor];
    expect(scaledInverse.data[3] / 1e12 / inverse.data[3]).toBeCloseTo(1, 3);
    const m = { x: param(-1.2), y: param(1e6) };
    minimize(() => uneven(m as never), paramsOf(m), { xScale: { x: 1, y: 1e6 } });
    expect(m.y.value / 1e6).toBeCloseTo(1, 5);
  });

  it.each(["sqp", "auglag"] as const)("is a change of units with constraints: %s", (method) => {
    const limited = (unit: number, xScale: unknown) => {
      const f = ({ x, y }: Point): Tensor => rosenbrock({ x, y: mul(1 / unit, y) });
      return minimize(
        f,
        { x: -1.2, y: unit },
        {
          method,
          xScale,
          bounds: { lower: { x: null, y: -2 * unit } },
          constraints: [
            { of: ({ x, y }) => add(square(x), mul(1 / unit, y)), atMost: 2 },
            { of: ({ x }) => x, atMost: 0.9, linear: true },
          ],
        },
      );
    };
    const [plain, scaled] = [limited(1, 1), limited(1e6, { x: 1, y: 1e6 })];
    expect(plain.success && scaled.success).toBe(true);
    expect(scaled.iterations).toBe(plain.iterations);
    expect(scaled.params.x).toBeCloseTo(plain.params.x, 7);
    expect(scaled.params.y / 1e6).toBeCloseTo(plain.params.y, 7);
    // The second limit holds the point, where f = 0.01 falls by 0.2 for each unit that it is raised by.
    expect(scaled.value).toBeCloseTo(0.01, 7);
    expect(scaled.constraints[1].multiplier.item()).toBeCloseTo(-0.2, 5);
    const model = { x: param(-1.2), y: param(1e6) };
    const tagged = minimize(() => uneven(model as never), paramsOf(model), {
      method,
      xScale: { x: 1, y: 1e6 },
      constraints: [{ of: () => model.x, atMost: 0.9 }],
    });
    expect(tagged.success).toBe(true);
    expect(model.x.value).toBeCloseTo(0.9, 6);
    expect(model.y.value / 1e6).toBeCloseTo(0.81, 5);
  });

  it("may be a Tensor, like the start", () => {
    const f = (x: Tensor): Tensor => sum(square(sub(mul(x, tensor([1, 1e-6])), 1)));
    const { params } = minimize(f, tensor([3, 3e6]), { xScale: tensor([1, 1e6]) });
    expect(params.data[1] / 1e6).toBeCloseTo(1, 6);
  });

  it("is refused where it has no meaning", () => {
    expect(() => minimize(rosenbrock, start, { xScale: { x: 1, y: 0 } })).toThrowError(
      /xScale at "y" must be a positive number/,
    );
    expect(() => minimize(rosenbrock, start, { xScale: { x: 1 } })).toThrowError(
      /^minimize: xScale does not fit: y: only in the tree.* or one value for a whole branch\.$/,
    );
    expect(() => leastSquares(residual, start, { xScale: { x: 1 } })).toThrowError(
      /^leastSquares: xScale does not fit/,
    );
    expect(() => minimize(rosenbrock, start, { bounds: { upper: { z: 1 } } })).toThrowError(
      /bounds\.upper does not fit/,
    );
    expect(() => minimize(rosenbrock, start, { xScale: "jacobian" })).toThrowError(/is for leastSquares/);
    expect(() => minimize(rosenbrock, start, { xScale: 2, method: adam(0.1) })).toThrowError(/not for transformations/);
    expect(() => minimize(rosenbrock, start, { trustRadius: 1 })).toThrowError(
      /trustRadius is for the method "trust-ncg"/,
    );
    expect(() => minimize(rosenbrock, start, { simplex: [] })).toThrowError(/simplex is for the method "nelder-mead"/);
    expect(() => minimize(rosenbrock, start, { simplex: [start], method: "nelder-mead" })).toThrowError(
      /an array of 3 corners/,
    );
  });
});

describe.each(fits)("leastSquares by %s", (method) => {
  it("takes given units, which then matter", () => {
    const jacobian = leastSquares(residual, start, { method, xScale: "jacobian" });
    expect(jacobian.iterations).toBe(leastSquares(residual, start, { method }).iterations);
    const one = leastSquares(residual, start, { method, xScale: 1 });
    const other = leastSquares(residual, start, { method, xScale: { x: 1, y: 1e3 } });
    for (const fit of [one, other]) {
      expect(fit.success).toBe(true);
      expect(fit.params.y).toBeCloseTo(1, 8);
    }
    expect([one.evaluations, other.evaluations]).not.toEqual([jacobian.evaluations, jacobian.evaluations]);
    // Scales that change with the units leave everything else as it was.
    const scaled = leastSquares(
      ({ x, y }: Point) => residual({ x, y: mul(1e-6, y) }),
      { x: -1.2, y: 1e6 },
      {
        method,
        xScale: { x: 1, y: 1e6 },
      },
    );
    expect(scaled.iterations).toBe(one.iterations);
  });

  it("begins with a given radius", () => {
    const first = (trustRadius: number): number => {
      const { history } = leastSquares(residual, start, { method, trustRadius, history: true });
      return history[1].stepNorm;
    };
    expect(first(1e-3)).toBeLessThan(1e-2);
    expect(first(10)).toBeGreaterThan(first(1e-3));
    expect(() => leastSquares(residual, start, { method, trustRadius: 0 })).toThrowError(
      /trustRadius must be a number > 0/,
    );
  });

  it("continues from JSON to the same end, bit for bit", () => {
    const model = (p: { a: Tensor; k: Tensor }): Tensor =>
      sub(mul(p.a, exp(neg(mul(p.k, tensor([0, 1, 2, 3]))))), tensor([5, 3.1, 1.7, 1.2]));
    const from = { a: 1, k: 3 };
    const whole = leastSquares(model, from, { method });
    let saved = "";
    leastSquares(model, from, {
      method,
      onIteration: ({ state, iteration }) => {
        if (iteration === 3) saved = JSON.stringify(state);
        return iteration < 3;
      },
    });
    const resumed = leastSquares(model, from, { method, resume: JSON.parse(saved) });
    expect(resumed.params).toEqual(whole.params);
    expect(resumed).toMatchObject({ iterations: whole.iterations, status: whole.status, message: whole.message });
    expect(resumed.standardErrors).toEqual(whole.standardErrors);
    const other = method === "lm" ? "trf" : "lm";
    expect(() => leastSquares(model, from, { method: other, resume: JSON.parse(saved) })).toThrowError(
      new RegExp(`leastSquares: resume is a state of the method "${method}", not of "${other}"`),
    );
  });
});

describe("first simplexes and radii of minimize", () => {
  it("are those given", () => {
    const simplex = [start, { x: -1, y: 1 }, { x: -1.2, y: 1.5 }];
    const seen: Point[] = [];
    const watched = (p: Point): Tensor => {
      seen.push(p);
      return rosenbrock(p);
    };
    const { success } = minimize(watched, start, { method: "nelder-mead", simplex });
    expect(success).toBe(true);
    expect(seen.slice(2, 4).map(({ x, y }) => [x.item(), y.item()])).toEqual([
      [-1, 1],
      [-1.2, 1.5],
    ]);
    for (const [corner, message] of [
      [{ x: 0, y: Number.NaN }, /simplex\[2\] must have finite numbers/],
      [{ x: 0, y: 1 }, /simplex is flat/],
      [{ x: -1e6, y: 1 }, /simplex is flat/],
      [start, /simplex is flat/],
    ] as const) {
      const given = [start, { x: -1, y: 1 }, corner];
      expect(() => minimize(rosenbrock, start, { method: "nelder-mead", simplex: given })).toThrowError(message);
    }
    // A narrow one is not flat, whatever the units are.
    const narrow = [start, { x: -1.2 + 1e-9, y: 1 }, { x: -1.2, y: 1 + 1e9 }];
    expect(minimize(rosenbrock, start, { method: "nelder-mead", simplex: narrow }).value).toBeLessThan(24.2);
    const step = (trustRadius: number): number =>
      minimize(rosenbrock, start, { method: "trust-ncg", trustRadius, history: true }).history[1].stepNorm;
    expect(step(0.01)).toBeCloseTo(0.01 * Math.hypot(1.2, 1), 10);
    expect(step(0.1)).toBeGreaterThan(step(0.01));
  });
});

describe("multiStart of residuals", () => {
  const t = tensor([0, 0.4, 0.9, 1.3, 2, 2.6, 3.1, 3.9]);
  const y = tensor([...t.data].map((ti) => 2 * Math.sin(3 * ti + 0.5)));
  type Wave = { a: Tensor; w: Tensor; phase: Tensor };
  const misfit = (p: Wave): Tensor => sub(mul(p.a, sin(add(mul(p.w, t), p.phase))), y);
  const from = { a: 1, w: 1, phase: 0 };
  const within = { lower: { a: 0.1, w: 0.1, phase: -3 }, upper: { a: 5, w: 6, phase: 3 } };

  it.each(fits)("finds the frequency that one start misses: %s", async (method) => {
    // The start leads into a valley to infinity.
    expect(leastSquares(misfit, from, { method, maxIterations: 40 }).value).toBeGreaterThan(0.1);
    const result = await multiStart(misfit, from, { method, within, starts: 12, maxIterations: 40 });
    expect(result.value).toBeLessThan(1e-20);
    expect(Math.abs(result.params.w)).toBeCloseTo(3, 6);
    expect(result.optima.length).toBeGreaterThan(1);
  });

  it("takes bounds and robust losses, and refuses what does not fit", async () => {
    const bounded = await multiStart(misfit, from, {
      method: "trf",
      bounds: within,
      starts: 8,
      maxIterations: 40,
      loss: "huber",
      lossScale: 0.1,
    });
    expect(bounded.params.w).toBeCloseTo(3, 5);
    await expect(multiStart(misfit, from, { method: "lm", bounds: within })).rejects.toThrowError(
      /"lm" does not support bounds/,
    );
    await expect(
      multiStart(rosenbrock, start, { within: { lower: -1, upper: 1 }, loss: "huber" }),
    ).rejects.toThrowError(/loss and lossScale are for residuals/);
  });

  it("hands units, radii and simplexes to each start", async () => {
    const within = { lower: { x: -2, y: -2e6 }, upper: { x: 2, y: 2e6 } };
    const from = { x: -1.2, y: 1e6 };
    const xScale = { x: 1, y: 1e6 };
    const simplex = [from, { x: -1, y: 1e6 }, { x: -1.2, y: 1.5e6 }];
    for (const options of [
      { method: "lbfgs", xScale },
      { method: "lbfgsb", xScale, bounds: within },
      { method: "trust-ncg", xScale, trustRadius: 0.01 },
      { method: "nelder-mead", xScale, simplex },
    ] as const) {
      const { reports } = await multiStart(uneven, from, { ...options, within, starts: 3 });
      for (const { x, evaluations, gradient, status, index } of reports) {
        // At another start the simplex has the same form, which minimize must be told.
        if (index > 0 && "simplex" in options) continue;
        const alone = index === 0 ? from : await startOf(index);
        const same = minimize(uneven, alone, options);
        expect([status, evaluations]).toEqual([same.status, same.evaluations]);
        expect(x).toEqual([same.params.x, same.params.y]);
        expect(gradient).toEqual([same.gradient.x, same.gradient.y]);
      }
    }
    for (const method of fits) {
      const options = { method, xScale: { x: 1, y: 2 }, trustRadius: 0.05 } as const;
      const { reports } = await multiStart(residual, start, { ...options, within: { lower: -2, upper: 2 }, starts: 2 });
      const same = leastSquares(residual, start, options);
      expect([reports[0].x, reports[0].evaluations]).toEqual([[same.params.x, same.params.y], same.evaluations]);
      expect(reports[0].evaluations).not.toBe(leastSquares(residual, start, { method }).evaluations);
    }
    const wrong = multiStart(uneven, from, { within, trustRadius: 1 });
    await expect(wrong).rejects.toThrowError(/multiStart: trustRadius is for the method "trust-ncg"/);

    async function startOf(index: number): Promise<{ x: number; y: number }> {
      const { reports } = await multiStart(uneven, from, { within, starts: 3, method: "lbfgs", maxIterations: 0 });
      return { x: reports[index].x[0], y: reports[index].x[1] };
    }
  });

  it("takes tags", async () => {
    const m = { a: param(1, { constraint: positive() }), w: param(1, { constraint: positive() }), phase: param(0) };
    const bounds = { lower: -2, upper: 2 };
    const { value, success } = await multiStart(() => misfit(m as never), paramsOf(m), {
      method: "lm",
      within: bounds,
      starts: 12,
      maxIterations: 40,
    });
    expect(success).toBe(true);
    expect(value).toBeLessThan(1e-18);
    expect(m.w.value).toBeCloseTo(3, 6);
  });
});

describe("multiStart that is interrupted", () => {
  const options = { within: { lower: -3, upper: 3 }, starts: 6, seed: 4, maxIterations: 10 };

  it("continues from JSON, without the starts that are done", async () => {
    const whole = await multiStart(rosenbrock, start, options);
    const stop = new AbortController();
    let saved = "";
    const first: StartReport[] = [];
    const cut = await multiStart(rosenbrock, start, {
      ...options,
      signal: stop.signal,
      onStart: (report, state) => {
        first.push(report);
        saved = JSON.stringify(state);
        if (first.length === 3) stop.abort();
      },
    });
    expect(cut.status).toBe("aborted");
    expect(JSON.parse(JSON.stringify(cut.state))).toEqual(JSON.parse(saved));
    const again: StartReport[] = [];
    const resumed = await multiStart(rosenbrock, start, {
      ...options,
      resume: JSON.parse(saved) as MultiStartState,
      onStart: (report) => again.push(report),
    });
    expect(again.map(({ index }) => index)).toEqual([3, 4, 5]);
    expect(resumed.reports).toEqual(whole.reports);
    expect(resumed.params).toEqual(whole.params);
    expect(resumed.evaluations).toBe(whole.evaluations);
  });

  it("keeps what failed, in numbers that JSON cannot write", async () => {
    const broken = (p: Point): Tensor => {
      if (greater(p.x, -1).item()) throw new Error("the right side is broken");
      return rosenbrock(p);
    };
    const { state, reports } = await multiStart(broken, start, { ...options, maxIterations: 3 });
    const resume = JSON.parse(JSON.stringify(state)) as MultiStartState;
    const again = await multiStart(broken, start, { ...options, maxIterations: 3, resume });
    expect(again.reports).toEqual(reports);
    expect(reports.some(({ status, value }) => status === "failed" && value === Number.POSITIVE_INFINITY)).toBe(true);
  });

  it("refuses a state of other starts", async () => {
    const { state } = await multiStart(rosenbrock, start, { ...options, maxIterations: 2 });
    const resumed = (other: object, resume: unknown = state) =>
      multiStart(rosenbrock, start, { ...options, ...other, resume: resume as MultiStartState });
    await expect(resumed({ seed: 5 })).rejects.toThrowError(/a state with the seed 4, but this one is 5/);
    await expect(resumed({ starts: 9 })).rejects.toThrowError(/the starts 6, but this one is 9/);
    await expect(resumed({ method: "bfgs" })).rejects.toThrowError(/the method lbfgs, but this one is bfgs/);
    for (const other of [{ sampler: "uniform" }, { within: { lower: -3, upper: 2 } }])
      await expect(resumed(other)).rejects.toThrowError(/from another region or sampler/);
    await expect(resumed({}, 7)).rejects.toThrowError(/resume is 7, not a state/);
    await expect(resumed({}, { ...state, done: [{}] })).rejects.toThrowError(/changed, or cut/);
  });

  it("ends at its time limit", async () => {
    const slow = (p: Point): Tensor => {
      const until = performance.now() + 3;
      while (performance.now() < until);
      return rosenbrock(p);
    };
    const result = await multiStart(slow, start, { ...options, starts: 40, timeLimit: 60 });
    expect(result).toMatchObject({ status: "timeLimit", success: false });
    expect(result.message).toMatch(/stopped by the time limit, \d+ of 40 starts unfinished/);
    expect(result.reports.at(-1)?.status).toBe("timeLimit");
  });
});
