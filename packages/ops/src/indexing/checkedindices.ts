import { ShapeError, type Tensor } from "@wengert/array";
import { fromData, showShape } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";

interface On {
  readonly op: string;
  /** The length of the axis that they are indices on. */
  readonly length: number;
  /** What has that length, for the message. */
  readonly what: string;
}

/** Indices on an axis counted from its start, element by element; negative ones count from the end. */
export const checkedIndices: (indices: Value, o: On) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "indices",
  impl: (indices: Tensor, { op, length, what }: On): Tensor =>
    fromData(
      indices.data.map((index) => {
        if (Number.isInteger(index) && index >= -length && index < length) return index < 0 ? index + length : index;
        throw new ShapeError(`${op}: there is no index ${index} on ${what}, which has ${length} elements.`, op);
      }),
      indices.shape,
    ),
});

/** An axis of a tensor, for messages. */
export function axisNamed(axis: number, { shape }: Tensor): string {
  return `axis ${axis} of a tensor of shape ${showShape(shape)}`;
}
