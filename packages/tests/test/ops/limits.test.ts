/*
 * Every elementwise function to order 4 at ±{1e-320, 1e-160, 1, 30, 710, 1e160, 1e308, ∞}, at poles and at ends of domains: the
 * derivative where it is a number, infinite where that is the limit from within the domain, NaN where there is none
 * (tables/limits.py). By forward mode in forward mode, and by reverse mode in reverse mode.
 */
import { grad, type Tensor, type Value } from "@wengert/core";
import { derivative } from "@wengert/forward";
import * as ops from "@wengert/ops";
import * as special from "@wengert/special";
import { describe, expect, test } from "vitest";
import { elementwiseRows } from "./tables/elementwise.ts";
import limits from "./tables/limits.json" with { type: "json" };

type Scalar = (x: Value) => Tensor;
type Entry = number | string;

const table: Readonly<Record<string, readonly (readonly Entry[])[]>> = limits;
const named = { ...ops, ...special } as unknown as Readonly<Record<string, Scalar>>;

/** Functions of two arguments as functions of one, and those with options. */
const ofOne: Readonly<Record<string, Scalar>> = {
  "approximate gelu": (x) => ops.gelu(x, { approximate: true }),
  "pow(x, 2)": (x) => ops.pow(x, 2),
  "pow(x, 3)": (x) => ops.pow(x, 3),
  "pow(x, 1)": (x) => ops.pow(x, 1),
  "pow(x, 0)": (x) => ops.pow(x, 0),
  "pow(x, -2)": (x) => ops.pow(x, -2),
  "pow(x, 1.5)": (x) => ops.pow(x, 1.5),
  "pow(2, x)": (x) => ops.pow(2, x),
  "pow(0.5, x)": (x) => ops.pow(0.5, x),
  "pow(0, x)": (x) => ops.pow(0, x),
  "hypot(x, 1)": (x) => ops.hypot(x, 1),
  "hypot(x, 0)": (x) => ops.hypot(x, 0),
  "hypot(1e200, x)": (x) => ops.hypot(1e200, x),
  "atan2(x, 1)": (x) => ops.atan2(x, 1),
  "atan2(1, x)": (x) => ops.atan2(1, x),
  "atan2(x, 0)": (x) => ops.atan2(x, 0),
  "logaddexp(x, 0)": (x) => ops.logaddexp(x, 0),
  "logaddexp(-1, x)": (x) => ops.logaddexp(-1, x),
  "xlogy(2, x)": (x) => ops.xlogy(2, x),
  "xlogy(x, 2)": (x) => ops.xlogy(x, 2),
  "xlogy(0, x)": (x) => ops.xlogy(0, x),
  "add(x, 3)": (x) => ops.add(x, 3),
  "sub(3, x)": (x) => ops.sub(3, x),
  "remainder(x, 4)": (x) => ops.remainder(x, 4),
  "remainder(7, x)": (x) => ops.remainder(7, x),
  "where(x > 0, x, 0)": (x) => ops.where(ops.greater(x, 0), x, 0),
  "div(0, x)": (x) => ops.div(0, x),
  "div(3, x)": (x) => ops.div(3, x),
  "div(x, 3)": (x) => ops.div(x, 3),
  "mul(x, 3)": (x) => ops.mul(x, 3),
  "maximum(x, 2)": (x) => ops.maximum(x, 2),
  "minimum(x, 2)": (x) => ops.minimum(x, 2),
  "clip(x, -2, 2)": (x) => ops.clip(x, -2, 2),
  "logBeta(x, 2)": (x) => special.logBeta(x, 2),
};

const next = (f: Scalar): Scalar => derivative(f as (x: Tensor) => Tensor) as unknown as Scalar;
const slope = (f: Scalar): Scalar => grad(f as (x: Tensor) => Tensor) as unknown as Scalar;
const read = (y: Entry): number =>
  typeof y === "number" ? y : ({ inf: Infinity, "-inf": -Infinity }[y] ?? Number.NaN);

/** Below the normal numbers digits are few: there a few of the smallest number are allowed. */
function close(got: number, wanted: number, relative: number): boolean {
  if (Number.isNaN(wanted)) return Number.isNaN(got);
  if (!Number.isFinite(wanted)) return got === wanted;
  return Math.abs(got - wanted) <= relative * Math.abs(wanted) + 64 * Number.MIN_VALUE;
}

describe.each(Object.keys(table))("%s", (name) => {
  const f = ofOne[name] ?? named[name];
  test.each([
    ["forward", next],
    ["reverse", slope],
  ] as const)("%s", (_mode, differentiate) => {
    const orders = [f];
    for (let k = 1; k < 5; k++) orders.push(differentiate(orders[k - 1]));
    const wrong: string[] = [];
    for (const [point, ...values] of table[name]) {
      const x = read(point);
      for (const [k, one] of orders.entries()) {
        const y = one(x) as unknown as Tensor | number;
        const got = typeof y === "number" ? y : y.item();
        const wanted = read(values[k]);
        if (!close(got, wanted, 1e-12)) wrong.push(`order ${k} at ${x}: ${got} for ${wanted}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test("every elementwise function has its rows", () => {
  // What makes others, and the product whose one side wins over infinity by design.
  const apart = ["elementwise", "elementwise2"];
  // Of several arguments: special/realorder.test.ts and special/covariances.test.ts.
  const others = ["besselK", "matern", "periodic", "rationalQuadratic"];
  const names = new Set(Object.keys(table).map((name) => name.replace(/\(.*/, "")));
  const missing = [...Object.keys(elementwiseRows), ...Object.keys(special)].filter(
    (name) => !names.has(name) && !others.includes(name),
  );
  expect(missing).toEqual(apart);
});
