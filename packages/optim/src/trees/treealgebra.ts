import { isTensor } from "@wengert/array";
import { isPlain } from "@wengert/array/author";
import { abs, add, greater, lessEqual, max, mul, sum } from "@wengert/ops";
import { allWithin, elementsOf, innerProduct } from "./fused.ts";
import { type Leaf, sizeOf } from "./leaf.ts";
import { leavesOf } from "./mapleaves.ts";

/** xᵀy, over all leaves of two trees of the same form. */
export function treeDot(x: unknown, y: unknown): Leaf {
  return leavesDot(leavesOf(x), leavesOf(y));
}

/** xᵀy over two lists of leaves of the same shapes. */
export function leavesDot(x: readonly Leaf[], y: readonly Leaf[]): Leaf {
  return x.reduce<Leaf>((total, leaf, i) => {
    const plain = elementsOf([leaf, y[i]]);
    return add(
      total,
      plain === undefined ? sum(mul(leaf, y[i])) : innerProduct(plain[0], plain[1], 0, plain[0].length),
    );
  }, 0);
}

/** ‖x‖₁, over all leaves. */
export function sumOfSizes(x: unknown): Leaf {
  return leavesOf(x).reduce<Leaf>((total, leaf) => add(total, sum(abs(leaf))), 0);
}

/** A number instead of a Tensor, unless the value is traced. */
export function untraced(x: Leaf): Leaf {
  return isPlain(x) ? (x as Exclude<Leaf, number>).item() : x;
}

/** Whether x > limit. A traced value is compared by its plain value. */
export function isGreater(x: Leaf, limit: number): boolean {
  return greater(x, limit).item() === 1;
}

/** Whether all elements are 0. */
export function isZero(x: Leaf): boolean {
  return isTensor(x) ? !isGreater(sumOfSizes(x), 0) : x === 0;
}

/** Whether no element of any leaf exceeds the limit in size; false for NaN. Traced values are compared by their plain values. */
export function isWithin(x: unknown, limit: number): boolean {
  return leavesOf(x).every((leaf) => {
    const plain = elementsOf([leaf]);
    if (plain !== undefined) return allWithin(plain[0], limit);
    return sizeOf(leaf) === 0 || lessEqual(max(abs(leaf)), limit).item() === 1;
  });
}
