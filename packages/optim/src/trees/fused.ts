import { isTensor } from "@wengert/array";
import { allocate, fromData, isPlain, presenceOf, sameShape } from "@wengert/array/author";
import type { Leaf } from "./leaf.ts";

/*
 * Equations of an optimizer as one pass over memory, where leaves are plain numbers: several operations would each read and write
 * arrays of their own.
 */

/** The elements of leaves that are plain Tensors of one shape; undefined for numbers, traced values and all else that operations see. */
export function elementsOf(leaves: readonly Leaf[]): readonly Float64Array[] | undefined {
  const [first] = leaves;
  if (typeof first === "number" || !isTensor(first)) return undefined;
  for (const leaf of leaves) {
    if (typeof leaf === "number" || !isPlain(leaf) || leaf.ndim === 0) return undefined;
    if (!sameShape(leaf.shape, first.shape) || presenceOf(leaf) !== undefined) return undefined;
  }
  return leaves.map((leaf) => (leaf as Exclude<Leaf, number>).data);
}

/**
 * An equation of one leaf or two.
 *
 * @param f - the equation in operations
 * @param loop - the same for plain numbers, with the same roundings
 */
export function fused<X extends readonly Leaf[]>(
  f: (...leaves: X) => Leaf,
  loop: (out: Float64Array, x: Float64Array, y: Float64Array) => void,
): (...leaves: X) => Leaf {
  return (...leaves) => {
    const found = elementsOf(leaves);
    if (found === undefined) return f(...leaves);
    const [x, y = x] = found;
    const out = allocate(x.length);
    loop(out, x, y);
    return fromData(out, (leaves[0] as Exclude<Leaf, number>).shape);
  };
}

/** Σ x·y, by halves, so that rounding grows with the logarithm of the length. */
export function innerProduct(x: Float64Array, y: Float64Array, from: number, length: number): number {
  if (length <= 256) return shortProduct(x, y, from, from + length);
  const half = length >> 1;
  return innerProduct(x, y, from, half) + innerProduct(x, y, from + half, length - half);
}

function shortProduct(x: Float64Array, y: Float64Array, from: number, to: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = from;
  for (; i < to - 3; i += 4) {
    a += x[i] * y[i];
    b += x[i + 1] * y[i + 1];
    c += x[i + 2] * y[i + 2];
    d += x[i + 3] * y[i + 3];
  }
  for (; i < to; i++) a += x[i] * y[i];
  return a + b + (c + d);
}

/** Whether no element exceeds the limit in size; false for NaN. */
export function allWithin(x: Float64Array, limit: number): boolean {
  for (let i = 0; i < x.length; i++) if (!(Math.abs(x[i]) <= limit)) return false;
  return true;
}
