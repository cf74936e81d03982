/*
 * The derivative of a gamma draw is not that of how it was drawn, so finite differences of the draws say nothing about it. Here it
 * is compared with how the quantile moves.
 */
import { grad, mul, sum, type Tensor, tensor } from "@wengert/core";
import { derivative } from "@wengert/forward";
import { generator } from "@wengert/random";
import { describe, expect, it, test } from "vitest";
import rows from "./gamma.json" with { type: "json" };

describe.each(rows)("seed %i, a = %d", (seed, a, z, ...moves) => {
  test("a draw moves with its parameter as its quantile does, to third order", () => {
    let f = (a: Tensor): Tensor => generator(seed).gamma(a);
    expect(f(tensor(a)).item()).toBe(z);
    for (const move of moves) {
      const before = f;
      f = (a) => derivative(before)(a);
      expect(Math.abs(f(tensor(a)).item() / move - 1)).toBeLessThan(1e-9);
    }
  });
});

describe("both modes", () => {
  const draw = (a: Tensor): Tensor => generator(1).gamma(a, [2, 3]);
  const a = tensor([0.4, 2, 30]);

  it("agree, along a broadcast parameter", () => {
    const forward = derivative((t: Tensor) => draw(mul(t, a)))(1);
    const weights = tensor([
      [1, 2, 3],
      [-1, 0.5, 2],
    ]);
    const reverse = grad((a: Tensor) => sum(mul(weights, draw(a))))(a);
    const along = sum(mul(weights, forward)).item();
    expect(sum(mul(reverse, a)).item()).toBeCloseTo(along, 10);
  });

  it("a draw that is below the least number stays 0", () => {
    const f = (a: Tensor): Tensor => generator(1).gamma(a, [50]);
    const zeros = f(tensor(1e-4)).data.map((z) => Number(z === 0));
    const slopes = derivative(f)(1e-4).data;
    expect(zeros.some((zero) => zero === 1) && zeros.some((zero) => zero === 0)).toBe(true);
    for (const [i, zero] of zeros.entries()) expect(zero === 1 ? slopes[i] === 0 : slopes[i] > 0).toBe(true);
  });

  it("the mean of many draws moves as the mean does", () => {
    for (const a of [0.3, 2, 50]) {
      const slope = derivative((a: Tensor) => sum(mul(1 / 4000, generator(3).gamma(a, [4000]))))(a).item();
      expect(Math.abs(slope - 1)).toBeLessThan(0.1);
    }
  });
});
