import { readFileSync } from "node:fs";
import { type Tensor, tensor } from "@wengert/array";
import { describe, expect, test } from "vitest";
import * as ops from "../src/index.ts";

/*
 * Calls and what NumPy 2.4 (SciPy 1.17 for logsumexp, softmax, sigmoid, logit, xlogy) returned for them: broadcasting,
 * axes, kept axes, empty arrays, NaN and infinities. Each case is [op, arguments, results]; a tensor is written {shape,
 * data}, one that occurs often "$" and its place in the list of tensors, and a number that JSON has not as a word.
 */
type Word = number | "nan" | "inf" | "-inf" | "-0";
type Encoded = { shape: number[]; data: Word[] };
type Case = readonly [op: string, args: readonly unknown[], results: readonly unknown[]];

const { cases, tensors } = JSON.parse(readFileSync(new URL("./fixtures/numpy.json", import.meta.url), "utf8")) as {
  cases: readonly Case[];
  tensors: readonly Encoded[];
};
const words: Record<string, number> = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity, "-0": -0 };

function decode(value: unknown): unknown {
  if (typeof value === "string" && value in words) return words[value];
  if (typeof value === "string" && value.startsWith("$")) return decode(tensors[Number(value.slice(1))]);
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  if ("data" in value) {
    const { data, shape } = value as Encoded;
    return tensor(data.map((word) => words[word] ?? word) as number[], shape);
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, decode(entry)]));
}

/** NaN where NumPy has NaN, the same infinities, and else within 1e-13 (of the largest element, where they cancel). */
function agree(got: Tensor, wanted: Tensor): void {
  expect(got.shape).toEqual(wanted.shape);
  const scale = Math.max(...wanted.data.filter(Number.isFinite).map(Math.abs), 0);
  for (const [i, value] of wanted.data.entries()) {
    if (got.data[i] === value || Object.is(got.data[i], value)) continue;
    const near = Math.abs(got.data[i] - value) <= 1e-13 * Math.max(Math.abs(value), 1e-3 * scale);
    expect(near ? value : got.data[i], `element ${i}`).toBe(value);
  }
}

const operations = ops as unknown as Record<string, (...args: unknown[]) => Tensor | Tensor[]>;
const names = [...new Set(cases.map(([op]) => op))];

describe.each(names)("%s", (name) => {
  const own = cases.filter(([op]) => op === name);
  test.each(own.map(([, args, results], i) => [i, args, results] as const))("call %i", (_i, args, results) => {
    const got = [operations[name](...(decode(args) as unknown[]))].flat();
    expect(got.length).toBe(results.length);
    for (const [i, result] of results.entries()) agree(got[i], decode(result) as Tensor);
  });
});

test("the cases speak of most of the package", () => {
  expect(cases.length).toBeGreaterThan(450);
  const others = ["elementwise", "elementwise2", "gelu", "logSigmoid", "relu", "rsqrt", "silu", "sinc", "softplus"];
  expect([...names, ...others].sort()).toEqual(Object.keys(ops).sort());
});
