import { isTensor } from "@wengert/array";
import { isPlain } from "@wengert/array/author";
import { abs, add, greater, lessEqual, max, mul, sum } from "@wengert/ops";
import { leavesOf } from "../leaves.ts";
import { type Leaf, sizeOf } from "../opened.ts";

/** xᵀy, over all leaves of two trees of the same form. */
export function inner(x: unknown, y: unknown): Leaf {
  return dot(leavesOf(x), leavesOf(y));
}

/** xᵀy of leaves, one facing the other. */
export function dot(x: readonly Leaf[], y: readonly Leaf[]): Leaf {
  return x.reduce<Leaf>((total, leaf, i) => add(total, sum(mul(leaf, y[i]))), 0);
}

/** ‖x‖₁, over all leaves. */
export function sumOfSizes(x: unknown): Leaf {
  return leavesOf(x).reduce<Leaf>((total, leaf) => add(total, sum(abs(leaf))), 0);
}

/** A number, where nobody follows the value. */
export function plain(x: Leaf): Leaf {
  return isPlain(x) ? (x as Exclude<Leaf, number>).item() : x;
}

/** Whether x > limit: decided by the plain value, also for one that is followed. */
export function isGreater(x: Leaf, limit: number): boolean {
  return greater(x, limit).item() === 1;
}

/** Whether all elements are 0. */
export function isZero(x: Leaf): boolean {
  return isTensor(x) ? !isGreater(sumOfSizes(x), 0) : x === 0;
}

/** Whether no element of any leaf is larger than the limit: decided by the plain values. Not if one is NaN. */
export function isWithin(x: unknown, limit: number): boolean {
  return leavesOf(x).every((leaf) => sizeOf(leaf) === 0 || lessEqual(max(abs(leaf)), limit).item() === 1);
}
