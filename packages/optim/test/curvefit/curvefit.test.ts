import { ArgumentError, ShapeError, type Tensor, tensor, WengertError } from "@wengert/array";
import type { Value } from "@wengert/core";
import { add, exp, log, mul, neg, square, sub } from "@wengert/ops";
import { bounded, freeze, param, paramsOf, positive, simplex } from "@wengert/params";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type CurveFit, curveFit, laplace, type TaggedCurveFit } from "../../src/index.ts";

const times = [0, 0.5, 1, 1.5, 2, 3, 4, 5];
const counts = [3.52, 2.18, 1.36, 1.04, 0.73, 0.62, 0.49, 0.52];
type Decay = { a: Value; k: Value; c: Value };
const decay = (t: Tensor, { a, k, c }: Decay): Tensor => add(mul(a, exp(neg(mul(k, t)))), c);
const start = { a: 1, k: 1, c: 0 };

describe("curveFit", () => {
  it("takes trees, records of predictors, and arrays of numbers", () => {
    const fit = curveFit(decay, times, counts, { ...start, note: "decay" });
    expectTypeOf(fit).toEqualTypeOf<
      CurveFit<{ a: number; k: number; c: number; note: string }, { a: number; k: number; c: number; note: null }>
    >();
    expect(fit.params.note).toBe("decay");
    expect(fit.covariance.shape).toEqual([3, 3]);
    const plane = curveFit(
      (x, p) => add(p.offset, add(mul(p.slope, x.east), mul(p.tilt, x.north))),
      { east: [0, 1, 0, 1, 2], north: tensor([0, 0, 1, 1, 3]) },
      [1, 3, 2, 4.5, 8],
      { offset: 0, slope: 0, tilt: 0 },
    );
    expect(plane.degreesOfFreedom).toBe(2);
    expect(plane.predict({ east: [2], north: [0] }).value.item()).toBeCloseTo(
      plane.params.offset + 2 * plane.params.slope,
      12,
    );
    const constant = curveFit((x, p) => add(mul(0, x), p), [1, 2, 3], [1, 3, 2], 0);
    expect(constant.params).toBeCloseTo(2, 12);
    expect(constant.standardErrors).toBeCloseTo(Math.sqrt(1 / 3), 12);
    expect(constant.rSquared).toBeCloseTo(0, 12);
    const { lower, upper } = constant.profile("parameter");
    expect((upper - 2) / constant.standardErrors).toBeCloseTo(4.302652729749464, 8);
    expect((2 - lower) / constant.standardErrors).toBeCloseTo(4.302652729749464, 8);
  });

  it("takes data of any shape", () => {
    const grid = tensor([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const line = (x: Tensor, p: { a: Value; b: Value }): Tensor => add(p.a, mul(p.b, x));
    const y = tensor([
      [1, 2.2, 2.9],
      [4.1, 5, 5.8],
    ]);
    const flat = curveFit(line, [1, 2, 3, 4, 5, 6], [...y.data], { a: 0, b: 0 });
    const fit = curveFit(line, grid, y, { a: 0, b: 0 });
    expect(fit.params.b).toBeCloseTo(flat.params.b, 12);
    expect(fit.residuals.leverage.shape).toEqual([2, 3]);
    expect([...fit.residuals.leverage.data].reduce((sum, h) => sum + h)).toBeCloseTo(2, 12);
    expect(fit.predict(grid).lower.shape).toEqual([2, 3]);
  });

  it("takes sigma and weights as Tensors: a number, one for each, a covariance", () => {
    const fit = (options: object): readonly number[] => {
      const { params, standardErrors } = curveFit(decay, times, counts, start, { absoluteSigma: true, ...options });
      return [params.a, params.k, standardErrors.a, standardErrors.k];
    };
    const each = times.map((t) => 0.05 + 0.01 * t);
    const covariance = each.map((si, i) => each.map((sj, j) => si * sj * 0.3 ** Math.abs(i - j)));
    expect(fit({ sigma: tensor(0.05) })).toEqual(fit({ sigma: 0.05 }));
    expect(fit({ sigma: tensor(each) })).toEqual(fit({ sigma: each }));
    expect(fit({ sigma: tensor(covariance) })).toEqual(fit({ sigma: covariance }));
    expect(fit({ sigma: tensor(covariance) })[2] / fit({ sigma: tensor(each) })[2]).not.toBeCloseTo(1, 2);
    expect(fit({ weights: tensor(each) })).toEqual(fit({ weights: each }));
    expect(() => fit({ sigma: tensor([1, 2]) })).toThrowError(/sigma has shape \[2\].*\[8\] or \[n, n\]/);
    expect(() => fit({ sigma: tensor(-1) })).toThrowError(/sigma must be positive, not -1/);
  });

  it("says so where all tags are frozen", () => {
    const model = { a: param(1), k: param(1), c: param(0) };
    const set = paramsOf(model);
    freeze(model);
    expect(() => curveFit((t: Tensor) => decay(t, model), times, counts, set)).toThrowError(
      /curveFit: all parameters of the set are frozen \(a, k, c\).*thaw/,
    );
    expect(() => laplace(() => square(model.a), set)).toThrowError(/laplace: all parameters of the set are frozen/);
  });

  it("is the same with tags as with a tree", () => {
    const m = { a: param(1), k: param(1), c: param(0) };
    const tree = curveFit(decay, times, counts, start);
    const fit = curveFit((t) => decay(t, m), times, counts, paramsOf(m));
    expectTypeOf(fit).toEqualTypeOf<TaggedCurveFit>();
    expect(m.k.value).toBe(tree.params.k);
    expect(fit.standardErrors.get(m.k)).toBe(tree.standardErrors.k);
    expect([...fit.covariance.data]).toEqual([...tree.covariance.data]);
    expect([...fit.standardErrors.entries()].map(([path, , error]) => [path, error])).toEqual(
      Object.entries(tree.standardErrors),
    );
    expect(fit.profile(m.k)).toEqual(fit.profile("k"));
    expect(fit.profile("k").lower).toBe(tree.profile("k").lower);
    expect(() => fit.standardErrors.get(param(1))).toThrowError(/not among those that were fitted: a, k, c/);
  });

  it("gives errors, bands and intervals of constrained tags in the space of their values", () => {
    const m = { a: param(1, { constraint: positive() }), k: param(1, { constraint: bounded(0, 9) }), c: param(0.1) };
    const tree = curveFit(decay, times, counts, start);
    const fit = curveFit((t) => decay(t, m), times, counts, paramsOf(m));
    expect(m.a.value).toBeCloseTo(tree.params.a, 8);
    for (const [i, entry] of fit.covariance.data.entries()) expect(entry).toBeCloseTo(tree.covariance.data[i], 9);
    // a = exp(raw): an error of the logarithm is relative.
    expect(fit.unconstrained.standardErrors.get(m.a)).toBeCloseTo(tree.standardErrors.a / tree.params.a, 9);
    const [left, right] = [fit.predict([6, 7]), tree.predict([6, 7])];
    for (const i of [0, 1]) expect(left.upper.data[i]).toBeCloseTo(right.upper.data[i], 8);
    for (const name of ["a", "k", "c"] as const) {
      expect(fit.profile(name).lower).toBeCloseTo(tree.profile(name).lower, 6);
      expect(fit.profile(m[name]).upper).toBeCloseTo(tree.profile(name).upper, 6);
    }
  });

  it("belongs to the fitted point, though tags move on", () => {
    const m = { a: param(1), k: param(1), c: param(0) };
    const fit = curveFit((t) => decay(t, m), times, counts, paramsOf(m));
    const before = [fit.predict([2.5]).upper.item(), fit.profile(m.k).upper, String(fit)];
    curveFit(
      (t) => decay(t, m),
      times,
      counts.map((y) => 2 * y),
      paramsOf(m),
    );
    expect([fit.predict([2.5]).upper.item(), fit.profile(m.k).upper, String(fit)]).toEqual(before);
  });

  it("leaves frozen tags out, and errors of tied ones have the shape of the value", () => {
    const shares = param(tensor([0.2, 0.3, 0.5]), { constraint: simplex() });
    const scale = param(2);
    const m = { shares, scale };
    const model = (x: Tensor): Tensor => mul(scale, add(mul(x, 0), shares));
    const set = paramsOf(m);
    freeze(scale);
    const fit = curveFit(model, [1, 2, 3], [0.5, 0.7, 0.9], set);
    expect(fit.degreesOfFreedom).toBe(1);
    expect(scale.value).toBe(2);
    expect(fit.standardErrors.get(shares).shape).toEqual([3]);
    expect(fit.covariance.shape).toEqual([3, 3]);
    // The shares sum to 1, so their errors cancel.
    expect([...fit.covariance.data].reduce((sum, c) => sum + c)).toBeCloseTo(0, 12);
    expect(() => fit.profile("shares[0]")).toThrowError(/ties it to other numbers/);
    freeze(shares);
    expect(() => curveFit(model, [1, 2, 3], [0.5, 0.7, 0.9], set)).toThrowError(/all parameters of the set are frozen/);
  });

  it("names what is not determined, and still knows the rest", () => {
    const fit = curveFit((x, p) => add(mul(add(p.a, p.b), x), p.c), [0, 1, 2, 3], [1, 3, 2, 5], { a: 1, b: 1, c: 0 });
    expect(fit.undetermined).toEqual(["a", "b"]);
    expect(fit.standardErrors.a).toBe(Number.POSITIVE_INFINITY);
    expect(fit.standardErrors.c).toBeCloseTo(Math.sqrt(0.7 * 2.7), 8);
    // The curve depends on the sum only, which is known.
    expect(fit.predict([0, 2]).standardError.data[1]).toBeCloseTo(Math.sqrt(0.3 * 2.7), 8);
    expect(fit.profile("a")).toMatchObject({ lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY });
    expect(String(fit)).toMatch(/^a .*not determined$/m);
    const other = curveFit((x, p) => add(mul(p.a, x), mul(p.b, square(x))), [0, 1], [0, 1], { a: 0, b: 0 });
    expect(other.standardErrors.a).toBe(Number.POSITIVE_INFINITY);
  });

  it("ends intervals where bounds are, and leaves them open where the sum stays low", () => {
    const bounds = { lower: { a: null, k: 1, c: null } };
    const fit = curveFit(decay, times, counts, { a: 2, k: 2, c: 0.2 }, { bounds });
    const free = curveFit(decay, times, counts, start);
    expect(fit.params.k).toBeCloseTo(free.params.k, 6);
    expect(fit.atBounds).toEqual([]);
    expect(fit.profile("k", { level: 0.9999 }).lower).toBe(1);
    const held = curveFit(
      decay,
      times,
      counts,
      { a: 2, k: 3, c: 0.2 },
      { bounds: { lower: { a: null, k: 2, c: null } } },
    );
    expect(held.atBounds).toEqual(["k"]);
    expect(String(held)).toMatch(/^k .*at a bound$/m);
    // Saturation that is hardly seen: an exponent may grow for ever.
    const step = curveFit((x, p) => mul(p.a, sub(1, exp(neg(mul(exp(p.r), x))))), [1, 2, 3, 4], [0.9, 1.1, 1.0, 0.95], {
      a: 1,
      r: 0.5,
    });
    const open = step.profile("r", { level: 0.95 });
    expect(open.upper).toBe(Number.POSITIVE_INFINITY);
    expect(open.lower).toBeGreaterThan(-2);
  });

  it("is exact where there is nothing left", () => {
    const fit = curveFit((x, p) => add(p.a, mul(p.b, x)), [0, 1], [1, 3], { a: 0, b: 0 });
    expect(fit.degreesOfFreedom).toBe(0);
    expect(fit.params.b).toBeCloseTo(2, 12);
    expect(fit.standardErrors.b).toBe(Number.POSITIVE_INFINITY);
    const known = curveFit(
      (x, p) => add(p.a, mul(p.b, x)),
      [0, 1],
      [1, 3],
      { a: 0, b: 0 },
      { sigma: 0.1, absoluteSigma: true },
    );
    expect(known.standardErrors.b).toBeCloseTo(0.1 * Math.SQRT2, 12);
    expect(known.predict([0]).upper.item()).toBeCloseTo(1 + 0.1 * 1.959963984540054, 10);
  });
});

describe("predict", () => {
  const fit = curveFit(decay, times, counts, start);

  it("adds the scatter of a new observation", () => {
    const [curve, next] = [fit.predict([1, 6]), fit.predict([1, 6], { interval: "prediction" })];
    for (const i of [0, 1]) {
      const square = curve.standardError.data[i] ** 2 + fit.reducedChiSquare;
      expect(next.standardError.data[i]).toBeCloseTo(Math.sqrt(square), 12);
    }
    expect(fit.predict([1], { level: 0.5 }).upper.item()).toBeLessThan(curve.upper.data[0]);
  });

  it("refuses what it cannot know", () => {
    expect(() => fit.predict([1], { interval: "both" as never })).toThrowError(
      /"confidence" or "prediction", not "both"/,
    );
    expect(() => fit.predict([1], { level: 95 })).toThrowError(/between 0 and 1, such as 0.95, not 95/);
    expect(() => fit.predict([1], { sigma: 1 })).toThrowError(/sigma is that of new observations/);
    expect(() => fit.predict([Number.NaN])).toThrowError(/predict: x\[0\] is NaN/);
    expect(() => fit.predict([1], { leve: 0.9 } as never)).toThrowError(/no option "leve"/);
    expect(() => fit.profile("K")).toThrowError(/no number at "K"; there is "a", "k", "c"/);
    const weighted = curveFit(decay, times, counts, start, { sigma: counts });
    expect(() => weighted.predict([1], { interval: "prediction" })).toThrowError(/give the sigma of the new ones/);
    expect(weighted.predict([1], { interval: "prediction", sigma: [2] }).upper.item()).toBeGreaterThan(
      weighted.predict([1], { interval: "prediction", sigma: 1 }).upper.item(),
    );
  });
});

describe("bad input", () => {
  const fails = (call: () => unknown): string => {
    try {
      call();
    } catch (error) {
      expect(error).toBeInstanceOf(WengertError);
      return (error as Error).message;
    }
    throw new Error("nothing was thrown");
  };

  it.each<[string, () => unknown, RegExp]>([
    ["NaN in y", () => curveFit(decay, times, counts.with(3, Number.NaN), start), /y\[3\] is NaN. Leave rows/],
    ["infinite x", () => curveFit(decay, times.with(2, 1 / 0), counts, start), /x\[2\] is Infinity/],
    ["NaN in a column", () => curveFit((x) => x.t, { t: [1, Number.NaN] }, [1, 2], 0), /x\.t\[1\] is NaN/],
    [
      "NaN in a matrix",
      () =>
        curveFit(
          (x) => x,
          [
            [1, 2],
            [3, Number.NaN],
          ],
          [1, 2],
          0,
        ),
      /x\[1, 1\] is NaN/,
    ],
    [
      "other lengths",
      () => curveFit(decay, times, counts.slice(1), start),
      /values of shape \[8\], but y has shape \[7\], for x of shape \[8\]/,
    ],
    ["a constant model", () => curveFit((_, p) => p, times, counts, 0), /values of shape \[\], but y has shape \[8\]/],
    ["few data", () => curveFit(decay, [1, 2], [1, 2], start), /2 observations cannot determine 3 parameters/],
    [
      "zero sigma",
      () => curveFit(decay, times, counts, start, { sigma: counts.with(5, 0) }),
      /sigma\[5\] is 0, but must be positive/,
    ],
    ["negative sigma", () => curveFit(decay, times, counts, start, { sigma: -1 }), /sigma must be positive, not -1/],
    [
      "short sigma",
      () => curveFit(decay, times, counts, start, { sigma: [1, 2] }),
      /sigma has shape \[2\].*\[8\] or \[n, n\]/,
    ],
    [
      "NaN in sigma",
      () => curveFit(decay, times, counts, start, { sigma: counts.with(1, Number.NaN) }),
      /sigma\[1\] is NaN/,
    ],
    [
      "zero weight",
      () => curveFit(decay, times, counts, start, { weights: counts.with(5, 0) }),
      /weights\[5\] is 0.*leave out/,
    ],
    [
      "both",
      () => curveFit(decay, times, counts, start, { sigma: 1, weights: counts }),
      /not both: weights are 1\/sigma²/,
    ],
    [
      "a skew covariance",
      () =>
        curveFit((x, p) => mul(p, x), [1, 2], [1, 2], 0, {
          sigma: [
            [1, 0.5],
            [0, 1],
          ],
        }),
      /sigma\[1, 0\] and sigma\[0, 1\] differ/,
    ],
    [
      "no covariance",
      () =>
        curveFit((x, p) => mul(p, x), [1, 2], [1, 2], 0, {
          sigma: [
            [1, 2],
            [2, 1],
          ],
        }),
      /not positive definite in row 1/,
    ],
    [
      "no data",
      () => curveFit(decay, "abc" as never, counts, start),
      /x must be a Tensor, an array of numbers or a record/,
    ],
    [
      "an option",
      () => curveFit(decay, times, counts, start, { absolute_sigma: true } as never),
      /no option "absolute_sigma".*absoluteSigma/,
    ],
    [
      "a flag",
      () => curveFit(decay, times, counts, start, { absoluteSigma: 1 as never }),
      /absoluteSigma must be true or false/,
    ],
    [
      "a method",
      () => curveFit(decay, times, counts, start, { method: "gn" as never }),
      /curveFit: there is no method "gn"/,
    ],
    [
      "a start",
      () => curveFit(decay, times, counts, { a: [1], k: new Map(), c: 0 } as never),
      /curveFit: "k" in the start/,
    ],
  ])("%s", (_, call, message) => expect(fails(call)).toMatch(message));

  it("has the class that says what kind of mistake it is", () => {
    expect(() => curveFit(decay, times, counts.slice(1), start)).toThrow(ShapeError);
    expect(() => curveFit(decay, [1, 2], [1, 2], start)).toThrow(ArgumentError);
  });

  it("that leads to NaN in the model is named with its operation", () => {
    const fit = curveFit((x, p) => log(mul(p, x)), [1, 2], [0, 1], -1);
    expect(fit.status).toBe("nonFinite");
    expect(fit.message).toMatch(/log/);
  });
});

describe("units", () => {
  const fit = (sx: number, sy: number): CurveFit<Record<"a" | "k" | "c", number>, Record<"a" | "k" | "c", number>> =>
    curveFit(
      decay,
      times.map((t) => t * sx),
      counts.map((y) => y * sy),
      { a: sy, k: 1 / sx, c: 0 },
    );
  const unit = fit(1, 1);

  it.each([
    [1e9, 1],
    [1e-9, 1],
    [1, 1e15],
    [1, 1e-15],
    [1e-9, 1e15],
    [1e9, 1e-15],
  ])("change nothing but units: x times %d, y times %d", (sx, sy) => {
    const scaled = fit(sx, sy);
    const close = (x: number, right: number, digits = 6): void => expect(x / right - 1).toBeCloseTo(0, digits);
    expect(scaled.success).toBe(true);
    close(scaled.params.k * sx, unit.params.k, 8);
    close(scaled.standardErrors.k * sx, unit.standardErrors.k, 8);
    close(scaled.standardErrors.a / sy, unit.standardErrors.a, 8);
    close(scaled.covariance.data[1] * (sx / sy), unit.covariance.data[1], 8);
    close(scaled.correlation.data[1], unit.correlation.data[1], 8);
    close(scaled.reducedChiSquare / sy / sy, unit.reducedChiSquare, 8);
    close(scaled.rSquared, unit.rSquared, 10);
    expect(scaled.aic - 16 * Math.log(sy)).toBeCloseTo(unit.aic, 6);
    expect(
      [...scaled.residuals.leverage.data].every((h, i) => Math.abs(h - unit.residuals.leverage.data[i]) < 1e-8),
    ).toBe(true);
    close(scaled.predict([2.5 * sx]).upper.item() / sy, unit.predict([2.5]).upper.item(), 8);
    close(scaled.profile("k").lower * sx, unit.profile("k").lower);
    close(scaled.profile("c").upper / sy, unit.profile("c").upper);
  });
});

describe("the report", () => {
  it("can be read", () => {
    const fit = curveFit(decay, times, counts, start);
    const text = String(fit);
    expect(text.split("\n").slice(1)).toEqual([
      "",
      "parameter  value  std. error  relative",
      "a          3.026       0.047     1.5 %",
      "k          1.207       0.043     3.6 %",
      "c          0.500       0.027     5.4 %",
      "",
      "8 observations, 3 parameters, 5 degrees of freedom",
      "χ² 0.0092350, reduced χ² 0.0018470 (the estimated variance), R² 0.998820",
      "AIC -23.411, BIC -23.093",
      "",
      "correlated",
      "k, c        0.686",
    ]);
  });

  it("is what Node prints, and no field of the result", async () => {
    const { inspect } = await import("node:util");
    const fit = curveFit(decay, times, counts, start);
    expect(inspect(fit)).toBe(String(fit));
    expect(Object.keys(fit)).not.toContain("toString");
    expect({ ...fit }.params).toEqual(fit.params);
  });

  it("shows the first 30 parameters only", () => {
    const n = 40;
    const y = Array.from({ length: n }, (_, i) => i);
    const fit = curveFit((x, w) => add(w, mul(0, x)), y, y, tensor(new Float64Array(n)));
    expect(String(fit)).toContain("… and 10 more");
  });
});
