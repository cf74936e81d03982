import { ArgumentError, type Tensor, tensor, WengertError } from "@wengert/array";
import type { Value } from "@wengert/core";
import { add, div, exp, log, mul, neg, square, sub, sum } from "@wengert/ops";
import { param, paramsOf } from "@wengert/params";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type LeastSquaresMethod, type LeastSquaresResult, leastSquares, minimize } from "../src/index.ts";
import { normalEquations, qr, triangular } from "../src/leastsquares/qr.ts";
import { certified, digits, residualOf } from "./nist.ts";

const methods: LeastSquaresMethod[] = ["lm", "trf", "dogleg"];
const starts = ["start1", "start2"] as const;

/** From where a method does not arrive: MGH09 has a valley that leads to infinity. */
const beyond = new Set(["dogleg start1 MGH09"]);

describe("certified fits", () => {
  const rows = methods.flatMap((method) =>
    starts.flatMap((start) =>
      certified.map((problem) => [`${method} ${start} ${problem.id}`, method, start, problem] as const),
    ),
  );

  it.each(rows.filter(([name]) => !beyond.has(name)))("%s", (_, method, start, problem) => {
    const residual = residualOf(problem);
    const rss = problem[start === "start1" ? "rssAtStart1" : "rssAtStart2"];
    const result = leastSquares((b: readonly Tensor[]) => residual(b), [...problem[start]], { method, history: true });
    expect(result.history[0].value).toBeCloseTo(rss / 2, -Math.log10(rss) + 10);
    expect(result.status).toBe("converged");
    for (const [i, name] of problem.params.entries()) {
      expect(digits(result.params[i], problem.refined.params[i]), name).toBeGreaterThan(9);
      expect(digits(result.standardErrors[i], problem.refined.stdDev[i]), `error of ${name}`).toBeGreaterThan(9);
    }
    expect(digits(2 * result.value, problem.refined.residualSumOfSquares)).toBeGreaterThan(
      problem.id === "Lanczos3" ? 6 : 9,
    );
  });
});

/** A decay with a background, exact but for one reading. */
const times = tensor([0, 0.5, 1, 1.5, 2, 3, 4, 5]);
const decay = (p: { a: Value; k: Value; c: Value }): Tensor => add(mul(p.a, exp(neg(mul(p.k, times)))), p.c);
const exact = decay({ a: 3, k: 1.2, c: 0.5 });
const spoilt = tensor([...exact.data].map((y, i) => (i === 2 ? y + 4 : y)));
type Decay = { a: Tensor; k: Tensor; c: Tensor };

