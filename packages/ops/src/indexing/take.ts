import { type NestedArray, ShapeError, type Tensor, tensor } from "@wengert/array";
import { broadcastShapes, sameShape, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { type AxisOption, axisGiven, axisOf } from "../axes.ts";
import { add } from "../elementwise/arithmetic.ts";
import { broadcastTo } from "../shape/broadcastto.ts";
import { gatherElements, scatterElements } from "./gatherelements.ts";
import { elementPositions, slicePositions } from "./positions.ts";

/** Positions of integers: a Tensor or (nested) arrays; negative ones count from the end. They are not differentiated. */
export type Indices = Value | NestedArray;

export function indexTensor(op: string, indices: Indices): Tensor {
  return Array.isArray(indices) ? tensor(indices) : resolve(indices as Value, op, 1);
}

/**
 * The elements of x at positions along an axis, as NumPy's `take`: the axis is replaced by the axes of the indices.
 *
 * @param indices - a number, (nested) arrays or a Tensor of integers
 * @param axis - by default x is taken in row-major order, as one axis
 * @returns of shape [...x.shape before the axis, ...indices.shape, ...x.shape behind it]
 * @throws {ShapeError} for an index or axis that x does not have
 * @example
 * take(tensor([[1, 2], [3, 4], [5, 6]]), [2, 0], 0).toArray(); // => [[5, 6], [1, 2]]
 * take(tensor([10, 20, 30]), -1).item(); // => 30
 */
export function take(x: Value, indices: Indices, axis?: number | AxisOption): Tensor {
  const given = resolve(x, "take");
  const asked = axisGiven("take", axis);
  const shape = asked === undefined ? [given.size] : given.shape;
  const along = axisOf("take", { shape }, asked ?? 0);
  const wanted = indexTensor("take", indices);
  const positions = slicePositions(wanted, { op: "take", shape, axis: along, indexAxes: wanted.ndim });
  return gatherElements(given, positions, { axes: given.ndim, positionAxes: shape.length - 1 + wanted.ndim });
}

/** The positions of one element of x for each index along an axis; the other axes of the two broadcast. */
export function positionsIn(op: string, x: Tensor, indices: Indices, axis: number): Tensor {
  const along = axisOf(op, x, axis);
  const wanted = indexTensor(op, indices);
  if (wanted.ndim === x.ndim) {
    return elementPositions(wanted, { op, shape: x.shape, axis: along, indexAxes: x.ndim });
  }
  throw new ShapeError(
    `${op}: the indices have shape ${showShape(wanted.shape)}, x has ${showShape(x.shape)}: they need equally many ` +
      "axes. To take whole slices use take.",
    op,
  );
}

/**
 * One element of x per index, along an axis: y[i, k] = x[i, indices[i, k]] for the last axis of a matrix. NumPy's
 * `take_along_axis`, PyTorch's `gather`.
 *
 * @param indices - integers, with as many axes as x; the other axes broadcast
 * @throws {ShapeError} for an index or axis that x does not have, or shapes that do not fit
 * @example
 * gather(tensor([[1, 2], [3, 4]]), [[1], [0]], 1).toArray(); // => [[2], [3]]
 */
export function gather(x: Value, indices: Indices, axis: number | AxisOption = -1): Tensor {
  const given = resolve(x, "gather");
  const positions = positionsIn("gather", given, indices, axisGiven("gather", axis) ?? -1);
  return gatherElements(given, positions, { axes: given.ndim, positionAxes: given.ndim });
}

/**
 * x with values added at indices along an axis; values at equal indices add up. The values' part is the transpose of
 * `gather`; PyTorch's `scatter_add`.
 *
 * @param indices - integers, with as many axes as x; the other axes broadcast
 * @param values - what to add; broadcast to the shape of the indices
 * @throws {ShapeError} for an index or axis that x does not have, or shapes that do not fit
 * @example
 * scatterAdd(zeros([3]), [0, 2, 2], tensor([1, 10, 20])).toArray(); // => [1, 0, 30]
 */
export function scatterAdd(x: Value, indices: Indices, values: Value, axis: number | AxisOption = -1): Tensor {
  const given = resolve(x, "scatterAdd");
  const positions = positionsIn("scatterAdd", given, indices, axisGiven("scatterAdd", axis) ?? -1);
  const { shape } = positions;
  const added = resolve(values, "scatterAdd", 2);
  if (!sameShape(broadcastShapes("scatterAdd", added.shape, shape), shape)) {
    throw new ShapeError(
      `scatterAdd: values of shape ${showShape(added.shape)} do not fit to the ${showShape(shape)} of the indices.`,
      "scatterAdd",
    );
  }
  const target = { positionAxes: given.ndim, shape: given.shape };
  return add(given, scatterElements(broadcastTo(added, shape), positions, target));
}
