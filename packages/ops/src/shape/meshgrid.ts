import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { expectArray, expectOptions, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { describe } from "../arguments.ts";
import { expandTo } from "./broadcastto.ts";
import { reshapeTo } from "./reshape.ts";

/** In which order the axes of a grid stand. */
export interface MeshgridOptions {
  /** "xy": the first coordinate along the second axis, as in a picture; "ij": coordinate k along axis k. Default "xy". */
  readonly indexing?: "xy" | "ij";
}

/**
 * The coordinates of all points of a grid, as NumPy's `meshgrid`.
 *
 * @param xs - the coordinates along each axis: [n], [m], …
 * @returns as many tensors, each of the shape of the grid: [m, n, …] for "xy", [n, m, …] for "ij"
 * @throws {ShapeError} for coordinates with several axes
 * @throws {ArgumentError} for an unknown order
 * @example
 * const [x, y] = meshgrid([tensor([1, 2, 3]), tensor([10, 20])]);
 * x.toArray(); // => [[1, 2, 3], [1, 2, 3]]
 * y.toArray(); // => [[10, 10, 10], [20, 20, 20]]
 */
export function meshgrid(xs: readonly Value[], options: MeshgridOptions = {}): readonly Tensor[] {
  expectArray("meshgrid", "xs", xs);
  expectOptions("meshgrid", options, ["indexing"]);
  const { indexing = "xy" } = options;
  if (indexing !== "xy" && indexing !== "ij") {
    throw new ArgumentError(`meshgrid: indexing must be "xy" or "ij", not ${describe(indexing)}.`, "meshgrid");
  }
  const given = xs.map((x, i) => resolve(x, "meshgrid", i));
  const nested = given.find((x) => x.ndim > 1);
  if (nested !== undefined) {
    throw new ShapeError(`meshgrid: coordinates have one axis, not the shape ${showShape(nested.shape)}.`, "meshgrid");
  }
  const axes = given.map((_, i) => (indexing === "xy" && i < 2 && given.length > 1 ? 1 - i : i));
  const shape = given.map((_, axis) => given[axes[axis]].size);
  return given.map((x, i) => {
    const own = shape.map((_, axis) => (axis === axes[i] ? x.size : 1));
    return expandTo(reshapeTo(x, own), shape);
  });
}
