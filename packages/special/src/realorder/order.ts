import { ArgumentError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";

/**
 * An order, which must be a plain number: there is no derivative in it, and a silent zero would be wrong.
 *
 * @throws {ArgumentError} that says what it is instead, and what to do
 */
export function realOrder(op: string, nu: unknown, wanted: string, holds: (nu: number) => boolean): number {
  if (typeof nu === "number" && holds(nu)) return nu;
  const remedy =
    typeof nu === "number"
      ? "Give another order."
      : "It is not differentiated in its order: give a number, nu.item() of a Tensor that is not being differentiated. " +
        "To choose among orders, compare the likelihoods for several.";
  throw new ArgumentError(`${op}: nu is ${kindOf(nu)}, not ${wanted}. ${remedy}`, op);
}
