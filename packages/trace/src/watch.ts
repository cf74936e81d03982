import type { Tensor } from "@wengert/array";
import type { Outputs } from "./contract.ts";
import { firstOrderOnly } from "./errors.ts";
import { stack } from "./frame.ts";

/*
 * Looking for NaN, as far as every operation has to do with it. What is done where it is looked for comes with `detectAnomaly`, so that
 * programs that do not call it are free of it.
 */

/** Throws when an operation has made NaN. */
export function refuseNaN(op: string, xs: readonly Tensor[], y: Outputs): void {
  stack.watcher?.refuseNaN(op, xs, y);
}

/**
 * Throws when a derivative of an operation is NaN, while anomalies are being looked for: the author of a rule may have
 * computed it without operations.
 *
 * @param bars - the tangents or cotangents that it was computed from
 * @param xs - the arguments
 * @param derivatives - what came of it
 * @param site - where the operation was called, if not here
 */
export function refuseNaNDerivative(
  op: string,
  bars: readonly unknown[],
  xs: readonly Tensor[],
  derivatives: readonly unknown[],
  site?: string,
): void {
  if (stack.watches > 0) stack.watcher?.refuseNaNDerivative(op, bars, xs, derivatives, site);
}

/**
 * What to throw for an error from the derivative of an operation.
 *
 * A NaN is attributed to the operation that is differentiated, not to the one inside its rule that made it. Where the
 * rule has run a function of the user's (a region's body), it has been attributed to an operation in there already.
 *
 * @param transposed - the derivative is not the author's, but the transpose of the one that they gave
 * @param site - where the operation was called, if not here
 */
export function attributed(op: string, error: unknown, transposed: boolean, site?: string): unknown {
  // An anomaly may arrive after the search for it has ended, where that stood inside of a function that is differentiated.
  return firstOrderOnly(op, stack.watcher?.attributed(op, error, transposed, site) ?? error);
}

/** Where the user's code is, while anomalies are being looked for. */
export function callSite(): string | undefined {
  return stack.watches > 0 ? stack.watcher?.callSite() : undefined;
}
