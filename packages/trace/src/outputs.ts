import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import type { Outputs } from "./contract.ts";

/** Output leaves as the outputs of a rule: one Tensor, or several by their position. */
export function outputsOf(leaves: readonly Tensor[]): Outputs;
export function outputsOf(leaves: readonly (Tensor | undefined)[]): unknown;
export function outputsOf(leaves: readonly (Tensor | undefined)[]): unknown {
  return leaves.length === 1 ? leaves[0] : Object.fromEntries(leaves.map((leaf, i) => [i, leaf]));
}

/** A list in the form of these outputs. */
export function outputsLike(y: Outputs, parts: readonly (Tensor | undefined)[]): unknown {
  return isTensor(y) ? parts[0] : Object.fromEntries(Object.keys(y).map((key, k) => [key, parts[k]]));
}

/** The inverse of `outputsOf`. */
export function partsOf(outputs: unknown): readonly (Tensor | undefined)[] {
  return isTensor(outputs) ? [outputs] : Object.values(outputs as Record<string, Tensor | undefined>);
}

/**
 * What `impl` returned is a Tensor, or an object of Tensors.
 *
 * @throws {ArgumentError} for a number, a Promise, …
 */
export function expectOutputs(op: string, y: unknown): asserts y is Outputs {
  if (isTensor(y)) return;
  const parts: unknown[] = typeof y === "object" && y !== null && !Array.isArray(y) ? Object.values(y) : [];
  if (parts.length > 0 && parts.every(isTensor)) return;
  const found = parts.length === 0 ? kindOf(y) : "an object of other things";
  throw new ArgumentError(`${op}: impl must return a Tensor, or an object of Tensors; it returned ${found}.`, op);
}
