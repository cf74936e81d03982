/*
 * Whatever the public functions are given, they return or throw an error of the library: never a TypeError from inside.
 */
import { tensor, WengertError } from "@wengert/array";
import { grad } from "@wengert/core";
import { mul, square } from "@wengert/ops";
import { param, paramsOf } from "@wengert/params";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as optim from "../src/index.ts";

const { adam, ...exported } = { ...optim };

/** Anything that one might pass by mistake, and a few things that are right. */
const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    "x",
    Symbol("s"),
    10n,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -1,
    0,
    1.5,
    2,
  ),
  fc
    .constantFrom<() => unknown>(
      () => [],
      () => ({}),
      () => [1, 2],
      () => ({ a: 1, b: { c: 2 } }),
      () => ({ method: "no", maxIterations: -1 }),
      () => ({ bounds: { lower: "x" } }),
      () => ({ bounds: { lower: 0, upper: 1 }, starts: 2 }),
      () => ({ method: adam(0.1), maxIterations: 3 }),
      () => new Map([["a", 1]]),
      () => new Float64Array(2),
      () => new Date(0),
      () => tensor(2),
      () => tensor([1, 2, 3]),
      () => adam(0.1),
      () => param(1),
      () => paramsOf(param(1)),
      () => (x: never) => square(x),
      () => () => Promise.resolve(1),
      () => () => [1, 2],
      () => () => {
        throw new WengertError("on purpose", "fuzz");
      },
    )
    .map((make) => make()),
);

/** Calls a function, and the transformation or schedule that it returns, with junk. */
async function provoke(
  f: (...args: unknown[]) => unknown,
  args: readonly unknown[],
  again: readonly unknown[],
): Promise<void> {
  try {
    const result = (await f(...args)) as Partial<optim.Transformation> & Iterator<unknown>;
    if (typeof result === "function") (result as (...xs: unknown[]) => unknown)(1);
    if (typeof result?.init === "function") result.update?.(again[0], result.init(again[0]), again[0]);
    if (typeof result?.next === "function") result.next();
  } catch (error) {
    if (!(error instanceof WengertError)) throw error;
  }
  expect(grad((x) => mul(x, x))(3)).toBe(6);
}

describe("the exports of optim", () => {
  const functions = Object.entries({ adam, ...exported }).filter(([, f]) => typeof f === "function");
  it.each(functions)("%s", async (_, f) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(junk, { maxLength: 4 }),
        fc.array(junk, { minLength: 1, maxLength: 2 }),
        (args, again) => provoke(f as (...args: unknown[]) => unknown, args, again),
      ),
      { numRuns: 200, seed: 7 },
    );
  });
});
