/* What does not depend on x keeps derivative 0 through sequences, transforms and reductions, whatever stands around it. */
import {
  add,
  div,
  exp,
  grad,
  greater,
  jacrev,
  log,
  mul,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  where,
} from "@wengert/core";
import { hessian, jacfwd } from "@wengert/forward";
import * as ops from "@wengert/ops";
import { describe, expect, it } from "vitest";

const gradient = (f: (x: Tensor) => Tensor, x: readonly number[]): unknown =>
  grad((x: Tensor) => f(x))(tensor([...x])).toArray();

describe("derivatives of exactly 0", () => {
  it("places that were set do not depend on what stood there", () => {
    const f = (x: Tensor): Tensor => sum(log(ops.set(x, 0, 1)));
    expect(gradient((x) => sum(ops.set(log(x), 0, 1)), [0, 2])).toEqual([0, 0.5]);
    expect(gradient(f, [0, 2])).toEqual([0, 0.5]);
    expect(hessian(f)(tensor([0, 2])).toArray()).toEqual([
      [0, 0],
      [0, -0.25],
    ]);
  });

  it("of several values for one place the last one counts", () => {
    const x = tensor([1, 2, 3]);
    expect(ops.set(x, [[0, 0, -3]], tensor([7, 8, 9])).toArray()).toEqual([9, 2, 3]);
    expect(gradient((v) => sum(sqrt(ops.set(x, [[0, 0]], v))), [0, 4])).toEqual([0, 0.25]);
  });

  it("convolutions leave out what does not depend, also against ∞", () => {
    const kernel = tensor([Number.POSITIVE_INFINITY, 1]);
    // Of the first element nothing is known but that it does not depend on x.
    expect(gradient((x) => ops.take(ops.convolve(where(tensor([0, 1]), x, 3), kernel), 2), [5, 7])).toEqual([0, 1]);
    const pulled = grad((x: Tensor) => ops.take(ops.convolve(where(tensor([0, 1]), x, 0), tensor([2, 3])), 0))(
      tensor([1, 1]),
    );
    expect(pulled.toArray()).toEqual([0, 0]);
  });

  it("a transform of what does not depend does not depend", () => {
    const chosen = (x: Tensor): Tensor => where(tensor([[0], [1]]), ops.stack([log(x), square(x)]), 1);
    // In the second row x² alone; the sum of the real parts of a transform of length 2 is twice its first element.
    expect(gradient((x) => sum(ops.rfft(chosen(x)).re), [0, 2])).toEqual([0, 0]);
    expect(gradient((x) => sum(ops.fft(where(tensor([0, 0]), log(x), 1)).re), [0, 0])).toEqual([0, 0]);
  });

  it("elements that are NaN are not seen", () => {
    const x = [-1, 4, 9];
    expect(gradient((x) => ops.nanSum(sqrt(x)), x)).toEqual([0, 0.25, expect.closeTo(1 / 6, 15)]);
    expect(gradient((x) => ops.nanMean(sqrt(x)), x)).toEqual([0, 0.125, expect.closeTo(1 / 12, 15)]);
    expect(gradient((x) => ops.nanMax(sqrt(x)), x)).toEqual([0, 0, expect.closeTo(1 / 6, 15)]);
    expect(gradient((x) => ops.nanMin(sqrt(x)), x)).toEqual([0, 0.25, 0]);
  });

  it("masks hide what they fill", () => {
    expect(gradient((x) => sum(ops.maskedFill(log(x), tensor([1, 0]), 0)), [0, 2])).toEqual([0, 0.5]);
  });

  it("running maxima, quantiles and medians depend on their elements alone", () => {
    expect(gradient((x) => ops.take(ops.cummax(sqrt(x)), -1), [0, 4])).toEqual([0, 0.25]);
    expect(gradient((x) => ops.median(sqrt(x)), [0, 4, 9])).toEqual([0, 0.25, 0]);
    expect(gradient((x) => ops.quantile(sqrt(x), 0.75), [0, 4, 16])).toEqual([0, 0.125, 0.0625]);
    for (const transform of [jacfwd, jacrev]) {
      expect(transform((x: Tensor) => ops.median(sqrt(x)))(tensor([0, 4])).toArray()).toEqual([Infinity, 0.125]);
    }
    expect(gradient((x) => ops.quantile(x, 0.5), [1, Infinity, -Infinity])).toEqual([1, 0, 0]);
    expect(gradient((x) => ops.quantile(x, 0.25), [1, 2, Infinity])).toEqual([0.5, 0.5, 0]);
  });

  it("classes of probability 0 do not count, also where their score is −∞", () => {
    const targets = tensor([0, 1, 0]);
    const scores = [Number.NEGATIVE_INFINITY, 0, 0];
    expect(ops.crossEntropy(tensor(scores), targets).item()).toBeCloseTo(Math.LN2, 15);
    expect(gradient((z) => ops.crossEntropy(z, targets), scores)).toEqual([0, -0.5, 0.5]);
    expect(gradient((z) => ops.crossEntropy(z, tensor(1)), scores)).toEqual([0, -0.5, 0.5]);
  });

  it("logcumsumexp shares infinite sums as logsumexp does", () => {
    const inf = Number.POSITIVE_INFINITY;
    const points = [
      [-inf, 0, 1],
      [-inf, -inf],
      [inf, 2, inf],
      [1, inf, 0],
      [-inf, 0, -inf],
    ];
    for (const x of points) {
      for (const [k, y] of ops.logcumsumexp(tensor(x)).data.entries()) {
        const whole = ops.logsumexp(tensor(x.slice(0, k + 1))).item();
        if (Number.isFinite(whole)) expect(y).toBeCloseTo(whole, 14);
        else expect(y).toBe(whole);
      }
      const last = gradient((x) => ops.take(ops.logcumsumexp(x), -1), x) as number[];
      const whole = gradient((x) => ops.logsumexp(x), x) as number[];
      for (const [k, g] of last.entries()) expect(g).toBeCloseTo(whole[k], 14);
    }
  });

  it("interpolation depends on the two points around x, and on none beyond the ends", () => {
    const [xp, fp] = [tensor([0, 1, 2]), tensor([5, 0, 4])];
    const at = (x: number) => grad((fp: Tensor) => ops.interp(x, xp, sqrt(fp)))(fp).toArray();
    expect(at(2)).toEqual([0, 0, 0.25]);
    expect(at(7)).toEqual([0, 0, 0.25]);
    const slopes = [-1, 0, 0.5, 1, 2, 3].map((x) => grad((x: Tensor) => ops.interp(x, xp, fp))(x));
    expect(slopes).toEqual([0, -5, -5, 4, 0, 0]);
  });

  it("histograms count, which has no derivative", () => {
    const f = (x: Tensor): Tensor => add(sum(x), sum(mul(tensor([1, 2]), ops.histogram(x, { bins: 2 }).counts)));
    expect(gradient(f, [1, 2, 4])).toEqual([1, 1, 1]);
    expect(greater(ops.argsort(tensor([2, 1])), 0).toArray()).toEqual([1, 0]);
  });

  it("scales do not matter: 1e±15 of everything", () => {
    for (const unit of [1e-15, 1e15, 1e-150, 1e150]) {
      const x = tensor([3, 1, 2].map((v) => v * unit));
      expect(div(ops.median(x), unit).item()).toBeCloseTo(2, 14);
      expect(div(ops.trapezoid(x, { dx: 1 / unit }), 1).item()).toBeCloseTo(3.5, 14);
      expect(sum(sub(div(ops.ifft(ops.fft(x)).re, unit), tensor([3, 1, 2]))).item()).toBeCloseTo(0, 14);
      expect(exp(sub(ops.interp(1.5 * unit, ops.sort(x), ops.sort(x)), 1.5 * unit)).item()).toBeCloseTo(1, 14);
    }
  });
});
