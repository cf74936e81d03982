import { isTensor } from "@wengert/array";
import { IndependentLossError } from "@wengert/core";
import { isTraced } from "@wengert/trace";

/** Paths for a message, the first of many. */
export function few(paths: readonly string[]): string {
  const first = paths.slice(0, 5).map((path) => path || "(root)");
  return first.join(", ") + (paths.length > first.length ? `, … (${paths.length} in all)` : "");
}

/** A number or a Tensor that nobody follows; one without elements has no derivative that could be lost. */
export function isPlainValue(y: unknown): boolean {
  return typeof y === "number" || (isTensor(y) && !isTraced(y) && y.size > 0);
}

/** A gradient of zeros would say that a minimum is reached. */
export function independent(op: string, paths: readonly string[]): IndependentLossError {
  return new IndependentLossError(
    `${op}: the function uses none of the parameters (${few(paths)}), so its derivative would be 0 throughout. Compute it from the ` +
      "parameters themselves, in ops, not from values that were read before; add mul(0, p) where that is meant.",
    op,
  );
}
