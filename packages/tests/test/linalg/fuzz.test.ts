/*
 * Whatever the functions are given, they return, or throw an error of the library that names what was called; and no value
 * is NaN where the arguments are finite.
 */
import { type Tensor, tensor, WengertError } from "@wengert/core";
import * as linalg from "@wengert/linalg";
import { param } from "@wengert/params";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const finite: fc.Arbitrary<Tensor> = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) =>
  fc
    .array(
      fc.oneof(
        fc.integer({ min: -2, max: 2 }),
        fc.integer({ min: -1000, max: 1000 }).map((value) => value / 100),
      ),
      {
        minLength: shape.reduce((size, length) => size * length, 1),
        maxLength: shape.reduce((size, length) => size * length, 1),
      },
    )
    .map((data) => tensor(Float64Array.from(data), shape)),
);

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, "ij,jk", "", Symbol("s"), 10n, Number.NaN, -1, 1.5, 2),
  fc
    .constantFrom<() => unknown>(
      () => [],
      () => ({}),
      () => ({ axis: 7, ord: "no", max: "x", rcond: null, side: 3 }),
      () => ({ axis: "x" }),
      () => new Map(),
      () => new Float64Array(2),
      () => tensor([Number.NaN, 1]),
      () => tensor([[Number.NaN]]),
      () => tensor([[Number.POSITIVE_INFINITY]]),
      () => param(1),
      () => (x: unknown) => x,
      () => () => "no value",
    )
    .map((make) => make()),
);

/** NaN of too few observations, and of such that do not vary, as NumPy's. */
const undefinedOnSome = ["corrcoef", "cov"];

const ops = Object.entries(linalg).filter(([name]) => !name.endsWith("Error")) as [
  string,
  (...args: unknown[]) => unknown,
][];

describe.each(ops)("%s", (name, op) => {
  test("of anything", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(finite, junk), { maxLength: 4 }), (args) => {
        try {
          op(...args);
        } catch (error) {
          if (!(error instanceof WengertError)) throw error;
        }
      }),
      { numRuns: 150, seed: 20 },
    );
  });

  if (undefinedOnSome.includes(name)) return;

  test("of finite tensors is not NaN", () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: op.length === 0 ? 3 : op.length }), (args) => {
        try {
          for (const value of Object.values(tensorsOf(op(...args)))) expect(value.data.some(Number.isNaN)).toBe(false);
        } catch (error) {
          if (!(error instanceof WengertError)) throw error;
          expect(error.message.startsWith(`${error.op}: `), error.message).toBe(true);
        }
      }),
      { numRuns: 150, seed: 20 },
    );
  });
});

/** One tensor, or several by name, also nested. */
function tensorsOf(y: unknown): Tensor[] {
  if (typeof y !== "object" || y === null) return [];
  return "~wengert" in y ? [y as Tensor] : Object.values(y).flatMap(tensorsOf);
}
