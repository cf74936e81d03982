/* Operations with the names of NumPy's and SciPy's give what theirs do: numpyreference.py has written the cases. */
import { readFileSync } from "node:fs";
import { isTensor, type Tensor, tensor } from "@wengert/array";
import { describe, expect, test } from "vitest";
import * as ops from "../src/index.ts";

type Case = readonly [name: string, args: readonly unknown[], result: unknown];
type Plain = { readonly shape: readonly number[]; readonly data: readonly unknown[] };

const cases = JSON.parse(readFileSync(new URL("./numpy.json", import.meta.url), "utf8")) as readonly Case[];
const words: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity };

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value === "string") return words[value] ?? value;
  if (typeof value !== "object" || value === null) return value;
  if ("shape" in value && "data" in value) {
    const { shape, data } = value as Plain;
    return tensor(
      Float64Array.from(data, (x) => decoded(x) as number),
      shape,
    );
  }
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, decoded(one)]));
}

function partsOf(value: unknown): readonly [string, Tensor][] {
  return isTensor(value) ? [["", value]] : (Object.entries(value as object) as [string, Tensor][]);
}

/** The largest number in a value. */
function sizeOf(value: unknown): number {
  const sizes = isTensor(value)
    ? value.data.map(Math.abs).filter(Number.isFinite)
    : typeof value === "object" && value !== null
      ? Object.values(value).map(sizeOf)
      : [];
  return Math.max(0, ...sizes);
}

/** Within rounding of the largest number that goes in or comes out. */
function expectSame(actual: Tensor, expected: Tensor, largest: number): void {
  expect(actual.shape).toEqual(expected.shape);
  for (const [i, x] of actual.data.entries()) {
    const y = expected.data[i];
    if (!(Math.abs(x - y) <= 4e-15 * largest)) expect(x + 0, `element ${i}`).toBe(y + 0);
  }
}

const functions = ops as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>;
const names = [...new Set(cases.map(([name]) => name))];

describe.each(names)("%s", (name) => {
  const own = cases.filter((one) => one[0] === name);
  test.each(own.map(([, args, result], i) => [i, args, result] as const))("case %i", (_, args, result) => {
    const op = functions[name];
    const given = decoded(args) as unknown[];
    const actual = partsOf(op(...given));
    const expected = partsOf(decoded(result));
    const largest = Math.max(sizeOf(given), sizeOf(decoded(result)));
    expect(actual.map(([key]) => key)).toEqual(expected.map(([key]) => key));
    for (const [k, [, part]] of actual.entries()) expectSame(part, expected[k][1], largest);
  });
});
