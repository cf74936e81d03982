import { ShapeError } from "./errors.ts";
import { type EncodedTensor, encodeNumber } from "./json.ts";
import { type NestedArray, nest, show } from "./nested.ts";
import { refuseOperator } from "./refuse.ts";
import { SCALAR, showShape } from "./shape.ts";
import { isOfSlab } from "./slabs.ts";

/**
 * An n-dimensional array of 64-bit floats, row-major. A value, not a container: no operation changes a Tensor, so
 * nothing needs to be copied or freed.
 *
 * Inside a transformation a Tensor may be traced: `shape`, `size` and `ndim` can be read, the numbers cannot.
 */
export interface Tensor {
  /** Recognises a Tensor from any copy of the package. */
  readonly "~wengert": "tensor";
  /** Lengths of the axes; `[]` for a scalar. */
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  /** Number of axes. */
  readonly ndim: number;
  /**
   * The elements in row-major order. To be read only: tensors share their data.
   * @throws {TracedValueError} for a traced value
   */
  readonly data: Float64Array;
  /**
   * The only element, as a number.
   * @throws {ShapeError} unless there is exactly one element
   * @throws {TracedValueError} for a traced value
   */
  item(): number;
  /**
   * The elements as nested arrays; a number for a scalar.
   * @throws {TracedValueError} for a traced value
   */
  toArray(): NestedArray;
  /**
   * The entries along the first axis, as NumPy's: `const [a, b] = x` and `for (const row of x)`. Traced ones of a traced value. A
   * scalar is not iterable.
   */
  [Symbol.iterator](): Iterator<Tensor>;
}

const tensorBrand = /* @__PURE__ */ Symbol.for("@wengert/tensor");

/** Whether a value is a Tensor, traced or not, from this or another copy of the package. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === "object" && value !== null && (value as { [tensorBrand]?: unknown })[tensorBrand] === true;
}

function printed(this: TensorBase): string {
  return this.toString();
}

/** What every Tensor has, traced or not: the brand, and a refusal of native operators. */
export abstract class TensorBase {
  get "~wengert"(): "tensor" {
    return "tensor";
  }

  abstract toString(): string;

  /** Undefined for a scalar, which has no axis: so JavaScript says that it is not iterable, also to those who only ask. */
  get [Symbol.iterator](): () => Iterator<Tensor> {
    const { ndim } = this as unknown as Tensor;
    return ndim === 0 ? (undefined as never) : () => this.rows()[Symbol.iterator]();
  }

  /** The entries along the first axis. */
  protected rows(): readonly Tensor[] {
    const { shape, data } = this as unknown as Tensor;
    const [count, ...own] = shape;
    const run = count === 0 ? 0 : data.length / count;
    return Array.from({ length: count }, (_, row) => fromData(data.slice(row * run, (row + 1) * run), own));
  }

  /**
   * For `JSON.stringify`: every number exactly, and the shape. `tensor(JSON.parse(text))` is the way back, or the `reviver` of
   * params for whole trees.
   */
  toJSON(): EncodedTensor {
    const { shape, data } = this as unknown as Tensor;
    return { "~wengert": "tensor", shape: [...shape], data: Array.from(data, encodeNumber) };
  }

  static {
    Object.defineProperty(this.prototype, tensorBrand, { value: true });
    Object.defineProperty(this.prototype, Symbol.toPrimitive, { value: refuseOperator });
    // How consoles print it: that of Node, and those of browsers, which show the fields behind this name.
    Object.defineProperty(this.prototype, Symbol.for("nodejs.util.inspect.custom"), { value: printed });
    Object.defineProperty(this.prototype, Symbol.toStringTag, { value: "Tensor" });
  }
}

/** Marks the Tensors that this copy of the package has made. */
const plainBrand = /* @__PURE__ */ Symbol("plain");

/** A Tensor of plain numbers. A scalar keeps its number bare: allocating an array costs more than most scalar ops. */
class PlainTensor extends TensorBase implements Tensor {
  readonly shape: readonly number[];
  #elements: Float64Array | number;

  static {
    Object.defineProperty(this.prototype, plainBrand, { value: true });
  }

  constructor(shape: readonly number[], elements: Float64Array | number) {
    super();
    this.shape = shape;
    this.#elements = elements;
  }

  get ndim(): number {
    return this.shape.length;
  }

  get size(): number {
    return typeof this.#elements === "number" ? 1 : this.#elements.length;
  }

  get data(): Float64Array {
    if (typeof this.#elements === "number") this.#elements = Float64Array.of(this.#elements);
    return this.#elements;
  }

  static disclose(x: object): void {
    if (!(#elements in x)) return;
    const elements = x.#elements;
    if (typeof elements !== "number" && isOfSlab(elements)) x.#elements = elements.slice();
  }

  item(): number {
    if (typeof this.#elements === "number") return this.#elements;
    if (this.#elements.length === 1) return this.#elements[0];
    throw new ShapeError(
      `item: a tensor of shape ${showShape(this.shape)} has ${this.size} elements, not one. Use toArray() or data.`,
      "item",
    );
  }

  toArray(): NestedArray {
    return nest(this.data, this.shape);
  }

  override toString(): string {
    return show(this.toArray(), this.shape);
  }
}

/** A tangent or cotangent of which some elements do not depend on anything. */
class PartialTensor extends PlainTensor {
  readonly #presence: Tensor;

  constructor(shape: readonly number[], elements: Float64Array | number, presence: Tensor) {
    super(shape, elements);
    this.#presence = presence;
  }

  static presenceOf(x: object): Tensor | undefined {
    return #presence in x ? x.#presence : undefined;
  }
}

/** Whether a value is a Tensor of plain numbers made by this copy of the package. */
export function isPlain(value: unknown): boolean {
  // Not `instanceof`, which walks the chain of prototypes: this is asked several times in each operation.
  return typeof value === "object" && value !== null && (value as { [plainBrand]?: unknown })[plainBrand] === true;
}

/**
 * Gives a plain Tensor an array of its own, if its array shares memory with others: before it is shown to somebody outside
 * of the library, who may send the array's buffer elsewhere.
 */
export function disclose(x: Tensor): void {
  PlainTensor.disclose(x);
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
  if (x.ndim > 0)
    return presence === undefined ? fromData(x.data, x.shape) : new PartialTensor(x.shape, x.data, presence);
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
