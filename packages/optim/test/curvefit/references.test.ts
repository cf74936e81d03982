/*
 * Errors, bands, leverage, criteria and intervals beside those of R's nls and lm and of SciPy's curve_fit (references.r, references.py).
 */
import { readFileSync } from "node:fs";
import { type Tensor, tensor } from "@wengert/array";
import type { Value } from "@wengert/core";
import { add, div, exp, mul, neg, sub } from "@wengert/ops";
import { describe, expect, it } from "vitest";
import { studentQuantile } from "../../src/curvefit/quantiles.ts";
import { type CurveFitOptions, curveFit, leastSquares } from "../../src/index.ts";

type Numbers = readonly number[];
type Names =
  | ("x" | "y" | "at" | "start" | "weights" | "new_weights" | "params" | "errors" | "covariance" | "freedom" | "raw")
  | ("chi_square" | "log_likelihood" | "aic" | "bic" | "r_squared" | "leverage" | "standardized" | "value")
  | ("standard_error" | "lower" | "profile_lower" | "profile_upper")
  | `${"confidence" | "prediction"}_${"lower" | "upper"}`;
interface References {
  readonly r: Readonly<Record<keyof typeof models | "line" | "lineWeighted", Readonly<Record<Names, number[]>>>>;
  readonly scipy: Readonly<Record<"x" | "y" | "spoilt" | "sigma", number[]>> & { readonly matrix: number[][] };
  readonly student: [level: number, freedom: number, t: number][];
  readonly normal: [level: number, z: number][];
}
const references: References = JSON.parse(readFileSync(new URL("./references.json", import.meta.url), "utf8"));

/** Relative to the largest, so that a list may pass through 0. */
function expectClose(given: Tensor | Numbers | number, right: Numbers, tolerance: number, name: string): void {
  const list = typeof given === "number" ? [given] : "data" in given ? [...given.data] : given;
  const size = Math.max(...right.map(Math.abs));
  expect(list.length, name).toBe(right.length);
  for (const [i, x] of list.entries()) expect(Math.abs(x - right[i]) / size, `${name} ${i}`).toBeLessThan(tolerance);
}

type Model = (x: Tensor, b: readonly Value[]) => Tensor;
const models: Readonly<Record<"michaelis" | "michaelisWeighted" | "growth", Model>> = {
  michaelis: (x, [V, K]) => div(mul(V, x), add(K, x)),
  michaelisWeighted: (x, [V, K]) => div(mul(V, x), add(K, x)),
  growth: (x, [A, B, L]) => add(A, mul(sub(B, A), exp(neg(mul(exp(L), x))))),
};

describe("R's nls", () => {
  it.each(["michaelis", "michaelisWeighted", "growth"] as const)("agrees on %s", (name) => {
    const r = references.r[name];
    const fit = curveFit(models[name], r.x, r.y, [...r.start], { weights: r.weights });
    // R ends where its criterion is met, here at 1e-9 of the errors.
    expectClose(fit.params, r.params, 5e-9, "parameters");
    expectClose(fit.standardErrors, r.errors, 1e-8, "errors");
    expectClose(fit.covariance, r.covariance, 1e-8, "covariance");
    expect(fit.degreesOfFreedom).toBe(r.freedom[0]);
    expectClose(fit.chiSquare, r.chi_square, 1e-11, "χ²");
    expectClose(fit.logLikelihood, r.log_likelihood, 1e-11, "log likelihood");
    expectClose(fit.aic, r.aic, 1e-11, "AIC");
    expectClose(fit.bic, r.bic, 1e-11, "BIC");
    expectClose(fit.residuals.raw, r.raw, 1e-8, "residuals");
    expectClose(fit.residuals.leverage, r.leverage, 1e-8, "leverage");
    expectClose(fit.residuals.standardized, r.standardized, 1e-8, "standardized");
    const band = fit.predict(r.at, { level: 0.9 });
    expectClose(band.value, r.value, 1e-9, "curve");
    expectClose(band.standardError, r.standard_error, 1e-8, "error of the curve");
    expectClose(band.lower, r.lower, 1e-9, "band");
    for (const [i, lower] of r.profile_lower.entries()) {
      const profile = fit.profile(`[${i}]`, { level: 0.9 });
      // R interpolates its profiles.
      expect(profile.lower / lower - 1).toBeCloseTo(0, 3);
      expect(profile.upper / r.profile_upper[i] - 1).toBeCloseTo(0, 3);
    }
  });

  it("leaves no doubt about the ends of an interval: the sum has risen by t²s²", () => {
    const { x, y, start } = references.r.growth;
    const fit = curveFit(models.growth, x, y, [...start]);
    const { lower, upper } = fit.profile("[2]", { level: 0.99 });
    const rise = studentQuantile(0.99, fit.degreesOfFreedom) ** 2 * fit.reducedChiSquare;
    for (const end of [lower, upper]) {
      const others = leastSquares(
        ([A, B]: readonly Tensor[]) => sub(models.growth(tensor(x), [A, B, end]), tensor(y)),
        start.slice(0, 2),
      );
      expect((2 * others.value - fit.chiSquare) / rise).toBeCloseTo(1, 7);
    }
  });
});

