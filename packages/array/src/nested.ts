import { showShape } from "./shape.ts";

/** Numbers in nested arrays: what `toArray()` returns and `tensor()` accepts. */
export type NestedArray = number | readonly NestedArray[];

/** Row-major elements as nested arrays. */
export function nest(data: Float64Array, shape: readonly number[]): NestedArray {
  const level = (axis: number, from: number, size: number): NestedArray => {
    if (axis === shape.length) return data[from];
    const step = size / shape[axis];
    return Array.from({ length: shape[axis] }, (_, i) => level(axis + 1, from + i * step, step));
  };
  return level(0, 0, data.length);
}

const EDGE = 3;

/** How a Tensor is printed: `Tensor [2, 2] [[1, 2], [3, 4]]`, long axes shortened to their ends. */
export function show(elements: NestedArray, shape: readonly number[]): string {
  return shape.length === 0 ? `Tensor ${elements}` : `Tensor ${showShape(shape)} ${short(elements)}`;
}

function short(elements: NestedArray): string {
  if (typeof elements === "number") return String(Number(elements.toPrecision(6)));
  const long = elements.length > 2 * EDGE + 1;
  const parts = long ? [...elements.slice(0, EDGE), ...elements.slice(-EDGE)].map(short) : elements.map(short);
  if (long) parts.splice(EDGE, 0, "…");
  return `[${parts.join(", ")}]`;
}
