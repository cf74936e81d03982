import { readFileSync } from "node:fs";
import { ArgumentError } from "@wengert/array";
import { grad, type Tensor, tensor, type Value } from "@wengert/core";
import { derivative } from "@wengert/forward";
import { besselK, besselK0, besselK1 } from "@wengert/special";
import { describe, expect, test } from "vitest";

/** By realorder.py. */
const rows = JSON.parse(readFileSync(new URL("./realorder.json", import.meta.url), "utf8")).besselK as (
  | number
  | null
)[][];
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

type Scalar = (x: Tensor) => Tensor;
const forward = (f: Scalar): Scalar => derivative(f) as Scalar;
const reverse = (f: Scalar): Scalar => grad(f) as unknown as Scalar;
const ordersOf = (f: Scalar, next: (f: Scalar) => Scalar): Scalar[] => {
  const first = next(f);
  const second = next(first);
  return [f, first, second, next(second)];
};
const numberOf = (x: Tensor | number): number => (typeof x === "number" ? x : x.item());

describe("K of real order", () => {
  test.each([
    ["forward", forward],
    ["reverse", reverse],
  ] as const)("against mpmath, derivatives to order 3, %s mode", (_mode, next) => {
    let compared = 0;
    for (const [nu, x, ...exact] of rows) {
      for (const [k, f] of ordersOf((x) => besselK(nu as number, x), next).entries()) {
        const wanted = exact[k];
        if (wanted === null) continue;
        compared++;
        const got = numberOf(f(x as never));
        expect(Math.abs(got / wanted - 1), `${nu}, ${x}, order ${k}`).toBeLessThanOrEqual(2e-14);
      }
    }
    expect(compared).toBeGreaterThan(700);
  });

  test("even in the order, and at whole orders the other two", () => {
    const x = tensor([1e-3, 0.7, 3, 50]);
    expect(besselK(-2.3, x).toArray()).toEqual(besselK(2.3, x).toArray());
    for (const [nu, f] of [besselK0, besselK1].entries()) {
      for (const [i, y] of besselK(nu, x).data.entries()) expect(Math.abs(y / f(x).data[i] - 1)).toBeLessThan(1e-14);
    }
  });

  test("at the ends of its range", () => {
    for (const nu of [0, 0.3, 0.5, 1, 2.7, 120.3, 700.2]) {
      expect(besselK(nu, tensor([0, -0, inf, 1e300, -1, nan])).toArray()).toEqual([inf, inf, 0, 0, nan, nan]);
      expect(forward((x) => besselK(nu, x))(0 as never).item()).toBe(-inf);
      expect(forward((x) => besselK(nu, x))(inf as never).item() + 0).toBe(0);
    }
    // Beyond the largest number, and just below it.
    expect(besselK(3.3, 1e-300).item()).toBe(inf);
    expect(besselK(0.49, 5e-324).item() / 3.3398807931131286e158).toBeCloseTo(1, 12);
  });

  test("e⁻ˣ enters before large orders overflow, and not before small results underflow", () => {
    // mpmath with 60 digits
    for (const [nu, x, wanted] of LARGE) {
      expect(Math.abs(besselK(nu, x).item() / wanted - 1), `${nu}, ${x}`).toBeLessThan(5e-16 * Math.hypot(nu, x));
    }
    expect(besselK(499.9, 1300).item()).toBe(0);
    expect(besselK(2000.3, 900).item()).toBe(inf);
  });

  test("an order that is traced, a Tensor, or no finite number is refused", () => {
    expect(() => grad((nu: Tensor) => besselK(nu as never, 2))(0.5)).toThrow(ArgumentError);
    expect(() => besselK(tensor(0.5) as never, 2)).toThrow(/^besselK: nu is .*not differentiated in its order/);
    expect(() => besselK(inf, 2)).toThrow("besselK: nu is Infinity, not a finite number. Give another order.");
    expect(() => besselK(nan, 2)).toThrow(ArgumentError);
    expect(() => besselK(0.5, "1" as unknown as Value)).toThrow("besselK: argument 1 is a string");
  });
});

const LARGE: readonly (readonly [nu: number, x: number, y: number])[] = [
  [250.25, 200.5, 2.0424819239134184e-27],
  [120.3, 40, 1.3133923195844075e39],
  [499.9, 400.25, 7.4709779521073825e-53],
  [499.9, 124.5, 3.7915447545249591e230],
  [501.1, 400.25, 2.6252407366533956e-52],
  [2000.3, 1400, 1.183113225464915e-59],
];
