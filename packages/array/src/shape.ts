import { ShapeError } from "./errors.ts";

/** The shape of a scalar; one frozen array, so that comparing shapes of scalars is comparing references. */
export const SCALAR: readonly number[] = /* @__PURE__ */ Object.freeze([]);

/**
 * Number of elements of a tensor of this shape: the product of its lengths, 1 for a scalar.
 *
 * @example
 * import { sizeOf } from "@wengert/array/author";
 *
 * sizeOf([2, 3]); // => 6
 * sizeOf([]); // => 1
 */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i];
  return size;
}

/**
 * Whether two shapes are equal.
 *
 * @example
 * import { sameShape } from "@wengert/array/author";
 *
 * sameShape([2, 3], [2, 3]); // => true
 * sameShape([3], [1, 3]); // => false
 */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * A shape as it is written in messages: `[2, 3]`, `[]` for a scalar.
 *
 * @example
 * import { showShape } from "@wengert/array/author";
 *
 * showShape([2, 3]); // => "[2, 3]"
 */
export function showShape(shape: readonly unknown[]): string {
  return `[${shape.join(", ")}]`;
}

/**
 * The shape that arguments of these shapes broadcast to, by NumPy's rule: aligned from the last axis, lengths are
 * equal or one of them is 1.
 *
 * @param op - the operation, for the error
 * @throws {ShapeError} where two lengths differ and neither is 1
 * @example
 * import { broadcastShapes } from "@wengert/array/author";
 *
 * broadcastShapes("add", [4, 1], [3]); // => [4, 3]
 */
export function broadcastShapes(op: string, ...shapes: readonly (readonly number[])[]): readonly number[] {
  const ndim = Math.max(0, ...shapes.map((shape) => shape.length));
  const out = new Array<number>(ndim).fill(1);
  for (const shape of shapes) {
    const lead = ndim - shape.length;
    for (let i = 0; i < shape.length; i++) {
      if (shape[i] === 1) continue;
      if (out[lead + i] !== 1 && out[lead + i] !== shape[i]) {
        const all = shapes.map(showShape).join(" and ");
        throw new ShapeError(
          `${op}: shapes ${all} do not broadcast: aligned from the last axis, lengths must be equal or 1. ` +
            "Use reshape or expandDims to line the axes up.",
          op,
        );
      }
      out[lead + i] = shape[i];
    }
  }
  return out;
}
