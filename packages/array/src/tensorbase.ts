import { type EncodedTensor, encodeNumber } from "./json.ts";
import type { NestedArray } from "./nested.ts";
import { refuseOperator } from "./refuse.ts";

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

/**
 * Whether a value is a Tensor, traced or not, from this or another copy of the package.
 *
 * @example
 * import { isTensor, tensor } from "@wengert/array";
 *
 * [isTensor(tensor(1)), isTensor(1)]; // => [true, false]
 */
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
  protected abstract rows(): readonly Tensor[];

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
