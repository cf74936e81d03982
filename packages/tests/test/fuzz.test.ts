/*
 * Whatever the public functions are given, they return or throw an error of the library: never a TypeError from
 * inside, never a hang, never a level that stays open.
 */
import * as check from "@wengert/check";
import * as core from "@wengert/core";
import * as forward from "@wengert/forward";
import * as params from "@wengert/params";
import * as tree from "@wengert/tree";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const { grad, mul, tensor, WengertError } = core;
const { param } = params;

class Unregistered {
  field = 1;
}

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
      () => [[1, 2], [3]],
      () => ({ a: 1, b: { c: 2 } }),
      () => ({ axis: 7, shape: "no" }),
      () => new Map([["a", 1]]),
      () => new Float64Array(2),
      () => new Unregistered(),
      () => new Date(0),
      () => tensor(2),
      () => tensor([1, 2, 3]),
      () =>
        tensor([
          [1, 2],
          [3, 4],
        ]),
      () => tensor([], [0, 3]),
      () => param(1),
      () => (x: unknown) => x,
      () => (x: never) => mul(x, x),
      () => () => Promise.resolve(1),
      () => () => [1, 2],
      () => () => {
        throw new WengertError("on purpose", "fuzz");
      },
    )
    .map((make) => make()),
);

/** Calls a function, and whatever function it returns, with junk. */
function provoke(f: (...args: unknown[]) => unknown, args: readonly unknown[], again: readonly unknown[]): void {
  try {
    const result = f(...args);
    if (typeof result === "function") result(...again);
    const [, second] = Array.isArray(result) ? result : [];
    if (typeof second === "function") second(...again);
  } catch (error) {
    if (!(error instanceof WengertError)) throw error;
  }
  expect(grad((x) => mul(x, x))(3)).toBe(6);
}

/** Classes are constructed by the library itself, and `useKernels` takes effect beyond the call. */
const left = /^[A-Z]|^useKernels$|^kernels$/;

const packages = { core, forward, params, tree, check };

describe.each(Object.entries(packages))("%s", (_name, exported) => {
  const functions = Object.entries(exported).filter(([name, f]) => typeof f === "function" && !left.test(name));
  test.each(functions)("%s", (_name, f) => {
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 4 }), fc.array(junk, { maxLength: 2 }), (args, again) =>
        provoke(f as (...args: unknown[]) => unknown, args, again),
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});
