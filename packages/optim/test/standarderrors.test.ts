/*
 * Standard errors in any units, and Infinity for no other parameters than those that the data leave open.
 */
import { type Tensor, tensor } from "@wengert/array";
import { add, div, exp, mul, neg, sub, sum } from "@wengert/ops";
import { param, paramsOf } from "@wengert/params";
import { describe, expect, it } from "vitest";
import { type LeastSquaresMethod, leastSquares } from "../src/index.ts";

const methods: readonly LeastSquaresMethod[] = ["lm", "trf", "dogleg"];

describe.each(methods)("standard errors by %s", (method) => {
  it("of an Arrhenius law, with parameters 32 powers of ten apart", () => {
    const temperature = tensor([600, 650, 700, 750, 800, 850, 900, 950]);
    const rates = tensor([1.10179e6, 3.6691e6, 1.09357e7, 2.67945e7, 6.12257e7, 1.20538e8, 2.29448e8, 3.94679e8]);
    const residual = (p: { a: Tensor; energy: Tensor }): Tensor =>
      sub(mul(p.a, exp(neg(div(p.energy, mul(1.380649e-23, temperature))))), rates);
    const fit = leastSquares(residual, { a: 5e12, energy: 1.2e-19 }, { method });
    // By Gauss and Newton in 50 digits (mpmath), with the same data.
    expect(fit.params.a / 8519882122870.4126 - 1).toBeCloseTo(0, 8);
    expect(fit.params.energy / 1.3087194775429605e-19 - 1).toBeCloseTo(0, 9);
    expect(fit.standardErrors.a / 534226603776.791 - 1).toBeCloseTo(0, 7);
    expect(fit.standardErrors.energy / 8.02025237692637e-22 - 1).toBeCloseTo(0, 7);
    expect(fit.undetermined).toEqual([]);
  });

  it.each([1, 1e-16, 1e16, 1e-30, 1e30])("of a line with a slope of about %d", (unit) => {
    // y = 1.1 + 1.1 x on x = 0 … 3, whose errors are √0.945 and √0.27, see the test of linear problems.
    const x = tensor([0, 1, 2, 3].map((xi) => xi / unit));
    const residual = (p: { a: Tensor; b: Tensor }): Tensor => sub(add(p.a, mul(p.b, x)), tensor([1, 3, 2, 5]));
    const { standardErrors, params } = leastSquares(residual, { a: 0, b: 0 }, { method });
    expect(params.b / unit).toBeCloseTo(1.1, 9);
    expect(standardErrors.a).toBeCloseTo(Math.sqrt(0.945), 9);
    expect(standardErrors.b / unit).toBeCloseTo(Math.sqrt(0.27), 9);
  });

  it.each([1e-30, 1e30, 1e-100, 1e100])("of data times %d", (unit) => {
    const x = tensor([0, 1, 2, 3]);
    const y = tensor([1, 3, 2, 5].map((yi) => yi * unit));
    const residual = (p: { a: Tensor; b: Tensor }): Tensor => sub(add(p.a, mul(p.b, x)), y);
    const { standardErrors } = leastSquares(residual, { a: 0, b: 0 }, { method });
    expect(standardErrors.b / unit).toBeCloseTo(Math.sqrt(0.27), 9);
  });

  it("are infinite in the null space only, and name it", () => {
    const x = tensor([0, 1, 2, 3]);
    const tied = (p: { offset: Tensor; shift: Tensor; slope: Tensor }): Tensor =>
      sub(add(add(p.offset, mul(1e-9, p.shift)), mul(p.slope, x)), tensor([1, 3, 2, 5]));
    const fit = leastSquares(tied, { offset: 0, shift: 0, slope: 0 }, { method });
    expect(fit.undetermined).toEqual(["offset", "shift"]);
    expect(fit.standardErrors.offset).toBe(Number.POSITIVE_INFINITY);
    expect(fit.standardErrors.shift).toBe(Number.POSITIVE_INFINITY);
    // Three parameters are counted: the variance is 2.7/1.
    expect(fit.standardErrors.slope).toBeCloseTo(Math.sqrt(0.54), 8);
  });

  it("name elements of Tensors, and parameters of a set", () => {
    const w = param(tensor([1, 1, 1]));
    const scale = param(2);
    const residual = (): Tensor => sub(mul(scale, tensor([1, 2, 3, 4, 5])), tensor([1, 2, 3, 4, 6]));
    const unused = (): Tensor => mul(0, add(residual(), sum(w)));
    const fit = leastSquares(() => add(residual(), unused()), paramsOf({ scale, w }), { method });
    expect(fit.undetermined).toEqual(["w[0]", "w[1]", "w[2]"]);
  });
});
