import { type Tensor, tensor, WengertError } from "@wengert/array";
import { grad, NonScalarLossError, UnknownLeafError, type Value } from "@wengert/core";
import { add, exp, log, mul, square, sub, sum } from "@wengert/ops";
import { type Grads, type ParamSet, param, paramsOf, positive } from "@wengert/params";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { adam, type Iteration, minimize, minimizeAsync, minimizeSteps, type OptimizeResult } from "../src/index.ts";

interface Point {
  readonly x: Tensor;
  readonly y: Tensor;
}

const rosenbrock = ({ x, y }: { x: Value; y: Value }): Tensor =>
  add(square(sub(1, x)), mul(100, square(sub(y, square(x)))));

describe("minimize over trees", () => {
  it("finds the minimum of a function of a tree, which keeps its form", () => {
    const start = { y: 1, x: -1.2, note: "classic", none: null };
    const result = minimize((p: Point) => rosenbrock(p), start, { history: true });
    expect(result.params.x).toBeCloseTo(1, 6);
    expect(result.params.y).toBeCloseTo(1, 6);
    expect(Object.keys(result.params)).toEqual(["y", "x", "note", "none"]);
    expect(result.params.note).toBe("classic");
    expect(result.gradient).toMatchObject({ note: null, none: null });
    expect(Math.abs(result.gradient.x)).toBeLessThan(1e-5);
    expect(result).toMatchObject({ success: true, status: "converged" });
    expect(result.message).toMatch(/gradient's largest entry/);
    expect(result.evaluations).toBeLessThanOrEqual(46);
    expect(result.gradientEvaluations).toBe(result.evaluations);
    expect(result.history).toHaveLength(result.iterations + 1);
    expect(result.history[0]).toMatchObject({ iteration: 0, evaluations: 1 });
    expect(result.history[0].value).toBeCloseTo(24.2, 12);
    expect(start.x).toBe(-1.2);
  });

  it("handles Tensors of any shape, numbers and Tensors together, and a bare number", () => {
    const target = tensor([
      [1, 2],
      [3, 4],
    ]);
    const start = {
      m: tensor([
        [0, 0],
        [0, 0],
      ]),
      deep: [{ s: 5 }],
    };
    const { params } = minimize(
      (p: { m: Tensor; deep: { s: Tensor }[] }) => add(sum(square(sub(p.m, target))), square(sub(p.deep[0].s, 7))),
      start,
      { tolerance: 1e-10 },
    );
    expect(params.m.shape).toEqual([2, 2]);
    for (const [i, value] of [1, 2, 3, 4].entries()) expect(params.m.data[i]).toBeCloseTo(value, 9);
    expect(params.deep[0].s).toBeCloseTo(7, 9);
    expect(minimize((x) => square(sub(x, 3)), 0).params).toBeCloseTo(3, 6);
  });

  it("has the types of its start", () => {
    const result = minimize((p: { a: Tensor; t: Tensor }) => add(square(p.a), sum(square(p.t))), {
      a: 1,
      t: tensor([1]),
      k: "x",
    });
    expectTypeOf(result).toEqualTypeOf<
      OptimizeResult<{ a: number; t: Tensor; k: string }, { a: number; t: Tensor; k: null }>
    >();
    // @ts-expect-error the function takes another tree
    expect(() => minimize((p: { b: Tensor }) => square(p.b), { a: 1 })).toThrow();
  });

  it("steps back from the edge of the domain", () => {
    const { params, success } = minimize((x) => sub(x, log(x)), 20);
    expect(success).toBe(true);
    expect(params).toBeCloseTo(1, 4);
  });

  it("refuses what it cannot vary or does not know", () => {
    expect(() => minimize((p: { a: Tensor }) => square(p.a), { a: new Float64Array(2) as never })).toThrowError(
      UnknownLeafError,
    );
    expect(() => minimize((p: { a: Tensor }) => square(p.a), { a: param(1) as never })).toThrowError(/"a".*paramsOf/);
    expect(() => minimize(() => 1, { a: "x" })).toThrowError(/no numbers or Tensors/);
    expect(() => minimize((x) => x, tensor([1, 2]))).toThrowError(NonScalarLossError);
    expect(() => minimize((x) => square(x), 1, { method: "newton" as never })).toThrowError(
      /no method "newton".*"lbfgs"/,
    );
    for (const options of [
      { maxIterations: -1 },
      { maxIterations: Number.NaN },
      { tolerance: -1 },
      { memory: 0 },
      { memory: 1.5 },
    ]) {
      expect(() => minimize((x) => square(x), 1, options)).toThrowError(WengertError);
    }
  });

  it("says so when an outer transformation follows the objective", () => {
    const outer = grad((a) => minimize((x) => square(sub(x, a)), 0).value);
    expect(() => outer(2)).toThrowError(/outer transformation/);
  });

  it("reports each iteration and stops when told", () => {
    const seen: Iteration<{ x: number; y: number }>[] = [];
    const result = minimize(
      (p: Point) => rosenbrock(p),
      { x: -1.2, y: 1 },
      {
        onIteration: (iteration) => {
          seen.push(iteration);
          return iteration.iteration < 4;
        },
      },
    );
    expect(seen.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4]);
    expect(result).toMatchObject({ status: "stopped", success: false, iterations: 4 });
    expect(result.params).toEqual(seen[3].params);
    expect(result.value).toBe(rosenbrock(result.params).item());
  });
});

