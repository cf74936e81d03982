import { readFileSync } from "node:fs";
import { grad, greater, mul, type Tensor, type Value, where } from "@wengert/core";
import { derivative } from "@wengert/forward";
import * as special from "@wengert/special";
import { describe, expect, test } from "vitest";

/*
 * Rows of x and the first four derivatives there, computed with 200 digits (mpmath): near 0, on both sides of every border
 * between methods, and far out, where the textbook expressions cancel; null where they are beyond the range of
 * numbers. For logBeta rows of a, b and ∂a, ∂b, ∂a∂a, ∂a∂b, ∂b∂b.
 */
const reference = JSON.parse(readFileSync(new URL("./derivatives.json", import.meta.url), "utf8")) as Record<
  string,
  (number | null)[]
>;
type Scalar = (x: Value) => Tensor;
const functions = special as unknown as Record<string, Scalar>;
const next = (f: Scalar): Scalar => derivative(f as (x: Tensor) => Tensor) as unknown as Scalar;

/** Of several arguments, tested in realorder.test.ts and covariances.test.ts. */
const SEVERAL = new Set(["besselK", "matern", "periodic", "rationalQuadratic"]);
const names = Object.keys(special).filter((name) => !SEVERAL.has(name));

describe("derivatives of orders 1 to 4", () => {
  test.each(names.filter((name) => name !== "logBeta"))("%s", (name) => {
    const orders = [next(functions[name])];
    for (let k = 1; k < 4; k++) orders.push(next(orders[k - 1]));
    const values = reference[name];
    expect(values.length % 5).toBe(0);
    for (let i = 0; i < values.length; i += 5) {
      const x = values[i] as number;
      const exact = values.slice(i + 1, i + 5);
      const scale = 1e-16 * Math.max(...exact.map((y) => Math.abs(y ?? 0)));
      // 1/φ magnifies the rounding of the quantile by its square.
      const relative = name === "normalCdfInverse" ? 3e-14 - 3e-16 * Math.log(x) : 4e-14;
      for (const [k, f] of orders.entries()) {
        const y = exact[k];
        if (y === null) continue;
        const error = Math.abs(f(x).item() - y);
        expect(error, `order ${k + 1} at ${x}`).toBeLessThanOrEqual(relative * Math.abs(y) + scale);
      }
    }
  });
});

test("logBeta, the derivative of which is a difference that cancels", () => {
  const values = reference["logBeta"] as number[];
  for (let i = 0; i < values.length; i += 7) {
    const [a, b, ...exact] = values.slice(i, i + 7);
    const byA = (x: Value, y: Value) => next((s) => special.logBeta(s, y))(x);
    const byB = (x: Value, y: Value) => next((s) => special.logBeta(x, s))(y);
    const got = [byA(a, b), byB(a, b), next((s) => byA(s, b))(a), next((s) => byA(a, s))(b), next((s) => byB(a, s))(b)];
    for (const [k, y] of exact.entries())
      expect(Math.abs(got[k].item() - y), `${k} at ${a}, ${b}`).toBeLessThanOrEqual(1e-14 * Math.abs(y));
  }
});

describe("at the edges", () => {
  const inf = Number.POSITIVE_INFINITY;
  const rows: readonly (readonly [name: string, order: number, x: number, y: number])[] = [
    ["erf", 1, inf, 0],
    ["erf", 2, -inf, 0],
    ["erfc", 1, -inf, 0],
    ["erfcx", 1, inf, 0],
    ["erfInv", 1, 1, inf],
    ["normalCdf", 2, inf, 0],
    ["logNormalCdf", 1, inf, 0],
    ["logNormalCdf", 1, -inf, inf],
    ["logNormalCdf", 2, -inf, -1],
    ["normalCdfInverse", 1, 0, inf],
    ["gamma", 1, -2, Number.NaN],
    ["lgamma", 1, inf, inf],
    ["lgamma", 2, inf, 0],
    ["digamma", 1, 0, inf],
    ["digamma", 2, 0, -inf],
    ["trigamma", 1, -3, Number.NaN],
    ["besselJ1", 1, 0, 0.5],
    ["besselI1", 1, 0, 0.5],
    ["besselI0e", 1, 0, 0],
    ["besselI0e", 2, 0, 1.5],
    ["besselI1e", 1, 0, 0.5],
    ["besselI1e", 2, 0, 0],
    ["besselI0e", 1, inf, 0],
    ["besselK0", 1, 0, -inf],
    ["besselK1", 1, 0, -inf],
    ["besselK1", 2, inf, 0],
  ];
  test.each(rows)("%s, order %d, at %d is %d", (name, order, x, y) => {
    let f = functions[name];
    for (let k = 0; k < order; k++) f = next(f);
    expect(f(x).item() + 0).toBe(y);
  });

  test.each(["gamma", "lgamma", "digamma", "trigamma", "besselK0"])("%s in a branch that is not taken", (name) => {
    const guarded = (x: Tensor) => where(greater(x, 0), functions[name](x), mul(3, x));
    expect(grad(guarded)(-2)).toBe(3);
    expect(next(next(guarded as Scalar))(-2).item()).toBe(0);
  });
});
