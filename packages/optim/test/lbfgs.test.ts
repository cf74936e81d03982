import { describe, expect, it } from "vitest";
import { iterationLoop, type LoopEnd } from "../src/minimize/iterationloop.ts";
import type { IterationOptions } from "../src/minimize/iterationoptions.ts";
import { limitedBfgs as lbfgs } from "../src/minimize/methods/lbfgs.ts";
import { type Objective, Problem } from "../src/minimize/problem.ts";
import { maxAbs } from "../src/spaces/vector.ts";
import { problems } from "./problems.ts";

const startAt = (x: readonly number[]) => ({ size: x.length, start: () => Float64Array.from(x) });

function minimum(
  objective: Objective,
  start: readonly number[],
  options: IterationOptions = {},
): LoopEnd & { problem: Problem } {
  const problem = new Problem(objective);
  const steps = iterationLoop(problem, startAt(start), lbfgs, { history: true, ...options });
  for (;;) {
    const step = steps.next();
    if (step.done) return { ...step.value, problem };
  }
}

describe("lbfgs", () => {
  it.each(problems)("needs about as many evaluations as SciPy: $name, $scipy", ({ objective, start, scipy }) => {
    const { point, outcome, problem, iterations, history } = minimum(objective, start, { tolerance: 1e-5 });
    expect(outcome.status).toBe("converged");
    expect(maxAbs(point.gradient)).toBeLessThanOrEqual(1e-5);
    expect(point.value).toBeLessThan(1e-7);
    expect(problem.evaluations).toBeLessThanOrEqual(scipy + 1);
    expect(history.map(({ iteration }) => iteration)).toEqual(Array.from({ length: iterations + 1 }, (_, i) => i));
  });

  it.each(problems)("reaches a minimum with the default criteria: $name", ({ name, objective, start, scipy }) => {
    const { point, outcome, problem } = minimum(objective, start);
    expect(outcome.status).toBe("converged");
    expect(point.value).toBeLessThan(1e-7);
    // Next to a singular Hessian a gradient of 1e-5 leaves more to gain than our criteria do.
    const further = name === "Powell's singular function" ? 5 : 1;
    expect(problem.evaluations).toBeLessThanOrEqual(scipy + further);
  });

  it.each(problems)("goes as far as floating point allows: $name", ({ objective, start }) => {
    const { point, outcome } = minimum(objective, start, { tolerance: 1e-10 });
    expect(outcome.status).toBe("converged");
    expect(maxAbs(point.gradient)).toBeLessThanOrEqual(1e-10);
  });

  it("stops where the value no longer falls, though a smaller gradient was asked for", () => {
    // Next to 1e6 the last digits of the bowl are lost.
    const bowl: Objective = (x) => ({
      value: 1e6 + x[0] ** 2 / 2 + Math.cosh(x[1]),
      gradient: Float64Array.of(x[0], Math.sinh(x[1])),
    });
    const { outcome, point } = minimum(bowl, [3, 2], { tolerance: 1e-300 });
    expect(outcome.status).toBe("converged");
    expect(maxAbs(point.gradient)).toBeLessThan(1e-4);
  });

  it("knows the limit of a value that is given to ten digits only", () => {
    const { objective, start } = problems[0];
    const coarse: Objective = (x) => {
      const { value, gradient } = objective(x);
      return { value: Math.round(value * 1e10) / 1e10, gradient };
    };
    const { outcome, point } = minimum(coarse, start, { tolerance: 1e-12 });
    expect(outcome).toMatchObject({ status: "precision", message: expect.stringContaining("rounding") });
    expect(point.value).toBeLessThan(1e-9);
  });

  it("drops its memory where a search fails, and goes on from there", () => {
    const { objective, start } = problems[0];
    const evaluate = (broken: number): ReturnType<typeof minimum> => {
      let count = 0;
      return minimum((x) => {
        count++;
        return count > 15 && count <= 15 + broken ? { value: Number.NaN, gradient: x } : objective(x);
      }, start);
    };
    expect(evaluate(20)).toMatchObject({ outcome: { status: "converged" } });
    expect(evaluate(20).point.value).toBeLessThan(1e-9);
    // Neither the model, nor steepest descent, nor that in the sizes of the variables gets beyond a hundred.
    expect(evaluate(100).outcome.status).toBe("lineSearch");
  });

  it("needs fewer iterations the more it remembers", () => {
    const { objective, start } = problems[6];
    const [few, many] = [2, 20].map((memory) => minimum(objective, start, { memory }).iterations);
    expect(many).toBeLessThan(few);
  });

  it("does nothing at a minimum", () => {
    const { point, outcome, iterations, problem } = minimum(problems[0].objective, [1, 1]);
    expect([...point.x]).toEqual([1, 1]);
    expect(iterations).toBe(0);
    expect(problem.evaluations).toBe(1);
    expect(outcome.status).toBe("converged");
  });

  it("steps back from where the objective is not finite or a matrix not positive definite", () => {
    class NotPositiveDefiniteError extends Error {
      override name = "NotPositiveDefiniteError";
    }
    // x - log x, whose minimum is at 1; outside, each of the ways to fail.
    for (const fail of [
      () => Number.NaN,
      () => Number.POSITIVE_INFINITY,
      () => Number.NEGATIVE_INFINITY,
      () => {
        throw new NotPositiveDefiniteError("pivot 3");
      },
    ]) {
      let failures = 0;
      const objective: Objective = ([x]) => {
        if (x > 0) return { value: x - Math.log(x), gradient: Float64Array.of(1 - 1 / x) };
        failures++;
        return { value: fail(), gradient: Float64Array.of(1) };
      };
      const { point, outcome } = minimum(objective, [0.9]);
      expect(outcome.status).toBe("converged");
      expect(point.x[0]).toBeCloseTo(1, 4);
      const far = minimum(objective, [30]);
      expect(far.outcome.status).toBe("converged");
      expect(far.point.x[0]).toBeCloseTo(1, 4);
      expect(failures).toBeGreaterThan(0);
    }
  });

  it("lets other errors pass, and every error at the start", () => {
    const failing = (name: string, from: number): Objective => {
      let count = 0;
      return (x) => {
        if (++count >= from) throw Object.assign(new Error("broken"), { name });
        return { value: x[0] ** 2, gradient: Float64Array.of(2 * x[0]) };
      };
    };
    expect(() => minimum(failing("NotPositiveDefiniteError", 1), [1])).toThrowError("broken");
    expect(() => minimum(failing("ShapeError", 2), [1])).toThrowError("broken");
  });

  it("says that the start is not finite", () => {
    const { outcome, iterations } = minimum(() => ({ value: Number.NaN, gradient: Float64Array.of(1) }), [1]);
    expect(outcome.status).toBe("nonFinite");
    expect(iterations).toBe(0);
    const inGradient = minimum(() => ({ value: 1, gradient: Float64Array.of(Number.NaN) }), [1]);
    expect(inGradient.outcome.status).toBe("nonFinite");
  });

  it("finds a wrong gradient out, and returns the best point", () => {
    const wrong: Objective = ([x]) => ({ value: x * x, gradient: Float64Array.of(-2 * x) });
    const { outcome, point } = minimum(wrong, [1]);
    expect(outcome).toMatchObject({ status: "lineSearch", message: expect.stringContaining("checkGrads") });
    expect(point.value).toBe(1);
  });

  it("stops when told: iterations, signal, answer", () => {
    const { objective, start } = problems[0];
    const cut = minimum(objective, start, { maxIterations: 3 });
    expect(cut).toMatchObject({ iterations: 3, outcome: { status: "maxIterations" } });
    expect(cut.history).toHaveLength(4);
    expect(minimum(objective, start, { maxIterations: 0 })).toMatchObject({
      iterations: 0,
      point: { value: cut.history[0].value },
    });
    expect(minimum(objective, start, { history: false }).history).toEqual([]);

    const controller = new AbortController();
    const steps = iterationLoop(new Problem(objective), startAt(start), lbfgs, { signal: controller.signal });
    steps.next();
    controller.abort();
    expect(steps.next().value).toMatchObject({ iterations: 1, outcome: { status: "aborted" } });

    const told = iterationLoop(new Problem(objective), startAt(start), lbfgs, {});
    told.next();
    told.next(true);
    expect(told.next(false).value).toMatchObject({ iterations: 2, outcome: { status: "stopped" } });
  });

  it("counts convergence in the very last iteration allowed as convergence", () => {
    const { objective, start } = problems[2];
    const free = minimum(objective, start);
    const exact = minimum(objective, start, { maxIterations: free.iterations });
    expect(exact.outcome).toEqual(free.outcome);
  });
});
