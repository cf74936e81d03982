import { type Tensor, tensor, WengertError } from "@wengert/array";
import { resolve, type Value } from "@wengert/rule";
import { flatten } from "@wengert/tree";
import { expect } from "vitest";

export function stacked(xs: readonly Tensor[]): Tensor {
  const data = new Float64Array(xs.length * xs[0].size);
  for (const [b, x] of xs.entries()) data.set(x.data, b * x.size);
  return tensor(data, [xs.length, ...xs[0].shape]);
}

function total(xs: readonly Tensor[]): Tensor {
  const data = new Float64Array(xs[0].size);
  for (const x of xs) for (const [i, v] of x.data.entries()) data[i] += v;
  return tensor(data, xs[0].shape);
}

/** The leaves of a result, or the name of the error in its place. */
export function leavesOrError(f: () => unknown): readonly Tensor[] | string {
  try {
    return flatten(f()).leaves.map((leaf) => resolve(leaf as Value));
  } catch (error) {
    if (error instanceof WengertError) return error.name;
    throw error;
  }
}

export function largestOf(xs: readonly Tensor[]): number {
  const sizes = xs.flatMap((x) => [...x.data].filter(Number.isFinite).map(Math.abs));
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}

function expectClose(actual: Tensor, expected: Tensor, tolerance: number, beside: number): void {
  expect(actual.shape).toEqual(expected.shape);
  const largest = Math.max(beside, largestOf([expected]));
  const differs = actual.data.findIndex((a, i) => {
    const b = expected.data[i];
    return !(a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= tolerance * largest);
  });
  if (differs >= 0) expect(actual.data).toEqual(expected.data);
}

/** The results of a loop, joined: stacked where the result differs between the elements, else added up. */
function joined(runs: readonly (readonly Tensor[])[], add: readonly boolean[]): readonly Tensor[] {
  return runs[0].map((_, k) => (add[k] ? total : stacked)(runs.map((run) => run[k])));
}

interface Leniency {
  /** What rounding is to be small against, where the result itself may vanish. */
  readonly beside?: number;
  /** An error that a batch alone may throw. */
  readonly refusal?: string;
}

type Compare = (
  batched: () => unknown,
  each: (b: number) => unknown,
  add?: readonly boolean[],
  leniency?: Leniency,
) => void;

/** Compares what a batch gives with what a loop gives. */
export const comparison =
  (tolerance: number): Compare =>
  (batched, each, add = [], { beside = 0, refusal } = {}) => {
    const runs = [0, 1, 2].map((b) => leavesOrError(() => each(b)));
    const error = runs.find((run) => typeof run === "string");
    const found = leavesOrError(batched);
    if (error === undefined && found === refusal) return;
    if (error !== undefined || typeof found === "string") {
      expect(found).toBe(error);
      return;
    }
    const expected = joined(runs as readonly (readonly Tensor[])[], add);
    expect(found.length).toBe(expected.length);
    for (const [k, leaf] of found.entries()) expectClose(leaf, expected[k], tolerance, beside);
  };
