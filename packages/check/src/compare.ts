import type { Tensor } from "@wengert/array";
import { sameShape, showShape } from "@wengert/array/author";
import { concrete } from "@wengert/trace";
import { RuleCheckError } from "./errors.ts";

/**
 * Compares two results that should agree, relative to the largest element of either.
 *
 * @param claim - what is being checked; it stands in the error
 * @param terms - what the results are sums of, so that terms that cancel do not count as errors
 * @throws {RuleCheckError} when they differ by more than `tolerance`
 */
export function expectClose(
  op: string,
  claim: string,
  got: readonly Tensor[],
  wanted: readonly Tensor[],
  tolerance: number,
  terms: readonly (readonly Tensor[])[] = [],
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
    const scale = largestOf([a, b, ...terms.map((term) => term[i])]);
    for (let k = 0; k < a.size; k++) {
      if (Object.is(a.data[k], b.data[k])) continue;
      const error = Math.abs(a.data[k] - b.data[k]);
      if (error <= tolerance * scale) continue;
      throw disagreement(op, `${claim}${where}`, k, a.data[k], b.data[k], error / scale, tolerance);
    }
  }
}

/** The error for two numbers that should agree. */
export function disagreement(
  op: string,
  claim: string,
  element: number,
  got: number,
  wanted: number,
  error: number,
  tolerance: number,
): RuleCheckError {
  const sizes = Number.isNaN(error)
    ? ""
    : ` (relative error ${error.toExponential(1)}, allowed ${tolerance.toExponential(1)})`;
  return new RuleCheckError(`${op}: ${claim}: element ${element} is ${got} instead of ${wanted}${sizes}.`, op);
}

/**
 * Refuses results in which nothing can be compared: two NaN agree whatever they stand for.
 *
 * @throws {RuleCheckError} for an element that is NaN or infinite
 */
export function expectFinite(op: string, claim: string, xs: readonly Tensor[]): void {
  for (const x of xs) {
    const k = concrete(x).data.findIndex((value) => !Number.isFinite(value));
    if (k < 0) continue;
    throw new RuleCheckError(
      `${op}: ${claim}: element ${k} is ${concrete(x).data[k]}, which finite differences cannot confirm. Take a point ` +
        'inside of the domain; for kinks, ends and poles there is the option at: "kink".',
      op,
    );
  }
}

/** The largest finite size of an element; 0 without any. */
export function largestOf(xs: readonly Tensor[]): number {
  let most = 0;
  for (const x of xs) {
    for (const value of concrete(x).data) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  }
  return most;
}