describe("minimize over tagged parameters", () => {
  const model = (): { x: ReturnType<typeof param<number>>; deep: { y: ReturnType<typeof param<number>> } } => ({
    x: param(-1.2),
    deep: { y: param(1) },
  });

  it("ends with the parameters at the best point", () => {
    const m = model();
    const params = paramsOf(m);
    const result = minimize(() => rosenbrock({ x: m.x, y: m.deep.y }), params);
    expectTypeOf(result).toEqualTypeOf<OptimizeResult<ParamSet, Grads>>();
    expect(result.params).toBe(params);
    expect(m.x.value).toBeCloseTo(1, 6);
    expect(m.deep.y.value).toBeCloseTo(1, 6);
    expect(Math.abs(result.gradient.get(m.x))).toBeLessThan(1e-5);
    expect(result.value).toBe(rosenbrock({ x: m.x.value, y: m.deep.y.value }).item());
  });

  it("works in the unconstrained space", () => {
    const scale = param(20, { constraint: positive() });
    const { success, iterations } = minimize(() => sub(scale, log(scale)), paramsOf(scale));
    expect(success).toBe(true);
    expect(scale.value).toBeCloseTo(1, 4);
    expect(iterations).toBeGreaterThan(1);
  });

  it("writes nothing before the end", () => {
    const m = model();
    const loss = (): Tensor => rosenbrock({ x: m.x, y: m.deep.y });
    const vectors: number[][] = [];
    const onIteration = ({ params }: { params: Float64Array }): void => {
      expect([m.x.value, m.deep.y.value]).toEqual([-1.2, 1]);
      vectors.push([...params]);
    };
    minimize(loss, paramsOf(m), { maxIterations: 5, onIteration });
    expect(vectors).toHaveLength(5);
    expect([m.x.value, m.deep.y.value]).toEqual(vectors[4]);
  });

  it("writes nothing when the objective fails", () => {
    const m = model();
    let count = 0;
    const failing = (): Tensor => {
      if (++count === 4) throw new Error("broken");
      return rosenbrock({ x: m.x, y: m.deep.y });
    };
    expect(() => minimize(failing, paramsOf(m))).toThrowError("broken");
    expect([m.x.value, m.deep.y.value]).toEqual([-1.2, 1]);
  });

  it("keeps what is not in the set", () => {
    const m = { a: param(1), b: param(2), c: param(3, { trainable: false }) };
    minimize(
      () => add(add(square(m.a), square(m.b)), square(m.c)),
      paramsOf(m, (p) => p !== m.b),
    );
    expect(m.a.value).toBeCloseTo(0, 6);
    expect([m.b.value, m.c.value]).toEqual([2, 3]);
  });

  it("leaves a gradient at the end that a fresh one confirms", () => {
    const t = param(tensor([1, -2, 0.5]));
    const loss = (): Tensor => sum(sub(exp(t), mul(2, t)));
    const params = paramsOf(t);
    const { gradient } = minimize(loss, params, { maxIterations: 3 });
    const fresh = grad((x: Tensor) => sum(sub(exp(x), mul(2, x))))(t.value);
    expect(gradient.get(t).toArray()).toEqual(fresh.toArray());
  });
});

