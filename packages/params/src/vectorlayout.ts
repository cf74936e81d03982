import { ArgumentError, isTensor, ShapeError, type Tensor, TracedValueError } from "@wengert/array";
import { fromData, kindOf, scalar } from "@wengert/array/author";

type Part = number | Tensor;

/** Where numbers and tensors stand in a flat vector, one after the other. */
export class VectorLayout {
  /** The shape of each part; undefined for a number. */
  readonly shapes: readonly (readonly number[] | undefined)[];
  readonly #offsets: readonly number[];
  /** How many numbers the vector has. */
  readonly size: number;

  /** @param parts - of the sizes and kinds that the vector's parts have */
  constructor(parts: readonly Part[]) {
    let size = 0;
    this.#offsets = parts.map((part) => {
      const offset = size;
      size += isTensor(part) ? part.size : 1;
      return offset;
    });
    this.shapes = parts.map((part) => (isTensor(part) ? part.shape : undefined));
    this.size = size;
  }

  /**
   * @param op - who reads the numbers, for errors
   * @throws {TracedValueError} when a part is traced
   */
  join(parts: readonly Part[], op: string = "data"): Float64Array {
    const vector = new Float64Array(this.size);
    try {
      for (const [i, part] of parts.entries()) vector.set(isTensor(part) ? part.data : [part], this.#offsets[i]);
    } catch (error) {
      if (!(error instanceof TracedValueError)) throw error;
      throw Object.assign(new TracedValueError(error.message.replace(/^data/, op), op), { cause: error });
    }
    return vector;
  }

  /**
   * @param op - the operation, for errors
   * @throws {ArgumentError} for what is no Float64Array
   * @throws {ShapeError} when the vector has another length
   */
  split(vector: Float64Array, op: string = "fromVector"): Part[] {
    if (!(vector instanceof Float64Array)) {
      throw new ArgumentError(`${op}: the vector must be a Float64Array, not ${kindOf(vector)}.`, op);
    }
    if (vector.length !== this.size) {
      throw new ShapeError(`${op}: a vector of ${vector.length} numbers for parameters that have ${this.size}.`, op);
    }
    return this.shapes.map((shape, i) => {
      const offset = this.#offsets[i];
      if (shape === undefined) return vector[offset];
      if (shape.length === 0) return scalar(vector[offset]);
      const end = this.#offsets[i + 1] ?? this.size;
      return fromData(vector.slice(offset, end), shape);
    });
  }
}
