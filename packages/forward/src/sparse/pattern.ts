import { ArgumentError, ShapeError, WengertError } from "@wengert/array";
import { expectArray, kindOf, showShape } from "@wengert/array/author";

/** Which elements of a matrix may differ from 0. */
export interface Sparsity {
  /** Rows and columns. */
  readonly shape: readonly [rows: number, columns: number];
  /** The row of each element. */
  readonly rows: Int32Array;
  /** The column of each element. */
  readonly columns: Int32Array;
}

/**
 * The derivative along some direction is not what the elements of a given pattern say: an element is missing from it.
 *
 * @example
 * import { tensor, type Tensor } from "@wengert/array";
 * import { jacobian, sparsityOf } from "@wengert/forward";
 * import { flip, mul } from "@wengert/ops";
 *
 * const f = (x: Tensor): Tensor => mul(x, flip(x, 0));
 * const x = tensor([1, 2]);
 * const diagonal = sparsityOf((x: Tensor) => mul(x, x))(x); // of another function
 * jacobian(f, { sparsity: diagonal })(x); // throws SparsityError
 * jacobian(f, { sparsity: sparsityOf(f)(x) })(x); // the pattern at a point like this one
 */
export class SparsityError extends WengertError {
  override readonly name: string = "SparsityError";
}

/** A matrix by its rows, 0 where the Jacobian always is. */
export type SparsityMask = readonly (readonly (number | boolean)[])[];

/** The elements of a mask that are not 0. */
export function patternOf(mask: SparsityMask): Sparsity {
  const columns = mask[0]?.length ?? 0;
  const at = mask.flatMap((row, i) => {
    expectArray("jacobian", `row ${i} of sparsity`, row);
    if (row.length !== columns) {
      throw new ShapeError(
        `jacobian: row ${i} of sparsity has ${row.length} elements, and row 0 has ${columns}; they must be equally long.`,
        "jacobian",
      );
    }
    return row.flatMap((value, j) => (value ? [[i, j] as const] : []));
  });
  return {
    shape: [mask.length, columns],
    rows: Int32Array.from(at, ([i]) => i),
    columns: Int32Array.from(at, ([, j]) => j),
  };
}

/**
 * A pattern that was given, checked.
 *
 * @throws {ShapeError} where it is not for so many outputs and inputs
 * @throws {ArgumentError} where an element is not in the matrix
 */
export function checkPattern(pattern: Sparsity, m: number, n: number): Sparsity {
  const { shape, rows, columns } = pattern;
  const [own, other] = [shape as readonly unknown[], [m, n]];
  if (!Array.isArray(own) || own[0] !== m || own[1] !== n) {
    const found = Array.isArray(own) ? showShape(own as number[]) : kindOf(own);
    throw new ShapeError(
      `jacobian: sparsity is for a matrix of shape ${found}; this Jacobian has ${showShape(other)}.`,
      "jacobian",
    );
  }
  const ok =
    rows.length === columns.length && rows.every((i, k) => i >= 0 && i < m && columns[k] >= 0 && columns[k] < n);
  if (ok && new Set(Array.from(rows, (row, k) => row * n + columns[k])).size === rows.length) return pattern;
  throw new ArgumentError(
    "jacobian: sparsity must have as many rows as columns, each within its shape, and name no element twice.",
    "jacobian",
  );
}
