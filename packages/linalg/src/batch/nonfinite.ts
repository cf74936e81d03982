import type { Tensor } from "@wengert/array";
import { elementsOf, showShape } from "@wengert/array/author";
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
      `${elementsOf(a)[at]}. Look for overflow, or 0/0, where the matrix is made.`,
    op,
  );
}

function firstNonFinite({ data, shape }: Tensor, part: "whole" | "lower" | "upper", k: number): number {
  if (part === "whole" && !hasNonFinite(data)) return -1;
  const [rows, columns] = shape.slice(-2);
  for (let row = 0, i = 0; row < data.length; row += columns, i = i + 1 === rows ? 0 : i + 1) {
    const end = row + (part === "lower" ? i + 1 - k : columns);
    // A number minus itself is 0 unless it is NaN or infinite.
    for (let at = row + (part === "upper" ? i + k : 0); at < end; at++) if (data[at] - data[at] !== 0) return at;
  }
  return -1;
}

/** Whether numbers are NaN or ±∞. Times 0 these are NaN and all others 0, so a sum tells, without a branch. */
export function hasNonFinite(data: Float64Array): boolean {
  // Each on its own, and the length in a constant: otherwise V8 takes nearly three times as long.
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  const n = data.length;
  let at = 0;
  for (; at < n - 3; at += 4) {
    s0 += data[at] * 0;
    s1 += data[at + 1] * 0;
    s2 += data[at + 2] * 0;
    s3 += data[at + 3] * 0;
  }
  for (; at < n; at++) s0 += data[at] * 0;
  return s0 + s1 + (s2 + s3) !== 0;
}
