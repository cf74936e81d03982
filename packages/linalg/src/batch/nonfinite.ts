import type { Tensor } from "@wengert/array";
import { showShape } from "@wengert/array/author";
import { NonFiniteMatrixError } from "../errors.ts";
import { positionOf } from "./batch.ts";

/**
 * Decompositions of matrices that are not finite do not end, or end in nonsense.
 *
 * @param part - what is read of the matrices
 * @param k - of a triangle, where it begins: 0 with the diagonal, 1 beside it
 * @throws {NonFiniteMatrixError} with the first entry of a plain tensor that is NaN or ±∞
 */
export function refuseNonFinite(
  op: string,
  name: string,
  a: Tensor,
  part: "whole" | "lower" | "upper" = "whole",
  k: 0 | 1 = 0,
): void {
  const at = firstNonFinite(a, part, k);
  if (at < 0) return;
  throw new NonFiniteMatrixError(
    `${op}: ${name} of shape ${showShape(a.shape)} is not finite: entry [${positionOf(at, a.shape).join(", ")}] is ` +
      `${a.data[at]}. Look for overflow, or 0/0, where the matrix is made.`,
    op,
  );
}

function firstNonFinite({ data, shape }: Tensor, part: "whole" | "lower" | "upper", k: number): number {
  const [rows, columns] = shape.slice(-2);
  for (let row = 0, i = 0; row < data.length; row += columns, i = i + 1 === rows ? 0 : i + 1) {
    const end = row + (part === "lower" ? i + 1 - k : columns);
    // A number minus itself is 0 unless it is NaN or infinite.
    for (let at = row + (part === "upper" ? i + k : 0); at < end; at++) if (data[at] - data[at] !== 0) return at;
  }
  return -1;
}

/** Whether numbers are NaN or ±∞. */
export function hasNonFinite(data: Float64Array): boolean {
  for (let at = 0; at < data.length; at++) if (data[at] - data[at] !== 0) return true;
  return false;
}