describe("R's lm", () => {
  it.each(["line", "lineWeighted"] as const)("agrees on %s", (name) => {
    const r = references.r[name];
    const fit = curveFit((x, [a, b]: readonly Value[]) => add(a, mul(b, x)), r.x, r.y, [0, 0], { weights: r.weights });
    expectClose(fit.params, r.params, 1e-11, "parameters");
    expectClose(fit.standardErrors, r.errors, 1e-11, "errors");
    expectClose(fit.rSquared, r.r_squared, 1e-12, "R²");
    expectClose(fit.logLikelihood, r.log_likelihood, 1e-12, "log likelihood");
    expectClose(fit.aic, r.aic, 1e-12, "AIC");
    expectClose(fit.bic, r.bic, 1e-12, "BIC");
    expectClose(fit.residuals.leverage, r.leverage, 1e-11, "leverage");
    expectClose(fit.residuals.standardized, r.standardized, 1e-11, "standardized");
    const confidence = fit.predict(r.at, { level: 0.99 });
    expectClose(confidence.lower, r.confidence_lower, 1e-11, "lower");
    expectClose(confidence.upper, r.confidence_upper, 1e-11, "upper");
    const sigma = r.new_weights.map((w) => 1 / Math.sqrt(w));
    const prediction = fit.predict(r.at, { interval: "prediction", level: 0.8, sigma });
    expectClose(prediction.lower, r.prediction_lower, 1e-11, "lower");
    expectClose(prediction.upper, r.prediction_upper, 1e-11, "upper");
  });
});

describe("SciPy's curve_fit", () => {
  const { x, y, spoilt, sigma, matrix, ...rest } = references.scipy;
  const fits = rest as unknown as Readonly<
    Record<string, { readonly params: number[]; readonly covariance: number[] }>
  >;
  const decay = (t: Tensor, { a, k, c }: { a: Value; k: Value; c: Value }): Tensor =>
    add(mul(a, exp(neg(mul(k, t)))), c);
  const start = { a: 1, k: 1, c: 0 };
  const bounds = { lower: 0, upper: 10 };
  const robust = (loss: "softL1" | "huber" | "cauchy") => ({ sigma, loss, lossScale: 1.5, method: "trf" as const });

  it.each<[string, number[], CurveFitOptions]>([
    ["plain", y, {}],
    ["relative", y, { sigma }],
    ["absolute", y, { sigma, absoluteSigma: true }],
    ["correlated", y, { sigma: matrix, absoluteSigma: true }],
    ["correlatedRelative", y, { sigma: matrix }],
    ["bounded", y, { sigma, bounds }],
    ["softL1", spoilt, robust("softL1")],
    ["huber", spoilt, robust("huber")],
    ["cauchy", spoilt, robust("cauchy")],
  ])("agrees: %s", (name, data, options) => {
    const fit = curveFit(decay, x, data, start, options);
    expectClose(Object.values(fit.params), fits[name].params, 1e-7, "parameters");
    expectClose(fit.covariance, fits[name].covariance, 1e-6, "covariance");
    const [a, , , , k] = fits[name].covariance;
    expect(fit.standardErrors.k).toBeCloseTo(Math.sqrt(k), 6);
    expect(fit.correlation.data[1]).toBeCloseTo(fits[name].covariance[1] / Math.sqrt(a * k), 6);
  });

  it("means weights by 1/sigma²", () => {
    const weights = sigma.map((s: number) => 1 / s ** 2);
    const [left, right] = [curveFit(decay, x, y, start, { sigma }), curveFit(decay, x, y, start, { weights })];
    expectClose(left.covariance, [...right.covariance.data], 1e-9, "covariance");
    expect(left.aic).toBeCloseTo(right.aic, 9);
  });
});

describe("quantiles", () => {
  it.each(references.student)("of Student's t: %d with %d degrees", (level, freedom, t) => {
    expect(Math.abs(studentQuantile(level, freedom) / t - 1)).toBeLessThan(2e-13);
  });

  it.each(references.normal)("of the normal distribution: %d", (level, z) => {
    expect(Math.abs(studentQuantile(level, Number.POSITIVE_INFINITY) / z - 1)).toBeLessThan(2e-13);
  });
});
