import type { NestedArray, Tensor } from "@wengert/array";
import { sizeOf, TensorBase } from "@wengert/array/author";
import { RepeatedValuesError } from "../errors.ts";

/** A tangent that does not exist: forward mode passes it on, also where nobody asks for it. */
export class NoTangent extends TensorBase implements Tensor {
  readonly shape: readonly number[];
  readonly #why: RepeatedValuesError;

  constructor(shape: readonly number[], why: RepeatedValuesError) {
    super();
    this.shape = shape;
    this.#why = why;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  get ndim(): number {
    return this.shape.length;
  }

  get data(): Float64Array {
    throw this.#why;
  }

  item(): number {
    throw this.#why;
  }

  toArray(): NestedArray {
    throw this.#why;
  }

  protected override rows(): never {
    throw this.#why;
  }

  override toString(): string {
    return "no derivative of eigenvectors or singular vectors";
  }
}

/** A tangent that is wanted: where it is refused, that is said at once. */
export function certain(_shape: readonly number[], compute: () => Tensor): Tensor {
  return compute();
}

/** What `compute` returns; where that is refused because values are repeated, what throws the same when it is used. */
export function orNoTangent(shape: readonly number[], compute: () => Tensor): Tensor {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RepeatedValuesError) return new NoTangent(shape, error);
    throw error;
  }
}
