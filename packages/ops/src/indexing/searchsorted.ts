import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { expectOptions, fromData, showShape, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";
import { describe } from "../arguments.ts";
import { lastLengths } from "../axes.ts";
import { blocksOf } from "./blocks.ts";

/** On which side of equal elements to be. */
export interface SearchOptions {
  /** Before the first equal element, or behind the last one. Default "left". */
  readonly side?: "left" | "right";
}

interface Search {
  readonly op: string;
  readonly right: boolean;
  /** How many last axes of the values belong to one list of steps. */
  readonly valueAxes: number;
}

/** How many steps of the last axis are less than each value, or not greater; NaN is greater than all. */
export const countBelow: (steps: Value, values: Value, o: Search) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "searchsorted",
  impl: (steps: Tensor, values: Tensor, { op, right, valueAxes }: Search): Tensor => {
    const n = steps.shape[steps.ndim - 1];
    const own = lastLengths(values, valueAxes);
    const blocks = blocksOf("searchsorted", steps.shape.slice(0, -1), values.shape.slice(0, values.ndim - valueAxes));
    const m = sizeOf(own);
    const out = new Float64Array(blocks.count * m);
    refuseDescent(op, steps.data, n);
    for (let b = 0; b < blocks.count; b++) {
      const [source, first] = [blocks.left(b) * n, blocks.right(b) * m];
      for (let k = 0; k < m; k++) {
        const value = values.data[first + k];
        let [low, high] = [0, n];
        while (low < high) {
          const middle = Math.floor((low + high) / 2);
          const step = steps.data[source + middle];
          if (before(step, value) || (right && !before(value, step))) low = middle + 1;
          else high = middle;
        }
        out[b * m + k] = low;
      }
    }
    return fromData(out, [...blocks.shape, ...own]);
  },
});

/** a < b, where NaN comes behind all numbers. */
function before(a: number, b: number): boolean {
  return a < b || (Number.isNaN(b) && !Number.isNaN(a));
}

function refuseDescent(op: string, steps: Float64Array, n: number): void {
  for (let i = 1; i < steps.length; i++) {
    if (i % n === 0 || !before(steps[i], steps[i - 1])) continue;
    throw new ArgumentError(
      `${op}: the steps must ascend, but ${steps[i]} stands behind ${steps[i - 1]} at position ${i % n}. Use sort.`,
      op,
    );
  }
}

/** @throws {ShapeError} unless x has one axis */
export function expectVector(op: string, what: string, x: Tensor): void {
  if (x.ndim === 1) return;
  throw new ShapeError(`${op}: ${what} must have one axis, not the shape ${showShape(x.shape)}.`, op);
}

/**
 * Where values belong among ascending steps: the index at which each could be put in without disturbing the order. A constant to
 * derivatives.
 *
 * @param steps - [n], ascending; NaN last
 * @param values - of any shape
 * @returns integers from 0 to n, of the shape of the values
 * @throws {ShapeError} unless steps have one axis
 * @throws {ArgumentError} for steps that do not ascend
 * @example
 * searchsorted(tensor([1, 2, 2, 3]), tensor([0, 2, 9])).toArray(); // => [0, 1, 4]
 * searchsorted(tensor([1, 2, 2, 3]), 2, { side: "right" }).item(); // => 3
 */
export function searchsorted(steps: Value, values: Value, options: SearchOptions = {}): Tensor {
  expectOptions("searchsorted", options, ["side"]);
  const { side = "left" } = options;
  if (side !== "left" && side !== "right") {
    throw new ArgumentError(`searchsorted: side must be "left" or "right", not ${describe(side)}.`, "searchsorted");
  }
  const [sorted, wanted] = [resolve(steps, "searchsorted"), resolve(values, "searchsorted", 1)];
  expectVector("searchsorted", "steps", sorted);
  return countBelow(sorted, wanted, { op: "searchsorted", right: side === "right", valueAxes: wanted.ndim });
}
