import { showShape, type Tensor } from "@wengert/array";
import { positionOf } from "./batch.ts";
import { NonFiniteMatrixError } from "./errors.ts";

/**
 * Decompositions of matrices that are not finite do not end, or end in nonsense.
 *
 * @param lower - only the lower triangles of square matrices are read
 * @throws {NonFiniteMatrixError} with the first entry of a plain tensor that is NaN or ±∞
 */
export function refuseNonFinite(op: string, name: string, a: Tensor, lower: boolean = false): void {
  const n = a.shape[a.ndim - 1];
  const read = (at: number): boolean => !lower || at % n <= Math.floor(at / n) % n;
  const at = a.data.findIndex((value, at) => !Number.isFinite(value) && read(at));
  if (at < 0) return;
  throw new NonFiniteMatrixError(
    `${op}: ${name} of shape ${showShape(a.shape)} is not finite: entry [${positionOf(at, a.shape).join(", ")}] is ` +
      `${a.data[at]}. Look for overflow, or 0/0, where the matrix is made.`,
    op,
  );
}
