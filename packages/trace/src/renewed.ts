import { isTensor, type Tensor } from "@wengert/array";
import type { Outputs } from "./contract.ts";
import { outputsLike, partsOf } from "./outputs.ts";
import { isTraced, Traced } from "./traced.ts";

/**
 * Outputs of an author's rule as values of their own. One that returns what it was given, as `stopGradient` does, hands out what
 * its argument stands for beneath the derivatives: a value older than a custom rule's body that called it, which would be
 * taken for one that the body closes over.
 *
 * @param births - how many traced values there had been before the call
 */
export function renewed(y: Outputs, births: number): Outputs {
  const own = (part: Tensor | undefined): Tensor | undefined =>
    isTraced(part) && part.born < births ? new Traced(part.interpreter, part.primal, part.mark) : part;
  // What is neither a Tensor nor an object of Tensors is refused by whoever asked for it.
  const isOutputs = isTensor(y) || (y as object | null)?.constructor === Object;
  return isOutputs ? (outputsLike(y, partsOf(y).map(own)) as Outputs) : y;
}
