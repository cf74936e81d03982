import { isTensor, type Tensor } from "@wengert/array";
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
