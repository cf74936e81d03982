import type { Tensor } from "@wengert/array";
import { map1 } from "./broadcast.ts";
import { type AxisReduction, reduceAxes } from "./reduce.ts";

/** The first place between two at which the numbers are 0, or are not; `end` where there is none. */
function find(data: Float64Array, zero: boolean, from: number, end: number): number {
  let i = from;
  if (zero) while (i < end && data[i] !== 0) i++;
  else while (i < end && data[i] === 0) i++;
  return i;
}

/** Whether one is 0 (or is not) decides a reduction: then the result is `found`, else the other one. */
function deciding(zero: boolean, found: number): AxisReduction {
  return (data, before, length, after) => {
    const out = new Float64Array(before * after).fill(1 - found);
    for (let b = 0; b < before; b++) {
      const [from, end] = [b * length * after, (b + 1) * length * after];
      for (let at = find(data, zero, from, end); at < end; at = find(data, zero, at + 1, end)) {
        out[b * after + ((at - from) % after)] = found;
        if (after === 1) break;
      }
    }
    return out;
  };
}

const someAxis = /* @__PURE__ */ deciding(false, 1);
const everyAxis = /* @__PURE__ */ deciding(true, 0);

/** 1 where some element of a plain Tensor over axes, which keep length 1, is not 0; else 0. */
export function someAxes(x: Tensor, axes: readonly number[]): Tensor {
  return axes.length === 0 ? map1(isNotZero, x) : reduceAxes(x, axes, someAxis);
}

/** 1 where every element of a plain Tensor over axes, which keep length 1, is not 0; else 0. */
export function everyAxes(x: Tensor, axes: readonly number[]): Tensor {
  return axes.length === 0 ? map1(isNotZero, x) : reduceAxes(x, axes, everyAxis);
}

function isNotZero(x: number): number {
  return x !== 0 ? 1 : 0;
}
