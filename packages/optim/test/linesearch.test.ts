import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineSearch } from "../src/minimize/methods/linesearch.ts";
import type { Slope } from "../src/minimize/methods/trialinterval.ts";

type Curve = (t: number) => readonly [value: number, slope: number];

function search(curve: Curve, first: number, options: Parameters<typeof lineSearch>[3] = {}) {
  const steps: number[] = [];
  const phi = (step: number): Slope => {
    steps.push(step);
    const [value, slope] = curve(step);
    return { step, value, slope };
  };
  const zero = phi(0);
  steps.length = 0;
  return { zero, steps, found: lineSearch(phi, zero, first, options) };
}

const { sqrt } = Math;

/** The six test functions of Moré & Thuente (1994), section 5. */
const beta = 2;
const rational: Curve = (t) => [-t / (t * t + beta), (t * t - beta) / (t * t + beta) ** 2];
const quintic: Curve = (t) => [(t + 0.004) ** 5 - 2 * (t + 0.004) ** 4, 5 * (t + 0.004) ** 4 - 8 * (t + 0.004) ** 3];
const wavy: Curve = (t) => {
  const [b, l] = [0.01, 39];
  const phase = (l * Math.PI * t) / 2;
  const ripple = (2 * (1 - b)) / (l * Math.PI);
  const base: readonly [number, number] =
    t <= 1 - b ? [1 - t, -1] : t >= 1 + b ? [t - 1, 1] : [(t - 1) ** 2 / (2 * b) + b / 2, (t - 1) / b];
  return [base[0] + ripple * Math.sin(phase), base[1] + (1 - b) * Math.cos(phase)];
};
const yanai = (b1: number, b2: number): Curve => {
  const gamma = (b: number): number => sqrt(1 + b * b) - b;
  const [c1, c2] = [gamma(b1), gamma(b2)];
  return (t) => {
    const [r1, r2] = [sqrt((1 - t) ** 2 + b2 * b2), sqrt(t * t + b1 * b1)];
    return [c1 * r1 + c2 * r2, (-c1 * (1 - t)) / r1 + (c2 * t) / r2];
  };
};

/** The paper's tables: μ, η, and the trials that its implementation needs from 10⁻³, 10⁻¹, 10, 10³. */
const tables: readonly [name: string, curve: Curve, mu: number, eta: number, trials: readonly number[]][] = [
  ["-t/(t² + 2)", rational, 1e-3, 0.1, [6, 3, 1, 4]],
  ["a quintic", quintic, 0.1, 0.1, [12, 8, 8, 11]],
  ["a rippled valley", wavy, 0.1, 0.1, [12, 12, 10, 13]],
  ["Yanai, β = 0.001, 0.001", yanai(0.001, 0.001), 1e-3, 1e-3, [4, 1, 3, 4]],
  ["Yanai, β = 0.01, 0.001", yanai(0.01, 0.001), 1e-3, 1e-3, [6, 3, 7, 8]],
  ["Yanai, β = 0.001, 0.01", yanai(0.001, 0.01), 1e-3, 1e-3, [13, 11, 8, 11]],
];

describe("lineSearch", () => {
  it.each(tables)("finds a strong Wolfe step in as many trials as Moré & Thuente: %s", (_, curve, mu, eta, trials) => {
    const counts = [1e-3, 1e-1, 1e1, 1e3].map((first) => {
      const { zero, steps, found } = search(curve, first, { decrease: mu, curvature: eta, precision: 1e-15 });
      expect(found).toBeDefined();
      const { step, value, slope } = found as Slope;
      expect(value).toBeLessThanOrEqual(zero.value + mu * step * zero.slope);
      expect(Math.abs(slope)).toBeLessThanOrEqual(eta * Math.abs(zero.slope));
      return steps.length;
    });
    expect(counts).toEqual(trials);
  });

  it("accepts the first step where it is acceptable", () => {
    const { steps, found } = search((t) => [(t - 1) ** 2, 2 * (t - 1)], 1);
    expect(steps).toEqual([1]);
    expect(found?.value).toBe(0);
  });

  it("comes back from where the function is not finite", () => {
    for (const outside of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const curve: Curve = (t) =>
        t < 0.3 ? [-Math.log(1 + t) - Math.log(0.3 - t), 1 / (0.3 - t) - 1 / (1 + t)] : [outside, outside];
      const steep: Curve = (t) => (t < 0.3 ? [-t, -1] : [outside, outside]);
      expect(search(curve, 1).found).toBeUndefined(); // uphill from the start
      const { found, steps } = search(steep, 1);
      expect(found?.step).toBeGreaterThan(0.05);
      expect(found?.step).toBeLessThan(0.3);
      expect(steps.length).toBeLessThanOrEqual(20);
    }
  });

  it("finds a barrier's minimum from beyond the barrier", () => {
    const curve: Curve = (t) => (t < 1 ? [-t - 0.01 * Math.log(1 - t), -1 + 0.01 / (1 - t)] : [Number.NaN, Number.NaN]);
    const { zero, found, steps } = search(curve, 50, { curvature: 0.1, precision: 1e-6 });
    expect(Math.abs(found?.slope as number)).toBeLessThanOrEqual(0.1 * -zero.slope);
    expect(steps.length).toBeLessThan(15);
  });

  it("keeps to its bounds", () => {
    const { found, steps } = search((t) => [-t, -1], 1, { max: 7 });
    expect(found?.step).toBe(7);
    expect(Math.max(...steps)).toBe(7);
    expect(
      search((t) => [(t - 1) ** 2, 2 * (t - 1)], 0.01, { min: 0.9, curvature: 0.2 }).found?.step,
    ).toBeGreaterThanOrEqual(0.9);
  });

  it("gives up where there is no decrease, in as many trials as allowed", () => {
    const { found, steps } = search((t) => [t, -1], 1, { trials: 9 });
    expect(found).toBeUndefined();
    expect(steps.length).toBeLessThanOrEqual(9);
    expect(search((t) => [t === 0 ? 0 : Number.NaN, -1], 1).found).toBeUndefined();
  });

  it("finds a strong Wolfe step of any smooth valley, and calls for no step twice", () => {
    const number = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(number, number, fc.double({ min: -6, max: 6, noNaN: true }), (width, at, magnitude) => {
        const curve: Curve = (t) => {
          const r = sqrt(1 + ((t - at) / width) ** 2);
          return [r + Math.cos(t) / 1000, (t - at) / (width * width * r) - Math.sin(t) / 1000];
        };
        const { zero, found, steps } = search(curve, 10 ** magnitude, { curvature: 0.5, trials: 60, precision: 0 });
        fc.pre(zero.slope < -0.01 / width);
        expect(found).toBeDefined();
        const { step, value, slope } = found as Slope;
        expect(value).toBeLessThanOrEqual(zero.value + 1e-3 * step * zero.slope);
        expect(Math.abs(slope)).toBeLessThanOrEqual(0.5 * -zero.slope);
        expect(new Set(steps).size).toBe(steps.length);
      }),
    );
  });
});