describe.each(methods)("leastSquares by %s", (method) => {
  it("fits a tree, and a ParamSet alike", () => {
    const tree = leastSquares((p: Decay) => sub(decay(p), exact), { a: 1, k: 1, c: 0, note: "decay" }, { method });
    expectTypeOf(tree).toEqualTypeOf<
      LeastSquaresResult<
        { a: number; k: number; c: number; note: string },
        { a: number; k: number; c: number; note: null }
      >
    >();
    expect(tree.params.note).toBe("decay");
    expect(tree.params.a).toBeCloseTo(3, 10);
    expect(tree.params.k).toBeCloseTo(1.2, 10);
    expect(tree).toMatchObject({ success: true, hessianEvaluations: 0 });
    const m = { a: param(1), k: param(1), c: param(0) };
    const set = leastSquares(() => sub(decay(m), exact), paramsOf(m), { method });
    expect(m.k.value).toBe(tree.params.k);
    expect(set.iterations).toBe(tree.iterations);
    expect(set.standardErrors.get(m.k)).toBe(tree.standardErrors.k);
  });

  it("counts an outlier less with a robust loss", () => {
    const off = (loss: "linear" | "huber" | "softL1" | "cauchy"): number => {
      const { params, value, success } = leastSquares(
        (p: Decay) => sub(decay(p), spoilt),
        { a: 2, k: 1, c: 1 },
        { method, loss, lossScale: 0.1 },
      );
      expect(success).toBe(true);
      // The same minimum by minimizing the sum itself.
      const rho = {
        linear: (z: Tensor) => z,
        huber: (z: Tensor) => z,
        softL1: (z: Tensor) => mul(2, sub(exp(mul(0.5, log(add(1, z)))), 1)),
        cauchy: (z: Tensor) => log(add(1, z)),
      }[loss];
      const cost = (p: Decay): Tensor => mul(0.005, sum(rho(square(div(sub(decay(p), spoilt), 0.1)))));
      if (loss !== "huber") expect(minimize(cost, params, { tolerance: 1e-7 }).value).toBeCloseTo(value, 8);
      return Math.abs(params.k - 1.2);
    };
    const plain = off("linear");
    expect(plain).toBeGreaterThan(0.1);
    for (const loss of ["huber", "softL1", "cauchy"] as const) expect(off(loss)).toBeLessThan(plain / 4);
  });

  it("steps back from where residuals are not finite", () => {
    const { params, success } = leastSquares(
      (p: { x: Tensor }) => sub(log(p.x), tensor([1, 1.2])),
      { x: 100 },
      { method },
    );
    expect(success).toBe(true);
    expect(Math.log(params.x)).toBeCloseTo(1.1, 8);
    const lost = leastSquares((x: Tensor) => log(x), -1, { method });
    expect(lost).toMatchObject({ status: "nonFinite", success: false });
  });

  it("solves a linear problem in a step or two, with its covariance", () => {
    const x = tensor([0, 1, 2, 3]);
    const y = tensor([1, 3, 2, 5]);
    const fit = leastSquares(
      (p: { a: Tensor; b: Tensor }) => sub(add(p.a, mul(p.b, x)), y),
      { a: 0, b: 0 },
      { method },
    );
    expect(fit.params.a).toBeCloseTo(1.1, 12);
    expect(fit.params.b).toBeCloseTo(1.1, 12);
    // RSS 2.7, two degrees of freedom; (XᵀX)⁻¹ = [[14, -6], [-6, 4]]/20.
    const expected = [14, -6, -6, 4].map((entry) => (entry / 20) * 1.35);
    for (const [i, entry] of fit.covariance.data.entries()) expect(entry).toBeCloseTo(expected[i], 12);
    expect(fit.standardErrors.b).toBeCloseTo(Math.sqrt(0.27), 12);
    expect(fit.jacobian.toArray()).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    expect(fit.residual.data[1]).toBeCloseTo(-0.8, 12);
    expect(fit.iterations).toBeLessThan(8);
  });

  it("takes more parameters than residuals, and parameters that do nothing", () => {
    const under = leastSquares((x: Tensor) => sub(sum(x), 3), tensor([1, 0, 0]), { method });
    expect(under.value).toBeLessThan(1e-20);
    expect(under.covariance.data[0]).toBe(Number.POSITIVE_INFINITY);
    const idle = leastSquares(
      (p: { a: Tensor; b: Tensor }) => add(sub(p.a, tensor([1, 2, 3])), mul(0, p.b)),
      { a: 0, b: 7 },
      { method },
    );
    expect(idle.params.a).toBeCloseTo(2, 10);
    expect(idle.params.b).toBeCloseTo(7, 6);
    // The mean of three readings has a variance of its own, whatever the other parameter is.
    expect(idle.standardErrors.a).toBeCloseTo(Math.sqrt(1 / 3) * Math.SQRT2, 10);
    expect(idle.standardErrors.b).toBe(Number.POSITIVE_INFINITY);
    expect(idle.undetermined).toEqual(["b"]);
    expect(under.undetermined).toEqual(["[0]", "[1]", "[2]"]);
  });

  it("can be watched, stopped and cut short", () => {
    const f = (p: Decay): Tensor => sub(decay(p), spoilt);
    const start = { a: 1, k: 1, c: 0 };
    const seen: number[] = [];
    const told = leastSquares(f, start, {
      method,
      onIteration: ({ value, params }) => seen.push(value + 0 * params.a) < 2,
    });
    expect(told).toMatchObject({ status: "stopped", iterations: 2 });
    expect(told.value).toBe(seen[1]);
    expect(leastSquares(f, start, { method, maxIterations: 1 }).status).toBe("maxIterations");
    expect(leastSquares(f, start, { method, signal: AbortSignal.abort() }).status).toBe("aborted");
  });
});

