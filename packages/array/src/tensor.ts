import { type Deferral, withoutAllocator } from "./allocate.ts";
import { ShapeError } from "./errors.ts";
import { type NestedArray, nest, show } from "./nested.ts";
import { SCALAR, showShape, sizeOf } from "./shape.ts";
import { isOfSlab } from "./slabs.ts";
import { type Tensor, TensorBase } from "./tensorbase.ts";

/** Marks Tensors of plain numbers, those of other copies of the package too. */
const plainBrand = /* @__PURE__ */ Symbol.for("@wengert/plain");

/** Where the library reads the elements of a Tensor. */
const elementsKey = /* @__PURE__ */ Symbol("elements");

/** The elements of a Tensor, undefined where they are not computed yet. */
type Elements = Float64Array | number | undefined;

/** A Tensor of plain numbers. A scalar keeps its number bare: allocating an array costs more than most scalar ops. */
class PlainTensor extends TensorBase implements Tensor {
  declare readonly shape: readonly number[];
  #elements: Elements;

  static {
    Object.defineProperty(this.prototype, plainBrand, { value: true });
  }

  constructor(shape: readonly number[], elements: Elements) {
    super();
    this.shape = shape;
    this.#elements = elements;
  }

  get ndim(): number {
    return this.shape.length;
  }

  get size(): number {
    const elements = this.#elements;
    if (typeof elements === "object") return elements.length;
    return typeof elements === "number" ? 1 : sizeOf(this.shape);
  }

  /** Memory of their own for the elements: whoever reads them may send their buffer elsewhere. */
  get data(): Float64Array {
    const elements = this[elementsKey];
    if (!isOfSlab(elements)) return elements;
    this.#elements = elements.slice();
    return this.#elements;
  }

  get [elementsKey](): Float64Array {
    const elements = this.#elements;
    if (typeof elements === "object") return elements;
    const made = typeof elements === "number" ? Float64Array.of(elements) : this.computed();
    this.#elements = made;
    return made;
  }

  /** The elements, where the constructor was given none. */
  protected computed(): Float64Array {
    return new Float64Array(this.size);
  }

  item(): number {
    if (typeof this.#elements === "number") return this.#elements;
    if (this.size === 1) return this[elementsKey][0];
    throw new ShapeError(
      `item: a tensor of shape ${showShape(this.shape)} has ${this.size} elements, not one. Use toArray() or data.`,
      "item",
    );
  }

  toArray(): NestedArray {
    return nest(this[elementsKey], this.shape);
  }

  /** The entries along the first axis. */
  protected override rows(): readonly Tensor[] {
    const data = this[elementsKey];
    const [count, ...own] = this.shape;
    const run = count === 0 ? 0 : data.length / count;
    return Array.from({ length: count }, (_, row) => fromData(data.slice(row * run, (row + 1) * run), own));
  }

  override toString(): string {
    return show(this.toArray(), this.shape);
  }
}

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

  static presenceOf(x: object): Tensor | undefined {
    return #presence in x ? x.#presence : undefined;
  }
}

/** A Tensor whose elements are not computed yet. */
class DeferredTensor extends PlainTensor {
  #deferral: Deferral | undefined;

  static {
    Object.defineProperty(this.prototype, "constructor", { value: PlainTensor });
  }

  constructor(shape: readonly number[], deferral: Deferral) {
    super(shape, undefined);
    this.#deferral = deferral;
  }

  protected override computed(): Float64Array {
    const deferral = this.#deferral as Deferral;
    const elements = withoutAllocator(() => deferral.compute());
    this.#deferral = undefined;
    return elements;
  }

  static deferralOf(x: object): Deferral | undefined {
    return #deferral in x ? x.#deferral : undefined;
  }
}

/** Whether a value is a Tensor of plain numbers, from this or another copy of the package. */
export function isPlain(value: unknown): boolean {
  // Not `instanceof`, which walks the chain of prototypes: this is asked several times in each operation.
  return typeof value === "object" && value !== null && (value as { [plainBrand]?: unknown })[plainBrand] === true;
}

/**
 * The elements of a Tensor, to be read by an operation and not to be given to anybody: small ones share memory with those of
 * other Tensors. For all else there is `data`, which is always right.
 *
 * @throws {TracedValueError} for a traced value
 */
export function elementsOf(x: Tensor): Float64Array {
  return (x as Partial<PlainTensor>)[elementsKey] ?? x.data;
}

/**
 * Which elements of a plain tangent or cotangent depend on what is being differentiated: a Tensor of the same shape that is
 * 0 where they do not; undefined where all of them may. An element that does not depend is 0 and stays so in any product,
 * also with ∞ and NaN; a 0 that was computed is a number like any other.
 */
export function presenceOf(x: Tensor): Tensor | undefined {
  return PartialTensor.presenceOf(x);
}

/** The Tensor of one number, without axes. */
export function scalar(value: number): Tensor {
  return new PlainTensor(SCALAR, value);
}

/** The scalar that does not depend on anything: the only one, so that it is told by comparing references. */
export const ABSENT: Tensor = /* @__PURE__ */ absentScalar();

function absentScalar(): Tensor {
  return new PartialTensor(SCALAR, 0, new PlainTensor(SCALAR, 0));
}

/** The same plain Tensor with that presence. Its elements must be 0 where they do not depend. */
export function withPresence(x: Tensor, presence: Tensor | undefined): Tensor {
  if (x.ndim > 0 && presence === undefined) return fromData(elementsOf(x), x.shape);
  if (x.ndim > 0) return new PartialTensor(x.shape, elementsOf(x), presence as Tensor);
  if (presence === undefined) return x === ABSENT ? scalar(0) : x;
  return presence.item() === 0 ? ABSENT : x;
}

/**
 * A Tensor that uses the given array itself, not a copy. Its ownership moves to the Tensor.
 *
 * @param data - row-major elements, `sizeOf(shape)` of them (not checked); the caller must not write to it afterwards
 */
export function fromData(data: Float64Array, shape: readonly number[]): Tensor {
  return new PlainTensor(shape, data);
}

/**
 * A Tensor whose elements are computed when they are first read. Whoever computes with it further may do so in the same pass
 * over memory before that: `deferralOf` finds what was given here.
 *
 * @param deferral - computes a new array of `sizeOf(shape)` elements; asked at most once
 */
export function deferred(deferral: Deferral, shape: readonly number[]): Tensor {
  return new DeferredTensor(shape, deferral);
}

/** What will compute the elements of a Tensor; undefined where they are there. */
export function deferralOf(x: object): Deferral | undefined {
  return DeferredTensor.deferralOf(x);
}
