import { isTensor } from "@wengert/array";
import type { Outputs } from "./contract.ts";
import { isTraced, Traced } from "./traced.ts";

/**
 * Outputs of an author's rule as values of their own. One that returns what it was given, as `stopGradient` does, hands out what
 * its argument stands for beneath the derivatives: a value older than a custom rule's body that called it, which would be
 * taken for one that the body closes over.
 *
 * @param births - how many traced values there had been before the call
 */
export function renewed(y: Outputs, births: number): Outputs {
  if (isTensor(y)) return isTraced(y) && y.born < births ? again(y) : y;
  const isOld = (part: unknown): part is Traced => isTraced(part) && part.born < births;
  // What is neither a Tensor nor an object of Tensors is refused by whoever asked for it.
  if (typeof y !== "object" || y === null || Array.isArray(y) || !Object.values(y).some(isOld)) return y;
  return Object.fromEntries(Object.entries(y).map(([key, part]) => [key, isOld(part) ? again(part) : part]));
}

function again({ interpreter, primal, mark }: Traced): Traced {
  return new Traced(interpreter, primal, mark);
}