describe("bounds of leastSquares", () => {
  const f = (p: Decay): Tensor => sub(decay(p), exact);

  it("hold, and choose the reflective method", () => {
    const bounds = { lower: { a: 0, k: 0, c: 0.8 }, upper: { a: 10, k: 10, c: 2 } };
    const { params, status } = leastSquares(f, { a: 1, k: 1, c: 0 }, { bounds });
    expect(status).toBe("converged");
    expect(params.c).toBeGreaterThanOrEqual(0.8);
    expect(params.c).toBeCloseTo(0.8, 6);
    // The best of the others with c at its bound.
    const rest = leastSquares((p: { a: Tensor; k: Tensor }) => sub(decay({ ...p, c: 0.8 }), exact), { a: 1, k: 1 });
    expect(params.k).toBeCloseTo(rest.params.k, 5);
    const free = leastSquares(f, { a: 1, k: 1, c: 0.1 }, { bounds: { lower: 0, upper: 10 } });
    expect(free.params.k).toBeCloseTo(1.2, 9);
  });

  it("are kept in every evaluation", () => {
    // Outside of its bounds the root is not a number.
    const root = (p: { x: Tensor }): Tensor => sub(exp(mul(0.5, log(p.x))), tensor([-1, -0.5]));
    const { params, status, evaluations } = leastSquares(root, { x: 4 }, { bounds: { lower: 1e-3 } });
    expect(status).toBe("converged");
    expect(params.x).toBeCloseTo(1e-3, 8);
    expect(evaluations).toBeLessThan(80);
  });

  it("are refused by other methods", () => {
    expect(() => leastSquares(f, { a: 1, k: 1, c: 0 }, { method: "lm", bounds: { lower: 0 } })).toThrowError(
      /"lm" does not support bounds/,
    );
    expect(() => leastSquares(f, { a: 1, k: 1, c: 0 }, { method: "gn" as never })).toThrowError(/no method "gn".*"lm"/);
    expect(() => leastSquares(f, { a: 1, k: 1, c: 0 }, { loss: "l1" as never })).toThrowError(ArgumentError);
    expect(() => leastSquares(f, { a: 1, k: 1, c: 0 }, { lossScale: 0 })).toThrowError(ArgumentError);
    expect(() => leastSquares(f, { a: 1, k: 1, c: 0 }, { maxIterations: -1 })).toThrowError(WengertError);
  });
});

describe("factorizations", () => {
  const random = (() => {
    let seed = 1;
    return (): number => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647 - 0.5;
    };
  })();
  const [m, n] = [40, 5];
  const jacobian = Float64Array.from({ length: m * n }, (_, i) => random() * 10 ** Math.floor(i / m));
  const residual = Float64Array.from({ length: m }, random);

  it("agree: reflections and normal equations", () => {
    const [a, b] = [qr(jacobian, residual), normalEquations(jacobian, residual)];
    const gram = ({ r, order }: { r: Float64Array; order: readonly number[] }): number[] => {
      const product = new Array<number>(n * n).fill(0);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++)
          for (let k = 0; k < n; k++) product[order[i] * n + order[j]] += r[k * n + i] * r[k * n + j];
      return product;
    };
    expect(b).toBeDefined();
    const [left, right] = [gram(a), gram(b as typeof a)];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let direct = 0;
        for (let k = 0; k < m; k++) direct += jacobian[i * m + k] * jacobian[j * m + k];
        expect(left[i * n + j] / direct).toBeCloseTo(1, 10);
        expect(right[i * n + j] / direct).toBeCloseTo(1, 10);
      }
    }
  });

  it("leaves ill-conditioned columns to the reflections", () => {
    const near = jacobian.slice();
    for (let i = 0; i < m; i++) near[i] = near[m + i] * (1 + 1e-6 * random());
    expect(normalEquations(near, residual)).toBeUndefined();
    expect(triangular(near, residual)).toEqual(qr(near, residual));
    expect(normalEquations(new Float64Array(m * n), residual)).toBeUndefined();
  });
});
