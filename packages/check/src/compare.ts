import type { Tensor } from "@wengert/array";
import { sameShape, showShape } from "@wengert/array/author";
import { concrete } from "@wengert/trace";
import { RuleCheckError } from "./errors.ts";

/**
 * Compares two results that should agree, relative to the largest element (at least 1).
 *
 * @param claim - what is being checked; it stands in the error
 * @throws {RuleCheckError} when they differ by more than `tolerance`
 */
export function expectClose(
  op: string,
  claim: string,
  got: readonly Tensor[],
  wanted: readonly Tensor[],
  tolerance: number,
): void {
  for (const [i, x] of got.entries()) {
    const [a, b] = [concrete(x), concrete(wanted[i])];
    const where = got.length === 1 ? "" : ` [${i}]`;
    if (!sameShape(a.shape, b.shape)) {
      throw new RuleCheckError(
        `${op}: ${claim}${where}: shape ${showShape(a.shape)} instead of ${showShape(b.shape)}.`,
        op,
      );
    }
    const scale = Math.max(1, largest(a.data), largest(b.data));
    for (let k = 0; k < a.size; k++) {
      if (Object.is(a.data[k], b.data[k])) continue;
      const error = Math.abs(a.data[k] - b.data[k]) / scale;
      if (error <= tolerance) continue;
      throw new RuleCheckError(
        `${op}: ${claim}${where}: element ${k} is ${a.data[k]} instead of ${b.data[k]} (relative error ` +
          `${error.toExponential(1)}, allowed ${tolerance.toExponential(1)}).`,
        op,
      );
    }
  }
}

function largest(data: Float64Array): number {
  let most = 0;
  for (const value of data) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}
