import { readFileSync } from "node:fs";
import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { describe, expect, test } from "vitest";
import * as ops from "../src/index.ts";

/*
 * Values computed with arbitrary precision (mpmath, 1500 bits, so that the largest arguments of sine are reduced).
 *
 * "ulps": rows of argument(s), the nearest double, and how far the exact value lies above it, in units of its last
 * place. Half of the points are the worst for V8's Math among up to 750,000 per function, over the whole domain with
 * subnormals, huge arguments and the surroundings of 0 and 1; the others are spread over the same sample.
 * "relative": rows of argument(s) and the nearest double.
 */
const reference = JSON.parse(readFileSync(new URL("./fixtures/accuracy.json", import.meta.url), "utf8")) as {
  ulps: Record<string, number[]>;
  relative: Record<string, number[]>;
};

type Op = (...xs: Value[]) => Tensor;
const operations = ops as unknown as Record<string, Op>;

function rowsOf(values: readonly number[], width: number): readonly (readonly number[])[] {
  return Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
}

/** The distance between neighbouring doubles at y. */
function ulp(y: number): number {
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(y))));
  const unit = 2 ** (exponent - 52);
  return Math.abs(y) < 2 ** exponent ? unit / 2 || unit : unit;
}

describe("within 2 units in the last place", () => {
  test.each(Object.keys(reference.ulps))("%s", (name) => {
    const args = name === "pow" || name === "atan2" ? 2 : 1;
    let worst = 0;
    for (const row of rowsOf(reference.ulps[name], args + 2)) {
      const [exact, above] = row.slice(args);
      const got = operations[name](...row.slice(0, args)).item();
      worst = Math.max(worst, Math.abs((got - exact) / ulp(exact) - above));
    }
    expect(worst).toBeLessThan(2);
  });
});

describe("within 1e-13, relative", () => {
  const two = ["hypot", "logaddexp", "remainder", "xlogy"];
  const names = Object.keys(reference.relative).filter((name) => name in operations);
  test.each([...names, "geluApproximate"])("%s", (name) => {
    const args = two.includes(name) ? 2 : 1;
    const op: Op = name === "geluApproximate" ? (x) => ops.gelu(x, { approximate: true }) : operations[name];
    for (const row of rowsOf(reference.relative[name], args + 1)) {
      const got = op(...row.slice(0, args)).item();
      expect(Math.abs(got - row[args]), `${name}(${row.slice(0, args)})`).toBeLessThanOrEqual(
        1e-13 * Math.abs(row[args]),
      );
    }
  });
});
