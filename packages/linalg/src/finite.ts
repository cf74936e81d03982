import { showShape, type Tensor } from "@wengert/array";
import { positionOf } from "./batch.ts";
import { NonFiniteMatrixError } from "./errors.ts";

/**
 * Decompositions of matrices that are not finite do not end, or end in nonsense.
 *
 * @throws {NonFiniteMatrixError} with the first entry of a plain tensor that is NaN or ±∞
 */
export function refuseNonFinite(op: string, name: string, a: Tensor): void {
  const at = a.data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new NonFiniteMatrixError(
    `${op}: ${name} of shape ${showShape(a.shape)} is not finite: entry [${positionOf(at, a.shape).join(", ")}] is ` +
      `${a.data[at]}. Look for overflow, or 0/0, where the matrix is made.`,
    op,
  );
}
