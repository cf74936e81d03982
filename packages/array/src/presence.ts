import { SCALAR } from "./shape.ts";
import { elementsOf, fromData, PlainTensor, scalar } from "./tensor.ts";
import type { Tensor } from "./tensorbase.ts";

const presenceKey = /* @__PURE__ */ Symbol("presence");

/** A tangent or cotangent of which some elements do not depend on anything. */
class PartialTensor extends PlainTensor {
  readonly #presence: Tensor;

  static {
    // To whoever asks it is a Tensor like others: test runners compare iterables of one constructor.
    Object.defineProperty(this.prototype, "constructor", { value: PlainTensor });
  }

  constructor(shape: readonly number[], elements: Float64Array | number, presence: Tensor) {
    super(shape, elements);
    this.#presence = presence;
  }

  /** Undefined of all other Tensors. To ask whether one has a private field costs more than a property that is not there. */
  get [presenceKey](): Tensor {
    return this.#presence;
  }
}

/**
 * Which elements of a plain tangent or cotangent depend on what is being differentiated: a Tensor of the same shape that is
 * 0 where they do not; undefined where all of them may. An element that does not depend is 0 and stays so in any product,
 * also with ∞ and NaN; a 0 that was computed is a number like any other.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { presenceOf, withPresence } from "@wengert/array/author";
 *
 * presenceOf(tensor([0, 1])); // => undefined
 * const partial = withPresence(tensor([0, 2]), tensor([0, 1])); // the first one does not depend
 * presenceOf(partial)?.toArray(); // => [0, 1]
 */
export function presenceOf(x: Tensor): Tensor | undefined {
  return (x as Partial<PartialTensor>)[presenceKey];
}

/** The scalar that does not depend on anything: the only one, so that it is told by comparing references. */
export const ABSENT: Tensor = /* @__PURE__ */ absentScalar();

function absentScalar(): Tensor {
  return new PartialTensor(SCALAR, 0, new PlainTensor(SCALAR, 0));
}

/**
 * The same plain Tensor with that presence. Its elements must be 0 where they do not depend.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { presenceOf, withPresence } from "@wengert/array/author";
 *
 * const dx = withPresence(tensor([0, 2]), tensor([0, 1]));
 * dx.toArray(); // => [0, 2]
 * presenceOf(withPresence(dx, undefined)); // => undefined
 */
export function withPresence(x: Tensor, presence: Tensor | undefined): Tensor {
  if (x.ndim > 0 && presence === undefined) return fromData(elementsOf(x), x.shape);
  if (x.ndim > 0) return new PartialTensor(x.shape, elementsOf(x), presence as Tensor);
  if (presence === undefined) return x === ABSENT ? scalar(0) : x;
  return presence.item() === 0 ? ABSENT : x;
}
