import { ShapeError, type Tensor } from "@wengert/array";
import { broadcastShapes, elementsOf, fromData, sameShape, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { linear } from "@wengert/rule/library";
import { integersOf } from "../arguments.ts";
import { lastLengths, replaceLast } from "../axes.ts";
import { expand } from "../kernels/broadcast.ts";
import { sumAxes } from "../kernels/reduce.ts";

interface Shapes {
  /** How many last axes of the argument are meant. */
  readonly axes: number;
  /** What they become. */
  readonly shape: readonly number[];
}

const broadcastRule: (x: Value, o: Shapes) => Tensor = /* @__PURE__ */ linear({
  name: "broadcastTo",
  spelling: {
    small: "moves",
    large: (shape, o) => (shape.length === (o as Shapes).axes ? "repeat" : undefined),
  },
  impl: (x: Tensor, { axes, shape }: Shapes): Tensor => {
    if (x.ndim === axes) return expand(x, shape);
    const added = new Array<number>(shape.length - axes).fill(1);
    const aligned = fromData(elementsOf(x), replaceLast(x, axes, [...added, ...lastLengths(x, axes)]));
    return expand(aligned, replaceLast(x, axes, shape));
  },
  transpose: (ybar, x, { axes, shape }) => sumToRule(ybar, { axes: shape.length, shape: lastLengths(x, axes) }),
});

/** `broadcastTo` of a tensor that is known to fit. */
export function expandTo(x: Tensor, shape: readonly number[]): Tensor {
  return sameShape(x.shape, shape) ? x : broadcastRule(x, { axes: x.ndim, shape });
}

/**
 * A tensor repeated to a larger shape, by NumPy's rule.
 *
 * @throws {ShapeError} when the tensor does not broadcast to that shape
 * @example
 * broadcastTo(7, [2, 2]).toArray(); // => [[7, 7], [7, 7]]
 */
export function broadcastTo(x: Value, shape: readonly number[]): Tensor {
  const given = resolve(x, "broadcastTo");
  if (Array.isArray(shape) && sameShape(given.shape, shape)) return given;
  const wanted = integersOf("broadcastTo", "the lengths of a shape", shape, 0);
  if (!sameShape(broadcastShapes("broadcastTo", given.shape, wanted), wanted)) {
    throw new ShapeError(
      `broadcastTo: a tensor of shape ${showShape(given.shape)} does not fit into the shape ${showShape(wanted)}.`,
      "broadcastTo",
    );
  }
  return expandTo(given, wanted);
}

const sumToRule: (x: Value, o: Shapes) => Tensor = /* @__PURE__ */ linear({
  name: "sumTo",
  spelling: {
    small: "axes",
    large: (shape, o) => summedAxes(shape, o as Shapes),
  },
  impl: (x: Tensor, o: Shapes): Tensor =>
    fromData(elementsOf(sumAxes(x, summedAxes(x.shape, o))), replaceLast(x, o.axes, o.shape)),
  transpose: (ybar, x, { axes, shape }) => broadcastRule(ybar, { axes: shape.length, shape: lastLengths(x, axes) }),
});

/** The axes along which something was repeated, counted from the end. */
function summedAxes(own: readonly number[], { axes, shape }: Shapes): readonly number[] {
  const added = axes - shape.length;
  return own
    .slice(own.length - axes)
    .flatMap((length, k) => (k < added || (shape[k - added] === 1 && length !== 1) ? [k - axes] : []));
}

/**
 * The transpose of `broadcastTo`: what was repeated is added up, so that a cotangent gets its argument's shape.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { sumTo } from "@wengert/ops/author";
 *
 * sumTo(tensor([[1, 2, 3], [4, 5, 6]]), [3]).toArray(); // => [5, 7, 9]
 * sumTo(tensor([[1, 2, 3], [4, 5, 6]]), [2, 1]).toArray(); // => [[6], [15]]
 */
export function sumTo(x: Tensor, shape: readonly number[]): Tensor {
  return sameShape(x.shape, shape) ? x : sumToRule(x, { axes: x.ndim, shape });
}
