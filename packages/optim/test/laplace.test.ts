import { type Tensor, tensor, WengertError } from "@wengert/array";
import { add, div, exp, log, mul, neg, square, sub, sum } from "@wengert/ops";
import { param, paramsOf, positive } from "@wengert/params";
import { describe, expect, it } from "vitest";
import { curveFit, laplace, type MethodName, minimize, sgd } from "../src/index.ts";

const x = tensor([0, 1, 2, 3, 4]);
const y = tensor([1.1, 2.9, 5.2, 7.1, 8.8]);
/** The negative log density of a line with noise of deviation 0.5. */
const line = (p: { a: Tensor; b: Tensor }): Tensor => mul(2, sum(square(sub(add(p.a, mul(p.b, x)), y))));

describe("laplace", () => {
  it("is the covariance of a linear fit with known errors", () => {
    const { params } = minimize(line, { a: 0, b: 0 });
    const posterior = laplace(line, params);
    const fit = curveFit((t, p) => add(p.a, mul(p.b, t)), x, y, { a: 0, b: 0 }, { sigma: 0.5, absoluteSigma: true });
    for (const i of [0, 1, 2, 3]) expect(posterior.covariance.data[i]).toBeCloseTo(fit.covariance.data[i], 12);
    expect(posterior.standardErrors.b).toBeCloseTo(fit.standardErrors.b, 12);
    expect(posterior.correlation.data[1]).toBeCloseTo(fit.correlation.data[1], 12);
    // Exact for a normal distribution: ∫exp(-loss) over both parameters.
    const { value } = minimize(line, { a: 0, b: 0 });
    const [h11, h12, , h22] = [...posterior.hessian.data];
    const integral = -value + Math.log(2 * Math.PI) - Math.log(h11 * h22 - h12 ** 2) / 2;
    expect(posterior.logEvidence).toBeCloseTo(integral, 10);
    expect(posterior.decrement).toBeLessThan(1e-10);
  });

  it("carries errors of tags over to their values", () => {
    // n observations of an exponential distribution: the rate is n/Σ, its error rate/√n, that of its logarithm 1/√n.
    const data = tensor([0.3, 1.2, 0.8, 2.2, 0.5]);
    const rate = param(1, { constraint: positive() });
    const loss = (): Tensor => sub(mul(rate, sum(data)), mul(5, log(rate)));
    minimize(loss, paramsOf(rate));
    const posterior = laplace(loss, paramsOf(rate));
    expect(rate.value).toBeCloseTo(1, 6);
    expect(posterior.unconstrained.standardErrors.get(rate)).toBeCloseTo(1 / Math.sqrt(5), 6);
    expect(posterior.standardErrors.get(rate)).toBeCloseTo(rate.value / Math.sqrt(5), 6);
    expect(posterior.unconstrained.covariance.item()).toBeCloseTo(0.2, 6);
  });

  it.each([1e-9, 1, 1e9])("does not depend on units: parameters times %d", (unit) => {
    const scaled = (p: { a: Tensor; b: Tensor }): Tensor => line({ a: div(p.a, unit), b: mul(p.b, unit) });
    const posterior = laplace(scaled, { a: 1.06 * unit, b: 1.98 / unit });
    const plain = laplace(line, { a: 1.06, b: 1.98 });
    expect(posterior.standardErrors.a / unit).toBeCloseTo(plain.standardErrors.a, 10);
    expect(posterior.standardErrors.b * unit).toBeCloseTo(plain.standardErrors.b, 10);
  });

  it("says where there is no minimum", () => {
    expect(() => laplace(line, { a: 5, b: 0 })).toThrowError(/no minimum of the loss.*Minimize first/);
    const saddle = (p: { a: Tensor; b: Tensor }): Tensor => sub(square(p.a), square(p.b));
    expect(() => laplace(saddle, { a: 0, b: 0 })).toThrowError(/not positive definite: with b \(curvature -2\)/);
    const flat = (p: { a: Tensor; b: Tensor }): Tensor => square(add(p.a, p.b));
    expect(() => laplace(flat, { a: 0, b: 0 })).toThrow(WengertError);
  });
});

describe("the inverse Hessian of minimize", () => {
  const bowl = (p: { u: Tensor; v: Tensor }): Tensor =>
    add(exp(add(p.u, mul(3, p.v))), add(exp(sub(p.u, mul(3, p.v))), exp(neg(p.u))));
  const start = { u: 0.5, v: 0.3 };
  const methods: readonly MethodName[] = ["lbfgs", "lbfgsb", "bfgs", "cg", "newton-cg", "trust-ncg", "nelder-mead"];

  it.each(methods)("is exact on request: %s", (method) => {
    const { params, inverseHessian, hessianEvaluations } = minimize(bowl, start, { method, inverseHessian: "exact" });
    // At (-½ log 2, 0) the Hessian is diagonal: 2√2, 18/√2.
    expect(params.u).toBeCloseTo(-Math.log(2) / 2, 3);
    const expected = [1 / (2 * Math.SQRT2), 0, 0, Math.SQRT2 / 18];
    for (const [i, entry] of expected.entries()) expect(inverseHessian?.data[i]).toBeCloseTo(entry, 3);
    expect(inverseHessian?.shape).toEqual([2, 2]);
    expect(hessianEvaluations).toBeGreaterThanOrEqual(2);
  });

  it.each(["lbfgs", "lbfgsb", "bfgs"] as const)("is what the method has gathered: %s", (method) => {
    const { inverseHessian, hessianEvaluations } = minimize(bowl, start, { method, inverseHessian: "approximate" });
    expect(hessianEvaluations).toBe(0);
    expect(inverseHessian?.data[0]).toBeCloseTo(1 / (2 * Math.SQRT2), 1);
    expect(inverseHessian?.data[3]).toBeCloseTo(Math.SQRT2 / 18, 1);
    expect(inverseHessian?.data[1]).toBe(inverseHessian?.data[2]);
  });

  it("is absent where there is none, and unless it is asked for", () => {
    expect("inverseHessian" in minimize(bowl, start)).toBe(false);
    const flat = (p: { u: Tensor; v: Tensor }): Tensor => square(add(p.u, p.v));
    expect(minimize(flat, start, { inverseHessian: "exact" }).inverseHessian).toBeUndefined();
    const still = minimize(bowl, start, { maxIterations: 0, inverseHessian: "approximate" });
    expect(still.inverseHessian).toBeUndefined();
    for (const method of ["cg", "newton-cg", "nelder-mead", sgd(0.1)] as const) {
      expect(() => minimize(bowl, start, { method, inverseHessian: "approximate" })).toThrowError(
        /gathers no inverse Hessian/,
      );
    }
    expect(() => minimize(bowl, start, { inverseHessian: true as never })).toThrowError(
      /"approximate" or "exact", not true/,
    );
  });
});
