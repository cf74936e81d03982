import { digest } from "./digest.ts";
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
export class PlainTensor extends TensorBase implements Tensor {
  declare readonly shape: readonly number[];
  #elements: Elements;

  static {
    Object.defineProperty(this.prototype, plainBrand, { value: true });
    Object.defineProperty(this.prototype, elementsKey, {
      get(this: PlainTensor) {
        return this.read();
      },
    });
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
    const elements = this.read();
    if (!isOfSlab(elements)) return elements;
    this.#elements = elements.slice();
    return this.#elements;
  }

  /** The elements as operations read them: small ones share memory. */
  protected read(): Float64Array {
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
    if (this.size === 1) return this.read()[0];
    throw new ShapeError(
      `item: a tensor of shape ${showShape(this.shape)} has ${this.size} elements, not one. Use toArray() or data.`,
      "item",
    );
  }

  toArray(): NestedArray {
    return nest(this.read(), this.shape);
  }

  /** The entries along the first axis. */
  protected override rows(): readonly Tensor[] {
    const data = this.read();
    const [count, ...own] = this.shape;
    const run = count === 0 ? 0 : data.length / count;
    return Array.from({ length: count }, (_, row) => fromData(data.slice(row * run, (row + 1) * run), own));
  }

  /**
   * What compares the results of tests (Vitest, Jest, `deepStrictEqual`) sees properties and this tag. Elements are no properties:
   * without their digest in it, all Tensors of one shape would be equal.
   */
  get [Symbol.toStringTag](): string {
    return `Tensor ${digest(this.read())}`;
  }

  override toString(): string {
    return show(this.toArray(), this.shape);
  }
}

/**
 * Whether a value is a Tensor of plain numbers from this or another copy of the package.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { isPlain } from "@wengert/array/author";
 *
 * isPlain(tensor([1, 2])); // => true
 * isPlain([1, 2]); // => false
 */
export function isPlain(value: unknown): boolean {
  // Not `instanceof`, which walks the chain of prototypes: this is asked several times in each operation.
  return typeof value === "object" && value !== null && (value as { [plainBrand]?: unknown })[plainBrand] === true;
}

/**
 * The elements of a Tensor, to be read by an operation and not to be given to anybody: small ones share memory with those of
 * other Tensors. For all else there is `data`, which is always right.
 *
 * @throws {TracedValueError} for a traced value
 * @example
 * import { tensor } from "@wengert/array";
 * import { elementsOf } from "@wengert/array/author";
 *
 * Array.from(elementsOf(tensor([[1, 2], [3, 4]]))); // => [1, 2, 3, 4]
 */
export function elementsOf(x: Tensor): Float64Array {
  return (x as { [elementsKey]?: Float64Array })[elementsKey] ?? x.data;
}

/**
 * The Tensor of one number, without axes.
 *
 * @example
 * import { scalar } from "@wengert/array/author";
 *
 * scalar(3).shape; // => []
 */
export function scalar(value: number): Tensor {
  return new PlainTensor(SCALAR, value);
}

/**
 * A Tensor that uses the given array itself, not a copy. Its ownership moves to the Tensor.
 *
 * @param data - row-major elements, `sizeOf(shape)` of them (not checked); the caller must not write to it afterwards
 * @example
 * import { fromData } from "@wengert/array/author";
 *
 * fromData(Float64Array.of(1, 2, 3, 4), [2, 2]).toArray(); // => [[1, 2], [3, 4]]
 */
export function fromData(data: Float64Array, shape: readonly number[]): Tensor {
  return new PlainTensor(shape, data);
}
