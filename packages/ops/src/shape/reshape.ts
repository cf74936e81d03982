import { ShapeError, type Tensor } from "@wengert/array";
import { elementsOf, fromData, sameShape, showShape, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { linear } from "@wengert/rule/library";
import { integersOf } from "../arguments.ts";
import { lastLengths, replaceLast } from "../axes.ts";

interface Shapes {
  /** How many last axes of the argument are meant. */
  readonly axes: number;
  /** What they become. */
  readonly shape: readonly number[];
}

const reshapeRule: (x: Value, o: Shapes) => Tensor = /* @__PURE__ */ linear({
  name: "reshape",
  spelling: { small: "moves", large: () => "repeat" },
  impl: (x: Tensor, { axes, shape }: Shapes): Tensor => fromData(elementsOf(x), replaceLast(x, axes, shape)),
  transpose: (ybar, x, { axes, shape }) => reshapeRule(ybar, { axes: shape.length, shape: lastLengths(x, axes) }),
});

/**
 * The same elements, in row-major order, in another shape.
 *
 * @param shape - one length may be −1: it is worked out from the others
 * @param rest - of a shape that is written without brackets: `reshape(x, 2, 3)` is `reshape(x, [2, 3])`
 * @throws {ShapeError} when the number of elements differs
 * @example
 * reshape(arange(6), [2, -1]).toArray(); // => [[0, 1, 2], [3, 4, 5]]
 */
export function reshape(x: Value, shape: number | readonly number[], ...rest: readonly number[]): Tensor {
  const given = resolve(x, "reshape");
  const lengths = integersOf("reshape", "the lengths of a shape", rest.length > 0 ? [shape, ...rest] : shape);
  const free = lengths.indexOf(-1);
  const wanted = free < 0 ? lengths : lengths.with(free, given.size / sizeOf(lengths.with(free, 1)));
  if (sizeOf(wanted) !== given.size || !wanted.every((length) => Number.isInteger(length) && length >= 0)) {
    throw new ShapeError(
      `reshape: ${given.size} elements of shape ${showShape(given.shape)} do not fill the shape ${showShape(lengths)}.`,
      "reshape",
    );
  }
  return reshapeTo(given, wanted);
}

/** `reshape` to a shape that is known to fit. */
export function reshapeTo(x: Tensor, shape: readonly number[]): Tensor {
  return sameShape(shape, x.shape) ? x : reshapeRule(x, { axes: x.ndim, shape });
}
