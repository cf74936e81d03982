import type { Tensor } from "@wengert/array";
import { broadcastShapes, cleared, fromData, presenceOf, sizeOf, withPresence } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { lastLengths } from "../axes.ts";
import { expand } from "../kernels/broadcast.ts";
import { carried, onesLike } from "../kernels/presence.ts";

/*
 * Elements of a tensor by their positions in the row-major data of its last axes. The positions are a Tensor of integers.
 * They may depend on data (those of a sort, of an argmax), so they are an argument, which is held.
 */

interface Source {
  /** How many last axes of x the positions count in. */
  readonly axes: number;
  /** How many last axes of the positions belong to one list of them. */
  readonly positionAxes: number;
}

interface Target {
  readonly positionAxes: number;
  /** The last axes of the result, which the positions count in. */
  readonly shape: readonly number[];
}

/**
 * y_k = x_p(k); linear, with `scatterElements` as its transpose.
 *
 * @param x - [...b, ...n], `axes` of them n
 * @param positions - [...b, ...m] or [...m]: positions p(k) in n
 * @returns [...b, ...m]
 */
export const gatherElements: (x: Value, positions: Value, o: Source) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "gatherElements",
  held: [1],
  impl: (x: Tensor, positions: Tensor, { axes, positionAxes }: Source): Tensor => {
    const own = lastLengths(positions, positionAxes);
    const blocks = blocksOf("gatherElements", leading(x, axes), leading(positions, positionAxes));
    const [n, m] = [sizeOf(lastLengths(x, axes)), sizeOf(own)];
    const [from, index] = [x.data, positions.data];
    const out = new Float64Array(blocks.count * m);
    for (let b = 0; b < blocks.count; b++) {
      const [source, first] = [blocks.left(b) * n, blocks.right(b) * m];
      for (let k = 0; k < m; k++) out[b * m + k] = from[source + index[first + k]];
    }
    const y = fromData(out, [...blocks.shape, ...own]);
    return carried(y, x, (presence) => gatherElements(presence, positions, { axes, positionAxes }));
  },
  jvp: ([dx], [, positions], _y, o) => (dx === undefined ? undefined : gatherElements(dx, positions, o)),
  vjp: (ybar, [x, positions], _y, { axes, positionAxes }) => [
    () => scatterElements(ybar, positions, { positionAxes, shape: lastLengths(x, axes) }),
    null,
  ],
});

/**
 * y_j = Σ x_k over the k with p(k) = j: the transpose of `gatherElements`.
 *
 * @param x - [...b, ...m]
 * @param positions - [...b, ...m] or [...m]: positions p(k) in the shape of the result
 * @returns [...b, ...shape]
 */
export const scatterElements: (x: Value, positions: Value, o: Target) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "scatterElements",
  held: [1],
  impl: (x: Tensor, positions: Tensor, o: Target): Tensor => {
    // What no position reaches does not depend on x.
    const presence = scattered(presenceOf(x) ?? onesLike(x), positions, o);
    return withPresence(scattered(x, positions, o), presence);
  },
  jvp: ([dx], [, positions], _y, o) => (dx === undefined ? undefined : scatterElements(dx, positions, o)),
  vjp: (ybar, [, positions], _y, { positionAxes, shape }) => [
    () => gatherElements(ybar, positions, { axes: shape.length, positionAxes }),
    null,
  ],
});

function scattered(x: Tensor, positions: Tensor, { positionAxes, shape }: Target): Tensor {
  const blocks = blocksOf("scatterElements", leading(x, positionAxes), leading(positions, positionAxes));
  const [n, m] = [sizeOf(shape), sizeOf(lastLengths(positions, positionAxes))];
  const [from, index] = [x.data, positions.data];
  const out = cleared(blocks.count * n);
  for (let b = 0; b < blocks.count; b++) {
    const [source, first] = [blocks.left(b) * m, blocks.right(b) * m];
    for (let k = 0; k < m; k++) out[b * n + index[first + k]] += from[source + k];
  }
  return fromData(out, [...blocks.shape, ...shape]);
}

function leading({ shape }: Tensor, last: number): readonly number[] {
  return shape.slice(0, shape.length - last);
}

interface Blocks {
  readonly shape: readonly number[];
  readonly count: number;
  /** Which block of the left argument belongs to block b of the result. */
  readonly left: (b: number) => number;
  readonly right: (b: number) => number;
}

/** The leading axes of two arguments, broadcast. */
function blocksOf(op: string, left: readonly number[], right: readonly number[]): Blocks {
  if (left.length === 0 && right.length === 0) return { shape: left, count: 1, left: () => 0, right: () => 0 };
  const shape = broadcastShapes(op, left, right);
  return { shape, count: sizeOf(shape), left: blockIndex(left, shape), right: blockIndex(right, shape) };
}

function blockIndex(own: readonly number[], shape: readonly number[]): (b: number) => number {
  const numbers = Float64Array.from({ length: sizeOf(own) }, (_, i) => i);
  const { data } = expand(fromData(numbers, own), shape);
  return (b) => data[b];
}
