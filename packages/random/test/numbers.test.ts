import { describe, expect, it } from "vitest";
import { digammaOf } from "../src/draws/digamma.ts";
import { gammaSlope } from "../src/draws/gammaslope.ts";
import { generator } from "../src/index.ts";
import { exp, log } from "../src/numbers/log.ts";
import { normalQuantile } from "../src/numbers/normalquantile.ts";
import reference from "./reference.json" with { type: "json" };

const apart = (x: number, y: number): number => Math.abs(x - y) / Math.abs(y);

describe("numbers that are the same on every machine", () => {
  it("logarithms are within 2 units in the last place", () => {
    const exponents = generator(1).uniform(-300, 300, [20_000]).data;
    for (const exponent of exponents) {
      const x = 10 ** exponent;
      expect(apart(log(x), Math.log(x))).toBeLessThan(5e-16);
    }
    for (const x of [1 - 2 ** -53, 1 + 2 ** -52, 0.999, 1.001, Math.SQRT1_2, Math.SQRT2])
      expect(apart(log(x), Math.log(x))).toBeLessThan(5e-16);
    expect(log(1)).toBe(0);
  });

  it("exponentials are within 2 units in the last place, down to the least number", () => {
    for (const u of generator(2).uniform([20_000]).data) {
      const x = -700 * u ** 3;
      expect(apart(exp(x), Math.exp(x))).toBeLessThan(5e-16);
    }
    expect([exp(0), exp(-745), exp(-746), exp(-1e9), exp(-Infinity)]).toEqual([1, 2 ** -1074, 0, 0, 0]);
  });

  it.each(reference.normalQuantile)("the normal quantile of %d", (u, z) => {
    expect(Math.abs(normalQuantile(u) - z)).toBeLessThan(1e-15 * Math.max(Math.abs(z), 1e-300));
  });

  it.each(reference.digamma)("derivative %i of ψ at %d", (n, x, expected) => {
    expect(Math.abs(digammaOf(n, x) - expected)).toBeLessThanOrEqual(2e-15 * Math.max(1, Math.abs(expected)));
  });

  it.each(reference.gammaSlope)("the slope of a gamma draw with a = %d at %d", (a, z, slope) => {
    expect(apart(gammaSlope(a, z).item(), slope)).toBeLessThan(a < 1 ? 1e-15 / a : a < 1000 ? 2e-14 : 5e-13);
  });
});
