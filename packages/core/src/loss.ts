import { isTensor, type Tensor } from "@wengert/array";
import { kindOf, showShape } from "@wengert/array/author";
import { isValue, resolve } from "@wengert/trace";
import { IndependentLossError, NonScalarLossError } from "./errors.ts";

/** What a function with `hasAux` returned. */
export function pairOf(op: string, result: unknown): readonly unknown[] {
  if (Array.isArray(result) && result.length === 2) return result;
  throw new NonScalarLossError(
    `${op}: with {hasAux: true} the function returns [loss, aux]; it returned ` +
      `${Array.isArray(result) ? `an array of ${result.length}` : isTensor(result) ? "a Tensor" : kindOf(result)}.`,
    op,
  );
}

/** A loss as a scalar. */
export function checkedLoss(op: string, loss: unknown): Tensor {
  if (!isValue(loss)) {
    throw new NonScalarLossError(
      `${op}: the function returned ${kindOf(loss)}; a loss is a number or a Tensor of shape []. ` +
        "If it returns [loss, aux], say {hasAux: true}.",
      op,
    );
  }
  const y = resolve(loss, op);
  if (y.ndim === 0) return y;
  throw new NonScalarLossError(
    `${op}: the function returned a Tensor of shape ${showShape(y.shape)}; a gradient needs a scalar, of shape []. ` +
      "Reduce it with sum or mean, or use jacobian for the derivative of each element.",
    op,
  );
}

/** A gradient of zeros would say that a minimum is reached. */
export function independent(op: string): IndependentLossError {
  return new IndependentLossError(
    `${op}: the loss uses nothing of what it is to be differentiated by, so the gradient would be 0 throughout. Compute it from ` +
      "the function's arguments, or from the parameters themselves (not from values that were read before); add mul(0, x) " +
      "where a loss that does not depend on x is meant.",
    op,
  );
}
