import type { NestedArray, Tensor } from "@wengert/array";
import { fromData, sizeOf, TensorBase } from "@wengert/array/author";

/**
 * A constant that is computed when its numbers are first read. So a rule can hold what its value does not need and its
 * derivatives do, the inverse of a matrix for instance: nobody pays for it unless there is a derivative, and derivatives in
 * many directions share it.
 */
class Deferred extends TensorBase implements Tensor {
  readonly shape: readonly number[];
  #compute: (() => Float64Array) | undefined;
  #computed: Tensor | undefined;
  #wanted = false;

  constructor(shape: readonly number[], compute: () => Float64Array) {
    super();
    this.shape = shape;
    this.#compute = compute;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  get ndim(): number {
    return this.shape.length;
  }

  get #tensor(): Tensor {
    if (this.#compute !== undefined) this.#computed = fromData(this.#compute(), this.shape);
    // What it was computed from is not needed any more.
    this.#compute = undefined;
    return this.#computed as Tensor;
  }

  /** The elements, unless this is the first time that anybody wants them. */
  get kept(): Float64Array | undefined {
    if (!this.#wanted && this.#computed === undefined) {
      this.#wanted = true;
      return undefined;
    }
    return this.data;
  }

  get data(): Float64Array {
    return this.#tensor.data;
  }

  item(): number {
    return this.#tensor.item();
  }

  toArray(): NestedArray {
    return this.#tensor.toArray();
  }

  protected override rows(): readonly Tensor[] {
    return [...fromData(this.data, this.shape)];
  }

  override toString(): string {
    return this.#tensor.toString();
  }
}

/**
 * A Tensor whose elements are computed when they are first read.
 *
 * It keeps what `compute` closes over, so operations that return it are made by `residual`, or by `nonDifferentiable` where
 * programs see their result. It may be read at any time, so `compute` returns an array of its own, made by `new Float64Array`.
 *
 * @param compute - returns the elements; must not throw, because anybody may read them
 */
export function deferred(shape: readonly number[], compute: () => Float64Array): Tensor {
  return new Deferred(shape, compute);
}

/**
 * The elements of a Tensor; undefined for one that is deferred, when they are wanted for the first time. For whoever can
 * compute them in the memory of its own result: mostly nobody asks again, and then they need not be kept.
 */
export function keptElements(x: Tensor): Float64Array | undefined {
  return x instanceof Deferred ? x.kept : x.data;
}
