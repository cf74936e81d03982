import { ShapeError, type Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";

/** What to throw for a product of arguments whose inner lengths differ. */
export function doNotFit(op: string, a: Tensor, b: Tensor, inner: number): ShapeError {
  const last = a.shape[a.ndim - 1];
  const remedy = a.shape[a.ndim - 2] === inner ? " mT(a) would fit." : "";
  return new ShapeError(
    `${op}: arguments of shapes ${showShape(a.shape)} and ${showShape(b.shape)} do not fit: the last axis of the first ` +
      `has length ${last}, and meets ${inner} in the second; they must be equal.${remedy}`,
    op,
  );
}
