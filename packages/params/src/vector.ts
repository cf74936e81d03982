import { fromData, isTensor, ShapeError, scalar, type Tensor } from "@wengert/array";

/** How numbers and tensors lie one behind the other in a flat vector. */
export class Vector {
  readonly #shapes: readonly (readonly number[] | undefined)[];
  readonly #offsets: readonly number[];
  readonly size: number;

  /** @param parts - of the sizes and kinds that the vector's parts have */
  constructor(parts: readonly (number | Tensor)[]) {
    let size = 0;
    this.#offsets = parts.map((part) => {
      const offset = size;
      size += isTensor(part) ? part.size : 1;
      return offset;
    });
    this.#shapes = parts.map((part) => (isTensor(part) ? part.shape : undefined));
    this.size = size;
  }

  join(parts: readonly (number | Tensor)[]): Float64Array {
    const vector = new Float64Array(this.size);
    for (const [i, part] of parts.entries()) vector.set(isTensor(part) ? part.data : [part], this.#offsets[i]);
    return vector;
  }

  /** @throws {ShapeError} when the vector has another length */
  split(vector: Float64Array): (number | Tensor)[] {
    if (vector.length !== this.size) {
      throw new ShapeError(
        `fromVector: a vector of ${vector.length} numbers for parameters that have ${this.size}.`,
        "fromVector",
      );
    }
    return this.#shapes.map((shape, i) => {
      const offset = this.#offsets[i];
      if (shape === undefined) return vector[offset];
      if (shape.length === 0) return scalar(vector[offset]);
      const end = this.#offsets[i + 1] ?? this.size;
      return fromData(vector.slice(offset, end), shape);
    });
  }
}