describe("minimize by a transformation", () => {
  it("takes as many steps as allowed and returns the best point", () => {
    const result = minimize(
      (p: Point) => add(square(p.x), square(p.y)),
      { x: 1, y: -2 },
      { method: adam(0.1), maxIterations: 400, history: true },
    );
    expect(result).toMatchObject({ iterations: 400, evaluations: 401, status: "maxIterations", success: false });
    const best = Math.min(...result.history.map(({ value }) => value));
    expect(result.value).toBe(best);
    expect(result.value).toBeLessThan(1e-6);
  });

  it("stops where the gradient is as small as asked", () => {
    const result = minimize((x) => square(x), 1, { method: adam(0.05), tolerance: 1e-2 });
    expect(result).toMatchObject({ status: "converged", success: true });
    expect(Math.abs(result.gradient)).toBeLessThanOrEqual(1e-2);
    expect(result.iterations).toBeLessThan(1000);
  });

  it("keeps the best point where a step leads nowhere", () => {
    const result = minimize((x) => sub(x, log(x)), 0.5, { method: adam((step) => (step < 3 ? -0.01 : 5)) });
    expect(result.status).toBe("nonFinite");
    expect(result.params).toBeGreaterThan(0);
    expect(Number.isFinite(result.value)).toBe(true);
  });

  it("moves tagged parameters", () => {
    const m = { a: param(2, { constraint: positive() }), b: param(tensor([1, 2])) };
    const { value } = minimize(() => add(square(log(m.a)), sum(square(m.b))), paramsOf(m), {
      method: adam(0.1),
      maxIterations: 500,
    });
    expect(value).toBeLessThan(1e-6);
    expect(m.a.value).toBeCloseTo(1, 2);
    expect(m.b.value.shape).toEqual([2]);
  });
});

describe("minimizeAsync and minimizeSteps", () => {
  it("gives timers a turn when 8 ms have passed, and not before", async () => {
    // A clock that only the evaluations move.
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now);
    const timers = vi.spyOn(globalThis, "setTimeout");
    const turns = async (milliseconds: number): Promise<[turns: number, evaluations: number]> => {
      timers.mockClear();
      const slow = (p: Point): Tensor => {
        now += milliseconds;
        return rosenbrock(p);
      };
      const { evaluations, status } = await minimizeAsync(slow, { x: -1.2, y: 1 });
      expect(status).toBe("converged");
      return [timers.mock.calls.length, evaluations];
    };
    try {
      const [none] = await turns(0);
      expect(none).toBe(0);
      const [some, evaluations] = await turns(1);
      expect(some).toBeGreaterThan(0);
      expect(some).toBeLessThanOrEqual(evaluations / 8);
      const { iterations } = minimize((p: Point) => rosenbrock(p), { x: -1.2, y: 1 });
      const [each] = await turns(8);
      expect(each).toBe(iterations);
    } finally {
      clock.mockRestore();
      timers.mockRestore();
    }
  });

  it("is aborted by its signal, with the best point so far", async () => {
    const m = { x: param(-1.2), y: param(1) };
    const controller = new AbortController();
    const loss = (): Tensor => rosenbrock(m);
    let now = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => {
      now += 8;
      return now;
    });
    const result = await minimizeAsync(loss, paramsOf(m), {
      signal: controller.signal,
      onIteration: ({ iteration }) => void (iteration === 5 && setTimeout(() => controller.abort())),
    });
    clock.mockRestore();
    expect(result.status).toBe("aborted");
    expect(result.iterations).toBeGreaterThanOrEqual(5);
    expect(result.value).toBe(loss().item());
    const before = minimize((x) => square(x), 3, { signal: AbortSignal.abort() });
    expect(before).toMatchObject({ status: "aborted", iterations: 0, params: 3, value: 9 });
  });

  it("rejects with what the objective throws", async () => {
    await expect(minimizeAsync(() => ({}) as never, 1)).rejects.toThrowError(NonScalarLossError);
    await expect(minimizeAsync((x) => square(x), 1, { memory: 0 })).rejects.toThrowError(WengertError);
  });

  it("iterates to the same result", () => {
    const whole = minimize((p: Point) => rosenbrock(p), { x: -1.2, y: 1 });
    const steps = minimizeSteps((p: Point) => rosenbrock(p), { x: -1.2, y: 1 });
    let last: { x: number; y: number } | undefined;
    let step = steps.next();
    for (; !step.done; step = steps.next()) last = step.value.params;
    expect(step.value).toEqual(whole);
    expect(last).toEqual(whole.params);
  });

  it("writes the best point when a loop is broken off", () => {
    const x = param(3);
    for (const { value } of minimizeSteps(() => square(sub(x, 1)), paramsOf(x))) {
      expect(x.value).toBe(3);
      if (value < 1) break;
    }
    expect((x.value - 1) ** 2).toBeLessThan(1);
  });
});
