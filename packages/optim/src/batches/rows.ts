import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { fromData, isPlain, kindOf } from "@wengert/array/author";
import { flatten, unflatten } from "@wengert/tree";

/** Data of many rows: a tree of Tensors with the same length of the first axis. */
export class Rows {
  readonly count: number;
  readonly #leaves: readonly unknown[];
  readonly #structure: ReturnType<typeof flatten>["structure"];

  /** @throws {ArgumentError} for a number or a Tensor without rows, for different numbers of rows, and for none */
  constructor(op: string, data: unknown) {
    const { leaves, structure, paths } = flatten<unknown>(data);
    let count: number | undefined;
    for (const [i, leaf] of leaves.entries()) {
      const where = paths[i] === "" ? "the data" : `"${paths[i]}" in the data`;
      if (!isTensor(leaf) || !isPlain(leaf) || leaf.ndim === 0) {
        const found = isTensor(leaf) ? `a Tensor of shape [${leaf.shape.join(", ")}]` : kindOf(leaf);
        const message = `${op}: ${where} is ${found}, and must be a Tensor whose first axis counts the rows`;
        throw new ArgumentError(`${message}. Wrap arrays of numbers in tensor(...).`, op, paths[i]);
      }
      count ??= leaf.shape[0];
      if (leaf.shape[0] === count) continue;
      const message = `${op}: ${where} has ${leaf.shape[0]} rows, and "${paths[0]}" has ${count}`;
      throw new ArgumentError(`${message}. All Tensors of the data must have the same number.`, op, paths[i]);
    }
    if (count === undefined || count === 0) throw new ArgumentError(`${op}: the data have no rows.`, op);
    this.count = count;
    this.#leaves = leaves;
    this.#structure = structure;
  }

  /** The rows at some places, as data of the same form. */
  take(places: ArrayLike<number>): unknown {
    const taken = this.#leaves.map((leaf) => {
      const { data, shape, size } = leaf as Tensor;
      const width = size / shape[0];
      const rows = new Float64Array(places.length * width);
      for (let i = 0; i < places.length; i++) {
        rows.set(data.subarray(places[i] * width, (places[i] + 1) * width), i * width);
      }
      return fromData(rows, [places.length, ...shape.slice(1)]);
    });
    return unflatten(this.#structure, taken);
  }
}
